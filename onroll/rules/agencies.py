"""The bodies that are asked about a child: by what power, within what limits, and how long an answer may take.

The words are shown at the moment of asking, and kept with the request. How long an answer may take is in no rule: each
time is this project's proposal, a dated setting.

Source: ../shared/reference/cme/data-protection.md section 2 (gateways) and process.md section 6.
"""

from dataclasses import dataclass
from datetime import date

from onroll.rules.clocks import add_working_days
from onroll.rules.enquiries import Party
from onroll.rules.rulesets import Mark, Setting

_BOTH = frozenset(Party)
_AUTHORITY = frozenset({Party.AUTHORITY})


class UnknownBody(LookupError):
    """There is no body with this code."""


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: its lasting code, the line of the checklist it answers, the power to ask, and the limits."""

    code: str
    name: str
    enquiry: str
    power: str
    limits: str
    mark: Mark
    may_be_asked_by: frozenset[Party]
    answer_working_days: Setting[int]


def _answer_in(working_days: int) -> Setting[int]:
    return Setting(
        name="time in which a body is asked to answer (working days)",
        value=working_days,
        mark=Mark.PROPOSED,
        source="this project's proposal: no rule sets a time",
    )


BODIES: tuple[Body, ...] = (
    Body(
        "health", "Health: school nurse, health visitor, GP registration", "HEALTH",
        "Children Act 2004 sections 10 and 11; confidence may be set aside in the public interest",
        "Ask for whereabouts and registration only, through the agreed route.", Mark.KNOWN, _BOTH, _answer_in(5),
    ),
    Body(
        "police", "Police", "POLICE",
        "Common law policing; Crime and Disorder Act 1998 section 115; Children Act 2004 sections 10 and 11",
        "Through the agreed route. A child in danger is reported by telephone, never by a request.",
        Mark.KNOWN, _BOTH, _answer_in(3),
    ),
    Body(
        "social_care", "Children’s social care", "OWN_SYSTEMS",
        "Children Act 1989 sections 17, 27 and 47; Children Act 2004 sections 10 and 11",
        "Say why it is needed. Worry about harm is a referral, not a request.", Mark.VERIFIED, _BOTH, _answer_in(3),
    ),
    Body(
        "housing", "Housing and council tax", "OWN_SYSTEMS",
        "Local Government Act 1972 section 111; Children Act 2004 section 11 for districts",
        "Council tax data needs its own power. Record the reason for each look-up.",
        Mark.KNOWN, _AUTHORITY, _answer_in(10),
    ),
    Body(
        "youth_justice", "Youth justice service", "OWN_SYSTEMS",
        "Crime and Disorder Act 1998 section 115; Children Act 2004 section 10",
        "Whereabouts and education only.", Mark.KNOWN, _AUTHORITY, _answer_in(5),
    ),
    Body(
        "hmrc", "HM Revenue and Customs, child benefit", "CHILD_BENEFIT",
        "Tax Credits Act 2002 schedule 5 paragraph 10A, for functions under part 5 of the Children Act 1989",
        "Last resort, for few and urgent cases. Name and address only, never income.",
        Mark.VERIFIED, _AUTHORITY, _answer_in(20),
    ),
    Body(
        "home_office", "Home Office, UK Visas and Immigration, Border Force", "HOME_OFFICE",
        "Immigration and Asylum Act 1999 section 20, and safeguarding powers",
        "Ask where the child is. Never use this to check anybody’s status.", Mark.KNOWN, _AUTHORITY, _answer_in(20),
    ),
    Body(
        "benefits", "Department for Work and Pensions", "ANYONE_ELSE",
        "Welfare Reform Act 2012 section 131 and Digital Economy Act 2017, for named purposes only",
        "Not for general tracing: expect a refusal where the purpose is not named.",
        Mark.KNOWN, _AUTHORITY, _answer_in(20),
    ),
    Body(
        "forces", "Ministry of Defence, education advisory service", "FORCES",
        "Children Act 2004 section 10 by agreement", "Service families only.", Mark.KNOWN, _BOTH, _answer_in(10),
    ),
    Body(
        "abroad", "Embassy, consulate or school abroad", "ABROAD",
        "No statutory power: the least that identifies the child", "A parent’s word alone is weak evidence.",
        Mark.KNOWN, _BOTH, _answer_in(20),
    ),
    Body(
        "authority", "Another local authority, or a school in one", "OTHER_AREAS",
        "Education Act 1996 section 436A with Children Act 2004 sections 10 and 11",
        "Named contact, secure route, the least that is needed.", Mark.KNOWN, _BOTH, _answer_in(10),
    ),
    Body(
        "other", "Another body", "ANYONE_ELSE",
        "Children Act 2004 section 10 where it is a partner; write the power you rely on in what you ask",
        "Who, what, why, by what power, by which route.", Mark.KNOWN, _BOTH, _answer_in(10),
    ),
)  # fmt: skip


def body(code: str) -> Body:
    """Return a body by its code.

    Raises: UnknownBody.
    """
    for each in BODIES:
        if each.code == code:
            return each
    raise UnknownBody(code)


def bodies_for(party: Party) -> tuple[Body, ...]:
    """Return the bodies that a school, or an authority, may ask, in order."""
    return tuple(each for each in BODIES if party in each.may_be_asked_by)


def answer_due(code: str, asked_on: date) -> date:
    """Return the last day on which an answer is in time: working days after the day of asking.

    Source: each body's setting, this project's proposal.
    Raises: UnknownBody.
    """
    return add_working_days(asked_on, body(code).answer_working_days.value)

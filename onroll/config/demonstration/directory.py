"""Stories of the directory of agencies: contacts, a yearly round, the policy and who read it, help that was refused."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

from onroll.access.models import Organisation
from onroll.casework import directory_links, directory_tables
from onroll.casework.actions import (
    directory,
    directory_answers,
    directory_papers,
    directory_rounds,
    directory_support,
)
from onroll.casework.directory_states import InvitationState
from onroll.casework.models import Agency, ContactInvitation, ContactRound, Policy, RefusalReason, Standing
from onroll.config.demonstration.cast import Cast
from onroll.config.demonstration.places import KIRKLEES
from onroll.config.demonstration.timetable import Story

SITE = "http://127.0.0.1:8000"
LAST_CONFIRMED_DAYS = 280  # before the directory is kept here: due by the time of the round
ANSWER_DAYS = 28
POLICY = (
    "Every child of the area is on a school’s roll or has suitable education otherwise. Whoever meets a child for whom "
    "neither is known tells the children missing education team the same day, by the form for agencies or by telephone."
    "\n\nWe answer with the name of an officer, and say what came of it when the case is closed."
)
OPENING = "Tell us of any child who may be missing education. You need not be sure, and you need no consent."
THRESHOLD = "Asked for the address of a child whom the nurse saw in September."
THRESHOLD_WORDS = "“Not a safeguarding case: we give no addresses below the threshold.”"


@dataclasses.dataclass(frozen=True, slots=True)
class Body:
    """An agency of the directory with its contact; `deputy`: whether somebody is named for when she is away."""

    name: str
    kind: str
    role: str
    parts: tuple[str, ...] = ("receive",)
    is_recent: bool = False
    deputy: bool = True


BODIES = (
    Body("Children missing education team (invented)", "cme", "Duty officer", ("receive", "check"), is_recent=True),
    Body("Health visiting and school nursing (invented)", "health", "Named nurse", ("receive", "locate")),
    Body("Admissions and school places (invented)", "education", "Admissions manager", ("identify_provision",)),
    Body("Front door for children’s social care (invented)", "social_care", "Duty manager", ("receive", "needs")),
    Body("Neighbourhood policing (invented)", "police", "Sergeant for missing people", deputy=False),
    Body("Housing options (invented)", "housing", "Team leader", ("receive", "locate"), deputy=False),
    Body("Youth justice service (invented)", "youth_justice", "Education worker", is_recent=True, deputy=False),
)


def stories(cast: Cast, school: Organisation) -> Iterator[tuple[int, Story]]:
    """Yield each with the number of days ago at which it begins."""
    yield 132, kept(cast)
    yield 62, policy(cast, school)
    yield 40, refused(cast)
    yield 12, asked(cast)
    yield 4, arrivals(cast)


def kept(cast: Cast) -> Story:
    """An officer names the agencies, whom to call there, and who stands in."""
    for number, body in enumerate(BODIES):
        act = cast.officer(KIRKLEES, "keep the directory of agencies")
        agency = directory.keep_agency(
            act,
            agency=None,
            name=body.name,
            kind=body.kind,
            organisation=cast.places.agency if body.kind == "health" else None,
            parts=body.parts,
            route="The form for agencies, the same day; by telephone where a child is in danger.",
        )
        confirmed_on = act.on - timedelta(days=5 if body.is_recent else LAST_CONFIRMED_DAYS)
        for standing in (Standing.MAIN, Standing.DEPUTY)[: 2 if body.deputy else 1]:
            is_main = standing == Standing.MAIN
            details = {
                "role_name": body.role if is_main else f"Deputy of the {body.role[0].lower()}{body.role[1:]}",
                "person_name": "",
                "phone": f"01632 9602{number}{0 if is_main else 1}",
                "email": f"{body.kind}{'' if is_main else '.deputy'}@agencies.onroll.example",
            }
            directory.keep_contact(
                cast.officer(KIRKLEES, "name a contact"),
                agency=agency,
                standing=standing,
                details=details,
                may_publish=True,
                confirmed_on=confirmed_on,
            )
    yield from ()


def policy(cast: Cast, school: Organisation) -> Story:
    """The policy is published, and the leaflet with whom to call; a school and an agency say that they have read it."""
    act = cast.officer(KIRKLEES, "publish the policy")
    published = directory_papers.publish_policy(
        act,
        title="Children missing education: how we work together (invented)",
        text=POLICY,
        pieces=None,
        sections=list(directory_tables.POLICY_SECTIONS)[:3],
        in_force_from=act.on,
        review_by=act.on + timedelta(days=360),
        expected_number=0,
    )
    yield 3
    directory_papers.publish_routes(cast.officer(KIRKLEES, "publish whom to call"), opening=OPENING, expected_number=0)
    yield 2
    directory_papers.read_paper(cast.reporter("say that the policy is read"), paper=published)
    right = {question.code: question.right for question in directory_tables.questions()}
    directory_papers.take_knowledge_check(
        cast.reporter("answer the questions about the policy"), policy=published, answers=right
    )
    yield 4
    directory_papers.read_paper(cast.clerk(school, "say that the policy is read"), paper=published)


def asked(cast: Cast) -> Story:
    """The yearly round: contacts are asked by email; one confirms, one has left, the others have not answered."""
    act = cast.officer(KIRKLEES, "ask contacts whether they are still right")
    begun = directory_rounds.begin_round(act, answer_by=act.on + timedelta(days=ANSWER_DAYS), site=SITE)
    directory_rounds.send_owed_invitations(cast.system("email the questions of the round"))
    yield 2
    first = _question(begun, "health")
    contact = first.contact
    details = {name: getattr(contact, name) for name in ("role_name", "person_name", "phone", "email")}
    token = directory_links.token_of(first.reference)
    directory_answers.answer_by_link(
        cast.passer_by("answer a question of the round"),
        token=token,
        details={**details, "phone": "01632 960299"},
        may_publish=True,
        expected_version=contact.version,
    )
    paper = Policy.objects.get(authority=cast.places.authorities[KIRKLEES])
    directory_papers.read_paper_by_link(cast.passer_by("say that the policy is read"), token=token, paper=paper)
    yield 1
    left = _question(begun, "housing")
    directory_answers.say_left_by_link(
        cast.passer_by("say that a contact has left"),
        token=directory_links.token_of(left.reference),
        handover="A new team leader starts next month.",
        expected_version=left.contact.version,
    )


def refused(cast: Cast) -> Story:
    """One agency refuses and is asked again, higher up; another does not answer."""
    agencies = Agency.objects.filter(authority=cast.places.authorities[KIRKLEES])
    act = cast.officer(KIRKLEES, "record that help was refused")
    refusal = directory_support.record_refusal(
        act,
        agency=agencies.get(kind="social_care"),
        reason=RefusalReason.THRESHOLD,
        asked=THRESHOLD,
        words=THRESHOLD_WORDS,
        refused_on=act.on,
    )
    for rung, words in (
        ("asked_again", "Named section 10 of the Children Act 2004; no answer for a week."),
        ("deputy", "The deputy will look at it with the manager."),
    ):
        yield 7
        act = cast.officer(KIRKLEES, "take a refusal further")
        directory_support.take_refusal_step(
            act,
            refusal=refusal,
            rung=rung,
            taken_on=act.on,
            with_whom="Duty manager",
            words=words,
            expected_version=refusal.version,
        )
        refusal.refresh_from_db()
    yield 3
    act = cast.officer(KIRKLEES, "record that help was refused")
    directory_support.record_refusal(
        act,
        agency=agencies.get(kind="police"),
        reason=RefusalReason.NO_ANSWER,
        asked="Asked whether a family was met at an address in October.",
        words="Two emails and a call; nobody has answered.",
        refused_on=act.on - timedelta(days=1),
    )


def arrivals(cast: Cast) -> Story:
    """Health tells of families who are to arrive: how many children of which years, and no name."""
    act = cast.reporter("tell of families who arrive")
    directory_support.tell_of_arrivals(
        act,
        authority=cast.places.authorities[KIRKLEES],
        area="The new estate by the canal",
        families=4,
        counts={"R": 1, "3": 2, "7": 2},
        expected_from=act.on + timedelta(days=14),
        expected_until=act.on + timedelta(days=35),
        words="Two families need an interpreter.",
    )
    yield from ()


def _question(begun: ContactRound, kind: str) -> ContactInvitation:
    rows = ContactInvitation.objects.filter(round=begun, contact__agency__kind=kind, state=InvitationState.OPEN)
    return rows.select_related("contact").order_by("pk")[:1].get()

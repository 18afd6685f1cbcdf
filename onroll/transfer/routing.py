"""Where a file comes from and goes to, by its header, and what is wrong with that.

Knows the register, not the grammar of files: names and headers are parsed by `ctf`.
"""

import dataclasses

from onroll import ctf
from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.ctf.problems import Problem
from onroll.identifiers import establishment
from onroll.transfer import problems
from onroll.web import words

# What stands in place of a number where a file is for the Department. Source: ctf/tables/code_sets.csv.
DEPARTMENT = "DFES"
PLACEHOLDERS = frozenset({establishment.UNKNOWN, establishment.OUTSIDE})


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """What header and name say of a file's way. Empty texts and None: not known, and a problem says why."""

    file_name: str
    destination_code: str
    recipient: Organisation | None
    problems: list[Problem]


def route(act: Act, *, sender: Organisation, report: ctf.Report, name: str) -> Route:
    """Find a checked file's recipient and its right name. Nothing is looked up for a file that cannot be read.

    Of such a file the name that it came under is kept where it has the grammar of one: that holds nothing personal.
    """
    if report.header is None:
        parsed, _ = ctf.parse_file_name(name)
        return Route(parsed.text if parsed else "", "", None, [])
    found = _problems_of_source(sender, report)
    file_name = report.file_name.text if report.file_name else ""  # repaired, or made from the header, by `ctf`
    code = report.header.destination.code
    if not establishment.is_well_formed(code) and not code.startswith(DEPARTMENT):
        code = report.file_name.destination if report.file_name else ""
    recipient, about_destination = _recipient(act, sender, code)
    if code == establishment.OUTSIDE and report.pupils > 1:  # for XXXXXXX `ctf` says so: lost-many-pupils
        found.append(problems.make("outside-many-pupils", count=str(report.pupils)))
    placed = [_placed(report.header, problem) for problem in found + about_destination]
    return Route(file_name, code, recipient, placed)


def open_organisation(act: Act, code: str) -> tuple[Organisation | None, list[Problem]]:
    """Find the organisation that is open today under a code, or say why there is none.

    Where it has closed and the register says who took over, the problem does not stop the file: the sender chooses.
    """
    lookup = access_queries.organisation_with_code(code, act.on)
    if lookup.found is not None:
        return lookup.found, []
    if lookup.closed is None:
        return None, [problems.make("destination-unknown", found=code)]
    said = {"found": code, "name": lookup.closed.name, "when": _when(lookup.closed)}
    if lookup.successors:
        names = words.or_list([str(one) for one in lookup.successors])
        return None, [problems.make("destination-replaced", **said, successors=names)]
    return None, [problems.make("destination-closed", **said, authority=contact_of_authority(lookup.closed))]


def closed_words(organisation: Organisation) -> str:
    """Say that an organisation has closed, and when if the register knows."""
    return f"{organisation.name} closed{_when(organisation)}"


def contact_of_authority(organisation: Organisation) -> str:
    """Return the name of the authority of an organisation's area and, where it has given one, its address."""
    authority = access_queries.authority_of(organisation)
    if authority is None:
        return "the local authority of its area"
    return f"{authority.name} ({authority.notices_to})" if authority.notices_to else authority.name


def _when(closed: Organisation) -> str:
    return f" on {words.day_words(closed.closed_on)}" if closed.closed_on else ""


def _recipient(act: Act, sender: Organisation, code: str) -> tuple[Organisation | None, list[Problem]]:
    if code.startswith(DEPARTMENT):
        return None, [problems.make("destination-department", found=code)]
    if not code:
        return None, [problems.make("destination-missing")]
    if code == sender.code:
        return None, [problems.make("destination-own", found=code, kind=sender.kind)]
    return (None, []) if code in PLACEHOLDERS else open_organisation(act, code)


def _placed(header: ctf.Header, problem: Problem) -> Problem:
    """Say on which line of the file the header has what the problem is about."""
    _, _, item = problem.path.partition("Header/")
    return dataclasses.replace(problem, line=header.line_of(item)) if item else problem


def _problems_of_source(sender: Organisation, report: ctf.Report) -> list[Problem]:
    """A file may only be sent by the organisation that its header names; without one, its name decides."""
    named = report.header.source.code if report.header else ""
    if not establishment.is_well_formed(named):
        named = report.file_name.source if report.file_name else "a sender that it does not name"
    if named == sender.code:
        return []
    return [problems.make("source-not-yours", found=named, own=str(sender))]

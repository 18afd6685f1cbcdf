"""The exchange's own problems with a file: what `ctf` cannot know, because it knows no register and no sender.

The one table of their codes and words; a code never changes its meaning. Problems of the format are `ctf`'s.
"""

import dataclasses

from onroll.ctf.problems import Problem, Severity

# A file with thousands of faults is one broken file: this many say so.
MOST_KEPT = 500


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """One row of the table: how bad, where in the file, what is said and what to do."""

    severity: Severity
    path: str
    message: str
    action: str


CATALOGUE: dict[str, Known] = {
    "source-not-yours": Known(
        Severity.ERROR,
        "Header/SourceSchool",
        "The file says it comes from {found}, but you are signed in for {own}.",
        "Choose a file that your own school made, or change the organisation you act for.",
    ),
    "destination-unknown": Known(
        Severity.ERROR,
        "Header/DestSchool",
        "The file goes to {found}, and the national register has no school or authority with that number.",
        "Find the right number with “Find a school”, then make the file again in your school system. For a school "
        "without a number, as in Northern Ireland or abroad, make it for MMMMMMM.",
    ),
    "destination-department": Known(
        Severity.ERROR,
        "Header/DestSchool",
        "The file goes to the Department ({found}), which takes no pupils’ files here: they go between schools and "
        "authorities.",
        "Send returns and collections to the Department through its own service. If a child leaves, make the file for "
        "the school that the child goes to.",
    ),
    "destination-closed": Known(
        Severity.ERROR,
        "Header/DestSchool",
        "The file goes to {found}, {name}, which closed{when}. The register does not say who took over.",
        "Ask {authority} which school the child goes to, then make the file again in your school system. "
        "If nobody knows where the child is, make it for XXXXXXX.",
    ),
    "destination-replaced": Known(
        Severity.WARNING,
        "Header/DestSchool",
        "The file goes to {found}, {name}, which closed{when}. It cannot be sent there.",
        "Choose the school that took over: {successors}. The file itself is not changed.",
    ),
    "destination-missing": Known(
        Severity.ERROR,
        "Header/DestSchool",
        "Neither the file’s header nor its name says where it goes.",
        "Make the file again in your school system and choose the school that the child goes to.",
    ),
    "destination-own": Known(
        Severity.ERROR,
        "Header/DestSchool",
        "The file goes to {found}: it is addressed to your own {kind}.",
        "Nothing has to be sent: load it in your own system. To send it to another, make the file again for that one.",
    ),
    "outside-many-pupils": Known(
        Severity.ERROR,
        "CTFpupilData",
        "A file for pupils who went outside the maintained sector holds one pupil; this one holds {count}.",
        "Let OnRoll split it into one file for each child, or choose one pupil at a time in your school system.",
    ),
}

SOURCE = "rules of this exchange"

# Problems that splitting the file into one for each pupil mends: the sender is asked, nothing is refused.
SPLITTABLE = frozenset({"lost-many-pupils", "outside-many-pupils"})


def make(code: str, **values: str) -> Problem:
    """Return a problem of the table with its words filled in; `values` are codes and register names only."""
    known = CATALOGUE[code]
    return Problem(
        code=code,
        severity=known.severity,
        path=known.path,
        line=None,
        column=None,
        pupil=None,
        message=known.message.format(**values),
        action=known.action.format(**values),
        source=SOURCE,
    )


def stops_the_file(problems: list[Problem]) -> bool:
    """Say whether one of the problems stops the whole file. Several lost pupils do not: the file can be split."""
    return any(problem.severity is Severity.ERROR and problem.code not in SPLITTABLE for problem in problems)


def has_pupil_problems(rows: list[dict[str, str | int | None]]) -> bool:
    """Say whether one of the kept problems stops a pupil, so that the sender must say that it is known."""
    return any(problem.severity is Severity.PUPIL for problem in from_kept(rows))


def to_keep(problems: list[Problem]) -> list[dict[str, str | int | None]]:
    """Return the problems as plain values for the message's row, the worst first where there are too many."""
    ranked = sorted(problems, key=lambda problem: -problem.severity.rank) if len(problems) > MOST_KEPT else problems
    return [problem.as_json() for problem in ranked[:MOST_KEPT]]


def from_kept(rows: list[dict[str, str | int | None]]) -> list[Problem]:
    """Return kept problems as they were."""
    return [Problem(**{**row, "severity": Severity(str(row["severity"]))}) for row in rows]  # type: ignore[arg-type]

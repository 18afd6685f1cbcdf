"""Problems of a file as lines of a page: those of the file, those of each pupil, and what was put right or noted."""

from collections.abc import Iterable

from onroll.ctf.problems import Problem, Severity
from onroll.web.parts import ProblemLine


def of_file(problems: Iterable[Problem]) -> tuple[ProblemLine, ...]:
    """Return the problems that concern no pupil, without mere notes."""
    return tuple(line(each) for each in problems if each.pupil is None and each.severity is not Severity.NOTE)


def of_pupil(problems: Iterable[Problem], position: int) -> tuple[ProblemLine, ...]:
    """Return the problems of one pupil, without mere notes."""
    return tuple(line(each) for each in problems if each.pupil == position and each.severity is not Severity.NOTE)


def notes(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return what was put right or tolerated, in words."""
    return tuple(each.message for each in problems if each.severity is Severity.NOTE)


def line(problem: Problem) -> ProblemLine:
    """Return one problem with its place in the file."""
    place = [f"Line {problem.line}" if problem.line else "", problem.path]
    return ProblemLine(
        severity="error" if problem.severity in (Severity.ERROR, Severity.PUPIL) else "warning",
        message=problem.message,
        where=", ".join(part for part in place if part),
        what_to_do="" if problem.action == "Nothing." else problem.action,
        code=problem.code,
    )

"""What a check found, gathered while a file streams past.

Notes of the same kind are counted and told once; problems beyond the limit are counted, not listed.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from onroll.ctf import problems
from onroll.ctf.filenames import FileName
from onroll.ctf.header import Header
from onroll.ctf.problems import Problem, Severity

_STOPPING = frozenset({"reading", "structure"})


@dataclass
class Report:
    """The answer of `check`. `pupils` counts those read; `digest` is the SHA-256 of the bytes.

    `counts` holds how often each problem occurred, also beyond those that are listed.
    """

    file_name: FileName | None = None
    header: Header | None = None
    pupils: int = 0
    problems: list[Problem] = field(default_factory=list)
    digest: str = ""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_readable(self) -> bool:
        """Whether nothing stopped the reading: the pupils that are there can be shown."""
        catalogue = problems.catalogue()
        return not any(
            problem.severity is Severity.ERROR and catalogue[problem.code].phase in _STOPPING
            for problem in self.problems
        )

    @property
    def worst(self) -> Severity | None:
        """The severest kind of problem, or None where nothing was found."""
        return max((problem.severity for problem in self.problems), key=lambda found: found.rank, default=None)

    def for_pupil(self, position: int) -> list[Problem]:
        """The problems of the pupil at that 1-based place."""
        return [problem for problem in self.problems if problem.pupil == position]

    @property
    def for_file(self) -> list[Problem]:
        """The problems that concern no pupil in particular."""
        return [problem for problem in self.problems if problem.pupil is None]


class Findings:
    """Gathers problems in the order they are met."""

    def __init__(self, limit: int) -> None:
        self.counts: Counter[str] = Counter()
        self._limit = limit
        self._listed: list[Problem] = []
        self._notes: dict[tuple[str, str, str], tuple[Problem, int]] = {}
        self._has_more = False

    def add(self, problem: Problem) -> None:
        """Take a problem. Severe ones are listed even beyond the limit, up to ten times of it."""
        self.counts[problem.code] += 1
        if problem.severity is Severity.NOTE:
            key = (problem.code, problem.path, problem.message)
            first, count = self._notes.get(key, (problem, 0))
            if count or len(self._notes) < self._limit:
                self._notes[key] = (first, count + 1)
            return
        is_severe = problem.severity in (Severity.ERROR, Severity.PUPIL)
        if len(self._listed) < self._limit * (10 if is_severe else 1):
            self._listed.append(problem)
        else:
            self._has_more = True

    def all(self) -> list[Problem]:
        """Return the problems, then the notes, each once with how often it was met."""
        found = list(self._listed)
        if self._has_more:
            found.append(problems.make("limit-problems", limit=self._limit))
        for problem, count in self._notes.values():
            if count == 1:
                found.append(problem)
            else:
                words = f"{problem.message} ({count:,} times in this file.)"
                found.append(replace(problem, message=words, pupil=None))
        return found

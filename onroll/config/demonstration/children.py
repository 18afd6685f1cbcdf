"""The invented children of each school, and the files that carry them."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from onroll import ctf
from onroll.access.models import Organisation
from onroll.audit.act import LONDON
from onroll.ctf import sample
from onroll.identifiers import upn

MOST_OF_A_SCHOOL = 900  # a school gives at most 1,000 pupil numbers a year
FIRST_TAUGHT = 600  # numbers from here on are of pupils on a roll, those below of leavers


class Children:
    """Hands out each school's invented children, none twice, so that no two share a pupil number by chance."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.used: Counter[int] = Counter()
        self.taught: Counter[int] = Counter()
        self.files: Counter[tuple[str, str]] = Counter()

    def leavers(self, school: Organisation, count: int, on: date) -> list[ctf.Pupil]:
        """Return children of the school's ages who left it in the fortnight before a day.

        Raises: LookupError, when there are not so many.
        """
        found: list[ctf.Pupil] = []
        for pupil in self._roll(school, on):
            if is_of_age(pupil, school):
                self.used[school.pk] += 1
                give_number(pupil, _number(school, pupil, self.used[school.pk]))
                found.append(pupil)
            if len(found) == count:
                return found
        raise LookupError(f"the demonstration has no more children for {school.code}")

    def pupils(self, school: Organisation, count: int, on: date) -> list[ctf.Pupil]:
        """Return children of the school's ages who are on its roll and have not left it: others each time.

        Raises: LookupError, when there are not so many.
        """
        reference = ctf.SchoolReference(school.la_code, school.number, school.urn, school.name)
        seed = -(self.seed + 1 + self.taught[school.pk])
        made = sample.make_pupils(seed, MOST_OF_A_SCHOOL, school=reference, on=on, has_left=False)
        found: list[ctf.Pupil] = []
        for pupil in made:
            if is_of_age(pupil, school):
                self.taught[school.pk] += 1
                give_number(pupil, _number(school, pupil, FIRST_TAUGHT + self.taught[school.pk]))
                found.append(pupil)
            if len(found) == count:
                return found
        raise LookupError(f"the demonstration has no more pupils for {school.code}")

    def file(
        self,
        pupils: Sequence[ctf.Pupil],
        *,
        sender: Organisation,
        destination: str,
        at: datetime,
        version: str = "25.0",
        sequence: int = 0,
    ) -> tuple[str, bytes]:
        """Return the name and the bytes of a file with these children; without `sequence`, the next of the pair."""
        written_at = at.astimezone(LONDON).replace(tzinfo=None) - timedelta(minutes=20)
        header = sample.make_header(sender.code, destination, sender.name, version, written_at)
        self.files[sender.code, destination] += 1
        name = ctf.name_for(header, sequence=sequence or self.files[sender.code, destination])
        out = io.BytesIO()
        ctf.write_stream(header, pupils, out)
        return name.text, out.getvalue()

    def _roll(self, school: Organisation, on: date) -> Iterator[ctf.Pupil]:
        """Yield other children each time: what is handed out already stands in the seed."""
        reference = ctf.SchoolReference(school.la_code, school.number, school.urn, school.name)
        seed = self.seed * MOST_OF_A_SCHOOL + self.used[school.pk]
        return sample.make_pupils(seed, MOST_OF_A_SCHOOL, school=reference, on=on)


def is_of_age(pupil: ctf.Pupil, school: Organisation) -> bool:
    """Whether the child's year is one the school teaches: year 7 are 11 to 12 years old."""
    year = 0 if pupil.year_group == "R" else int(pupil.year_group or 0)
    low, high = school.statutory_low_age or 0, school.statutory_high_age or 19
    return low <= year + 4 and year + 5 <= high


def give_number(pupil: ctf.Pupil, number: str) -> None:
    """Give a child a pupil number: her own, or by mistake another child's."""
    for element in pupil.element.iterfind("UPN"):
        element.text = number


def _number(school: Organisation, pupil: ctf.Pupil, serial: int) -> str:
    """Return the pupil number the school gave the child in the year she was four."""
    joined = (pupil.birth_date.year if pupil.birth_date else 2015) + 4
    return upn.make(school.la_code, school.number, joined, serial)

"""What a school's several statements about one child come to: which of them counts, and until when it did.

A school says that it has a child on its roll, and later, in the file that it sends, that she has left. Nothing is
overwritten: the later statement takes the place of the earlier one from the moment it was made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from onroll.rules.missing import OnRoll


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement: on the roll of this school between two days, both counted; None: not said, or not ended."""

    school_id: int
    from_on: date | None
    until_on: date | None
    said_at: datetime

    def overlaps(self, other: "Statement") -> bool:
        """Return whether both are about one day at least."""
        return (self.from_on or date.min) <= (other.until_on or date.max) and (other.from_on or date.min) <= (
            self.until_on or date.max
        )

    def takes_place_of(self, earlier: "Statement") -> bool:
        """Return whether this one says anew what an earlier one said.

        It does where it is the same school's, about some of the same days, and says when they ended, or begins on the
        same day. Another first day alone does not: a child confirmed twice was there from the first of the two.
        """
        is_of_same = self.school_id == earlier.school_id and self.said_at > earlier.said_at and self.overlaps(earlier)
        return is_of_same and (self.until_on is not None or self.from_on == earlier.from_on)


def on_rolls(statements: Iterable[Statement]) -> tuple[OnRoll, ...]:
    """Return the times on a roll that some statements of one child come to, each with when it stopped counting."""
    said: Sequence[Statement] = sorted(statements, key=lambda each: each.said_at)
    return tuple(
        OnRoll(
            from_on=each.from_on,
            until_on=each.until_on,
            known_at=each.said_at,
            replaced_at=min((later.said_at for later in said if later.takes_place_of(each)), default=None),
        )
        for each in said
    )

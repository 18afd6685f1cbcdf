"""Whether a pupil who is new on a roll is one who left it before: surely, perhaps, or not.

Pure. Sure is only what no twin could be: then the child is the same. Perhaps is for a person, with both rows beside
each other; a wrong join harms a child, and a question harms nobody.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onroll.rolls.comparing import Person, are_two, differ, full_name, speak_apart
from onroll.rolls.models import RollEntry


@dataclasses.dataclass(frozen=True, slots=True)
class Former:
    """Whom a new row may be of those who left: `surely` the newest time of that child, `perhaps` for a person."""

    surely: RollEntry | None = None
    perhaps: tuple[RollEntry, ...] = ()


NOBODY = Former()


def find(
    new: Sequence[Person], ended: Mapping[int, Sequence[RollEntry]], on_roll: Iterable[Person]
) -> dict[int, Former]:
    """Return whom each new row may be, by its place in `new`.

    `ended`: by the same place, the ended times that it could be, the newest first. `on_roll`: whoever is on the roll
    beside. Of two rows that could both be one who left, neither surely is.
    """
    called: dict[str, list[Person]] = defaultdict(list)
    for one in (*new, *on_roll):
        called[_forename(one)].append(one)
    return {place: _find(new[place], formers, called[_forename(new[place])]) for place, formers in ended.items()}


def _find(pupil: Person, formers: Sequence[RollEntry], called_so: Sequence[Person]) -> Former:
    sure = [former for former in formers if is_surely_one(pupil, former)]
    rivals = [one for one in called_so if one is not pupil and any(is_surely_one(one, former) for former in sure)]
    is_sure = bool(sure) and not rivals and len({former.child_id for former in sure}) == 1
    perhaps = [former for former in formers if may_be_one(pupil, former)]
    return Former(sure[0], ()) if is_sure else Former(None, (*sure, *perhaps))


def is_surely_one(pupil: Person, former: Person) -> bool:
    """Return whether two rows of one school are one child.

    One forename always, and no birth date, sex, middle name or number that speaks against it. Beside that one number
    (UPN or the school's own), or without any that differs the whole name, the birth date and the sex.
    """
    if _forename(pupil) != _forename(former) or speak_apart(pupil, former) or differ(pupil.born_on, former.born_on):
        return False
    if _is_one_upn(pupil, former):
        return True
    if pupil.upn and former.upn:
        return False
    own, other = own_number(pupil), own_number(former)
    is_one_birth_date = bool(pupil.born_on and former.born_on)
    is_one_name = full_name(pupil) == full_name(former) and _middle(pupil) == _middle(former)
    if own and own == other:
        return is_one_birth_date or is_one_name
    if own and other:
        return False
    return is_one_name and is_one_birth_date and pupil.sex == former.sex and len(_forename(pupil)) > 1


def may_be_one(pupil: Person, former: Person) -> bool:
    """Return whether a person should say, of two rows that are not surely one child, whether they are."""
    if is_surely_one(pupil, former):
        return False
    is_one_number = pupil.pupil_key == former.pupil_key or _is_one_upn(pupil, former)
    is_born_and_called_so = bool(pupil.born_on) and pupil.born_on == former.born_on
    is_born_and_called_so = is_born_and_called_so and _forename(pupil) == _forename(former)
    return is_born_and_called_so or (is_one_number and not are_two(pupil, former))


def own_number(one: Person) -> str:
    """Return the school's own number, where it has one: neither the UPN nor what we make of name and birth date."""
    is_ours = one.pupil_key.startswith(("n-", "~")) or one.pupil_key in (one.upn, one.former_upn)
    return "" if is_ours else one.pupil_key


def _is_one_upn(one: Person, other: Person) -> bool:
    mine, theirs = {one.upn, one.former_upn} - {""}, {other.upn, other.former_upn} - {""}
    return bool(mine & theirs)


def _forename(one: Person) -> str:
    return one.forename.casefold()


def _middle(one: Person) -> str:
    return one.middle_names.casefold()

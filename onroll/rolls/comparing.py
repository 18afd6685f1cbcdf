"""What a snapshot says beside what is known of the roll: who is the same, who is new, who has gone, what changed.

Pure: it is given pupils and entries and decides; `actions.applying` writes. A pupil is found by the school's own
number, else by the UPN, else by name and birth date, so that a new system at the school makes nobody leave and join.
A number that the school has given to another child, or that stands beside one since a column was sorted alone, is no
match: two children must never become one record.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter

from onroll.rolls.models import EventKind, RollEntry
from onroll.rolls.reading import Pupil

GROUPS: dict[EventKind, tuple[str, ...]] = {
    EventKind.CHANGED_NUMBER: ("pupil_key",),
    EventKind.CHANGED_NAME: ("surname", "forename", "middle_names"),
    EventKind.CHANGED_BIRTH_DATE: ("born_on",),
    EventKind.CHANGED_SEX: ("sex",),
    EventKind.CHANGED_UPN: ("upn", "former_upn"),
    EventKind.CHANGED_ADDRESS: ("address", "postcode"),
    EventKind.MOVED_YEAR: ("year_group",),
    EventKind.MOVED_FORM: ("form_group",),
    EventKind.CHANGED_STATUS: ("status",),
    EventKind.CHANGED_DATES: ("from_on", "until_on", "leaving_on"),
    EventKind.CHANGED_DESTINATION: ("destination",),
    EventKind.CHANGED_PARTICULARS: (
        *("name_used", "last_school", "boarder", "parent_name", "parent_address", "parent_telephone"),
        *("second_parent_name", "second_parent_address", "second_parent_telephone"),
        *("deletion_ground", "deletion_facts"),
    ),
}
KIND_OF = {field: kind for kind, fields in GROUPS.items() for field in fields}
TAKING_ON = "taking_on"  # in what stands after a joiner's event
# Said of a leaving, and part of its event.
OF_LEAVING = ("destination", "deletion_ground", "deletion_facts")
# Left as they are known, where a pupil's row says nothing of them.
KEPT_IF_EMPTY = frozenset({"from_on", "pupil_key"})
Person = Pupil | RollEntry


@dataclasses.dataclass(slots=True)
class Matched:
    """Pupils of a file beside entries: who is both, whom the file alone has, whom only the roll has.

    `strangers`: of those in `new` and `absent`, the pairs that have one number of the school and are two children.
    """

    both: list[tuple[Pupil, RollEntry]]
    new: list[Pupil]
    absent: list[RollEntry]
    strangers: list[tuple[Pupil, RollEntry]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Change:
    """What becomes of one entry. `values`: fields and what they are set to; `entry` is as it was.

    `kind`: joined (the entry is new and not saved), left, came_back; None where fields changed and nothing else.
    `on`: the first day of who came, the last of who left, else the day of the snapshot. `is_taking_on`: who was on the
    roll when its first snapshot came has not just joined.
    """

    entry: RollEntry
    kind: EventKind | None
    on: date
    values: dict[str, object] = dataclasses.field(default_factory=dict)
    pupil: Pupil | None = None
    is_taking_on: bool = False


def match(pupils: Iterable[Pupil], entries: Sequence[RollEntry]) -> Matched:
    """Find the entry of each pupil. Both lists are of one school; each entry is taken once."""
    by_key = {entry.pupil_key: entry for entry in entries}
    both: list[tuple[Pupil, RollEntry]] = []
    left_over: list[Pupil] = []
    for pupil in pupils:
        entry = by_key.get(pupil.pupil_key)
        if entry is None or are_two(pupil, entry):
            left_over.append(pupil)
        else:
            both.append((pupil, by_key.pop(pupil.pupil_key)))
    rest = list(by_key.values())
    for way in _WAYS:
        if left_over and rest:
            more = _match_by(left_over, rest, way)
            both, left_over, rest = both + more.both, more.new, more.absent
    held = {entry.pupil_key: entry for entry in rest}
    strangers = [(pupil, held[pupil.pupil_key]) for pupil in left_over if pupil.pupil_key in held]
    return Matched(both, left_over, rest, strangers)


def are_two(pupil: Person, entry: Person) -> bool:
    """Return whether a pupil and an entry of one number are two children: all else that is known of both differs."""
    if pupil.upn and entry.upn in (pupil.upn, pupil.former_upn):
        return False
    if full_name(pupil) == full_name(entry) or (pupil.born_on and pupil.born_on == entry.born_on):
        return False
    return bool((pupil.born_on and entry.born_on) or (pupil.upn and entry.upn))


def is_nothing_alike(pupil: Pupil, entry: RollEntry) -> bool:
    """Return whether no part of name or birth date agrees, whatever the numbers say: one such row is a correction."""
    is_named_so = bool(set(full_name(pupil)) & set(full_name(entry)))
    return not is_named_so and not (pupil.born_on and pupil.born_on == entry.born_on)


def speak_apart(one: Person, other: Person) -> bool:
    """Return whether sex or middle names, where both rows give them, are those of two children."""
    return differ(one.sex, other.sex) or differ(one.middle_names.casefold(), other.middle_names.casefold())


def differ(one: object, other: object) -> bool:
    """Return whether two values are both there and not the same."""
    return bool(one and other) and one != other


def full_name(one: Person) -> tuple[str, str]:
    """Return surname and forename as they are compared."""
    return one.surname.casefold(), one.forename.casefold()


Way = Callable[[Person], Hashable | None]


def _number_of(one: Person) -> Hashable | None:
    return one.upn or None


def _name_of(one: Person) -> Hashable | None:
    return (*full_name(one), one.born_on) if one.born_on else None


_WAYS: tuple[Way, ...] = (_number_of, _name_of)


def _match_by(pupils: list[Pupil], entries: list[RollEntry], way: Way) -> Matched:
    """Match where exactly one of each side has a value: two children of one name are nobody's match.

    Nor are two of another sex, or with other middle names: twins may share all the rest but a number.
    """
    known: dict[Hashable | None, list[RollEntry]] = {}
    for entry in entries:
        known.setdefault(way(entry), []).append(entry)
    asked = Counter(way(pupil) for pupil in pupils)
    both, rest = [], []
    for pupil in pupils:
        value = way(pupil)
        found = known.get(value, []) if value is not None else []
        if len(found) == 1 and asked[value] == 1 and not (way is _name_of and speak_apart(pupil, found[0])):
            both.append((pupil, found[0]))
        else:
            rest.append(pupil)
    taken = {id(entry) for _, entry in both}
    return Matched(both, rest, [entry for entry in entries if id(entry) not in taken])


def is_gone(pupil: Pupil, as_on: date) -> bool:
    """Return whether a row says that the pupil has left before the day of the file. The last day counts."""
    return pupil.leaving_on is not None and pupil.leaving_on < as_on


def changes_of(both: Iterable[tuple[Pupil, RollEntry]], fields: frozenset[str], as_on: date) -> list[Change]:
    """Return what changed of those who are on the roll and in the file: of `fields` alone, the file's columns."""
    compared = tuple(sorted(fields - KEPT_IF_EMPTY))
    of = attrgetter("pupil_key", *compared, "pupil_key")  # two at least, so that it always gives a tuple
    found = []
    for pupil, entry in both:
        if of(pupil) == of(entry) and pupil.from_on in (None, entry.from_on):
            continue
        values = {name: getattr(pupil, name) for name in compared if getattr(pupil, name) != getattr(entry, name)}
        values |= {
            name: getattr(pupil, name)
            for name in KEPT_IF_EMPTY & (fields | {"pupil_key"})
            if getattr(pupil, name) and getattr(pupil, name) != getattr(entry, name)
        }
        found.append(Change(entry, None, as_on, values, pupil))
    return found


def leaving_of(entry: RollEntry, as_on: date, pupil: Pupil | None = None) -> Change:
    """Return that a pupil has left: on the day that the row or an earlier one gave, else the day before the file's.

    Never before the first day: a pupil who was there for a moment was there for a day.
    """
    before = as_on - timedelta(days=1)
    stated = pupil.leaving_on if pupil else entry.leaving_on
    last = min(stated, before) if stated else before
    last = max(last, entry.from_on) if entry.from_on else last
    values: dict[str, object] = {"until_on": last, "leaving_on": None}
    values |= _of_leaving(pupil, entry) if pupil else {}
    return Change(entry, EventKind.LEFT, last, values, pupil)


def coming_back(pupil: Pupil, past: RollEntry, fields: frozenset[str], as_on: date) -> Change | None:
    """Return that a pupil who had left was never gone, by the school's own first day; None: a new time begins."""
    start = pupil.from_on or as_on
    if past.until_on is None or start > past.until_on:
        return None
    (change,) = changes_of([(pupil, past)], fields, as_on) or [Change(past, None, as_on, {}, pupil)]
    change.kind = EventKind.CAME_BACK
    change.values |= {"until_on": None}
    return change


def correction_of(pupil: Pupil, past: RollEntry, as_on: date) -> Change | None:
    """Return what a row about somebody who has left says anew: the last day, or where to. None: nothing."""
    values: dict[str, object] = {}
    last = max(pupil.leaving_on, past.from_on) if pupil.leaving_on and past.from_on else pupil.leaving_on
    if last and last != past.until_on:
        values["until_on"] = last
    values |= _of_leaving(pupil, past)
    return Change(past, None, as_on, values, pupil) if values else None


def _of_leaving(pupil: Pupil, entry: RollEntry) -> dict[str, object]:
    given = {name: getattr(pupil, name) for name in OF_LEAVING}
    return {name: value for name, value in given.items() if value and value != getattr(entry, name)}


def kinds_in(change: Change) -> dict[EventKind, tuple[dict[str, object], dict[str, object]]]:
    """Return the events of a change, each with the fields before and after; who joined has nothing before."""
    if change.kind is EventKind.JOINED:
        return {EventKind.JOINED: ({}, {TAKING_ON: True} if change.is_taking_on else {})}
    found: dict[EventKind, tuple[dict[str, object], dict[str, object]]] = {}
    if change.kind is not None:
        found[change.kind] = ({}, {})
    for name, after in change.values.items():
        kind = KIND_OF[name]
        if change.kind is not None and name in {"until_on", "leaving_on", *OF_LEAVING}:
            kind = change.kind
        before = getattr(change.entry, name)
        if before == after:
            continue
        pair = found.setdefault(kind, ({}, {}))
        pair[0][name], pair[1][name] = _plain(before), _plain(after)
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

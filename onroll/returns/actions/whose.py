"""Which child of the school's own register a return typed in whole is about, where it has no number to tell by."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.registry import queries as registry_queries
from onroll.registry.actions import Facts
from onroll.registry.models import Child, Sighting
from onroll.returns.actions.ending import for_school
from onroll.rolls import actions as rolls_actions
from onroll.rolls.models import RollEntry

Said = TypeVar("Said", RollEntry, Sighting)


def own_child(act: Act, facts: Facts, source: str) -> Child | None:
    """Return the one child of exactly this name and birth date on the school's roll, else of its earlier returns.

    None: there is none, or there are two, and nobody guesses. Holds the school, so that of one form sent twice the
    second finds the first one's child. A number that differs from the one given is another child's.
    """
    if facts.birth_date is None or act.organisation_id is None:
        return None
    school = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=act.organisation_id)
    entry = _own_entry(school, facts)
    if entry is not None:
        return entry.child or _linked(act, school, entry)
    told = Sighting.objects.filter(told_by=school, source=source, birth_date=facts.birth_date)
    return _one([each.child for each in _alike(told.select_related("child").order_by("pk"), facts)])


def _own_entry(school: Organisation, facts: Facts) -> RollEntry | None:
    """Return the pupil's row: the current one, else the one that ended last."""
    rows = RollEntry.objects.filter(school=school, born_on=facts.birth_date).select_related("child")
    alike = _alike(rows.order_by("pk"), facts)
    current = [row for row in alike if row.until_on is None]
    if current:
        return current[0] if len(current) == 1 else None
    ended = sorted(alike, key=lambda row: (row.until_on or date.max, row.pk))
    if any(row.until_on == ended[-1].until_on and row.child_id != ended[-1].child_id for row in ended):
        return None
    return ended[-1] if ended else None


def _linked(act: Act, school: Organisation, entry: RollEntry) -> Child | None:
    own = for_school(act, school, "a return is made of a pupil whom nobody has linked yet")
    rolls_actions.link_pupils(own, school=school, most=1, only=entry)
    entry.refresh_from_db()
    return entry.child


def _alike(rows: Iterable[Said], facts: Facts) -> list[Said]:
    wanted = (facts.surname.strip().casefold(), facts.forename.strip().casefold())
    named = [row for row in rows if (row.surname.strip().casefold(), row.forename.strip().casefold()) == wanted]
    numbered = [row for row in named if facts.upn and row.upn == facts.upn]
    return numbered or [row for row in named if not (facts.upn and row.upn)]


def _one(children: list[Child]) -> Child | None:
    if not children:
        return None
    same = set(registry_queries.one_with(children[0].pk))
    return children[0] if all(child.pk in same for child in children) else None

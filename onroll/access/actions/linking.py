"""Loading the register's links: written in sets, idempotent; what the register no longer states is withdrawn."""

import dataclasses
from collections.abc import Iterable

from django.db import transaction

from onroll.access.actions.people import check_may_manage
from onroll.access.events import LinksLoaded
from onroll.access.models import EstablishmentLink
from onroll.access.register import Problem
from onroll.access.register_links import Link
from onroll.audit import ledger
from onroll.audit.act import Act

ESTABLISHMENTS_AT_ONCE = 2000


@dataclasses.dataclass(slots=True)
class LinksLoad:
    """What a load of links did; `problems` tells of rows left out and of values that were not understood."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    problems: list[Problem] = dataclasses.field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many rows were left out."""
        return sum(problem.severity == "refused" for problem in self.problems)


@transaction.atomic
def load_links(act: Act, *, lines: Iterable[Link | Problem], register_id: str) -> LinksLoad:
    """Store what the register says of the establishments in its first column, in place of what it said before.

    A wrong link that the register has taken back would send children's files to the wrong school, so the statements
    of an establishment are replaced as a whole. Establishments that the file does not name keep theirs.
    """
    check_may_manage(act)
    loaded, stated = LinksLoad(), dict[str, dict[tuple[str, str, str], Link]]()
    for line in lines:
        if isinstance(line, Problem):
            loaded.problems.append(line)
        else:
            stated.setdefault(line.urn, {})[line.key] = line
    urns = sorted(stated)
    for start in range(0, len(urns), ESTABLISHMENTS_AT_ONCE):
        some = urns[start : start + ESTABLISHMENTS_AT_ONCE]
        _replace(some, {key: link for urn in some for key, link in stated[urn].items()}, loaded)
    ledger.record(
        act,
        LinksLoaded(
            register_id=register_id,
            new=loaded.new,
            changed=loaded.changed,
            unchanged=loaded.unchanged,
            withdrawn=loaded.withdrawn,
            refused=loaded.refused,
        ),
    )
    return loaded


def _replace(urns: list[str], links: dict[tuple[str, str, str], Link], loaded: LinksLoad) -> None:
    held = {(one.urn, one.link_urn, one.words): one for one in EstablishmentLink.objects.filter(urn__in=urns)}
    gone = [one.pk for key, one in held.items() if key not in links]
    new = [link for key, link in links.items() if key not in held]
    changed = [one for key, one in held.items() if key in links and links[key].established_on != one.established_on]
    for one in changed:
        one.established_on = links[one.urn, one.link_urn, one.words].established_on
    EstablishmentLink.objects.filter(pk__in=gone).delete()
    EstablishmentLink.objects.bulk_create([EstablishmentLink(**dataclasses.asdict(link)) for link in new])
    EstablishmentLink.objects.bulk_update(changed, ["established_on"], batch_size=500)
    loaded.new += len(new)
    loaded.changed += len(changed)
    loaded.withdrawn += len(gone)
    loaded.unchanged += len(links) - len(new) - len(changed)

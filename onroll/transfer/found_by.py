"""What a held child is found by in the repository: what her file says, and the school that sent it.

She is in the index while her file is held: from filing, or a return, until it is claimed, taken back or destroyed.
"""

from collections.abc import Collection, Iterable

from onroll.linkage.finder import Entry
from onroll.registry import queries as registry_queries
from onroll.search.sources import Filed, Source
from onroll.transfer.models import LostPupil

KIND = "lost_pupil"


def entry_of(lost_pupil: LostPupil) -> Entry:
    """Return what a held child is filed under."""
    sender = lost_pupil.message.sender
    return registry_queries.entry_of(lost_pupil.sighting, school_code=sender.code, school_name=sender.name)


def _ids() -> Iterable[int]:
    return LostPupil.objects.held().order_by("pk").values_list("pk", flat=True).iterator()


def _read(ids: Collection[int]) -> Iterable[Filed]:
    held = LostPupil.objects.held().filter(pk__in=ids).select_related("sighting", "message__sender")
    for lost_pupil in held.prefetch_related("sighting__names", "sighting__identifiers").order_by("pk"):
        yield Filed(record_id=lost_pupil.pk, entry=entry_of(lost_pupil))


SOURCE = Source(KIND, _ids, _read)

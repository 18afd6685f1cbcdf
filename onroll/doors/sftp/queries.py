"""What a mailbox finds at the folder door: what it dropped, the reports on it, and what it may take from `out`."""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Q, QuerySet, Sum

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit.act import Act
from onroll.doors.mesh import queries as mesh_queries
from onroll.doors.models import DropOutcome, KeyKind, MachineKey, SftpDrop, SftpTaking
from onroll.doors.sftp import keeping, names
from onroll.transfer.models import Kind, Message
from onroll.transfer.states import State

DAY = timedelta(days=1)
CODE_LENGTH = 7
PAGE_ROWS = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One file in a folder: its name, its size in bytes, since when."""

    name: str
    size: int
    at: datetime


def keys_of_mailbox(code: str) -> QuerySet[MachineKey]:
    """Return the folder keys in force of the organisations that a code means; none, for no code of a mailbox."""
    if len(code) != CODE_LENGTH:
        return MachineKey.objects.none()
    is_authority = code[3:] == "LLLL"
    kinds = [OrganisationKind.AUTHORITY] if is_authority else [OrganisationKind.SCHOOL, OrganisationKind.OUTSIDE]
    return MachineKey.objects.filter(
        kind=KeyKind.SFTP,
        ended_at__isnull=True,
        organisation__la_code=code[:3],
        organisation__number="" if is_authority else code[3:],
        organisation__kind__in=kinds,
    ).select_related("organisation")


def key_with(code: str, fingerprint: str) -> MachineKey | None:
    """Return the key in force of a mailbox with this fingerprint."""
    return keys_of_mailbox(code).filter(fingerprint=fingerprint).order_by("pk").first()


def keys_in_force(ids: Iterable[int]) -> set[int]:
    """Return which of some keys have not been ended."""
    return set(MachineKey.objects.filter(pk__in=list(ids), ended_at__isnull=True).values_list("pk", flat=True))


def is_in_force(key: MachineKey) -> bool:
    """Say whether a key has not been ended."""
    return MachineKey.objects.filter(pk=key.pk, ended_at__isnull=True).exists()


def collects_by_software(organisation: Organisation) -> bool:
    """Say whether an organisation has a key of any kind in force: then nobody is emailed for each document."""
    return MachineKey.objects.filter(organisation=organisation, ended_at__isnull=True).exists()


def sent_bytes(act: Act) -> int:
    """Return how many bytes the mailbox has dropped in the last 24 hours."""
    recent = _drops(act).filter(dropped_at__gt=act.at - DAY)
    return int(recent.aggregate(total=Sum("size"))["total"] or 0)


def held_count(act: Act) -> int:
    """Return how many files of the mailbox lie under temporary names."""
    return _drops(act).filter(outcome=DropOutcome.HELD).count()


def held_drop(act: Act, name: str) -> SftpDrop | None:
    """Return the whole file that lies under a temporary name."""
    return _newest(_drops(act).filter(outcome=DropOutcome.HELD).select_related("stored_file"), name)


def dropped_file(act: Act, name: str) -> SftpDrop | None:
    """Return the drop that stands in `in` under a name: held or taken, and not removed."""
    return _newest(_listed_files(act), name)


def dropped_report(act: Act, name: str) -> SftpDrop | None:
    """Return the drop whose report stands in `in` under a name."""
    return _newest(_listed_reports(act), name.removesuffix(names.REPORT)) if name.endswith(names.REPORT) else None


def sent_before(act: Act, name: str, sha256: str) -> QuerySet[SftpDrop]:
    """Return the mailbox's taken or refused drops of the same bytes under the same name."""
    same = _drops(act).filter(name=name, sha256=sha256).exclude(outcome=DropOutcome.HELD)
    return same.select_related("message").order_by("pk")


def drops_about(message: Message) -> QuerySet[SftpDrop]:
    """Return the drops that became a message; several, where its sender tried again."""
    return SftpDrop.objects.filter(message=message).order_by("pk")


def entries_in(act: Act) -> Iterator[Entry]:
    """Yield what stands in `in`: files of the mailbox that were taken or are held, and reports."""
    for drop in _listed_files(act).order_by("pk").iterator(chunk_size=PAGE_ROWS):
        yield Entry(drop.name, drop.size, drop.dropped_at)
    for drop in _listed_reports(act).order_by("pk").iterator(chunk_size=PAGE_ROWS):
        yield report_entry(drop)


def report_entry(drop: SftpDrop) -> Entry:
    """Return the report on a drop as a file."""
    return Entry(names.report_name(drop.name), len(drop.report.encode()), drop.reported_at)


def entries_out(act: Act) -> Iterator[Entry]:
    """Yield what stands in `out`: what waits, and what was collected here and not removed."""
    seen: set[str] = set()
    columns = ("kind", "file_name", "document_name", "reference", "stored_file__size", "sent_at", "received_at")
    rows = listed_messages(act).order_by("pk").values_list(*columns)
    for kind, file_name, document_name, reference, size, sent_at, received_at in rows.iterator(chunk_size=PAGE_ROWS):
        raw = document_name if kind == Kind.DOCUMENT else file_name
        yield Entry(names.public_name(raw, reference, is_first=raw not in seen), size, sent_at or received_at)
        seen.add(raw)


def message_named(act: Act, name: str) -> Message | None:
    """Return the message that stands in `out` under a name, its content not loaded; None, where none does."""
    listed = listed_messages(act).select_related("stored_file").defer("stored_file__content").order_by("pk")
    if names.is_bare(name):
        by_name = Q(kind=Kind.DOCUMENT, document_name=name) | (~Q(kind=Kind.DOCUMENT) & Q(file_name=name))
        return listed.filter(by_name).first()
    found: Message | None = listed.filter(reference=names.reference_in(name)).first()
    if found is None:
        return None
    raw = raw_name(found)
    return found if names.public_name(raw, found.reference, is_first=False) == name else None


def listed_messages(act: Act) -> QuerySet[Message]:
    """Return the messages that stand in `out`."""
    takings = SftpTaking.objects.filter(organisation_id=own(act), collected_at__isnull=False)
    taken = takings.filter(removed_at__isnull=True).values("message_id")
    readable: QuerySet[Message] = mesh_queries.readable_messages(act)
    return readable.filter(
        Q(state=State.WAITING)
        | Q(state__in=(State.COLLECTED, State.CONFIRMED), pk__in=taken, stored_file__destroyed_at__isnull=True)
    )


def served_bytes(act: Act, message: Message) -> int:
    """Return how many bytes from the beginning the mailbox's software has read of a message."""
    found = SftpTaking.objects.filter(organisation_id=own(act), message=message).first()
    return found.served_bytes if found else 0


def own(act: Act) -> int:
    """Return the organisation that the software acts for: it always has one."""
    return cast("int", act.organisation_id)


def raw_name(message: Message) -> str:
    """Return the right name of what a message carries."""
    return message.document_name if message.kind == Kind.DOCUMENT else message.file_name


def _drops(act: Act) -> QuerySet[SftpDrop]:
    return SftpDrop.objects.filter(organisation_id=own(act))


def _listed_files(act: Act) -> QuerySet[SftpDrop]:
    kept = _drops(act).filter(file_removed_at__isnull=True).exclude(outcome=DropOutcome.REFUSED)
    return kept.filter(dropped_at__gt=keeping.reports_since(act.at))


def _listed_reports(act: Act) -> QuerySet[SftpDrop]:
    kept = _drops(act).filter(report_removed_at__isnull=True, report__gt="")
    return kept.filter(reported_at__gt=keeping.reports_since(act.at))


def _newest(drops: QuerySet[SftpDrop], name: str) -> SftpDrop | None:
    return drops.filter(name=name).order_by("-pk").first()

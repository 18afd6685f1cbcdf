"""Filing records in the index and taking them out, in the transaction of the change to the record itself.

These leave no ledger entry of their own: they follow a change that has one. Call them after that entry is recorded, so
that every transaction takes its locks in the same order.
"""

from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from onroll.access import permissions as access_permissions
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.linkage.finder import Entry, Sort, Term, terms_of
from onroll.linkage.skeleton import skeletons
from onroll.search.events import IndexRebuilt
from onroll.search.models import IndexHead, Posting, Token
from onroll.search.sources import Filed, Source

_AT_ONCE = 2_000
_WORDS = frozenset({Sort.NAME, Sort.SCHOOL})
_INSERT = (
    "INSERT INTO search_posting (token_id, birth_year, birth_day, kind, record_id, part_id) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)


@transaction.atomic
def put(act: Act, *, kind: str, record_id: int, entry: Entry, part_id: int = 0) -> None:
    """File a part of a record. This will replace what that part was filed under before."""
    del act  # the change that this follows has recorded who acts
    _lock()
    before = Posting.objects.filter(kind=kind, record_id=record_id, part_id=part_id)
    _file(kind, before, [Filed(record_id=record_id, entry=entry, part_id=part_id)])


@transaction.atomic
def drop(act: Act, *, kind: str, record_id: int, part_id: int | None = None) -> None:
    """Take a record, or one part of it, out of the index. This will leave no word that only it was filed under."""
    del act
    _lock()
    before = Posting.objects.filter(kind=kind, record_id=record_id)
    _file(kind, before if part_id is None else before.filter(part_id=part_id), [])


def rebuild(act: Act, *, source: Source, at_once: int = _AT_ONCE) -> Iterator[int]:
    """Make the index of one kind again from its records, some at a time; yields how many records were done each time.

    Searches and changes go on meanwhile: each lot is one transaction, which reads its records under the index's lock.
    What is filed for records that are no more is taken out at the end.
    Raises: NotAllowed, for anybody but an operator's command.
    """
    if not access_permissions.may_manage_access(act):
        raise NotAllowed
    seen, parts = set[int](), 0
    for ids in _lots(source.ids(), at_once):
        parts += _refile(source, ids)
        seen.update(ids)
        yield len(ids)
    filed = Posting.objects.filter(kind=source.kind).values_list("record_id", flat=True).distinct().iterator()
    for ids in _lots([each for each in filed if each not in seen], at_once):
        parts += _refile(source, ids)
    with transaction.atomic():
        ledger.record(act, IndexRebuilt(kind_id=source.kind, parts=parts))


@transaction.atomic
def _refile(source: Source, ids: Collection[int]) -> int:
    _lock()
    filed = list(source.read(ids))
    _file(source.kind, Posting.objects.filter(kind=source.kind, record_id__in=ids), filed)
    return len(filed)


def _file(kind: str, before: QuerySet[Posting], filed: Iterable[Filed]) -> None:
    """Put these parts in the place of what was filed before."""
    terms = [(each, terms_of(each.entry)) for each in filed]
    ids = _ids_of({term for _, found in terms for term in found})
    left = set(before.values_list("token_id", flat=True)) - set(ids.values())
    before.delete()
    _insert([_posting(kind, each, ids[term]) for each, found in terms for term in sorted(found)])
    if left:
        filed_elsewhere = Posting.objects.filter(token_id=OuterRef("pk"))
        Token.objects.filter(~Exists(filed_elsewhere), pk__in=left).delete()


def _posting(kind: str, filed: Filed, token_id: int) -> tuple[int, int, int, str, int, int]:
    """Return a row, in the order of `_INSERT`."""
    born = filed.entry.birth_date
    year, day = (born.year, born.month * 100 + born.day) if born else (0, 0)
    return token_id, year, day, kind, filed.record_id, filed.part_id


def _insert(rows: Collection[tuple[int, int, int, str, int, int]]) -> None:
    """Insert postings. A million children have four million: model instances would take nine tenths of the time."""
    if rows:
        with transaction.get_connection().cursor() as cursor:
            cursor.executemany(_INSERT, rows)


def _ids_of(terms: Collection[Term]) -> dict[Term, int]:
    """Return the numbers of the tokens for these terms; those that are new are made."""
    ids = _held(terms)
    new = sorted(term for term in terms if term not in ids)
    if new:
        Token.objects.bulk_create((_token(term) for term in new), batch_size=_AT_ONCE)
        ids |= _held(new)
    return ids


def _held(terms: Iterable[Term]) -> dict[Term, int]:
    by_sort: dict[Sort, list[str]] = {}
    for term in terms:
        by_sort.setdefault(term.sort, []).append(term.text)
    return {
        Term(sort, text): pk
        for sort, texts in by_sort.items()
        for lot in _lots(texts, _AT_ONCE)
        for pk, text in Token.objects.filter(sort=sort, text__in=lot).values_list("pk", "text")
    }


def _token(term: Term) -> Token:
    heard = " ".join(sorted(skeletons(term.text))) if term.sort in _WORDS else ""
    return Token(sort=term.sort, text=term.text, skeletons=heard)


def _lots(ids: Iterable[int] | Iterable[str], at_once: int) -> Iterator[list]:  # type: ignore[type-arg]
    lot = []
    for each in ids:
        lot.append(each)
        if len(lot) == at_once:
            yield lot
            lot = []
    if lot:
        yield lot


def _lock() -> None:
    """Wait for whoever else changes the index: numbers of tokens are given out, and seen, one change after another."""
    IndexHead.objects.select_for_update().get_or_create(pk=1)

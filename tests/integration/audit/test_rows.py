"""Rows added quickly are the rows that Django itself would add."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from onroll.audit import rows
from onroll.vault.models import StoredFile

pytestmark = pytest.mark.django_db


def stored(name: str) -> StoredFile:
    return StoredFile(
        name=name, sha256="ab" * 32, size=3_000_000_000, stored_at=timezone.now(), sealed_key=b"\0\xff", content=b"x%s'"
    )


def test_a_row_reads_back_as_one_that_django_saved_and_has_its_key() -> None:
    quick, usual = [stored("quick"), stored("quicker")], stored("usual")
    rows.insert_rows(quick)
    usual.save()

    for row in (*quick, usual):
        found = StoredFile.objects.get(pk=row.pk)
        assert found.name == row.name
        assert (found.stored_at, found.size, found.path, found.destroyed_at) == (row.stored_at, 3_000_000_000, "", None)
        assert (bytes(found.sealed_key), bytes(found.content or b"")) == (b"\0\xff", b"x%s'")
    assert len({row.pk for row in (*quick, usual)}) == 3


def test_more_rows_than_one_statement_takes_are_all_added() -> None:
    many = [stored(str(number)) for number in range(2 * rows.MOST_AT_ONCE + 1)]
    rows.insert_rows(many)

    assert StoredFile.objects.count() == len(many)
    assert StoredFile.objects.get(name="200").pk == many[200].pk


def test_a_row_that_the_database_refuses_is_an_integrity_error() -> None:
    rows.insert_rows([stored("once")])

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert_rows([stored("once")])


def test_no_rows_are_no_statement(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        rows.insert_rows([])

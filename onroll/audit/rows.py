"""Adding rows quickly: one statement for several of a model, its columns and conversions worked out once.

Django's `save` and `bulk_create` build each statement anew from the fields. Measured on the message door: that was a
third of the server's time for a small message. What a row means and may hold stays with its model and the database.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

# Rows of one statement: far below what either database takes, with any model's number of columns.
MOST_AT_ONCE = 100
_PLAIN_FIELDS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
_PLAIN_VALUES = frozenset({str, int, bool, type(None)})
Column = tuple[str, Callable[[Any], Any]]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model as they are, and set the primary keys that the database gave.

    No signal is sent and nothing is checked but by the database. Raises: django.db.IntegrityError.
    """
    for start in range(0, len(rows), MOST_AT_ONCE):
        _insert(rows[start : start + MOST_AT_ONCE])


def _insert(rows: Sequence[models.Model]) -> None:
    model = type(rows[0])
    key = _options(model).auto_field
    values = [convert(getattr(row, name)) for row in rows for name, convert in _columns(model)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows)), values)
        given = cursor.fetchall() if key is not None else []
    for row, (number,) in zip(rows, given, strict=key is not None):
        row.pk = number


@cache
def _columns(model: type[models.Model]) -> tuple[Column, ...]:
    """Return attribute and conversion of each column that we give; the database gives an automatic key."""
    return tuple((field.attname, _conversion(field)) for field in _given(model))


def _given(model: type[models.Model]) -> list[Any]:
    return [field for field in _options(model).concrete_fields if field is not _options(model).auto_field]


def _options(model: type[models.Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's documented way to a model's fields


def _conversion(field: Any) -> Callable[[Any], Any]:
    is_plain = isinstance(field, _PLAIN_FIELDS)

    def convert(value: Any) -> Any:
        return value if is_plain and type(value) in _PLAIN_VALUES else field.get_db_prep_save(value, connection)

    return convert


@cache
def _statement(model: type[models.Model], count: int) -> str:
    """Return the statement for so many rows. Its names are a model's own, its values parameters."""
    quote, meta = connection.ops.quote_name, _options(model)
    columns = [quote(field.column) for field in _given(model)]
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * count)
    back = f" RETURNING {quote(meta.auto_field.column)}" if meta.auto_field else ""
    return f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)}) VALUES {places}{back}"  # noqa: S608

"""The two look-ups of every request, by hand-written SQL: whose keys a mailbox has, and who a recipient is.

Measured: building these queries with the ORM took half of the server's time for a small message. What they mean stays
in `access`: the recipient is asked of it once, and its answer is used again while the rows it rests on are the same.
"""

from datetime import date
from typing import Any

from django.db import connection

from onroll.access import queries as access_queries
from onroll.access.models import Organisation
from onroll.doors.models import KeyKind, MachineKey

_KEYS = """
SELECT machine.id, machine.reference, machine.role, machine.sealed_secret,
       holder.id, holder.kind, holder.la_code, holder.number
FROM doors_machinekey machine JOIN access_organisation holder ON holder.id = machine.organisation_id
WHERE machine.kind = %s AND machine.ended_at IS NULL AND holder.la_code = %s AND holder.number = %s
ORDER BY machine.id DESC
"""
_RECIPIENT = """
SELECT holder.id, holder.kind, holder.name, holder.status, holder.opened_on, holder.closed_on,
       EXISTS (SELECT 1 FROM doors_machinekey machine
               WHERE machine.organisation_id = holder.id AND machine.kind = %s AND machine.ended_at IS NULL)
FROM access_organisation holder WHERE holder.la_code = %s AND holder.number = %s ORDER BY holder.id
"""
CODE_LENGTH = 7
_MOST_KEPT = 20_000
_kept: dict[tuple[str, date], tuple[list[Any], Organisation | None]] = {}


def keys_of_mailbox(code: str) -> list[MachineKey]:
    """Return the keys in force of the organisations that a code means, with the columns that a request needs."""
    keys = []
    for pk, reference, role, sealed, holder, kind, la_code, number in _rows(_KEYS, code):
        if kind in (("authority",) if code[3:] == "LLLL" else ("school", "outside")):
            organisation = Organisation(id=holder, kind=kind, la_code=la_code, number=number)
            keys.append(
                MachineKey(id=pk, reference=reference, role=role, sealed_secret=sealed, organisation=organisation)
            )
    return keys


def recipient(code: str, on: date) -> tuple[Organisation | None, bool]:
    """Return who is open under a code on a day, and whether that organisation's own software collects here."""
    if len(code) != CODE_LENGTH:
        return None, False
    rows = _rows(_RECIPIENT, code)
    known = _kept.get((code, on))
    if known is None or known[0] != rows:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        known = _kept[code, on] = (rows, access_queries.organisation_with_code(code, on).found)
    found = known[1]
    return found, any(bool(row[6]) for row in rows if found is not None and row[0] == found.pk)


def _rows(statement: str, code: str) -> list[Any]:
    if len(code) != CODE_LENGTH:
        return []  # an organisation without a code has no mailbox
    number = "" if code[3:] == "LLLL" else code[3:]
    with connection.cursor() as cursor:
        cursor.execute(statement, [KeyKind.MESH.value, code[:3], number])
        return list(cursor.fetchall())

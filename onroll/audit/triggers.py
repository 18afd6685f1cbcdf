"""The triggers that make the ledger append-only in the database itself, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = {
    "guard": [
        f"CREATE TRIGGER audit_ledger_no_{word} BEFORE {word} ON audit_ledgerentry "
        "BEGIN SELECT RAISE(ABORT, 'the ledger can only grow'); END"
        for word in ("update", "delete")
    ],
    "unguard": [f"DROP TRIGGER IF EXISTS audit_ledger_no_{word}" for word in ("update", "delete")],
}
_POSTGRESQL = {
    "guard": [
        """CREATE OR REPLACE FUNCTION audit_ledger_only_grows() RETURNS trigger AS
        $$ BEGIN RAISE EXCEPTION 'the ledger can only grow'; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER audit_ledger_only_grows BEFORE UPDATE OR DELETE ON audit_ledgerentry
        FOR EACH ROW EXECUTE FUNCTION audit_ledger_only_grows()""",
        """CREATE TRIGGER audit_ledger_not_emptied BEFORE TRUNCATE ON audit_ledgerentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_ledger_only_grows()""",
    ],
    "unguard": [
        "DROP TRIGGER IF EXISTS audit_ledger_only_grows ON audit_ledgerentry",
        "DROP TRIGGER IF EXISTS audit_ledger_not_emptied ON audit_ledgerentry",
    ],
}
_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}


def guard(connection: BaseDatabaseWrapper) -> None:
    """Set the triggers: from now on the ledger's rows can neither be changed nor removed."""
    _execute(connection, "guard")


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: only for undoing the migration, and for a test database that is emptied."""
    _execute(connection, "unguard")


def _execute(connection: BaseDatabaseWrapper, which: str) -> None:
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor][which]:
            cursor.execute(statement)

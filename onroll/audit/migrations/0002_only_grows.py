"""The ledger's head row, and the triggers that refuse update and delete in the database itself."""

from django.db import migrations

from onroll.audit.triggers import guard, unguard


def make_head(apps, schema_editor):
    apps.get_model("audit", "LedgerHead").objects.get_or_create(id=1, defaults={"sequence": 0, "digest": "0" * 64})


def add_triggers(apps, schema_editor):
    guard(schema_editor.connection)


def drop_triggers(apps, schema_editor):
    unguard(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_start")]

    operations = [
        migrations.RunPython(make_head, migrations.RunPython.noop),
        migrations.RunPython(add_triggers, drop_triggers),
    ]

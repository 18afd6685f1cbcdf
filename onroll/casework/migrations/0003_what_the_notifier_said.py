"""Keep with each notification what its notifier said of the child."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take it from the lost pupil's file: until now every notification came with one."""
    for notification in apps.get_model("casework", "Notification").objects.select_related("message__lost_pupil"):
        notification.sighting_id = notification.message.lost_pupil.sighting_id
        notification.save(update_fields=["sighting"])


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0002_joined_and_answered"),
        ("registry", "0002_shield"),
        ("transfer", "0004_shields_and_splits"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="sighting",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.sighting"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

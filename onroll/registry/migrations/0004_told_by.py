"""Fill in who told of each sighting from before, as the ledger has it."""

from django.db import migrations


def from_the_ledger(apps, schema_editor):
    """Set `told_by` to the organisation for which the sighting was noted."""
    sightings = apps.get_model("registry", "Sighting").objects.filter(told_by__isnull=True)
    entries = apps.get_model("audit", "LedgerEntry").objects.filter(
        name="registry.ChildSighted", organisation_id__isnull=False
    )
    for details, organisation_id in entries.values_list("details", "organisation_id").iterator():
        sightings.filter(pk=details["sighting_id"]).update(told_by_id=organisation_id)


class Migration(migrations.Migration):

    dependencies = [
        ("audit", "0001_start"),
        ("registry", "0003_identity_and_review"),
    ]

    operations = [migrations.RunPython(from_the_ledger, migrations.RunPython.noop)]

"""Say of the steps that stand already which pair they speak of: until now it stood in their words alone."""

import re

from django.db import migrations

REFERENCE = re.compile(r"pair ([A-Z0-9-]{2,16})")


def say_which_pair(apps, schema_editor):
    """Read the pair's reference from the words that the product itself wrote."""
    pairs = apps.get_model("registry", "PairReview").objects
    steps = apps.get_model("casework", "CaseEvent").objects.filter(kind__in=["likeness", "same_child"])
    for step in steps.filter(pair__isnull=True).iterator():
        named = REFERENCE.search(step.words)
        found = pairs.filter(reference=named[1]).first() if named else None
        if found is not None:
            step.pair_id = found.pk
            step.save(update_fields=["pair"])


class Migration(migrations.Migration):

    dependencies = [("casework", "0015_steps_about_pairs")]

    operations = [migrations.RunPython(say_which_pair, migrations.RunPython.noop)]

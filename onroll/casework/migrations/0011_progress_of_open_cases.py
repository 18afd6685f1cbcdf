from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Max, Q

LONDON = ZoneInfo("Europe/London")
DATES = ("last_in_education_on", "notified_on", "provision_determined_on", "provision_accessed_on")


def fill(apps, schema_editor):
    """Give each case the day its stage began, its last work, and the first rows of its histories."""
    Case = apps.get_model("casework", "Case")
    CaseDate = apps.get_model("casework", "CaseDate")
    Responsibility = apps.get_model("casework", "Responsibility")
    worked = Q(events__person__isnull=False)
    moved = Q(events__kind__in=["opened", "moved", "confirmed", "reopened"])
    cases = Case.objects.annotate(worked_at=Max("events__at", filter=worked), moved_at=Max("events__at", filter=moved))
    for case in cases.iterator():
        Case.objects.filter(pk=case.pk).update(
            last_worked_at=case.worked_at or case.opened_at,
            stage_since_on=(case.moved_at or case.opened_at).astimezone(LONDON).date(),
        )
        Responsibility.objects.create(case_id=case.pk, person_id=case.responsible_id, from_at=case.opened_at)
        for kind in DATES:
            if getattr(case, kind):
                CaseDate.objects.create(case_id=case.pk, kind=kind, day=getattr(case, kind), known_at=case.opened_at)


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0010_progress"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

"""How a school's marks come to us, and each file that came."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.attendance.file_states import MEANINGS, FileState
from onroll.attendance.querysets import MarksFileQuerySet
from onroll.audit.classification import classify
from onroll.rolls.models import AgreedFeed
from onroll.vault.models import StoredFile


class MarksForm(models.TextChoices):
    """The form in which marks come. Codes are kept for ever."""

    CSV = "csv", "CSV file"
    JSON = "json", "Machine interface (JSON)"
    CTF = "ctf", "Common transfer file (CTF)"
    ONEROSTER = "oneroster", "OneRoster bundle (holds no marks)"
    FORM = "form", "Entered on a page"


class MarksFeed(AgreedFeed):
    """How a school's marks come. `last_on`: the newest day that has a mark; `last_at`: when marks last came."""

    school = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="marks_feed")
    form = models.CharField(max_length=20, choices=MarksForm)
    last_at = models.DateTimeField(null=True)
    last_on = models.DateField(null=True)

    field_classes = classify(
        retention="register",
        internal="id school form mapping mapping_confirmed_at contact expected_every started_at last_at last_on "
        "stopped_at version",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expected_every__gte=1), name="attendance_marksfeed_some_time")
        ]

    def __str__(self) -> str:
        return f"feed of marks of school {self.school_id}"


class MarksFile(models.Model):
    """One file of a school's marks. Its bytes are in the vault, sealed, only while it waits to be taken.

    `digest`: SHA-256 of the bytes. `as_on`: the last day that it may mark. `counts`: rows, pupils, marks new and
    changed. `problems`: code, row, column and words, never what stood there; `problem_count` all of them, also those
    that are not listed. `given_by`: null for a school's own system and for an operator.
    """

    reference = models.CharField(max_length=16, unique=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="marks_files")
    as_on = models.DateField()
    form = models.CharField(max_length=20, choices=MarksForm)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=20, choices=[(state.value, MEANINGS[state].name) for state in FileState])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = MarksFileQuerySet.as_manager()

    field_classes = classify(
        retention="file",
        internal="id reference school as_on form state file counts problems problem_count received_at given_by "
        "taken_at version",
        sensitive="digest",
    )

    class Meta:
        indexes = [models.Index(fields=["school", "-received_at"], name="attendance_marksfile_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=models.Q(state="received"), name="attendance_marksfile_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state="taken", taken_at__isnull=False)
                | (~models.Q(state="taken") & models.Q(taken_at__isnull=True)),
                name="attendance_marksfile_taken_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"file of marks {self.reference}"

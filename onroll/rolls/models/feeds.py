"""How a school's roll comes to us, and each file that came."""

from django.db import models

from onroll.access.models import Membership, Organisation, Person
from onroll.audit.classification import classify
from onroll.rolls.querysets import FeedQuerySet, SnapshotQuerySet
from onroll.rolls.snapshot_states import MEANINGS, SnapshotState
from onroll.vault.models import StoredFile


class Form(models.TextChoices):
    """The form in which a roll or a register comes. Codes are kept for ever."""

    CSV = "csv", "CSV file"
    ONEROSTER = "oneroster", "OneRoster CSV bundle"
    CTF = "ctf", "Common transfer file (CTF, CML, CMJ)"
    JSON = "json", "Machine interface (JSON)"
    FORM = "form", "Entered on a page"


class Kind(models.TextChoices):
    """What a snapshot is of."""

    ROLL = "roll", "Roll"
    ATTENDANCE = "attendance", "Attendance"


class AgreedFeed(models.Model):
    """What is agreed of each feed of a school, of its roll and of its marks, and whether an alarm stands.

    `mapping`: our column by the school's own column, confirmed by a person and remembered. `contact`: to whom we turn
    when something is wrong with it. `expected_every`: school days. `stopped_at`: since when an alarm stands that
    nothing came; whether the data is fresh is derived.
    """

    mapping = models.JSONField(default=dict)
    mapping_confirmed_at = models.DateTimeField(null=True)
    contact = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    expected_every = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Feed(AgreedFeed):
    """How a school's roll comes. `last_taken_at`, `last_as_on`: the newest snapshot that was taken, and its day."""

    school = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="roll_feed")
    form = models.CharField(max_length=20, choices=Form)
    last_taken_at = models.DateTimeField(null=True)
    last_as_on = models.DateField(null=True)

    objects = FeedQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        internal="id school form mapping mapping_confirmed_at contact expected_every started_at last_taken_at "
        "last_as_on stopped_at version",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(expected_every__gte=1), name="rolls_feed_expected_some_time")
        ]

    def __str__(self) -> str:
        return f"feed of school {self.school_id}"


class Snapshot(models.Model):
    """One file in which a school says who is on its roll on a day. Its raw bytes are in the vault, sealed.

    `digest`: SHA-256 of the bytes. `is_whole`: whether whoever is not in it has left; null: as the form has it.
    `rows`: pupils in it. `counts`: how many of each event it made, or would make while it is held. `problems`: code,
    row and column of what was wrong, never what stood there. `given_by`: who sent it, null for a school's own system;
    `decided_by`, `decided_why`: who released or refused one that was held.
    """

    reference = models.CharField(max_length=16, unique=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roll_snapshots")
    as_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ROLL)
    form = models.CharField(max_length=20, choices=Form)
    digest = models.CharField(max_length=64)
    is_whole = models.BooleanField(null=True)
    rows = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(state.value, MEANINGS[state].name) for state in SnapshotState])
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    received_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_why = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = SnapshotQuerySet.as_manager()

    field_classes = classify(
        retention="file",
        internal="id reference school as_on kind form is_whole rows state file counts problems received_at given_by "
        "taken_at decided_at decided_by decided_why version",
        sensitive="digest",
    )

    class Meta:
        indexes = [models.Index(fields=["school", "-as_on"], name="rolls_snapshot_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind"], condition=models.Q(state="held"), name="rolls_snapshot_one_held"
            ),
        ]

    def __str__(self) -> str:
        return f"snapshot {self.reference}"

"""A pupil's time on one school's roll, and what changed on which day."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child
from onroll.rolls.models.feeds import Snapshot
from onroll.rolls.querysets import RollEntryQuerySet, RollEventQuerySet


class RollStatus(models.TextChoices):
    """How a pupil stands on a roll. Codes are kept for ever."""

    MAIN = "main", "On this roll alone"
    MAIN_DUAL = "main_dual", "On this roll mainly, and on another"
    SUBSIDIARY = "subsidiary", "On this roll beside a main one"
    GUEST = "guest", "Guest pupil"
    PROVIDER = "provider", "At a provider of education off site"


class EventKind(models.TextChoices):
    """What changed. Codes are kept for ever."""

    JOINED = "joined", "Joined"
    LEFT = "left", "Left"
    CAME_BACK = "came_back", "Came back"
    MOVED_YEAR = "moved_year", "Moved to another year group"
    MOVED_FORM = "moved_form", "Moved to another form"
    CHANGED_NUMBER = "changed_number", "School’s own number changed"
    CHANGED_NAME = "changed_name", "Name changed"
    CHANGED_ADDRESS = "changed_address", "Address changed"
    CHANGED_UPN = "changed_upn", "UPN changed"
    CHANGED_BIRTH_DATE = "changed_birth_date", "Date of birth changed"
    CHANGED_SEX = "changed_sex", "Sex changed"
    CHANGED_STATUS = "changed_status", "Registration changed"
    CHANGED_DATES = "changed_dates", "First day or announced last day changed"
    CHANGED_DESTINATION = "changed_destination", "Destination changed"
    CHANGED_PARTICULARS = "changed_particulars", "What else the register holds changed"


class RollEntry(models.Model):
    """One pupil's time on one school's roll, as the school says it now. Never removed: a pupil who leaves has an end.

    `from_on` and `until_on` are both included. `from_on` null: already there when the first snapshot came, and the
    school gives no first day. `until_on` null: still on the roll. `leaving_on`: a last day that the school has
    announced and that has not come. `pupil_key`: the school's own number of the pupil, else the UPN, else a digest of
    name and birth date. `child` null: not yet linked to a child of the registry. `snapshot`: the one that changed the
    row last, null where somebody did it on a page.

    From `name_used` on: what returns of law tell beside, as far as a feed carries it; empty, where it does not.
    `boarder`: "yes", "no" or empty. `deletion_ground` and `deletion_facts`: as the school wrote them, not yet decided.
    """

    reference = models.CharField(max_length=16, unique=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roll_entries")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, related_name="roll_entries")
    pupil_key = models.CharField(max_length=64)
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    middle_names = models.CharField(max_length=200, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    born_on = models.DateField(null=True)
    year_group = models.CharField(max_length=2, blank=True)
    form_group = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=20, choices=RollStatus, default=RollStatus.MAIN)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    leaving_on = models.DateField(null=True)
    destination = models.CharField(max_length=200, blank=True)
    destination_school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name_used = models.CharField(max_length=100, blank=True, default="")
    last_school = models.CharField(max_length=200, blank=True, default="")
    boarder = models.CharField(max_length=3, blank=True, default="")
    parent_name = models.CharField(max_length=200, blank=True, default="")
    parent_address = models.CharField(max_length=400, blank=True, default="")
    parent_telephone = models.CharField(max_length=60, blank=True, default="")
    second_parent_name = models.CharField(max_length=200, blank=True, default="")
    second_parent_address = models.CharField(max_length=400, blank=True, default="")
    second_parent_telephone = models.CharField(max_length=60, blank=True, default="")
    deletion_ground = models.CharField(max_length=30, blank=True, default="")
    deletion_facts = models.CharField(max_length=1000, blank=True, default="")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="entries")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = RollEntryQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference status snapshot changed_at version year_group form_group",
        personal="pupil_key upn former_upn surname forename middle_names name_used sex born_on",
        sensitive="school child address postcode from_on until_on leaving_on destination destination_school "
        "last_school boarder parent_name parent_address parent_telephone second_parent_name second_parent_address "
        "second_parent_telephone deletion_ground deletion_facts",
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "until_on"], name="rolls_rollentry_of_school"),
            models.Index(fields=["child", "-from_on"], name="rolls_rollentry_of_child"),
            models.Index(fields=["upn"], condition=models.Q(upn__gt=""), name="rolls_rollentry_upn"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "pupil_key"],
                condition=models.Q(until_on__isnull=True),
                name="rolls_rollentry_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(from_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="rolls_rollentry_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"roll entry {self.reference}"


class RollEvent(models.Model):
    """One change of a roll, never changed or removed: true from a day, known from a moment.

    `before`, `after`: only the fields that changed, by name, dates as ISO text. `snapshot` null: somebody entered it
    on a page (`told_by`). `school` is the entry's, kept here so that a school's day is read by one index.
    """

    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, related_name="events")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=EventKind)
    on = models.DateField()
    known_at = models.DateTimeField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="events")
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = RollEventQuerySet.as_manager()

    field_classes = classify(
        retention="child", internal="id entry school kind on known_at snapshot told_by", sensitive="before after"
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "-on"], name="rolls_rollevent_of_school"),
            models.Index(fields=["entry", "known_at"], name="rolls_rollevent_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of entry {self.entry_id}"

"""School attendance orders, their steps, and the letters sent with them."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.models.cases import Case
from onroll.casework.querysets import CaseQuerySet
from onroll.rules.orders import MEANINGS, OrderState
from onroll.vault.models import StoredFile

ORDER_CHOICES = [(state.value, MEANINGS[state][0]) for state in OrderState]
RUNNING = [
    state.value
    for state in (
        *(OrderState.CONCERN, OrderState.NOTICE_SERVED, OrderState.SCHOOL_NOTICE_SERVED),
        *(OrderState.ORDER_SERVED, OrderState.OFFENCE_REPORTED),
    )
]


class AttendanceOrder(models.Model):
    """One school attendance order for the child of a case, from the concern to its end, under one rule set.

    `earlier` is the order before: each is a record of its own, and nothing that was done is lost when the parent
    ignores one and another has to begin. `period_ends_on` is the last day of the notice that runs, counted.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    earlier = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="later")
    ruleset = models.CharField(max_length=20)
    has_plan = models.BooleanField()
    parent_name = models.CharField(max_length=200)
    parent_address = models.CharField(max_length=400)
    grounds = models.CharField(max_length=1000)
    school_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=30, choices=ORDER_CHOICES, default=OrderState.CONCERN)
    began_on = models.DateField()
    period_ends_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()  # an authority's officers see its own, as of cases

    field_classes = classify(
        retention="case",
        internal="id reference authority case earlier ruleset state began_on period_ends_on version",
        personal="parent_name",
        sensitive="has_plan parent_address grounds school_name",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=RUNNING), name="casework_attendanceorder_one_running"
            )
        ]

    def __str__(self) -> str:
        return f"order {self.reference}"


class LetterTemplate(models.Model):
    """One version of an authority's own text for a letter. Versions are added, never changed."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=20_000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="case", internal="id authority code number text made_at made_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "code", "number"], name="casework_lettertemplate_version")
        ]

    def __str__(self) -> str:
        return f"letter template {self.code} {self.number}"


class Letter(models.Model):
    """A letter as it was made: its text frozen, and both files in the vault, whose rows hold their digests."""

    reference = models.CharField(max_length=16, unique=True)
    order = models.ForeignKey(AttendanceOrder, on_delete=models.PROTECT, related_name="letters")
    code = models.CharField(max_length=30)
    template_number = models.PositiveIntegerField()  # 0: the text that OnRoll brings
    text = models.TextField()
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(
        retention="case",
        internal="id reference order code template_number pdf docx made_at made_by",
        sensitive="text",
    )

    def __str__(self) -> str:
        return f"letter {self.reference}"


class OrderEvent(models.Model):
    """One step of an order: when it was done, by whom, and the letter that was served with it."""

    order = models.ForeignKey(AttendanceOrder, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=30)
    done_on = models.DateField()
    period_ends_on = models.DateField(null=True)
    words = models.CharField(max_length=1000, blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="event")
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(
        retention="case",
        internal="id order step done_on period_ends_on letter recorded_at person",
        sensitive="words",
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.step} of order {self.order_id}"

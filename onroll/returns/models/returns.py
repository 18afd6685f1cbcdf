"""What a school tells its authority by law, and what of it is still owed.

Source of what a return holds: SI 2024/208 reg 13; tables/grounds.csv and process.md section 5.
"""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child, Sighting
from onroll.returns.querysets import ReturnQuerySet
from onroll.returns.return_states import MEANINGS, ReturnState
from onroll.rolls.models import Boarding, RollEntry
from onroll.rules.returns import NAMES, ReturnKind

STATES = [(state.value, MEANINGS[state].name) for state in ReturnState]
KINDS = [(kind.value, NAMES[kind]) for kind in ReturnKind]


class Route(models.TextChoices):
    """By which way a return came to be. Codes are kept for ever."""

    FEED = "feed", "The school’s feed"
    FORM = "form", "Entered on a page"
    FILE = "file", "Loaded from a file"
    ENQUIRIES = "enquiries", "After joint enquiries"


class Return(models.Model):
    """One return of a school about one child: owed, made, not needed or taken back.

    `trigger_on`: the day of entry, of the deletion, or from which the absence counts; `due_on` the last day in time,
    null where no rule sets one. `made_on` is the day in England. `entry`: the roll's own row, where a feed told of it.
    `period_*` and `school_days`: of attendance and sickness; both days are included. `why`: why none is needed, or why
    it was taken back. `not_obtained`: what the school could not find out. `home_authority`: in whose area the child
    lives, where that is another one. `boarding`: what the school says of boarders, where `is_boarder`
    comes from that alone. While a feed's return waits, `lacks` holds the codes of the particulars that the
    feed does not give (`rules.register`), and `stopped` why the ground that it gives for a deletion cannot be used.
    """

    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="returns")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(RollEntry, on_delete=models.PROTECT, null=True, related_name="returns")
    trigger_on = models.DateField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=STATES, default=ReturnState.OWED)
    route = models.CharField(max_length=20, choices=Route)
    known_at = models.DateTimeField()
    made_on = models.DateField(null=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True)
    period_from = models.DateField(null=True)
    period_until = models.DateField(null=True)
    school_days = models.PositiveSmallIntegerField(null=True)
    name_used = models.CharField(max_length=100, blank=True)
    last_school = models.CharField(max_length=200, blank=True)
    is_boarder = models.BooleanField(null=True)
    boarding = models.ForeignKey(Boarding, on_delete=models.PROTECT, null=True, related_name="+")
    not_obtained = models.CharField(max_length=500, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    home_authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    lacks = models.JSONField(default=list)
    stopped = models.CharField(max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = ReturnQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        internal="id reference kind school authority entry trigger_on due_on state route known_at made_on made_by "
        "lacks version boarding",
        personal="name_used",
        sensitive="child sighting home_authority why period_from period_until school_days last_school is_boarder "
        "not_obtained words stopped",
    )

    class Meta:
        indexes = [
            models.Index(fields=["authority", "state", "due_on"], name="returns_return_of_area"),
            models.Index(fields=["school", "state", "due_on"], name="returns_return_of_school"),
            models.Index(fields=["child", "kind"], name="returns_return_of_child"),
            models.Index(
                fields=["home_authority"],
                condition=models.Q(home_authority__isnull=False),
                name="returns_return_of_home",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["made", "withdrawn"], made_on__isnull=False)
                | models.Q(state__in=["owed", "not_needed"], made_on__isnull=True),
                name="returns_return_made_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["not_needed", "withdrawn"]) | models.Q(why__gt=""),
                name="returns_return_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(period_until__isnull=True) | models.Q(period_until__gte=models.F("period_from")),
                name="returns_return_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(home_authority__isnull=True) | ~models.Q(home_authority=models.F("authority")),
                name="returns_return_home_is_another",
            ),
            models.UniqueConstraint(
                fields=["kind", "school", "child", "trigger_on"],
                condition=~models.Q(state="withdrawn"),
                name="returns_return_one_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} return {self.reference}"


class ReturnContact(models.Model):
    """A parent, or another person to call in an emergency, as the register gives them.

    Source: SI 2024/208, contents of the admission register: each parent the pupil normally lives with, with an address
    and at least one number for an emergency.
    """

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, blank=True)
    telephone = models.CharField(max_length=60, blank=True)
    lives_with = models.BooleanField(default=True)

    field_classes = classify(retention="register", internal="id of", sensitive="name address telephone lives_with")

    def __str__(self) -> str:
        return f"contact {self.pk} of return {self.of_id}"


class DeletionDetails(models.Model):
    """What a deletion return tells beside: the ground as it stood that day, the answers, and where the child goes.

    `letter` is read with `regulations`: letters meant other grounds before 19 August 2024. `answers`: by the code of
    the question, dates as ISO text. `was_done_before`: the school had changed its register before it told.
    """

    of = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="deletion")
    ground_code = models.CharField(max_length=30)
    letter = models.CharField(max_length=1, blank=True)
    regulations = models.CharField(max_length=40)
    deleted_on = models.DateField()
    answers = models.JSONField(default=dict)
    was_done_before = models.BooleanField(default=False)
    destination_school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    destination = models.CharField(max_length=300, blank=True)
    destination_from = models.DateField(null=True)
    future_address = models.CharField(max_length=400, blank=True)
    future_parent = models.CharField(max_length=200, blank=True)
    future_from = models.DateField(null=True)

    field_classes = classify(
        retention="register",
        internal="id of regulations was_done_before",
        sensitive="ground_code letter deleted_on answers destination_school destination destination_from "
        "future_address future_parent future_from",
    )

    def __str__(self) -> str:
        return f"deletion of return {self.of_id}"


class TransitionAsk(models.Model):
    """An authority's choice to ask for returns at usual moves too, such as from year 6 to year 7.

    Source: SI 2024/208 reg 13(2) and (6): not owed at usual moves unless the authority has asked.
    """

    authority = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    is_asked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    field_classes = classify(retention="register", internal="id authority is_asked version")

    def __str__(self) -> str:
        return f"asking of authority {self.authority_id}"


class AbsenceByFeed(models.Model):
    """A school's choice to have its attendance and sickness returns made by itself, from its marks."""

    school = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    attendance = models.BooleanField(default=False)
    sickness = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    field_classes = classify(retention="register", internal="id school attendance sickness version")

    def __str__(self) -> str:
        return f"absence by feed of school {self.school_id}"

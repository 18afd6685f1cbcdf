"""The register of children not in school, which waits for its day: entries, providers, and who was asked for what."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child, Sighting
from onroll.returns.models.home import HomeEducation
from onroll.returns.querysets import OfAreaQuerySet
from onroll.rules.home_education import register_grounds

GROUNDS = list(register_grounds().items())


class EnteredFrom(models.TextChoices):
    """Whose word put a child on the register of children not in school."""

    AUTHORITY = "authority", "The authority itself"
    PARENT = "parent", "The parent"
    PROVIDER = "provider", "A provider out of school"
    SCHOOL = "school", "A school"
    OTHER_AUTHORITY = "other_authority", "Another authority"


class VisitAnswer(models.TextChoices):
    """What came of asking to see the home."""

    SEEN = "seen", "The home was seen"
    REFUSED = "refused", "The visit was refused"


class NotInSchoolEnd(models.TextChoices):
    """Why a child is on the register no longer."""

    SCHOOL = "school", "Full-time at a school"
    MOVED = "moved", "Moved to another authority’s area"
    LEFT_ENGLAND = "left_england", "Moved out of England"
    OVER_AGE = "over_age", "Over compulsory school age"
    MISTAKE = "mistake", "Should not have been entered"


class NotInSchool(models.Model):
    """An entry of the register of children not in school: new s436C of the Education Act 1996, not commenced.

    Nothing can be entered before the day of the setting `NOT_IN_SCHOOL_REGISTER`. `held`: by the code of the field
    (tables/not-in-school-fields.csv). `volunteered`: codes of what a parent gave without having to. `ground`: why the
    child belongs here (new s436B). `asked_on`: the last day on which the parent was asked. One entry of a child in an
    area: it ends, and is opened again; the ledger keeps each time.
    """

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="not_in_school")
    home = models.OneToOneField(HomeEducation, on_delete=models.PROTECT, null=True, related_name="not_in_school")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=30, choices=GROUNDS, default="not_on_roll")
    entered_from = models.CharField(max_length=20, choices=EnteredFrom, default=EnteredFrom.AUTHORITY)
    told_on = models.DateField(null=True)
    registered_on = models.DateField()
    asked_on = models.DateField(null=True)
    visit_asked_on = models.DateField(null=True)
    visit_answer = models.CharField(max_length=20, choices=VisitAnswer, blank=True)
    visit_answered_on = models.DateField(null=True)
    held = models.JSONField(default=dict)
    volunteered = models.JSONField(default=list)
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=20, choices=NotInSchoolEnd, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfAreaQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id authority registered_on asked_on visit_asked_on version",
        sensitive="child home sighting ground entered_from told_on visit_answer visit_answered_on held volunteered "
        "ended_on ended_as",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "child"], name="returns_notinschool_one_a_child")]

    def __str__(self) -> str:
        return f"child not in school {self.pk}"


class NotInSchoolProvider(models.Model):
    """Who else educates a child of the register, where, and how long: hours are estimates for a week.

    `hours_alone`: of these, without a parent present. `ended_on`: the last day, once it is known to be over.
    """

    of = models.ForeignKey(NotInSchool, on_delete=models.PROTECT, related_name="providers")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400)
    kind = models.CharField(max_length=100)
    place = models.CharField(max_length=400)
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    hours_alone = models.DecimalField(max_digits=5, decimal_places=2)
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    field_classes = classify(
        retention="child",
        internal="id of recorded_at",
        sensitive="name address kind place hours hours_alone ended_on",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours_alone__lte=models.F("hours"), hours_alone__gte=0),
                name="returns_notinschool_hours_alone_within",
            )
        ]

    def __str__(self) -> str:
        return f"provider {self.pk} of {self.of_id}"


class InformationNotice(models.Model):
    """That a parent (no `provider`) or a provider was required to give information, by when, and when it came."""

    of = models.ForeignKey(NotInSchool, on_delete=models.PROTECT, related_name="notices")
    provider = models.ForeignKey(NotInSchoolProvider, on_delete=models.PROTECT, null=True, related_name="notices")
    words = models.CharField(max_length=1000)
    asked_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    field_classes = classify(
        retention="child",
        internal="id of provider asked_on due_on asked_by recorded_at",
        sensitive="words answered_on",
    )

    class Meta:
        ordering = ["asked_on", "id"]

    def __str__(self) -> str:
        return f"notice {self.pk} of {self.of_id}"

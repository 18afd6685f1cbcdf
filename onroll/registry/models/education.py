"""What is said of a child's education beside the rolls: at home, arranged, applied for, offered, abroad, unknown.

A fact says between which days it was true and from which moment it was known. It is never changed: what turns out
otherwise is a later fact that takes its place, and from that moment the earlier one counts no more. So a question
about a past day, as it was known at a past moment, has the same answer for ever.
"""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models.children import Child
from onroll.rules.missing import Suitability

SUITABILITY_CHOICES = [
    (Suitability.NOT_ASSESSED.value, "Nobody has decided yet"),
    (Suitability.SUITABLE.value, "Found suitable"),
    (Suitability.UNSUITABLE.value, "Found unsuitable"),
]


class EducationKind(models.TextChoices):
    """What a fact is about. Codes are kept for ever; words may be made plainer."""

    ON_ROLL = "on_roll", "On a school’s roll"
    HOME_EDUCATION = "home_education", "Educated at home"
    ALTERNATIVE = "alternative", "Education that the authority or a school arranged, such as alternative provision"
    ATTENDANCE_CONCERN = "attendance_concern", "On a roll, with a worry about attendance"
    APPLICATION_MADE = "application_made", "An application for a place was made"
    APPLICATION_REFUSED = "application_refused", "An application for a place was refused"
    OFFER_MADE = "offer_made", "A place was offered"
    START_AGREED = "start_agreed", "A first day at a school was agreed"
    WHEREABOUTS_UNKNOWN = "whereabouts_unknown", "Nobody knows where the child is"
    ABROAD_BELIEVED = "abroad_believed", "Believed to have moved abroad"
    ABROAD_CONFIRMED = "abroad_confirmed", "Moved abroad, confirmed"
    IN_AREA = "in_area", "Lives in the area of the authority that says so"
    LEFT_AREA = "left_area", "Has left the area; another authority has accepted the child"
    LOOKED_INTO = "looked_into", "Looked into: the child is not missing education"
    DIED = "died", "The child has died"


# Kinds for which a decision about suitability is made.
ASSESSED = (EducationKind.HOME_EDUCATION, EducationKind.ALTERNATIVE)


class EducationFact(models.Model):
    """One dated fact; `from_on` and `until_on` are both included, `until_on` null: not ended as far as is known.

    `supersedes` is the fact whose place this one takes; at most one fact takes a fact's place. `is_void`: the earlier
    one was wrong and nothing stands in its place. `told_by` is the organisation that says so, `recorded_by` the person,
    null where it follows from something else that somebody did (`source`, `source_reference`). `school` is the one that
    the fact is about, where it is about one.
    """

    reference = models.CharField(max_length=16, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="education_facts")
    kind = models.CharField(max_length=30, choices=EducationKind)
    suitability = models.CharField(max_length=20, choices=SUITABILITY_CHOICES, blank=True)
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    evidence = models.CharField(max_length=500)
    source = models.CharField(max_length=30)
    source_reference = models.CharField(max_length=40, blank=True)
    told_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    is_void = models.BooleanField(default=False)

    field_classes = classify(
        retention="child",
        internal="id reference source source_reference told_by recorded_by recorded_at supersedes is_void",
        sensitive="child kind suitability school from_on until_on evidence",
    )

    class Meta:
        indexes = [models.Index(fields=["child", "recorded_at"], name="registry_fact_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="registry_educationfact_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["home_education", "alternative"], suitability__gt="")
                | (~models.Q(kind__in=["home_education", "alternative"]) & models.Q(suitability="")),
                name="registry_educationfact_assessed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_void=False) | models.Q(supersedes__isnull=False),
                name="registry_educationfact_void_of_another",
            ),
            models.CheckConstraint(condition=models.Q(evidence__gt=""), name="registry_educationfact_with_evidence"),
        ]

    def __str__(self) -> str:
        return f"fact {self.reference} of child {self.child_id}"

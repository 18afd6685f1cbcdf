"""Reasonable enquiries that a school and its authority make together, and the deletion that they may end in.

Lines, referrals and signatures are only ever added. A signature holds for the version of the list that it names, so
whatever changes the list leaves it without force.
"""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.enquiry_querysets import EnquiryListQuerySet
from onroll.registry.models import Child, Sighting
from onroll.rules.enquiries import Party

PARTY_CHOICES = [(Party.SCHOOL.value, "School"), (Party.AUTHORITY.value, "Authority")]


class Method(models.TextChoices):
    """How an enquiry was made."""

    TELEPHONE = "telephone", "Telephone"
    WRITING = "writing", "Letter, text or email"
    VISIT = "visit", "Visit"
    IN_PERSON = "in_person", "In person, not at the home"
    SEARCH = "search", "Search of records"
    SECURE_MESSAGE = "secure_message", "Secure message or formal request"
    OTHER = "other", "Another way"


class Result(models.TextChoices):
    """What an enquiry led to, in one word; the words beside it tell the rest."""

    NOTHING = "nothing", "No answer, or nothing learnt"
    LEAD = "lead", "A lead to follow"
    FOUND = "found", "The child is found"


class HarmDecision(models.TextChoices):
    """What was done at once about a sign of significant harm."""

    SOCIAL_CARE = "social_care", "Social care was told"
    POLICE = "police", "The police were told"
    BOTH = "both", "Social care and the police were told"
    KNOWN_ALREADY = "known_already", "Social care knows of this already, and said so"
    NOT_REFERRED = "not_referred", "Not referred: a safeguarding lead decided so"


class EnquiryList(models.Model):
    """The enquiries about one child. Without a school, the authority makes them alone and nothing can be deleted.

    The facts about the absence are the school's; whether the child is found is said by either. None: not said yet.
    `absent_until_on`: the day up to which the school has looked at its register; it counts, as the other days do.
    """

    reference = models.CharField(max_length=16, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="enquiry_lists")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="enquiry_lists")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    last_attended_on = models.DateField(null=True)
    leave_ended_on = models.DateField(null=True)
    absent_until_on = models.DateField(null=True)
    is_absence_unbroken = models.BooleanField(null=True)
    has_good_cause = models.BooleanField(null=True)
    is_found = models.BooleanField(null=True)
    school_agrees = models.BooleanField(null=True)
    authority_agrees = models.BooleanField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = EnquiryListQuerySet.as_manager()

    field_classes = classify(
        retention="case",
        internal="id reference school authority begun_by begun_at version",
        sensitive="child sighting last_attended_on leave_ended_on absent_until_on is_absence_unbroken has_good_cause "
        "is_found school_agrees authority_agrees",
    )

    class Meta:
        indexes = [
            models.Index(fields=["authority", "-begun_at"], name="casework_enquirylist_area"),
            models.Index(fields=["school", "-begun_at"], name="casework_enquirylist_school"),
        ]

    def __str__(self) -> str:
        return f"enquiries {self.reference}"


class EnquiryLine(models.Model):
    """One enquiry of one side. A line that does not apply has a reason in `words` and neither day nor way.

    `is_own_side_only`: the other side reads that it was made and when, not what came of it.
    """

    enquiries = models.ForeignKey(EnquiryList, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=40)
    party = models.CharField(max_length=10, choices=PARTY_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    made_on = models.DateField(null=True)
    method = models.CharField(max_length=20, choices=Method, blank=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)
    words = models.CharField(max_length=1000)
    evidence = models.CharField(max_length=500, blank=True)
    is_not_applicable = models.BooleanField(default=False)
    is_own_side_only = models.BooleanField(default=False)
    is_sign_of_harm = models.BooleanField(default=False)

    field_classes = classify(
        retention="case",
        internal="id enquiries code party person organisation recorded_at made_on method is_not_applicable "
        "is_own_side_only",
        sensitive="result words evidence is_sign_of_harm",
    )

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_not_applicable=True, made_on__isnull=True, method="", result="")
                | models.Q(is_not_applicable=False, made_on__isnull=False, method__gt="", result__gt=""),
                name="casework_enquiryline_made_or_not",
            ),
            models.CheckConstraint(condition=models.Q(words__gt=""), name="casework_enquiryline_has_words"),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.code} of list {self.enquiries_id}"


class HarmReferral(models.Model):
    """What was done about a sign of significant harm, by whom and when; later ones say what came of it."""

    line = models.ForeignKey(EnquiryLine, on_delete=models.PROTECT, related_name="referrals")
    decision = models.CharField(max_length=20, choices=HarmDecision)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = models.CharField(max_length=200)
    words = models.CharField(max_length=1000)

    field_classes = classify(
        retention="case", internal="id line decision person organisation at", sensitive="told words"
    )

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"referral {self.pk} of line {self.line_id}"


class EnquirySignature(models.Model):
    """One side's signature that the enquiries are reasonable and complete, on one version of the list."""

    enquiries = models.ForeignKey(EnquiryList, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=10, choices=PARTY_CHOICES)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on_version = models.PositiveIntegerField()

    field_classes = classify(retention="case", internal="id enquiries party person organisation at on_version")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiries", "on_version", "party"], name="casework_enquirysignature_one_a_side"
            ),
            models.UniqueConstraint(
                fields=["enquiries", "on_version", "person"], name="casework_enquirysignature_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk} of list {self.enquiries_id}"


class Deletion(models.Model):
    """That a school deleted the pupil under a joint ground: what its authority is told, as soon as it is done.

    `letter` and `regulations` as they stood on that day: letters mean other grounds before 19 August 2024.
    """

    enquiries = models.OneToOneField(EnquiryList, on_delete=models.PROTECT, related_name="deletion")
    ground_code = models.CharField(max_length=30)
    letter = models.CharField(max_length=1)
    regulations = models.CharField(max_length=40)
    deleted_on = models.DateField()
    recorded_at = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="case",
        internal="id enquiries regulations recorded_at person",
        sensitive="ground_code letter deleted_on",
    )

    def __str__(self) -> str:
        return f"deletion of list {self.enquiries_id}"

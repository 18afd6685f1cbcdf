"""What agencies read: the authority's policy and its published routes, with who read them and who understood."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.directory_querysets import OwnQuerySet
from onroll.casework.models.directory import Agency
from onroll.vault.models import StoredFile


class Policy(models.Model):
    """One version of the policy on children missing education: a text, a PDF, or both. Added, never changed.

    `sections` are codes of the parts that it has (directory_tables.POLICY_SECTIONS), as the officer says.
    """

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    sections = models.JSONField(default=list)
    in_force_from = models.DateField()
    review_by = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OwnQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        public="number title text file sections in_force_from review_by published_at",
        internal="id authority published_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "number"], name="casework_policy_version"),
            models.CheckConstraint(
                condition=models.Q(text__gt="") | models.Q(file__isnull=False), name="casework_policy_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"policy {self.number} of authority {self.authority_id}"


class PublishedRoutes(models.Model):
    """The routes as they were published on a day: page and leaflet, frozen. `lines` is what the page shows."""

    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    opening = models.CharField(max_length=2000, blank=True)
    lines = models.JSONField(default=list)
    text = models.TextField()
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = OwnQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        public="number opening lines text pdf docx published_at",
        internal="id authority published_by",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "number"], name="casework_publishedroutes_version")]

    def __str__(self) -> str:
        return f"routes {self.number} of authority {self.authority_id}"


class PaperReading(models.Model):
    """That somebody says she has read the policy or the routes: for an agency by its link, or signed in.

    One of `policy` and `routes`, one of `agency` and `organisation`. By a link no person is known.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="readings")
    routes = models.ForeignKey(PublishedRoutes, on_delete=models.PROTECT, null=True, related_name="readings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="readings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()

    field_classes = classify(
        retention="contact", internal="id policy routes agency organisation read_at", personal="person"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(policy__isnull=False, routes__isnull=True)
                | models.Q(policy__isnull=True, routes__isnull=False),
                name="casework_paperreading_of_one_paper",
            ),
            models.CheckConstraint(
                condition=models.Q(agency__isnull=False, organisation__isnull=True)
                | models.Q(agency__isnull=True, organisation__isnull=False),
                name="casework_paperreading_by_one_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class KnowledgeCheck(models.Model):
    """How many of the questions about the procedure a reader of the policy answered right: `right` of `asked`."""

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="checks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    wrong_codes = models.JSONField(default=list)
    taken_at = models.DateTimeField()

    field_classes = classify(
        retention="contact",
        internal="id policy agency organisation right asked wrong_codes taken_at",
        personal="person",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("asked")), name="casework_knowledgecheck_no_more_than_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"knowledge check {self.pk}"

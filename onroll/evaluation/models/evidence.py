"""Evidence for a step: a file, a page, or a document that is kept elsewhere."""

from django.db import models

from onroll.access.models import Person
from onroll.audit.classification import classify
from onroll.evaluation.models.rounds import Round
from onroll.evaluation.querysets import OfRoundQuerySet
from onroll.vault.models import StoredFile


class EvidenceKind(models.TextChoices):
    """Where the evidence is."""

    FILE = "file", "A file kept here"
    PAGE = "page", "A page on the web or intranet"
    ELSEWHERE = "elsewhere", "A document kept elsewhere"


class Evidence(models.Model):
    """One piece of evidence. `place` is an address or says where the document is; of a file it is empty.

    Evidence that is taken away keeps its row: what there was, who took it away, when and why. A file's content is
    destroyed then.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="evidence")
    step = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    words = models.CharField(max_length=200)
    place = models.CharField(max_length=500, blank=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    deleted_why = models.CharField(max_length=500, blank=True)

    objects = OfRoundQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id round step kind words place file added_at added_by deleted_at deleted_by deleted_why",
        personal="file_name",
    )

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="file", file__isnull=False, file_name__gt="", place="")
                | (~models.Q(kind="file") & models.Q(file__isnull=True, file_name="", place__gt="")),
                name="evaluation_evidence_file_or_place",
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True, deleted_by__isnull=True, deleted_why="")
                | models.Q(deleted_at__isnull=False, deleted_by__isnull=False, deleted_why__gt=""),
                name="evaluation_evidence_deleted_together",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} for step {self.step}"

    @property
    def is_gone(self) -> bool:
        """Whether it was taken away here, or its content was destroyed."""
        return self.deleted_at is not None or bool(self.file and self.file.destroyed_at)

"""Reports that a sender's software finds in its inbox: what became of a message that did not arrive."""

from django.db import models

from onroll.access.models import Organisation
from onroll.audit.classification import classify
from onroll.transfer.models import Message


class MeshReport(models.Model):
    """One report (MESH message type REPORT) about one message; gone from the inbox once it is acknowledged."""

    reference = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="message", internal="id reference organisation message code words made_at acknowledged_at"
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "acknowledged_at", "id"], name="doors_meshreport_inbox")]
        constraints = [models.UniqueConstraint(fields=["message", "code"], name="doors_meshreport_once_a_cause")]

    def __str__(self) -> str:
        return f"report {self.reference}"

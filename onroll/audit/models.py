"""The ledger's tables. Rows are only ever added; triggers in the database refuse update and delete."""

from django.db import models

from onroll.audit.classification import classify


class LedgerEntry(models.Model):
    """One event: who, for which organisation, in which role, when and why, and what changed.

    No foreign keys: an entry outlives everything it speaks of. `digest` chains each entry to the one before it, so
    that a change made behind the database's back shows in `onroll ledger verify`.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    la_code = models.CharField(max_length=3, blank=True)
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    request_id = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    details = models.JSONField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    field_classes = classify(
        retention="ledger",
        internal="sequence at actor_id organisation_id la_code role purpose request_id name subject_kind subject_id "
        "previous_digest digest",
        sensitive="details",
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "sequence"], name="audit_entry_subject"),
            models.Index(fields=["organisation_id", "sequence"], name="audit_entry_organisation"),
            models.Index(fields=["la_code", "sequence"], name="audit_entry_authority"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.name} {self.subject_kind} {self.subject_id}"


class LedgerHead(models.Model):
    """The end of the chain: one row, locked while an entry is added so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    field_classes = classify(retention="ledger", internal="id sequence digest")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_ledgerhead_only_one")]

    def __str__(self) -> str:
        return f"head at {self.sequence}"


class ClockPart(models.Model):
    """When a part of the clock last began and last ended well: one row for each name. It says nothing of anybody.

    `began_at` without a later `done_at`: it is at work, failed, or was killed.
    """

    name = models.CharField(max_length=40, primary_key=True)
    began_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    field_classes = classify(retention="ledger", internal="name began_at done_at")

    def __str__(self) -> str:
        return self.name

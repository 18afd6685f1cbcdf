"""The lost-pupil repository: held files, their search keys, the enquiries made, and who opened what."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child, Sighting
from onroll.transfer.models.messages import Message
from onroll.transfer.querysets import LostPupilQuerySet


class LostPupil(models.Model):
    """A pupil's file in the repository. Listed while its message is held as lost; kept for the log afterwards.

    `outside_sector` tells `MMMMMMM` from `XXXXXXX`. The four claim fields are set together.
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="lost_pupil")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="lost_pupil_files")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    outside_sector = models.BooleanField()
    left_on = models.DateField(null=True)
    filed_at = models.DateTimeField()
    keep_until = models.DateField()
    claimed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    claim_reason = models.CharField(max_length=300, blank=True)

    objects = LostPupilQuerySet.as_manager()

    field_classes = classify(
        retention="lost_pupil",
        internal="id message child sighting outside_sector filed_at keep_until claimed_by claimed_for claimed_at",
        sensitive="left_on claim_reason",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    claimed_by__isnull=True,
                    claimed_for__isnull=True,
                    claimed_at__isnull=True,
                    claim_reason="",
                )
                | models.Q(claimed_by__isnull=False, claimed_for__isnull=False, claimed_at__isnull=False),
                name="transfer_lostpupil_claimed_together",
            )
        ]

    def __str__(self) -> str:
        return f"lost pupil file {self.pk}"


class LostPupilKey(models.Model):
    """One search key of a held child's name, with the birth date: what repository search looks up."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=40)
    birth_date = models.DateField(null=True)

    field_classes = classify(retention="lost_pupil", internal="id lost_pupil", personal="key birth_date")

    class Meta:
        indexes = [
            models.Index(fields=["key", "birth_date"], name="transfer_key_name_born"),
            models.Index(fields=["birth_date"], name="transfer_key_born"),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"


class Enquiry(models.Model):
    """One enquiry that the school made before it filed the child as lost. Codes: `rules.enquiries`."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.PROTECT, related_name="enquiries")
    code = models.CharField(max_length=40)
    made_on = models.DateField()
    outcome = models.CharField(max_length=500)

    field_classes = classify(retention="lost_pupil", internal="id lost_pupil code made_on", sensitive="outcome")

    class Meta:
        ordering = ["made_on", "id"]

    def __str__(self) -> str:
        return f"enquiry {self.code}"


class RepositoryOpening(models.Model):
    """An officer's full view of a held child: a second act after the search, kept with its reason."""

    lost_pupil = models.ForeignKey(LostPupil, on_delete=models.PROTECT, related_name="openings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason_code = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)

    field_classes = classify(
        retention="lost_pupil",
        internal="id lost_pupil organisation person at reason_code",
        sensitive="reason",
    )

    def __str__(self) -> str:
        return f"opening {self.pk}"

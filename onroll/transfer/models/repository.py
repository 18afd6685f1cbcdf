"""The lost-pupil repository: held files, the enquiries made, and who opened what."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models import Child, Shield, Sighting
from onroll.transfer.models.messages import Message
from onroll.transfer.querysets import LostPupilQuerySet


class LostPupil(models.Model):
    """A pupil's file in the repository. Listed while its message is held as lost; kept for the log afterwards.

    `outside_sector` tells `MMMMMMM` from `XXXXXXX`; `outside_reason` is a code of `outside_reasons`, empty for the
    latter. The four claim fields are set together.
    """

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="lost_pupil")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="lost_pupil_files")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="+")
    outside_sector = models.BooleanField()
    outside_reason = models.CharField(max_length=30, blank=True)
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
        sensitive="left_on claim_reason outside_reason",
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


class RepositorySearch(models.Model):
    """One search, for the report of odd patterns and for the alert on shielded children. Never what was asked.

    One row a search, whatever was found, so that the answer takes as long for a shielded child as for none:
    `met_shields` (ids of shields) is read by the alert afterwards, which sets `alerted_at`. `shown` are ids of the
    lost pupils that were listed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason_code = models.CharField(max_length=40)
    shown = models.JSONField(default=list)
    met_shields = models.JSONField(default=list)
    alerted_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="lost_pupil",
        internal="id organisation person at reason_code shown alerted_at",
        sensitive="met_shields",
    )

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="transfer_search_at"),
            models.Index(
                fields=["id"], condition=models.Q(alerted_at__isnull=True), name="transfer_search_not_alerted"
            ),
        ]

    def __str__(self) -> str:
        return f"search {self.pk}"


class ShieldMeeting(models.Model):
    """A search that would have found a shielded child: who searched, when and why, for the officer named to know."""

    shield = models.ForeignKey(Shield, on_delete=models.PROTECT, related_name="meetings")
    search = models.ForeignKey(RepositorySearch, on_delete=models.PROTECT, related_name="meetings")
    alerted_at = models.DateTimeField()

    field_classes = classify(retention="child", internal="id search alerted_at", sensitive="shield")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shield", "search"], name="transfer_shieldmeeting_once")]

    def __str__(self) -> str:
        return f"meeting {self.pk} of shield {self.shield_id}"

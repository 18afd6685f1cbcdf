"""The directory: agencies as a tree, the contact and the deputy at each, and when each was last confirmed."""

from django.db import models
from django.db.models.functions import Lower

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.casework.directory_querysets import ContactQuerySet, OwnQuerySet
from onroll.casework.directory_states import INVITATION_NAMES, InvitationState


class Standing(models.TextChoices):
    """Which of an agency's two contacts somebody is."""

    MAIN = "main", "Contact"
    DEPUTY = "deputy", "Deputy"


class ConfirmedBy(models.TextChoices):
    """How it became known that a contact is right."""

    LINK = "link", "by the contact’s own link"
    OFFICER = "officer", "by an officer, who asked"
    IMPORT = "import", "from an imported list"


class Agency(models.Model):
    """A body that works with the authority, or a part of one: an authority's own node of the tree.

    It may stand without an `organisation` that signs in. `kind` is a code of tables/directory-kinds.csv, `parts` are
    codes of the nine stages in which it takes part. `route`: how it tells of a child; `early_help`: how it is asked to
    help before any threshold is met.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    parts = models.JSONField(default=list)
    route = models.CharField(max_length=600, blank=True)
    early_help = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OwnQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        public="name kind parts route early_help",
        internal="id reference authority parent organisation made_at ended_on version",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "authority",
                Lower("name"),
                condition=models.Q(ended_on__isnull=True),
                name="casework_agency_one_of_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="casework_agency_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"agency {self.reference}"


class Contact(models.Model):
    """Who holds the place of contact or deputy at an agency: a role first, and the person who fills it now.

    Once `left_on` is set the place is free; whoever follows is a row of her own. `handover` is for her: no child's
    name. `may_publish`: whether phone and email may stand on the public page; a person's name never does.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    standing = models.CharField(max_length=10, choices=Standing)
    role_name = models.CharField(max_length=150)
    person_name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    may_publish = models.BooleanField(default=False)
    named_on = models.DateField()
    left_on = models.DateField(null=True)
    handover = models.CharField(max_length=800, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    field_classes = classify(
        retention="contact",
        internal="id agency standing role_name may_publish named_on left_on handover version",
        personal="person_name phone email",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "standing"],
                condition=models.Q(left_on__isnull=True),
                name="casework_contact_one_in_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("named_on")),
                name="casework_contact_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk} of agency {self.agency_id}"


class Confirmation(models.Model):
    """That a contact was right on a day, and how that is known. Added, never changed."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="confirmations")
    confirmed_on = models.DateField()
    how = models.CharField(max_length=10, choices=ConfirmedBy)
    is_corrected = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    field_classes = classify(
        retention="contact", internal="id contact confirmed_on how is_corrected recorded_at recorded_by"
    )

    def __str__(self) -> str:
        return f"confirmation of contact {self.contact_id} on {self.confirmed_on}"


class ContactRound(models.Model):
    """A yearly round: every contact that is due is asked whether it is still right. `answer_by` is the last day.

    `site` is the address under which officers reach this installation: the links in its emails begin with it.
    `begun_by`: nobody, where the clock began it, a year after the one before.
    """

    reference = models.CharField(max_length=16, unique=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    began_on = models.DateField()
    answer_by = models.DateField()
    site = models.CharField(max_length=200)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OwnQuerySet.as_manager()

    field_classes = classify(retention="contact", internal="id reference authority began_on answer_by site begun_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_by__gt=models.F("began_on")), name="casework_contactround_in_order"
            ),
            models.UniqueConstraint(fields=["authority", "began_on"], name="casework_contactround_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"round {self.reference}"


class ContactInvitation(models.Model):
    """The question to one contact in one round. Its link is signed from `reference` and stored nowhere."""

    round = models.ForeignKey(ContactRound, on_delete=models.PROTECT, related_name="invitations")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="invitations")
    reference = models.CharField(max_length=16, unique=True)
    state = models.CharField(
        max_length=20,
        choices=[(state.value, INVITATION_NAMES[state]) for state in InvitationState],
        default=InvitationState.OPEN,
    )
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="contact",
        internal="id round contact state mailed_at reminded_at answered_at",
        secret="reference",  # noqa: S106 - the name of a field
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "contact"], name="casework_contactinvitation_once"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} of round {self.round_id}"

"""Organisations (from the national register and beside it), people, and the roles people hold for organisations."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from onroll.access.link_kinds import LinkKind, kinds
from onroll.access.querysets import CoverQuerySet, LinkQuerySet, MembershipQuerySet, OrganisationQuerySet
from onroll.audit.classification import classify


class OrganisationKind(models.TextChoices):
    """What an organisation is to the exchange."""

    SCHOOL = "school", "School"
    AUTHORITY = "authority", "Local authority"
    AGENCY = "agency", "Partner agency"
    PROVIDER = "provider", "Provider of education off site"
    DEPARTMENT = "department", "Department for Education"
    OUTSIDE = "outside", "School outside England and Wales"


class Country(models.TextChoices):
    """Where an organisation is, since our law is England's and the exchange goes further.

    Source: the authority numbers of tables/countries.csv.
    """

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    ISLE_OF_MAN = "isle_of_man", "Isle of Man"
    GUERNSEY = "guernsey", "Guernsey"
    JERSEY = "jersey", "Jersey"
    GIBRALTAR = "gibraltar", "Gibraltar"
    SERVICE_ABROAD = "service_abroad", "Service schools abroad"
    ABROAD = "abroad", "Abroad"


class Status(models.TextChoices):
    """Register status. A closed establishment is kept for ever; it is no destination any more."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    PROPOSED = "proposed", "Proposed to open"


class Role(models.TextChoices):
    """What a person does for an organisation. Rights follow from the role and the organisation's kind."""

    ADMISSIONS = "admissions", "Admissions and transfer"
    ATTENDANCE = "attendance", "Attendance"
    SAFEGUARDING = "safeguarding", "Safeguarding lead"
    CME_OFFICER = "cme_officer", "Children missing education officer"
    CME_LEADER = "cme_leader", "Leader of the children missing education team"
    EXCHANGE_ADMINISTRATOR = "exchange_administrator", "Exchange administrator"
    AUDITOR = "auditor", "Auditor"
    APPROVER = "approver", "Approver of access"
    AGENCY_REPORTER = "agency_reporter", "Agency reporter"
    INTERVIEWER = "interviewer", "Interviewer of the survey"
    RESEARCHER = "researcher", "Leader of the survey"


class Organisation(models.Model):
    """A school, authority, agency or department. Schools carry their row of the national register.

    A school in Wales is a school like another, under an authority number of Wales; one in Scotland or further away is
    an end-point of kind `outside`, which may have no number at all.

    `number` is the establishment number inside the authority; with `la_code` it is the seven-digit number that file
    names use. It is not unique for ever: an academy may take over its predecessor's. `urn` is.
    """

    kind = models.CharField(max_length=20, choices=OrganisationKind)
    country = models.CharField(max_length=20, choices=Country, default=Country.ENGLAND)
    name = models.CharField(max_length=200)
    la_code = models.CharField(max_length=3, blank=True)
    number = models.CharField(max_length=4, blank=True)
    urn = models.CharField(max_length=6, null=True, unique=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.OPEN)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    type_name = models.CharField(max_length=100, blank=True)
    phase = models.CharField(max_length=60, blank=True)
    statutory_low_age = models.PositiveSmallIntegerField(null=True)
    statutory_high_age = models.PositiveSmallIntegerField(null=True)
    street = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    region = models.CharField(max_length=60, blank=True)
    easting = models.PositiveIntegerField(null=True)
    northing = models.PositiveIntegerField(null=True)
    notices_to = models.EmailField(blank=True)

    objects = OrganisationQuerySet.as_manager()

    field_classes = classify(
        retention="register",
        public="id kind country name la_code number urn status opened_on closed_on type_name phase "
        "statutory_low_age statutory_high_age street town postcode region easting northing",
        internal="notices_to",
    )

    class Meta:
        indexes = [models.Index(fields=["la_code", "number"], name="access_organisation_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["la_code"],
                condition=models.Q(kind="authority"),
                name="access_organisation_one_authority_a_code",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="school") | (models.Q(la_code__gt="") & models.Q(number__gt="")),
                name="access_organisation_school_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="outside") | ~models.Q(country="england"),
                name="access_organisation_outside_is_not_in_england",
            ),
            models.UniqueConstraint(
                fields=["la_code", "number"],
                condition=models.Q(kind__in=["school", "outside"], urn__isnull=True, number__gt=""),
                name="access_organisation_one_code_outside_the_register",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name

    @property
    def code(self) -> str:
        """The code that file names use: `8201234` for a school, `820LLLL` for an authority, else empty."""
        if self.kind == OrganisationKind.AUTHORITY:
            return f"{self.la_code}LLLL"
        return f"{self.la_code}{self.number}"


class PersonManager(BaseUserManager["Person"]):
    """Creates people; the address is the sign-in name."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        """Create a person with a hashed password."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What she may do follows from her memberships, never from herself."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    field_classes = classify(
        retention="person",
        internal="id is_active joined_at last_login",
        personal="email name",
        secret="password",  # noqa: S106 - the name of a field
    )

    def __str__(self) -> str:
        return f"person {self.pk}"


class Membership(models.Model):
    """A role that a person holds for an organisation; `from_on` and `until_on` are both included."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=Role)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    field_classes = classify(retention="person", internal="id person organisation role from_on until_on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="access_membership_once"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="access_membership_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}: {self.role}"


class Cover(models.Model):
    """A named person acts under somebody else's role for a while; both dates count, and it ends by itself.

    One row for a role, so that there is never more than one cover of it at a time; the ledger keeps earlier ones.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="cover")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()

    objects = CoverQuerySet.as_manager()

    field_classes = classify(retention="person", internal="id membership by from_on until_on")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="access_cover_in_order"),
        ]

    def __str__(self) -> str:
        return f"cover {self.pk} of membership {self.membership_id}"


class EstablishmentLink(models.Model):
    """What the register says of two establishments: `link_urn` is to `urn` what `words` say, as in "Successor".

    By number, not by key: either end may be missing from the directory, and a chain may lead through it.
    """

    urn = models.CharField(max_length=6)
    link_urn = models.CharField(max_length=6)
    words = models.CharField(max_length=80)
    established_on = models.DateField(null=True)

    objects = LinkQuerySet.as_manager()

    field_classes = classify(retention="register", public="id urn link_urn words established_on")

    class Meta:
        indexes = [models.Index(fields=["link_urn"], name="access_link_link_urn")]
        constraints = [
            models.UniqueConstraint(fields=["urn", "link_urn", "words"], name="access_establishmentlink_once"),
            models.CheckConstraint(condition=~models.Q(urn=models.F("link_urn")), name="access_establishmentlink_two"),
        ]

    def __str__(self) -> str:
        return f"{self.urn} {self.words} {self.link_urn}"

    @property
    def kind(self) -> LinkKind:
        """What the register's words mean, by table."""
        return kinds().get(self.words, LinkKind.OTHER)

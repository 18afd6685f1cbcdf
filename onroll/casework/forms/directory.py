"""Forms of the directory: agencies, contacts, rounds, and the page behind a contact's link."""

from collections.abc import Iterable
from typing import Any

from django import forms

from onroll.access.models import Organisation
from onroll.casework.actions.directory import LONGEST_HANDOVER, LONGEST_ROUTE
from onroll.casework.actions.directory_papers import LONGEST_OPENING
from onroll.casework.directory_tables import PARTS, kinds
from onroll.casework.imports.directory import MOST_FILE_BYTES
from onroll.casework.models import Agency
from onroll.web.forms import DateField, Form, UploadField

NO_CHOICE = ("", "None")
PUBLISH_WORDS = "Phone and email may stand on the public page and the leaflet"


class KeepAgency(Form):
    """One agency of the tree. The version is 0 for a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = forms.CharField(label="Name", max_length=200, error_messages={"required": "Enter the name of the agency"})
    kind = forms.ChoiceField(label="What kind of body is it?", error_messages={"required": "Select the kind of body"})
    parent = forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        label="Stands below (optional)",
        required=False,
        empty_label="Nothing: it stands at the top",
        to_field_name="reference",
        help_text="For example, a hospital’s emergency department stands below its trust.",
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Signs in to OnRoll as (optional)",
        required=False,
        empty_label="It does not sign in",
    )
    parts = forms.MultipleChoiceField(
        label="In which parts of the process does it take part? (optional)",
        choices=list(PARTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    route = forms.CharField(
        label="How it tells the council of a child (optional)",
        required=False,
        max_length=LONGEST_ROUTE,
        widget=forms.Textarea,
        help_text="It stands on the public page. For example: by the form for agencies, the same day.",
    )
    early_help = forms.CharField(
        label="How it is asked for early help, before any threshold is met (optional)",
        required=False,
        max_length=LONGEST_ROUTE,
        widget=forms.Textarea,
        help_text="For example: youth justice prevention team, by its referral form, no offence needed.",
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], organisations: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a kind"),
            *((kind.code, kind.name) for kind in kinds().values()),
        ]
        parent, organisation = self.fields["parent"], self.fields["organisation"]
        parent.queryset = Agency.objects.filter(pk__in=[one.pk for one in agencies]).order_by("name")  # type: ignore[attr-defined]
        parent.label_from_instance = lambda agency: agency.name  # type: ignore[attr-defined]
        organisation.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("name")  # type: ignore[attr-defined]
        organisation.label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class Details(Form):
    """Who a contact is. The role comes first: people change, the role stays."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    role_name = forms.CharField(
        label="Role",
        max_length=150,
        help_text="For example: named nurse for children out of school",
        error_messages={"required": "Enter the role"},
    )
    person_name = forms.CharField(
        label="Name of the person (optional)", required=False, max_length=150, help_text="It is never published."
    )
    phone = forms.CharField(label="Work phone (optional)", required=False, max_length=40)
    email = forms.EmailField(label="Work email (optional)", required=False)
    may_publish = forms.BooleanField(label=PUBLISH_WORDS, required=False)

    @property
    def details(self) -> dict[str, str]:
        """Return the fields of a contact. Needs a form that holds."""
        return {name: self.cleaned_data[name] for name in ("role_name", "person_name", "phone", "email")}


class KeepContact(Details):
    """A contact, as an officer heard it."""

    confirmed_on = DateField(
        label="On which day did the agency say that this is right?",
        error_messages={"required": "Enter the day on which the agency said so"},
    )


class AnswerByLink(Details):
    """What a contact says by her link."""

    answer = forms.ChoiceField(
        label="Is this entry right?",
        choices=[
            ("right", "Yes, or it is once I have changed it below"),
            ("left", "No: this contact has left, or is somebody else now"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the entry is right"},
    )
    handover = forms.CharField(
        label="If the contact has left: whom should the council ask now? (optional)",
        required=False,
        max_length=LONGEST_HANDOVER,
        widget=forms.Textarea,
        help_text="For example: the safeguarding duty desk. No child’s name.",
    )
    field_order = ("version", "answer", "role_name", "person_name", "phone", "email", "may_publish", "handover")


class RecordLeaving(Form):
    """That a contact has left, and what the next one has to know."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    left_on = DateField(label="Last day in this role", error_messages={"required": "Enter the last day in this role"})
    handover = forms.CharField(
        label="What does the next one have to know? (optional)",
        required=False,
        max_length=LONGEST_HANDOVER,
        widget=forms.Textarea,
        help_text="For example: what is agreed, and what is open between you. No child’s name: that is in the case.",
    )


class BeginRound(Form):
    """The last day for answers."""

    answer_by = DateField(label="Last day for answers", error_messages={"required": "Enter the last day for answers"})


class ImportDirectory(Form):
    """A list, as a file."""

    file = UploadField(label="List (CSV)", accept=".csv", limit_bytes=MOST_FILE_BYTES)


class PublishRoutes(Form):
    """What stands before the list of routes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    opening = forms.CharField(
        label="Words before the list (optional)",
        required=False,
        max_length=LONGEST_OPENING,
        widget=forms.Textarea,
        help_text="For example: when your office is open. It stands on page and leaflet.",
    )

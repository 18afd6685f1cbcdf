"""Forms of this room: signing in (allauth's fields in our words), choosing, searching, roles and cover."""

from datetime import date
from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest

from onroll.access import queries
from onroll.access.models import Organisation, Person, Role
from onroll.web.forms import DateField, Form

NOT_AN_ADDRESS = "Enter an email address in the correct format, like name@example.com"


def say(field: forms.Field, label: str, required: str, *, hint: str = "") -> None:
    """Give a field of allauth's our label, hint and words for what is missing."""
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required


class SignIn(Form, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["login"], "Email address", "Enter your email address")
        say(self.fields["password"], "Password", "Enter your password")
        self.fields["login"].validators = forms.EmailField(error_messages={"invalid": NOT_AN_ADDRESS}).validators
        self.fields["login"].error_messages["invalid"] = NOT_AN_ADDRESS

    def clean(self) -> dict[str, Any]:
        """Say at the first field that the two do not fit, so that the error link has somewhere to go."""
        try:
            super().clean()
        except forms.ValidationError as mismatch:
            self.add_error("login", mismatch)
        return self.cleaned_data


class ConfirmCode(Form, allauth_forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The one-time code from the email."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["code"], "Code", "Enter the code from the email", hint="Six digits")


class NewPassword(Form):
    """What both ways to a new password share."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "At least 12 characters. Three or four random words make a good one."
        say(self.fields["password1"], "New password", "Enter a new password", hint=hint)
        say(self.fields["password2"], "New password again", "Enter the new password again")


class ChangePassword(NewPassword, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The old password and, twice, the new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["oldpassword"], "Password you have now", "Enter the password you have now")


class SetForgottenPassword(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """Twice the new password, from a link in an email."""


class ProveAgain(Form, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before somebody's access is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["password"], "Your password", "Enter your password")


class ForgottenPassword(Form, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The address of the account whose password was forgotten."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self.fields["email"], "Email address", "Enter your email address")
        self.fields["email"].validators = forms.EmailField(error_messages={"invalid": NOT_AN_ADDRESS}).validators

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link; or, to an address without an account, an email that says so.

        An answer that took longer for known addresses would tell which ones are known.
        """
        if self.users:
            send_link = super().save  # allauth's name for it: nothing is stored
            return str(send_link(request, **kwargs))
        address = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", address, {})
        return str(address)


class ChooseOrganisation(Form):
    """Whom the person acts for; the choices are the roles she holds today."""

    standing = forms.ChoiceField(label="Who do you act for?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standing"]
        field.choices = choices  # type: ignore[attr-defined]
        field.error_messages["required"] = field.error_messages["invalid_choice"] = "Select who you act for"


class FindSchool(Form):
    """Words of a school's name and town, or a number of it."""

    words = forms.CharField(
        label="Name and town, postcode, or number",
        help_text="For example: beckford london, or 202/2036, or a URN of six digits",
        max_length=100,
        required=False,
    )


class LedgerSearch(Form):
    """Which entries an auditor wants to read; everything may stay empty."""

    from_on = DateField(label="First day", required=False)
    until_on = DateField(label="Last day", help_text="This day counts too", required=False)
    organisation = forms.CharField(
        label="Done for",
        help_text="Code of a school or authority, like 8201234 or 820LLLL",
        max_length=9,
        required=False,
    )
    event = forms.ChoiceField(label="What happened", required=False)
    about = forms.CharField(required=False, max_length=81, widget=forms.HiddenInput)
    older_than = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, events: list[tuple[str, str]], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["event"].choices = [("", "Anything"), *events]  # type: ignore[attr-defined]
        self.found: Organisation | None = None

    def clean_organisation(self) -> str:
        """Find the organisation, open or closed; it was known by its code when the entry was made."""
        code = str(self.cleaned_data["organisation"])
        if code:
            lookup = queries.organisation_with_code(code, self.on)
            self.found = lookup.found or lookup.closed
            if self.found is None:
                raise forms.ValidationError("There is no organisation with this code")
        return code

    def filters(self) -> queries.LedgerFilters:
        """Return what is asked for, once the form is valid."""
        given = self.cleaned_data
        kind, _, number = str(given["about"]).partition("-")
        return queries.LedgerFilters(
            from_on=given["from_on"],
            until_on=given["until_on"],
            organisation=self.found,
            event=given["event"],
            about_kind=kind if number else "",
            about_id=number,
        )


class GiveRole(Form):
    """Who gets a role, and which one."""

    refusal_fields: ClassVar[dict[str, str]] = {
        "own_role": "email",
        "address_not_usable": "email",
        "role_already_held": "role",
        "role_does_not_fit": "role",
        "days_out_of_order": "until_on",
    }

    email = forms.EmailField(
        label="Their work email address",
        help_text="They sign in with it. Use a personal address, not one that a team shares",
        error_messages={"invalid": NOT_AN_ADDRESS},
    )
    name = forms.CharField(
        label="Their name", help_text="As colleagues know them. Used if they have no account yet", max_length=150
    )
    role = forms.ChoiceField(label="What will they do?", widget=forms.RadioSelect)
    until_on = DateField(label="Last day", help_text="Leave empty if it has none. This day counts too", required=False)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.choices = roles  # type: ignore[attr-defined]
        field.error_messages["required"] = field.error_messages["invalid_choice"] = "Select what they will do"

    def given(self) -> dict[str, Any]:
        """Return what the action takes, once the form is valid."""
        return {**self.cleaned_data, "role": Role(self.cleaned_data["role"])}


class EndRole(Form):
    """When a role ends."""

    refusal_fields: ClassVar[dict[str, str]] = {"last_approver": "last_on", "role_not_held": "last_on"}

    last_on = DateField(
        label="Last day", help_text="Leave empty to end it at once. This day counts too", required=False
    )


class CoverRole(Form):
    """Who covers a role, from when and until when; both days count."""

    refusal_fields: ClassVar[dict[str, str]] = {
        "own_role": "by",
        "not_a_colleague": "by",
        "already_covered": "by",
        "days_out_of_order": "until_on",
    }

    by = forms.ChoiceField(label="Who will cover?")
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", help_text="This day counts too. The cover then ends by itself")

    def __init__(self, *args: Any, colleagues: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.pk): one for one in colleagues}
        field = self.fields["by"]
        names = [(key, f"{one.name}, {one.email}") for key, one in self.colleagues.items()]
        field.choices = [("", "Choose a colleague"), *names]  # type: ignore[attr-defined]
        field.error_messages["required"] = field.error_messages["invalid_choice"] = "Choose who will cover"

    def given(self) -> dict[str, Any]:
        """Return what the action takes, once the form is valid."""
        return {**self.cleaned_data, "by": self.colleagues[self.cleaned_data["by"]]}


class EndCover(Form):
    """Nothing to fill in: the button says it."""

    refusal_fields: ClassVar[dict[str, str]] = {}

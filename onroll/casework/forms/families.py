"""Forms of the pages about a child's family, and about what was learnt of her."""

from collections.abc import Mapping
from typing import Any

from django import forms

from onroll.casework.actions import Bond
from onroll.registry.actions import Facts, OtherName
from onroll.registry.models import (
    AddressCertainty,
    BirthDateCertainty,
    Child,
    Kinship,
    KinshipCertainty,
    NameKind,
    Sighting,
)
from onroll.web.forms import DateField, Form

OTHER_NAMES = [(kind.value, kind.label) for kind in NameKind if kind is not NameKind.LEGAL]


class BondForm(Form):
    """What a child is to the child of the case, how sure that is, and who says so."""

    kind = forms.ChoiceField(
        label="What is the child to the child of this case?",
        choices=Kinship,
        error_messages={"required": "Select what the child is to the child of this case"},
    )
    certainty = forms.ChoiceField(
        label="How sure is that?", choices=KinshipCertainty, error_messages={"required": "Select how sure it is"}
    )
    source = forms.CharField(
        label="Who or what says so?",
        max_length=200,
        error_messages={"required": "Enter who or what says so"},
        help_text="For example, the mother on the telephone",
    )

    def bond(self) -> Bond:
        """Return it as an action takes it."""
        given = self.cleaned_data
        return Bond(kind=Kinship(given["kind"]), certainty=KinshipCertainty(given["certainty"]), source=given["source"])


class AddFamilyMember(BondForm):
    """A child whom somebody named as family."""

    forename = forms.CharField(label="Forename", max_length=100, required=False)
    surname = forms.CharField(label="Surname", max_length=100, required=False)
    birth_date = DateField(label="Date of birth, if known", required=False)

    def facts(self) -> Facts:
        """Return what is said of the child."""
        given = self.cleaned_data
        return Facts(surname=given["surname"], forename=given["forename"], birth_date=given["birth_date"])


class LinkKnownChild(BondForm):
    """A child of the area who may be family, by address or name."""

    child = forms.ChoiceField(
        label="Which child belongs to the family?", error_messages={"required": "Select the child"}
    )

    def __init__(self, *args: Any, suggested: Mapping[str, Sighting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggested = suggested
        self.fields["child"].choices = [  # type: ignore[attr-defined]
            (reference, f"{row.forename} {row.surname}".strip()) for reference, row in suggested.items()
        ]

    def clean_child(self) -> Child:
        """Return the child herself."""
        return self.suggested[self.cleaned_data["child"]].child


class OpenFamilyCases(Form):
    """The members of the family for whom to open a case."""

    children = forms.MultipleChoiceField(
        label="For whom do you open a case?",
        error_messages={"required": "Select the children for whom to open a case"},
    )

    def __init__(self, *args: Any, family: Mapping[str, tuple[Child, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = family
        self.fields["children"].choices = [  # type: ignore[attr-defined]
            (reference, name) for reference, (_, name) in family.items()
        ]

    def clean_children(self) -> tuple[Child, ...]:
        """Return the children themselves."""
        return tuple(self.family[reference][0] for reference in self.cleaned_data["children"])


class UnlinkFamily(Form):
    """Why two children do not belong together."""

    why = forms.CharField(
        label="Why do they not belong together?",
        max_length=300,
        error_messages={"required": "Enter why they do not belong together"},
    )


class LearnFacts(Form):
    """A name, birth date or address that was learnt. Whatever is left empty was not said."""

    forename = forms.CharField(label="Another forename", max_length=100, required=False)
    surname = forms.CharField(label="Another surname", max_length=100, required=False)
    name_kind = forms.ChoiceField(label="What is this name?", choices=OTHER_NAMES, required=False)
    name_from_on = DateField(label="First day of this name, if known", required=False)
    name_until_on = DateField(label="Last day of this name, if known", required=False)
    birth_date = DateField(label="Another date of birth", required=False)
    birth_date_certainty = forms.ChoiceField(
        label="How sure is the date of birth?", choices=BirthDateCertainty, initial="stated", required=False
    )
    address = forms.CharField(label="Another address", max_length=400, required=False)
    postcode = forms.CharField(label="Its postcode", max_length=10, required=False)
    address_certainty = forms.ChoiceField(
        label="How sure is the address?", choices=AddressCertainty, initial="stated", required=False
    )
    address_from = DateField(label="First day at this address, if known", required=False)
    address_until = DateField(label="Last day at this address, if known", required=False)
    is_address_sealed = forms.BooleanField(
        label="Seal this address: a refuge, or another place that must not be known", required=False
    )

    def facts(self) -> Facts:
        """Return what was learnt, as the registry takes it."""
        given = self.cleaned_data
        names: tuple[OtherName, ...] = ()
        if given["forename"] or given["surname"]:
            names = (
                OtherName(
                    kind=NameKind(given["name_kind"] or NameKind.OTHER),
                    forename=given["forename"],
                    surname=given["surname"],
                    from_on=given["name_from_on"],
                    until_on=given["name_until_on"],
                ),
            )
        return Facts(
            surname="",
            forename="",
            birth_date=given["birth_date"],
            birth_date_certainty=BirthDateCertainty(given["birth_date_certainty"] or BirthDateCertainty.STATED),
            address=given["address"],
            postcode=given["postcode"],
            address_certainty=AddressCertainty(given["address_certainty"] or AddressCertainty.STATED),
            address_from=given["address_from"],
            address_until=given["address_until"],
            is_address_sealed=given["is_address_sealed"],
            other_names=names,
        )

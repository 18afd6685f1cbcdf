"""What a source gives us about a child, before it is anybody's."""

import dataclasses
from datetime import date

from onroll.registry.models import AddressCertainty, BirthDateCertainty, IdentifierKind, NameKind


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OtherName:
    """A name beside the legal one. Both dates are included; None means that the source does not say."""

    kind: NameKind
    surname: str = ""
    forename: str = ""
    from_on: date | None = None
    until_on: date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OtherNumber:
    """A number beside the UPN and the first former UPN."""

    kind: IdentifierKind
    value: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source says about a child. Empty text and None mean: it does not say.

    `address_from` and `address_until` are both included. A sealed address is shown to the telling authority alone.
    """

    surname: str
    forename: str
    middle_names: str = ""
    upn: str = ""
    former_upn: str = ""
    birth_date: date | None = None
    birth_date_certainty: BirthDateCertainty = BirthDateCertainty.STATED
    sex: str = ""
    year_group: str = ""
    address: str = ""
    postcode: str = ""
    address_certainty: AddressCertainty = AddressCertainty.STATED
    address_from: date | None = None
    address_until: date | None = None
    is_address_sealed: bool = False
    other_names: tuple[OtherName, ...] = ()
    other_numbers: tuple[OtherNumber, ...] = ()

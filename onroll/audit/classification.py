"""Every field of every model has a class and a retention key; access, export, scrubbing and deletion read this.

A model sets `field_classes = classify(retention=..., public="id ...", personal="...")`; an architecture test fails for
a field that is missing.
"""

import dataclasses
from enum import StrEnum


class FieldClass(StrEnum):
    """How sensitive a field is."""

    PUBLIC = "public"  # may be published: codes, register facts, states
    INTERNAL = "internal"  # about the work, not about a person: references, times, counts
    PERSONAL = "personal"  # names or tells apart a person
    SENSITIVE = "sensitive"  # special category, whereabouts, free text about a child
    SECRET = "secret"  # keys, digests of passwords # noqa: S105


@dataclasses.dataclass(frozen=True, slots=True)
class Classification:
    """The class of one field and the key of the retention schedule that ends it."""

    field_class: FieldClass
    retention: str


def classify(
    *,
    retention: str,
    public: str = "",
    internal: str = "",
    personal: str = "",
    sensitive: str = "",
    secret: str = "",
) -> dict[str, Classification]:
    """Return the classification of each field; each argument is a space-separated list of field names."""
    given = {
        FieldClass.PUBLIC: public,
        FieldClass.INTERNAL: internal,
        FieldClass.PERSONAL: personal,
        FieldClass.SENSITIVE: sensitive,
        FieldClass.SECRET: secret,
    }
    return {
        name: Classification(field_class, retention) for field_class, names in given.items() for name in names.split()
    }

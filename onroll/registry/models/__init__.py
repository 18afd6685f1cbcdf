"""Children and what is known of them, who must not be found, and the pairs that may be one child."""

from onroll.registry.models.children import (
    AddressCertainty,
    BirthDateCertainty,
    Child,
    Enrolment,
    Identifier,
    IdentifierKind,
    KnownName,
    NameKind,
    Sighting,
)
from onroll.registry.models.education import ASSESSED, SUITABILITY_CHOICES, EducationFact, EducationKind
from onroll.registry.models.families import FamilyLink, Kinship, KinshipCertainty
from onroll.registry.models.reviews import Cause, Merge, PairReview, ReviewStep
from onroll.registry.models.shields import Shield, ShieldReason

__all__ = [
    "ASSESSED",
    "SUITABILITY_CHOICES",
    "AddressCertainty",
    "BirthDateCertainty",
    "Cause",
    "Child",
    "EducationFact",
    "EducationKind",
    "Enrolment",
    "FamilyLink",
    "Identifier",
    "IdentifierKind",
    "Kinship",
    "KinshipCertainty",
    "KnownName",
    "Merge",
    "NameKind",
    "PairReview",
    "ReviewStep",
    "Shield",
    "ShieldReason",
    "Sighting",
]

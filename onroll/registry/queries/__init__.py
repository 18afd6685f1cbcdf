"""Readings of children. A caller has already decided that the person may see this child."""

from onroll.registry.found_by import entry_of
from onroll.registry.queries.auditing import Audit, audit_as_dict, matching_audit
from onroll.registry.queries.children import (
    confirmed_enrolments,
    shield_with,
    shielded_children,
    shields_by_child,
    shields_of,
    sighting_known_at,
    sightings_after,
)
from onroll.registry.queries.education import (
    EducationKnown,
    Tie,
    children_tied_to,
    education_facts_of,
    education_known,
    own_education_fact,
    shielded_at,
)
from onroll.registry.queries.facts import ChildFacts, Fact, facts_of
from onroll.registry.queries.families import (
    Relative,
    family_link,
    family_of,
    may_be_family,
    sealed_address,
    sealed_addresses,
    sightings_in_area,
)
from onroll.registry.queries.freshness import FreshnessOfRolls, rolls_of_area, rolls_of_schools, say_freshness_by
from onroll.registry.queries.known import all_known_of, last_said_here
from onroll.registry.queries.merging import is_known_as, one_with, records_then
from onroll.registry.queries.reviews import (
    authority_of,
    child_with,
    decided_pairs,
    is_decided_apart,
    merges_of,
    open_pairs_of,
    pair_between,
    pair_with,
    pairs_of_child,
    steps_of,
    waiting_pairs,
)

__all__ = [
    "Audit",
    "ChildFacts",
    "EducationKnown",
    "Fact",
    "FreshnessOfRolls",
    "Relative",
    "Tie",
    "all_known_of",
    "audit_as_dict",
    "authority_of",
    "child_with",
    "children_tied_to",
    "confirmed_enrolments",
    "decided_pairs",
    "education_facts_of",
    "education_known",
    "entry_of",
    "facts_of",
    "family_link",
    "family_of",
    "is_decided_apart",
    "is_known_as",
    "last_said_here",
    "matching_audit",
    "may_be_family",
    "merges_of",
    "one_with",
    "open_pairs_of",
    "own_education_fact",
    "pair_between",
    "pair_with",
    "pairs_of_child",
    "records_then",
    "rolls_of_area",
    "rolls_of_schools",
    "say_freshness_by",
    "sealed_address",
    "sealed_addresses",
    "shield_with",
    "shielded_at",
    "shielded_children",
    "shields_by_child",
    "shields_of",
    "sighting_known_at",
    "sightings_after",
    "sightings_in_area",
    "steps_of",
    "waiting_pairs",
]

"""Changes to what is known of children. Facts are added with their source; nothing is overwritten."""

from onroll.registry.actions.correcting import correct_child
from onroll.registry.actions.educating import (
    EducationFactNotPossible,
    Said,
    correct_education_fact,
    record_education_fact,
    void_education_fact,
    void_education_facts_from,
)
from onroll.registry.actions.families import (
    FamilyLinkNotPossible,
    SealNotOpened,
    link_family,
    open_sealed_address,
    unlink_family,
)
from onroll.registry.actions.matching import ask_whether_one
from onroll.registry.actions.pairs import raise_pair, set_worth
from onroll.registry.actions.reminding import Reminded, remind_unanswered
from onroll.registry.actions.reviewing import (
    DecidedApart,
    ReasonMissing,
    SecondPersonNeeded,
    keep_apart,
    look_again,
    merge_pair,
    open_child,
    open_pair,
    say_same,
    set_aside,
    split_pair,
)
from onroll.registry.actions.shielding import ShieldNotPossible, end_shield, shield_child
from onroll.registry.actions.sightings import note_sighting, note_sighting_of, record_enrolment
from onroll.registry.actions.standing import Standing, match_all
from onroll.registry.given import Facts, OtherName, OtherNumber

__all__ = [
    "DecidedApart",
    "EducationFactNotPossible",
    "Facts",
    "FamilyLinkNotPossible",
    "OtherName",
    "OtherNumber",
    "ReasonMissing",
    "Reminded",
    "Said",
    "SealNotOpened",
    "SecondPersonNeeded",
    "ShieldNotPossible",
    "Standing",
    "ask_whether_one",
    "correct_child",
    "correct_education_fact",
    "end_shield",
    "keep_apart",
    "link_family",
    "look_again",
    "match_all",
    "merge_pair",
    "note_sighting",
    "note_sighting_of",
    "open_child",
    "open_pair",
    "open_sealed_address",
    "raise_pair",
    "record_education_fact",
    "record_enrolment",
    "remind_unanswered",
    "say_same",
    "set_aside",
    "set_worth",
    "shield_child",
    "split_pair",
    "unlink_family",
    "void_education_fact",
    "void_education_facts_from",
]

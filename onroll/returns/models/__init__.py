"""Returns of law with what they tell, home education, children not in school, and lists that were loaded."""

from onroll.returns.models.home import (
    HomeEducation,
    HomeEnd,
    NotInSchool,
    SuitabilityDecision,
    ToldBy,
)
from onroll.returns.models.lists import Band, Decision, ListedChild, LoadedList, Purpose
from onroll.returns.models.returns import DeletionDetails, Return, ReturnContact, Route, TransitionAsk

__all__ = [
    "Band",
    "Decision",
    "DeletionDetails",
    "HomeEducation",
    "HomeEnd",
    "ListedChild",
    "LoadedList",
    "NotInSchool",
    "Purpose",
    "Return",
    "ReturnContact",
    "Route",
    "SuitabilityDecision",
    "ToldBy",
    "TransitionAsk",
]

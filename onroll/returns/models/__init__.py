"""Returns of law with what they tell, home education, children not in school, and lists that were loaded."""

from onroll.returns.models.home import (
    HomeEducation,
    HomeEnd,
    SuitabilityDecision,
    ToldBy,
)
from onroll.returns.models.lists import Band, Decision, ListedChild, LoadedList, Purpose
from onroll.returns.models.not_in_school import (
    EnteredFrom,
    InformationNotice,
    NotInSchool,
    NotInSchoolEnd,
    NotInSchoolProvider,
    VisitAnswer,
)
from onroll.returns.models.passing import NotInSchoolPassing
from onroll.returns.models.returns import AbsenceByFeed, DeletionDetails, Return, ReturnContact, Route, TransitionAsk

__all__ = [
    "AbsenceByFeed",
    "Band",
    "Decision",
    "DeletionDetails",
    "EnteredFrom",
    "HomeEducation",
    "HomeEnd",
    "InformationNotice",
    "ListedChild",
    "LoadedList",
    "NotInSchool",
    "NotInSchoolEnd",
    "NotInSchoolPassing",
    "NotInSchoolProvider",
    "Purpose",
    "Return",
    "ReturnContact",
    "Route",
    "SuitabilityDecision",
    "ToldBy",
    "TransitionAsk",
    "VisitAnswer",
]

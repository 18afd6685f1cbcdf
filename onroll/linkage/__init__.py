"""Names compared and children found: normal forms, skeletons, comparisons, scores with reasons, and search.

Pure: no database, no clock. A score is never alone: it carries its reasons in words.
Import what you need from here.
"""

from onroll.linkage.compare import (
    compare_birth_dates,
    compare_left,
    compare_names,
    compare_people,
    compare_postcodes,
    compare_schools,
    compare_sex,
    compare_upn,
)
from onroll.linkage.comparison import Comparison, Field, Kind
from onroll.linkage.query import (
    A_YEAR_EITHER_WAY,
    MIN_KINDS_OF_FACT,
    Candidate,
    FactKind,
    SearchQuery,
    is_specific_enough,
    kinds_of_fact,
)
from onroll.linkage.score import Band, Score, score
from onroll.linkage.search import Hit, Route, SearchPlan, index_keys, plan, rank, score_candidate
from onroll.linkage.skeleton import search_keys

__all__ = [
    "A_YEAR_EITHER_WAY",
    "MIN_KINDS_OF_FACT",
    "Band",
    "Candidate",
    "Comparison",
    "FactKind",
    "Field",
    "Hit",
    "Kind",
    "Route",
    "Score",
    "SearchPlan",
    "SearchQuery",
    "compare_birth_dates",
    "compare_left",
    "compare_names",
    "compare_people",
    "compare_postcodes",
    "compare_schools",
    "compare_sex",
    "compare_upn",
    "index_keys",
    "is_specific_enough",
    "kinds_of_fact",
    "plan",
    "rank",
    "score",
    "score_candidate",
    "search_keys",
]

"""Lists and figures on a day, as they were known at a moment. A moment that has passed answers the same for ever."""

from onroll.casework.queries import Followed, followed_children
from onroll.insight.queries.asking import Asked, NotYet, asked_of
from onroll.insight.queries.figures import QUERY, Ages, Figures, Line, figures_by_authority
from onroll.insight.queries.lists import Listed, ListPage, Numbers, list_page, whole_lists
from onroll.insight.queries.tags import local_tag

__all__ = [
    "QUERY",
    "Ages",
    "Asked",
    "Figures",
    "Followed",
    "Line",
    "ListPage",
    "Listed",
    "NotYet",
    "Numbers",
    "asked_of",
    "figures_by_authority",
    "followed_children",
    "list_page",
    "local_tag",
    "whole_lists",
]

"""Final words of the pages and tables of this room."""

from onroll.insight.presenters.figures import FiguresPage, figures_csv, figures_page, figures_text
from onroll.insight.presenters.lists import ListsPage, lists_csv, lists_page

__all__ = [
    "FiguresPage",
    "ListsPage",
    "figures_csv",
    "figures_page",
    "figures_text",
    "lists_csv",
    "lists_page",
]

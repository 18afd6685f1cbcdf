"""Finding a child by what somebody types: terms to file her under, a dictionary that forgives, and weighed answers.

Pure: the tables are `onroll.search`'s. Measured design: ../shared/reference/linkage.md section 4.
"""

from onroll.linkage.finder.dictionary import Dictionary, How, Near
from onroll.linkage.finder.question import LONGEST_QUESTION, Birth, Question, question_of_facts, question_of_search
from onroll.linkage.finder.terms import Entry, Sort, Term, terms_of
from onroll.linkage.finder.typed import parse_typed
from onroll.linkage.finder.weigh import MISSED, Finding, birth_bits, term_bits, weigh

__all__ = [
    "LONGEST_QUESTION",
    "MISSED",
    "Birth",
    "Dictionary",
    "Entry",
    "Finding",
    "How",
    "Near",
    "Question",
    "Sort",
    "Term",
    "birth_bits",
    "parse_typed",
    "question_of_facts",
    "question_of_search",
    "term_bits",
    "terms_of",
    "weigh",
]

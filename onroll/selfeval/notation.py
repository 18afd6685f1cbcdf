"""The short way in which tables of this room write answers: `A1a=yes; A1b health=no; C1b=neither+other`."""

from collections.abc import Iterator

from onroll.selfeval.answers import Answers, Cell


def parse(text: str) -> Iterator[tuple[Cell, frozenset[str]]]:
    """Yield each cell of the text, with the options written there."""
    for part in text.split("; "):
        where, _, options = part.partition("=")
        item, _, line = where.partition(" ")
        yield (item, line), frozenset(options.split("+"))


def answers(text: str) -> Answers:
    """Return the answers that the text writes."""
    return Answers(dict(parse(text)))


def any_holds(text: str, given: Answers) -> bool:
    """Return whether at least one of the cells in the text was answered with one of the options written there."""
    return any(given.at(*cell) & options for cell, options in parse(text))

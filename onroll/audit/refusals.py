"""Refusals: what people may cause and are told about. One class a kind of answer; rooms add one class a cause.

A refusal never carries personal data. Anything that is not a refusal is a bug and is let rise.
"""

from typing import ClassVar


class Refusal(Exception):
    """A request that is refused, with a stable `code` and the `words` that the person reads."""

    code: ClassVar[str] = "refused"
    default_words: ClassVar[str] = "This cannot be done."

    def __init__(self, words: str = "") -> None:
        self.words = words or self.default_words
        super().__init__(f"{self.code}: {self.words}")


class Hidden(Refusal):
    """The thing does not exist, or its existence is not for this person: the answer is the same (404)."""

    code = "not_found"
    default_words = "There is nothing at this address that you can see."


class NotAllowed(Refusal):
    """The person may know of the thing but not do this to it (403)."""

    code = "not_allowed"
    default_words = "Your role does not let you do this."


class Stale(Refusal):
    """Somebody else changed the thing first; nothing was overwritten (409)."""

    code = "changed_by_someone_else"
    default_words = (
        "Someone else changed this while you were looking at it. Nothing you entered has overwritten their change."
    )


class RuleBroken(Refusal):
    """The thing is in a state, or the values are such, that a rule forbids it (a form error, or 422)."""

    code = "rule_broken"


class RateLimited(Refusal):
    """Too many requests in too short a time (429)."""

    code = "too_many_requests"
    default_words = "You have done this too often in a short time. Wait a few minutes and try again."


class TooLarge(Refusal):
    """The body is larger than the door lets through (413)."""

    code = "too_large"
    default_words = "This file is too large to send."

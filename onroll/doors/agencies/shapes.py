"""The JSON of the agencies' interface. A change of shape makes a new version and a changelog line."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from onroll.casework.telling import LONGEST


class NotificationIn(Schema):
    """What an agency tells. Only `council` and `words` are needed; a description without a name is welcome."""

    model_config = ConfigDict(extra="forbid")

    council: str = Field(pattern="^[0-9]{3}$", description="Three digits of the authority where the child is")
    words: str = Field(min_length=1, description="What you know, in your own words: at most 20 kB of UTF-8")
    danger: Literal["", "missing", "harm"] = Field(
        "", description="The police and social care come first: nobody here acts at once"
    )
    place: str = Field("", max_length=LONGEST["place"])
    postcode: str = Field("", max_length=10)
    seen_on: date | None = None
    forename: str = Field("", max_length=LONGEST["forename"])
    surname: str = Field("", max_length=LONGEST["surname"])
    age_words: str = Field("", max_length=LONGEST["age_words"], examples=["about 8"])
    birth_date: date | None = None
    sex: Literal["", "F", "M"] = ""
    last_in_education_on: date | None = None
    teller_name: str = Field("", max_length=LONGEST["teller_name"])
    teller_contact: str = Field("", max_length=LONGEST["teller_contact"])
    their_reference: str = Field("", max_length=LONGEST["their_reference"], description="Your own reference")


class Coded(Schema):
    """A code that never changes, and its words, which may be made plainer."""

    code: str
    words: str


class NotificationOut(Schema):
    """A receipt, how far it is, and how it ended as far as may be said."""

    reference: str
    received_at: datetime
    council: str
    their_reference: str
    status: Coded
    outcome: Coded


class ProblemOut(Schema):
    """One thing wrong with what was sent."""

    code: str
    field: str
    words: str


class Refused(Schema):
    """Why nothing was kept."""

    code: str
    words: str
    problems: list[ProblemOut] = []

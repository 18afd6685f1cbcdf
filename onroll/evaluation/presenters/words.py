"""Levels, findings and dates of this room as tags and words."""

from onroll.evaluation.models import Finding, Measurement
from onroll.evaluation.queries import StepStanding
from onroll.evaluation.round_states import MEANINGS, RoundState
from onroll.selfeval import checklist
from onroll.selfeval.levels import WORDS, Level
from onroll.web.parts import Colour, Tag
from onroll.web.words import moment_words

LEVEL_COLOURS: dict[Level, Colour] = {
    Level.NO: "red",
    Level.WORKING_TOWARDS: "yellow",
    Level.PARTLY_ACHIEVED: "orange",
    Level.ACHIEVED: "green",
    Level.EMBEDDED: "teal",
    Level.DK: "grey",
    Level.NEEDS_A_PERSON: "purple",
}
LEVEL_MEANINGS: dict[Level, str] = {
    Level.NO: "Nothing is in place, and nothing is being worked on.",
    Level.WORKING_TOWARDS: "Some of it is there, and work on the rest is planned or has begun.",
    Level.PARTLY_ACHIEVED: "Part of it is there, and there is no plan for the rest.",
    Level.ACHIEVED: "All that is asked for is in place, and evidence shows it.",
    Level.EMBEDDED: "In place for six months or more, and reviewed since. The dates show it.",
    Level.DK: "Nobody who answered knows. Set a task of whom to ask.",
    Level.NEEDS_A_PERSON: "The printed rules have no answer for this. The leader settles it.",
}
FINDING_COLOURS: dict[str, Colour] = {
    Finding.SHOWS: "green",
    Finding.IN_PART: "yellow",
    Finding.NOT_SHOWN: "orange",
    Finding.NOT_MEASURED: "grey",
}
FLAGS = {
    "claimed": "Some of it is claimed without evidence, which does not count as a yes.",
    "dont_know": "Something was answered with “we do not know”.",
    "alternative_secure_route": "You use a secure network of your own: the printed rule counts that as a no.",
    "embedded_ticks_not_counted": "The dates do not count, since the step is not achieved.",
}


def level_tag(level: Level | str | None) -> Tag:
    """Return a level as a tag; none, while nobody has answered."""
    if not level:
        return Tag(words="Not answered", meaning="Nobody has answered this step yet.", colour="grey")
    found = Level(level)
    return Tag(words=WORDS[found], meaning=LEVEL_MEANINGS[found], colour=LEVEL_COLOURS[found])


def finding_tag(each: StepStanding) -> Tag:
    """Return what the data say of a step as a tag, in red where that is not what was answered."""
    measured = each.measured
    if measured is None:
        return Tag(words="Not looked at", colour="grey")
    words = Finding(measured.finding).label
    if each.disagrees:
        return Tag(words=f"Disagrees: {words[0].lower()}{words[1:]}", colour="red")
    return Tag(words=words, colour=FINDING_COLOURS[measured.finding])


def disagreement_words(each: StepStanding) -> str:
    """Return in one sentence how data and answer disagree; empty, where they do not."""
    if not each.disagrees or each.measured is None:
        return ""
    if each.is_reached:
        return "You answered this step as achieved, and your own data do not show all of it. Which is right?"
    return "Your own data show this step, and you answered it as not achieved. Which is right?"


def measured_words(measured: Measurement) -> str:
    """Return when a measurement was made."""
    return f"Measured {moment_words(measured.measured_at)}."


def state_tag(state: str) -> Tag:
    """Return a round's state as a tag."""
    meaning = MEANINGS[RoundState(state)]
    return Tag(words=meaning.name, meaning=meaning.words, colour=meaning.colour)


def set_name(set_key: str) -> str:
    """Return the name of a checklist; its key, where the product no longer has it."""
    found = checklist.sets().get(set_key)
    return found.name if found else set_key


def area_name(area: str) -> str:
    """Return an area with its letter."""
    return f"{area}. {checklist.AREAS.get(area, '')}"

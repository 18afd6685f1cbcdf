"""A case's risk in words."""

from onroll.casework.risks import RISK_MEANINGS, Risk
from onroll.web.parts import Colour, Tag

COLOURS: dict[Risk, Colour] = {
    Risk.HIGH: "red",
    Risk.NOT_ASSESSED: "yellow",
    Risk.MEDIUM: "orange",
    Risk.LOW: "grey",
}


def risk_tag(risk: Risk, noun: str = "") -> Tag:
    """Return the tag of a level, as in "High" or, with its noun, "High risk"."""
    words = risk.label if risk is Risk.NOT_ASSESSED or not noun else f"{risk.label} {noun}"
    return Tag(words=words, meaning=RISK_MEANINGS[risk], colour=COLOURS[risk])

"""Stage two: talks, what was said by theme with whom it may be said to come from, and the stakeholder forms."""

import dataclasses

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.selfeval.stage_two import attributed_to
from onroll.survey.models import Quote, Respondent, Survey, Talk


@dataclasses.dataclass(frozen=True, slots=True)
class Voice:
    """What somebody said, and whom it may be said to come from; None, where it may not be quoted."""

    words: str
    topic: str
    said_by: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class ThemeVoices:
    """A theme: what may be quoted under it, and how much more was said that may not be."""

    name: str
    quotable: tuple[Voice, ...]
    not_quotable: int
    talks: int


def talk_of(act: Act, number: int) -> Talk:
    """Return a talk with its authority and survey. Raises: Hidden."""
    found: Talk | None = Talk.objects.visible_to(act).filter(pk=number).select_related("respondent__survey").first()
    if found is None:
        raise Hidden
    return found


def talks(act: Act, survey: Survey) -> list[Talk]:
    """Return the talks of a survey, newest first."""
    found = Talk.objects.visible_to(act).filter(respondent__survey=survey)
    return list(found.select_related("respondent").order_by("-held_on", "-pk"))


def themes(act: Act, survey: Survey) -> list[ThemeVoices]:
    """Return every theme with what was said under it, the theme of most talks first."""
    allowed = Talk.objects.visible_to(act).filter(respondent__survey=survey)
    quotes = Quote.objects.filter(talk__in=allowed).select_related("talk__respondent").prefetch_related("themes")
    found: dict[str, list[Quote]] = {}
    for quote in quotes.order_by("pk"):
        for theme in quote.themes.all():
            found.setdefault(theme.name, []).append(quote)
    every = [_voices(name, under) for name, under in found.items()]
    return sorted(every, key=lambda each: (-each.talks, each.name.casefold()))


def forms(act: Act, survey: Survey) -> tuple[int, int]:
    """Return how many stakeholder forms were sent and how many came back: 122 agreed and 26 returned in 2006."""
    sent = Respondent.objects.visible_to(act).filter(survey=survey, form_sent_on__isnull=False)
    return sent.count(), sent.filter(form_returned_on__isnull=False).count()


def _voices(name: str, under: list[Quote]) -> ThemeVoices:
    voices = [
        Voice(
            quote.words,
            quote.topic,
            attributed_to(rule=quote.talk.attribution, guide=quote.talk.guide, region=quote.talk.respondent.region),
        )
        for quote in under
    ]
    quotable = tuple(voice for voice in voices if voice.said_by is not None)
    return ThemeVoices(name, quotable, len(voices) - len(quotable), len({quote.talk_id for quote in under}))

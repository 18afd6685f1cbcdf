"""Stage two in words."""

import dataclasses

from django.urls import reverse

from onroll.audit.act import Act
from onroll.selfeval.questionnaire import words_of
from onroll.selfeval.stage_two import guides
from onroll.survey import queries
from onroll.survey.models import Respondent, Stakeholder, Survey, Talk
from onroll.survey.queries import ThemeVoices
from onroll.web.parts import Link, Row, Table
from onroll.web.words import count_words, day_words


@dataclasses.dataclass(frozen=True, kw_only=True)
class StageTwoPage:
    """All of stage two: talks, themes with their quotes, and the forms."""

    title: str
    back: Link
    facts: tuple[Row, ...]
    talks: Table | None
    themes: tuple[tuple[ThemeVoices, str], ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class TalkPage:
    """A talk, its guide and a quote to note."""

    title: str
    back: Link
    facts: tuple[Row, ...]
    guide: tuple[str, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class StakeholdersPage:
    """The stakeholder form of an authority."""

    title: str
    number: int
    back: Link
    facts: tuple[Row, ...]
    table: Table | None


def stage_two_page(act: Act, survey: Survey) -> StageTwoPage:
    """Present stage two of a survey."""
    held = queries.talks(act, survey)
    sent, returned = queries.forms(act, survey)
    return StageTwoPage(
        title="Stage two: interviews face to face",
        back=Link(text=f"Back to {survey.name}", href=reverse("survey:survey", args=[survey.pk])),
        facts=(
            Row(key="Talks", value=f"{len(held)}, with {count_words(sum(talk.people for talk in held), 'person')}"),
            Row(key="Authorities", value=str(len({talk.respondent_id for talk in held}))),
            Row(key="Stakeholder forms", value=f"{returned} came back of {sent} sent"),
        ),
        talks=_talks(held) if held else None,
        themes=tuple((theme, _more(theme)) for theme in queries.themes(act, survey)),
    )


def talk_page(talk: Talk) -> TalkPage:
    """Present one talk."""
    guide = guides()[talk.guide]
    survey = talk.respondent.survey_id
    return TalkPage(
        title=f"Talk of {day_words(talk.held_on)}: {guide.role}",
        back=Link(text="Back to stage two", href=reverse("survey:stage-two", args=[survey])),
        facts=(
            Row(key="Authority", value=talk.respondent.name),
            Row(key="How they may be quoted", value=talk.get_attribution_display()),
            Row(key="Agreed on", value=day_words(talk.consent_on)),
        ),
        guide=tuple(guide.topics.values()),
    )


def stakeholders_page(respondent: Respondent) -> StakeholdersPage:
    """Present the stakeholder form of an authority."""
    lines = list(respondent.stakeholders.order_by("-is_main", "organisation"))
    return StakeholdersPage(
        title=f"Stakeholders of {respondent.name}",
        number=respondent.pk,
        back=Link(text="Back to the authority", href=reverse("survey:authority", args=[respondent.pk])),
        facts=(
            Row(key="Form sent", value=day_words(respondent.form_sent_on) if respondent.form_sent_on else "No"),
            Row(
                key="Form came back",
                value=day_words(respondent.form_returned_on) if respondent.form_returned_on else "No",
            ),
        ),
        table=_stakeholders(lines) if lines else None,
    )


def _talks(held: list[Talk]) -> Table:
    return Table(
        caption="Talks",
        head=("Day and role", "Authority", "People", "How they may be quoted"),
        rows=tuple(
            (
                Link(
                    text=f"{day_words(talk.held_on)}: {guides()[talk.guide].role}",
                    href=reverse("survey:talk", args=[talk.pk]),
                ),
                talk.respondent.name,
                str(talk.people),
                talk.get_attribution_display(),
            )
            for talk in held
        ),
        numeric=frozenset({2}),
    )


def _more(theme: ThemeVoices) -> str:
    more = f" {theme.not_quotable} more may not be quoted." if theme.not_quotable else ""
    return f"Said in {count_words(theme.talks, 'talk')}.{more}"


def _stakeholders(lines: list[Stakeholder]) -> Table:
    return Table(
        caption="The form",
        head=("Organisation", "Kind", "Contact", "Takes part in"),
        rows=tuple(
            (
                each.organisation,
                "Main" if each.is_main else "Occasional",
                ", ".join(filter(None, (each.contact, each.telephone, each.email))),
                ", ".join(words_of(part) for part in each.parts),
            )
            for each in lines
        ),
    )

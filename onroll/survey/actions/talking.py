"""The stakeholder form, and stage two: talks by role, what was said in them, and its themes."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import IntegrityError, transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.selfeval.questionnaire import items
from onroll.selfeval.stage_two import guides
from onroll.survey import permissions, queries
from onroll.survey.actions.setting_up import check_open
from onroll.survey.events import QuoteNoted, StakeholderFormMoved, TalkHeld
from onroll.survey.models import Attribution, Interview, Quote, Respondent, Stakeholder, Talk, Theme

# Source: RR797, the stakeholder form: up to ten main stakeholders with their parts, up to fifteen others by name.
MOST_MAIN, MOST_OCCASIONAL = 10, 15
_LONGEST_THEME = 100


class StageTwoNotPossible(RuleBroken):
    """The stakeholder form or a talk was to hold what it cannot."""

    code = "stage_two_not_possible"


@transaction.atomic
def add_stakeholder(
    act: Act,
    *,
    respondent: Respondent,
    organisation: str,
    is_main: bool,
    contact: str = "",
    telephone: str = "",
    email: str = "",
    parts: Sequence[str] = (),
) -> Stakeholder:
    """Add a line of the stakeholder form. Raises: NotAllowed; SurveyClosed; StageTwoNotPossible."""
    permissions.check(permissions.may_interview(act))
    check_open(respondent.survey)
    Respondent.objects.select_for_update().get(pk=respondent.pk)
    if set(parts) - set(items()["SF"].lines):
        raise StageTwoNotPossible("Select parts of the process that are printed on the form.")
    most = MOST_MAIN if is_main else MOST_OCCASIONAL
    if respondent.stakeholders.filter(is_main=is_main).count() >= most:
        raise StageTwoNotPossible(f"The form has room for {most} of these.")
    if not is_main and (contact or telephone or email or parts):
        raise StageTwoNotPossible("Of an occasional stakeholder only the name is kept.")
    try:
        with transaction.atomic():
            made = Stakeholder.objects.create(
                respondent=respondent,
                organisation=organisation,
                is_main=is_main,
                contact=contact,
                telephone=telephone,
                email=email,
                parts=sorted(parts),
            )
    except IntegrityError as twice:
        raise StageTwoNotPossible("This organisation stands on the form already.") from twice
    _record_form(act, respondent)
    return made


@transaction.atomic
def move_form(act: Act, *, respondent: Respondent, is_returned: bool) -> Respondent:
    """Say that the form was sent today, or came back today. Raises: NotAllowed; SurveyClosed; StageTwoNotPossible."""
    permissions.check(permissions.may_interview(act))
    check_open(respondent.survey)
    interview = Interview.objects.filter(respondent=respondent).first()
    agreed = queries.answers_of(interview).at("F1") if interview else frozenset()
    if agreed != {"emailed"}:
        raise StageTwoNotPossible("The authority has not agreed to the form (question F1).")
    if is_returned and respondent.form_sent_on is None:
        raise StageTwoNotPossible("The form has not been sent yet.")
    if is_returned:
        respondent.form_returned_on = act.on
    else:
        respondent.form_sent_on = act.on
    respondent.save(update_fields=["form_sent_on", "form_returned_on"])
    _record_form(act, respondent)
    return respondent


@transaction.atomic
def record_talk(
    act: Act, *, respondent: Respondent, guide: str, held_on: date, people: int, attribution: str, consent_on: date
) -> Talk:
    """Record a talk of stage two. The authority agreed to take part (G4a), the people to how they may be quoted.

    Raises: NotAllowed; SurveyClosed; StageTwoNotPossible.
    """
    permissions.check(permissions.may_interview(act))
    check_open(respondent.survey)
    interview = Interview.objects.filter(respondent=respondent).first()
    if interview is None or queries.answers_of(interview).at("G4a") != {"willing"}:
        raise StageTwoNotPossible("The authority has not agreed to interviews face to face (question G4a).")
    if guide not in guides() or attribution not in Attribution.values:
        raise StageTwoNotPossible("Select a guide and a way of quoting that are in the lists.")
    if held_on > act.on:
        raise StageTwoNotPossible("The day of the talk has not come yet.")
    if consent_on > held_on:
        raise StageTwoNotPossible("How they may be quoted must be agreed before the talk, or on its day.")
    talk: Talk = Talk.objects.create(
        respondent=respondent,
        guide=guide,
        held_on=held_on,
        people=people,
        attribution=attribution,
        consent_on=consent_on,
        recorded_by_id=cast("int", act.actor_id),
    )
    ledger.record(act, TalkHeld(talk_id=talk.pk, guide=guide, attribution=attribution))
    return talk


@transaction.atomic
def note_quote(act: Act, *, talk: Talk, topic: str, words: str, themes: Sequence[str]) -> Quote:
    """Note what was said in a talk, under its themes; a new theme is added to the survey's list.

    Raises: NotAllowed; SurveyClosed; StageTwoNotPossible.
    """
    permissions.check(permissions.may_interview(act))
    survey = talk.respondent.survey
    check_open(survey)
    named = list(dict.fromkeys(" ".join(theme.split()) for theme in themes if theme.strip()))
    if topic not in guides()[talk.guide].topics or not words.strip() or not named:
        raise StageTwoNotPossible("Select a topic of the guide, write what was said, and name a theme.")
    if any(len(name) > _LONGEST_THEME for name in named):
        raise StageTwoNotPossible(f"The name of a theme has no more than {_LONGEST_THEME} characters.")
    quote: Quote = Quote.objects.create(talk=talk, topic=topic, words=words, noted_at=act.at)
    for name in named:
        known = Theme.objects.filter(survey=survey, name__iexact=name).first()
        quote.themes.add(known or Theme.objects.create(survey=survey, name=name))
    ledger.record(act, QuoteNoted(talk_id=talk.pk, topic=topic, themes=len(named)))
    return quote


def _record_form(act: Act, respondent: Respondent) -> None:
    event = StakeholderFormMoved(
        respondent_id=respondent.pk,
        stakeholders=respondent.stakeholders.count(),
        is_returned=respondent.form_returned_on is not None,
    )
    ledger.record(act, event)

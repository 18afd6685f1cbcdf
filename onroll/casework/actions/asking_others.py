"""“Is this child with you?”: asking other authorities with the least that can be matched, and answering.

Source for the least data: docs/decisions/0013-what-other-authorities-are-asked.md.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from onroll.access.models import Organisation, OrganisationKind
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden, RuleBroken, Stale
from onroll.casework import permissions
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.following import for_authority
from onroll.casework.actions.giving import checked_officer
from onroll.casework.border_events import OthersAsked, QuestionAnswered, QuestionRead
from onroll.casework.border_states import ANSWER_MEANINGS, Answer, check_answer_move
from onroll.casework.models import Asked, Case, Question
from onroll.casework.steps import StepKind
from onroll.registry.references import new_reference
from onroll.rules import borders
from onroll.web.words import count_words, day_words


class TooLittleToAsk(RuleBroken):
    """A child without a birth date or name was to be asked about: nobody could answer."""

    code = "too_little_to_ask"
    default_words = "Others can only be asked about a child whose name and date of birth are known."


class NobodyToAsk(RuleBroken):
    """No authority was chosen, or none that can be asked."""

    code = "nobody_to_ask"
    default_words = "Choose at least one other authority to ask."


class AlreadyAsked(RuleBroken):
    """The chosen authorities still have the question before them."""

    code = "already_asked"
    default_words = "These authorities have been asked already, and the question is still open."


@transaction.atomic
def ask_others(act: Act, *, case: Case, authority_ids: Collection[int], expected_version: int) -> Question:
    """Ask other authorities whether the child of an open case is with them; those still asked are left out.

    Raises: TooLittleToAsk; NobodyToAsk; AlreadyAsked; CaseIsClosed; Stale, the second time from the same page.
    """
    permissions.check_may_work_on(act, case.authority_id)
    own = case.notification.sighting
    if own.birth_date is None or not own.surname or not own.forename:
        raise TooLittleToAsk
    authorities = Organisation.objects.filter(kind=OrganisationKind.AUTHORITY, pk__in=authority_ids)
    chosen = set(authorities.exclude(pk=case.authority_id).values_list("pk", flat=True))
    if not chosen:
        raise NobodyToAsk
    open_ones = Asked.objects.filter(question__case=case, question__expires_on__gte=act.on)
    chosen -= set(open_ones.values_list("authority_id", flat=True))
    if not chosen:
        raise AlreadyAsked
    case = change_open_case(case, expected_version)  # of two tabs that both got here, one is stale
    question = Question.objects.create(
        reference=new_reference("Q"),
        case=case,
        asked_by_id=checked_officer(act, act.actor_id),
        asked_at=act.at,
        expires_on=borders.question_ends(act.on),
    )
    Asked.objects.bulk_create(
        Asked(reference=new_reference("A"), question=question, authority_id=authority_id)
        for authority_id in sorted(chosen)
    )
    words = f"{count_words(len(chosen), 'authority')} asked, until {day_words(question.expires_on)}."
    add_step(act, case, StepKind.OTHERS_ASKED, words)
    ledger.record(act, OthersAsked(question_id=question.pk, case_id=case.pk, authority_ids=tuple(sorted(chosen))))
    return question


@transaction.atomic
def open_question(act: Act, *, asked: Asked) -> Asked:
    """Record that an authority reads what it is asked.

    Raises: Hidden, for anybody who was not asked, once the question has expired, and while the child is shielded.
    """
    _check_shown(act, asked)
    ledger.record(act, QuestionRead(asked_id=asked.pk))
    return asked


@transaction.atomic
def answer_question(act: Act, *, asked: Asked, answer: Answer, expected_version: int) -> Asked:
    """Say whether the child is with the acting authority. An answer may be corrected while the question is open.

    Raises: Hidden, once the question has expired; AnswerMoveNotAllowed; Stale, when a colleague answered first.
    """
    _check_shown(act, asked)
    now = Asked.objects.get(pk=asked.pk)
    if now.version != expected_version:
        raise Stale
    check_answer_move(Answer(now.answer), answer)
    here = Asked.objects.filter(pk=asked.pk, version=expected_version)
    if not here.update(answer=answer, answered_by_id=act.actor_id, answered_at=act.at, version=F("version") + 1):
        raise Stale
    asked.refresh_from_db()
    case = asked.question.case
    own = for_authority(act, case.authority, "an answer reaches the case")
    meaning = ANSWER_MEANINGS[answer]
    words = f"{asked.authority.name} answered: {meaning.name}. {meaning.words}"
    add_step(own, case, StepKind.OTHERS_ASKED, words, organisation_id=asked.authority_id)
    ledger.record(
        act,
        QuestionAnswered(asked_id=asked.pk, question_id=asked.question_id, case_id=case.pk, answer=answer),
    )
    return asked


def _check_shown(act: Act, asked: Asked) -> None:
    permissions.check_may_work_on(act, asked.authority_id)
    if not Asked.objects.visible_to(act).filter(pk=asked.pk).exists():
        raise Hidden

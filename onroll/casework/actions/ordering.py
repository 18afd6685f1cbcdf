"""School attendance orders: beginning one, taking its steps with their letters, and an authority's own letter texts."""

from collections.abc import Iterator
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from onroll.access.models import Person
from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken, Stale
from onroll.casework import letters, permissions
from onroll.casework.actions import letter_files
from onroll.casework.actions.changing import add_step, change_open_case
from onroll.casework.actions.giving import checked_officer
from onroll.casework.actions.working import checked_words
from onroll.casework.models import AttendanceOrder, Case, Letter, LetterTemplate, OrderEvent
from onroll.casework.order_events import LetterRead, LetterTextChanged, OrderBegun, OrderOpened, OrderStepTaken
from onroll.casework.steps import StepKind
from onroll.registry.references import new_reference
from onroll.rules import orders
from onroll.rules.orders import OrderState, OrderStep
from onroll.vault import actions as vault_actions
from onroll.vault import queries as vault_queries
from onroll.web.words import day_words

LARGEST_LETTER_BYTES = 2_000_000
LONGEST_TEXT = 20_000  # characters


class OrderAlreadyRuns(RuleBroken):
    """A second order was begun while one runs."""

    code = "order_already_runs"
    default_words = "An attendance order already runs for this child. Work on that one."


class OrderStepNotAllowed(RuleBroken):
    """A step was taken out of its order, or before the notice's period was over."""

    code = "order_step_not_allowed"


class OrderDayImpossible(RuleBroken):
    """A step was dated in the future or before the one before it."""

    code = "order_day_impossible"


class SchoolNotNamed(RuleBroken):
    """A notice or order names no school."""

    code = "order_school_not_named"
    default_words = "Enter the school."


class LetterTextWrong(RuleBroken):
    """A letter's text has fields that are none, is empty, or is too long."""

    code = "letter_text_wrong"


@transaction.atomic
def begin_order(
    act: Act, *, case: Case, parent_name: str, parent_address: str, grounds: str, has_plan: bool, expected_version: int
) -> AttendanceOrder:
    """Begin the way to an attendance order, after the one before: its school is known from there.

    Raises: NoteMissing; OrderAlreadyRuns; CaseIsClosed; Stale.
    """
    permissions.check_may_work_on(act, case.authority_id)
    given = {"parent_name": parent_name, "parent_address": parent_address, "grounds": grounds}
    given = {name: checked_words(words) for name, words in given.items()}
    case = change_open_case(case, expected_version)
    earlier = AttendanceOrder.objects.filter(case=case).order_by("-pk").first()
    try:
        with transaction.atomic():
            order = AttendanceOrder.objects.create(
                reference=new_reference("O"),
                authority_id=case.authority_id,
                case=case,
                earlier=earlier,
                ruleset=orders.ruleset_on(act.on).name,
                has_plan=has_plan,
                school_name=earlier.school_name if earlier else "",
                began_on=act.on,
                **given,
            )
    except IntegrityError:
        raise OrderAlreadyRuns from None
    after = f" after {earlier.reference}" if earlier else ""
    add_step(act, case, StepKind.ORDER, f"Attendance order {order.reference} begun{after}.")
    ledger.record(act, OrderBegun(order_id=order.pk, case_id=case.pk, earlier_id=earlier.pk if earlier else None))
    return order


@transaction.atomic
def take_order_step(
    act: Act,
    *,
    order: AttendanceOrder,
    step: str,
    done_on: date,
    words: str = "",
    school_name: str = "",
    expected_version: int,
) -> OrderEvent:
    """Take a step of an order; one that has a letter makes it, freezes its text and stores both files.

    `done_on`: the day it was done, for a notice or order the day of service, which is the first of its period.
    Raises: OrderStepNotAllowed, also while a notice's period runs; OrderDayImpossible; SchoolNotNamed; Stale.
    """
    permissions.check_may_work_on(act, order.authority_id)
    found = _allowed(order, step, done_on)
    _check_day(act, order, done_on)
    school = school_name.strip() or order.school_name
    if found.letter in {"school_notice", "order", "amendment"} and not school:
        raise SchoolNotNamed
    ends_on = orders.last_day(found.deadline, done_on) if found.deadline else None
    changed = AttendanceOrder.objects.filter(pk=order.pk, version=expected_version, state=order.state).update(
        state=found.to_state,
        school_name=school,
        period_ends_on=ends_on or order.period_ends_on,
        version=F("version") + 1,
    )
    if not changed:
        raise Stale
    order.refresh_from_db()
    letter = _make_letter(act, order, found, done_on, ends_on) if found.letter else None
    event = OrderEvent.objects.create(
        order=order,
        step=step,
        done_on=done_on,
        period_ends_on=ends_on,
        words=words.strip()[:1000],
        letter=letter,
        recorded_at=act.at,
        person_id=checked_officer(act, act.actor_id),
    )
    told = f"{found.name}, {day_words(done_on)} ({order.reference}, {found.section}). {words.strip()}"
    add_step(act, order.case, StepKind.ORDER, told[:1000])
    ledger.record(
        act,
        OrderStepTaken(
            order_id=order.pk,
            case_id=order.case_id,
            step=step,
            state=order.state,
            letter_id=letter.pk if letter else None,
        ),
    )
    return event


@transaction.atomic
def change_letter_text(act: Act, *, code: str, text: str, expected_number: int) -> LetterTemplate:
    """Give one of the authority's letters a new text; letters that were made keep theirs.

    Raises: NotALeader; LetterTextWrong, with the fields that are none; Stale, when a colleague changed it first.
    """
    if not permissions.may_lead(act):
        raise permissions.NotALeader
    check_letter_text(code, text)
    mine = LetterTemplate.objects.filter(authority_id=act.organisation_id, code=code)
    if (mine.aggregate(last=Max("number"))["last"] or 0) != expected_number:
        raise Stale
    try:
        with transaction.atomic():
            template = LetterTemplate.objects.create(
                authority_id=act.organisation_id or 0,
                code=code,
                number=expected_number + 1,
                text=text,
                made_at=act.at,
                made_by_id=checked_officer(act, act.actor_id),
            )
    except IntegrityError:
        raise Stale from None
    ledger.record(act, LetterTextChanged(template_id=template.pk, letter=code, number=template.number))
    return template


def check_letter_text(code: str, text: str) -> None:
    """Refuse a text that no letter could be made of.

    Raises: LetterTextWrong.
    """
    if code not in letters.NAMES or not text.strip() or len(text) > LONGEST_TEXT:
        raise LetterTextWrong(f"Write the letter in no more than {LONGEST_TEXT:,} characters.")
    unknown = letters.unknown_fields(text)
    if unknown:
        raise LetterTextWrong(f"These are no merge fields: {', '.join(unknown)[:200]}. Use only those listed.")


@transaction.atomic
def open_order(act: Act, *, order: AttendanceOrder) -> AttendanceOrder:
    """Record that the person reads an order, which names a parent and where she lives.

    Raises: NotAnOfficer, Hidden.
    """
    permissions.check_may_work_on(act, order.authority_id)
    ledger.record(act, OrderOpened(order_id=order.pk))
    return order


@transaction.atomic
def open_letter(act: Act, *, letter: Letter, form: str) -> Iterator[bytes]:
    """Take a letter out of the vault, as "pdf" or "docx"; that it was read is recorded.

    Raises: NotWholeAsPdf, where the PDF lacks letters of a name.
    """
    permissions.check_may_work_on(act, letter.order.authority_id)
    letter_files.check_whole_as_pdf(letter.text, form)
    ledger.record(act, LetterRead(letter_id=letter.pk, form=form))
    return vault_queries.pieces(letter.docx if form == "docx" else letter.pdf)


def _allowed(order: AttendanceOrder, code: str, done_on: date) -> OrderStep:
    done = set(order.events.values_list("step", flat=True))
    state = OrderState(order.state)
    found = {
        step.code: step for step in orders.steps_from(order.ruleset, state, has_plan=order.has_plan, done=done)
    }.get(code)
    if found is None:
        raise OrderStepNotAllowed(f"This order is at “{orders.MEANINGS[state][0]}”: this step cannot follow now.")
    if not orders.is_over(found, order.period_ends_on, done_on):
        last = day_words(order.period_ends_on) if order.period_ends_on else "its last day"
        raise OrderStepNotAllowed(f"The parent has until {last} to answer. This step can follow the day after.")
    return found


def _check_day(act: Act, order: AttendanceOrder, done_on: date) -> None:
    last = order.events.last()
    if done_on > act.on:
        raise OrderDayImpossible("This day is in the future. Record the step when it has been taken.")
    if done_on < (last.done_on if last else order.began_on):
        raise OrderDayImpossible("This day is before the step before it. Check the year.")


def _make_letter(act: Act, order: AttendanceOrder, step: OrderStep, served_on: date, ends_on: date | None) -> Letter:
    own = LetterTemplate.objects.filter(authority_id=order.authority_id, code=step.letter).order_by("-number").first()
    text = letters.merged(
        own.text if own else letters.standard_text(step.letter), letter_values(act, order, step, served_on, ends_on)
    )
    pdf, word = letter_files.as_pdf(text), letter_files.as_docx(text)
    return Letter.objects.create(
        reference=new_reference("L"),
        order=order,
        code=step.letter,
        template_number=own.number if own else 0,
        text=text,
        pdf=vault_actions.store(act, [pdf], limit=LARGEST_LETTER_BYTES),
        docx=vault_actions.store(act, [word], limit=LARGEST_LETTER_BYTES),
        made_at=act.at,
        made_by_id=checked_officer(act, act.actor_id),
    )


def letter_values(
    act: Act, order: AttendanceOrder, step: OrderStep, served_on: date, ends_on: date | None
) -> dict[str, str]:
    """Return what a letter's merge fields hold."""
    own = order.case.notification.sighting
    return {
        "authority": order.authority.name,
        "officer": Person.objects.get(pk=checked_officer(act, act.actor_id)).name,
        "reference": order.reference,
        "parent": order.parent_name,
        "parent_address": order.parent_address,
        "child": f"{own.forename} {own.surname}".strip(),
        "birth_date": day_words(own.birth_date) if own.birth_date else "a day not known to us",
        "school": order.school_name,
        "grounds": order.grounds,
        "served_on": day_words(served_on),
        "answer_by": day_words(ends_on) if ends_on else "",
        "section": step.section,
        "earlier": order.earlier.reference if order.earlier else "none",
    }

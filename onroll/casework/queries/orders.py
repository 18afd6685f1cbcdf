"""School attendance orders and their letters, from what the acting officer's authority may see."""

from collections.abc import Sequence

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework import letters, permissions
from onroll.casework.models import AttendanceOrder, Case, Letter, LetterTemplate
from onroll.rules import orders
from onroll.rules.orders import OrderState, OrderStep


def order(act: Act, reference: str) -> AttendanceOrder:
    """Return one order.

    Raises: Hidden.
    """
    rows = AttendanceOrder.objects.visible_to(act).select_related(
        "authority", "earlier", "case__notification__sighting", "case__authority"
    )
    found: AttendanceOrder | None = rows.filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def letter(act: Act, reference: str) -> Letter:
    """Return one letter of the authority's orders.

    Raises: Hidden.
    """
    mine = Letter.objects.filter(order__in=AttendanceOrder.objects.visible_to(act))
    found = mine.filter(reference=reference).select_related("order", "pdf", "docx").first()
    if found is None:
        raise Hidden
    return found


def orders_of(act: Act, case: Case) -> Sequence[AttendanceOrder]:
    """Return the orders of a case, the newest first."""
    return list(AttendanceOrder.objects.visible_to(act).filter(case=case).order_by("-pk"))


def next_steps(order: AttendanceOrder) -> list[OrderStep]:
    """Return the steps that may follow; one that waits for the end of a period is among them."""
    done = set(order.events.values_list("step", flat=True))
    return orders.steps_from(order.ruleset, OrderState(order.state), has_plan=order.has_plan, done=done)


def letter_texts(act: Act, code: str) -> list[LetterTemplate]:
    """Return every version of the acting authority's own text of a letter, the newest first. Raises: Hidden."""
    if code not in letters.NAMES or not permissions.may_see_cases(act):
        raise Hidden
    mine = LetterTemplate.objects.filter(authority_id=act.organisation_id or 0, code=code)
    return list(mine.select_related("made_by").order_by("-number"))


def newest_letter_texts(act: Act) -> dict[str, LetterTemplate]:
    """Return the acting authority's own text of each letter that has one, by the letter's code."""
    if not permissions.may_see_cases(act):
        return {}
    mine = LetterTemplate.objects.filter(authority_id=act.organisation_id or 0).select_related("made_by")
    return {each.code: each for each in mine.order_by("number")}

"""School attendance orders: their steps by rule set, their periods, the order before, and their letters."""

import dataclasses
import hashlib
import io
from datetime import date, datetime, timedelta

import docx
import pytest
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.casework import letters, permissions
from onroll.casework.actions import letter_files, ordering
from onroll.casework.models import AttendanceOrder, Case, Letter
from onroll.rules import orders
from onroll.rules.orders import OrderState
from tests.cast import Cast
from tests.integration.casework import world

MONDAY = datetime(2026, 10, 5, 10, tzinfo=LONDON)
THE_1996_WAY = ("serve_notice", "consult_school", "name_school", "serve_order", "revoke_order")


def act_on(cast: Cast, days: int):
    return dataclasses.replace(cast.officer.act(), at=MONDAY + timedelta(days=days))


def led_on(cast: Cast, days: int):
    """Return an act of the leader, whose the texts of letters are."""
    return dataclasses.replace(act_on(cast, days), role=Role.CME_LEADER)


def begun(cast: Cast, case: Case | None = None, *, days: int = 0, has_plan: bool = False) -> AttendanceOrder:
    case = case or world.opened_case(cast, when=MONDAY)
    return ordering.begin_order(
        act_on(cast, days), case=case, parent_name="Oona Łukasz", parent_address="1 Invented Lane",
        grounds="no education has been seen", has_plan=has_plan, expected_version=case.version,
    )  # fmt: skip


def take(cast: Cast, order: AttendanceOrder, step: str, days: int, **more: object):
    given = {"school_name": "Placeholder Academy", "expected_version": order.version, **more}
    return ordering.take_order_step(act_on(cast, days), order=order, step=step, done_on=act_on(cast, days).on, **given)


def in_force(cast: Cast, order: AttendanceOrder, days: int = 0) -> AttendanceOrder:
    for step, day in (("serve_notice", 0), ("consult_school", 16), ("name_school", 16), ("serve_order", 32)):
        take(cast, order, step, days + day)
    return order


def test_an_order_goes_from_concern_to_revoked_with_a_letter_at_each_notice(cast: Cast) -> None:
    order = in_force(cast, begun(cast))
    take(cast, order, "revoke_order", 60)

    assert order.state == OrderState.REVOKED
    assert tuple(order.events.values_list("step", flat=True)) == THE_1996_WAY
    assert list(order.letters.order_by("pk").values_list("code", flat=True)) == [
        "notice", "school_notice", "order", "revocation",
    ]  # fmt: skip


def test_s437_the_day_of_service_is_the_first_of_the_fifteen_days(cast: Cast) -> None:
    order = begun(cast)
    event = take(cast, order, "serve_notice", 0)

    assert event.period_ends_on == date(2026, 10, 19)
    assert "by 19 October 2026" in event.letter.text
    take(cast, order, "consult_school", 14)
    with pytest.raises(ordering.OrderStepNotAllowed, match="until 19 October 2026"):
        take(cast, order, "name_school", 14)
    take(cast, order, "name_school", 15)


def test_s441_with_an_ehc_plan_the_notice_of_s438_is_skipped(cast: Cast) -> None:
    order = begun(cast, has_plan=True)
    take(cast, order, "serve_notice", 0)

    with pytest.raises(ordering.OrderStepNotAllowed):
        take(cast, order, "name_school", 16)
    take(cast, order, "serve_order_with_plan", 16)
    assert order.state == OrderState.ORDER_SERVED


def test_s439_no_school_is_named_before_it_was_consulted(cast: Cast) -> None:
    order = begun(cast)
    take(cast, order, "serve_notice", 0)

    with pytest.raises(ordering.OrderStepNotAllowed):
        take(cast, order, "name_school", 20)


def test_an_order_after_an_ignored_one_is_linked_to_it_and_knows_its_school(cast: Cast) -> None:
    first = in_force(cast, begun(cast))
    take(cast, first, "report_offence", 50)
    take(cast, first, "court_ends_order", 60)
    second = begun(cast, Case.objects.get(pk=first.case_id), days=61)

    assert (second.earlier, second.school_name) == (first, "Placeholder Academy")
    assert first.reference in take(cast, second, "serve_notice", 61).letter.text


def test_one_order_runs_at_a_time(cast: Cast) -> None:
    order = begun(cast)

    with pytest.raises(ordering.OrderAlreadyRuns):
        begun(cast, Case.objects.get(pk=order.case_id))


def test_a_day_in_the_future_or_out_of_order_is_refused(cast: Cast) -> None:
    order = begun(cast)
    take(cast, order, "serve_notice", 3)

    for days, words in ((5, "in the future"), (-2, "before the step before")):
        with pytest.raises(ordering.OrderDayImpossible, match=words):
            ordering.take_order_step(
                act_on(cast, 4), order=order, step="stop", done_on=act_on(cast, days).on, expected_version=order.version
            )


def test_a_stale_tab_takes_no_step(cast: Cast) -> None:
    order = begun(cast)

    with pytest.raises(Stale):
        take(cast, order, "serve_notice", 0, expected_version=7)
    assert not Letter.objects.exists()


def test_a_letter_is_frozen_stored_twice_and_read_with_a_trace(cast: Cast) -> None:
    letter = take(cast, begun(cast), "serve_notice", 0).letter
    before = letter.text
    ordering.change_letter_text(led_on(cast, 1), code="notice", text="Another\n\n{{ child }}", expected_number=0)

    pdf = b"".join(ordering.open_letter(act_on(cast, 1), letter=letter, form="pdf"))
    word = b"".join(ordering.open_letter(act_on(cast, 1), letter=letter, form="docx"))
    assert pdf.startswith(b"%PDF")
    assert hashlib.sha256(pdf).hexdigest() == letter.pdf.sha256
    assert any("Oona Łukasz" in each.text for each in docx.Document(io.BytesIO(word)).paragraphs)
    letter.refresh_from_db()
    assert letter.text == before


def test_an_authoritys_own_text_is_used_from_its_next_letter_on(cast: Cast) -> None:
    ordering.change_letter_text(led_on(cast, 0), code="notice", text="Ours\n\nDear {{ parent }}", expected_number=0)

    letter = take(cast, begun(cast), "serve_notice", 0).letter

    assert (letter.text, letter.template_number) == ("Ours\n\nDear Oona Łukasz", 1)
    with pytest.raises(Stale):
        ordering.change_letter_text(led_on(cast, 0), code="notice", text="Late", expected_number=0)


@pytest.mark.parametrize(
    "text", ["{{ child.upn }}", "{{ 7*7 }}", "{{ child", "{{ secret }}", "{{ ''.__class__ }}", "", "x" * 20_001]
)
def test_a_text_can_hold_merge_fields_and_nothing_else(cast: Cast, text: str) -> None:
    with pytest.raises(ordering.LetterTextWrong):
        ordering.change_letter_text(led_on(cast, 0), code="notice", text=text, expected_number=0)


def test_only_the_leader_changes_the_text_of_a_letter(cast: Cast) -> None:
    with pytest.raises(permissions.NotALeader):
        ordering.change_letter_text(act_on(cast, 0), code="notice", text="Ours", expected_number=0)


def test_what_a_value_holds_is_never_read_as_a_field() -> None:
    values = dict.fromkeys(letters.FIELDS, "{{ officer }}")

    assert letters.merged("{{ child }} {% x %}", values) == "{{ officer }} {% x %}"


@pytest.mark.parametrize("code", letters.NAMES)
def test_every_letter_that_comes_with_onroll_can_be_made(code: str) -> None:
    text = letters.standard_text(code)
    assert letters.unknown_fields(text) == []
    assert letter_files.as_pdf(letters.merged(text, dict.fromkeys(letters.FIELDS, "Łódź"))).startswith(b"%PDF")


def test_a_letter_is_made_of_what_was_pasted_from_another_program(cast: Cast) -> None:
    """Word breaks its lines with a vertical tab; no document of ours may hold that, nor any other control sign."""
    case = world.opened_case(cast, when=MONDAY)
    order = ordering.begin_order(
        act_on(cast, 0), case=case, parent_name="Oona\x1b Łukasz", parent_address="1 Invented\x0bLane\ufffe",
        grounds="no education\x0chas been seen", has_plan=False, expected_version=case.version,
    )  # fmt: skip

    letter = take(cast, order, "serve_notice", 0).letter

    word = docx.Document(io.BytesIO(b"".join(ordering.open_letter(act_on(cast, 0), letter=letter, form="docx"))))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Oona Łukasz" in text
    assert "1 Invented\nLane" in text


def test_a_notice_to_a_name_that_the_font_cannot_draw_is_no_pdf_but_a_word_document(cast: Cast, signed_in) -> None:
    case = world.opened_case(cast, when=MONDAY)
    order = ordering.begin_order(
        act_on(cast, 0), case=case, parent_name="زينب 李", parent_address="1 Invented Lane", grounds="none seen",
        has_plan=False, expected_version=case.version,
    )  # fmt: skip
    letter = take(cast, order, "serve_notice", 0).letter
    officer = signed_in(cast.officer)
    pdf, word = (reverse("casework:letter", args=[letter.reference, form]) for form in ("pdf", "docx"))

    page = officer.get(reverse("casework:order", args=[order.reference])).content.decode()

    assert (pdf in page, word in page, "is a Word document only" in page) == (False, True, True)
    refused = officer.get(pdf)
    assert refused.status_code == 422
    assert "Take the Word document" in refused.content.decode()
    assert officer.get(word).status_code == 200
    assert [one.details["form"] for one in LedgerEntry.objects.filter(name="casework.LetterRead")] == ["docx"]
    assert letter_files.letters_missing("Zoë Łukasz, Κώστας, Иван, 1 Lane") == ""


def test_what_a_font_cannot_draw_is_not_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    letter_files.as_pdf("Notice\n\nزينب")

    assert caplog.text == ""


def test_nobody_but_the_authoritys_officer_touches_an_order(cast: Cast) -> None:
    order = begun(cast)
    for who, member in cast.members().items():
        if who != "officer":
            with pytest.raises((Hidden, NotAllowed)):
                ordering.take_order_step(
                    member.act(), order=order, step="stop", done_on=order.began_on, expected_version=1
                )


def test_reading_an_order_leaves_a_trace_without_the_parents_name(cast: Cast, signed_in) -> None:
    order = begun(cast)
    page = reverse("casework:order", args=[order.reference])

    assert "Oona Łukasz" in signed_in(cast.officer).get(page).content.decode()
    assert signed_in(cast.neighbour_officer).get(page).status_code == 404

    (read,) = LedgerEntry.objects.filter(name="casework.OrderOpened")
    assert (read.actor_id, read.subject_id) == (cast.officer.person.pk, str(order.pk))
    assert "Łukasz" not in str(read.details)


@pytest.mark.parametrize("ruleset", ["sao-1996", "sao-2026"])
def test_every_state_of_a_rule_set_can_be_reached(ruleset: str) -> None:
    moves, reached, edge = orders.moves_of(ruleset), {OrderState.CONCERN}, {OrderState.CONCERN}
    while edge:
        edge = {target for state in edge for target in moves[state]} - reached
        reached |= edge
    assert set(moves) == set(OrderState) == set(orders.MEANINGS) == reached


def test_the_act_of_2026_waits_behind_a_date_and_its_unknown_period_is_never_guessed() -> None:
    day = date(2027, 9, 1)

    assert orders.ruleset_on(day).name == "sao-1996"
    assert orders.ruleset_on(day, begins_2026=day).name == "sao-2026"
    assert orders.ruleset_on(day - timedelta(days=1), begins_2026=day).name == "sao-1996"
    assert orders.last_day("SAO_2026_NOMINATION", day) == date(2027, 9, 15)
    with pytest.raises(orders.PeriodNotKnown):
        orders.last_day("SAO_2026_PRELIMINARY", day)
    assert orders.last_day("SAO_2026_PRELIMINARY", day, preliminary_days=10) == date(2027, 9, 10)
    assert (orders.BEGINS_2026.mark, orders.PRELIMINARY_2026_DAYS.mark) == ("U", "U")


def test_the_pages_lead_from_the_case_to_a_served_notice_and_its_letter(cast: Cast, signed_in) -> None:
    case = world.opened_case(cast, when=MONDAY)
    officer = signed_in(cast.officer)
    begin = reverse("casework:begin-order", args=[case.reference])
    assert begin in officer.get(reverse("casework:case", args=[case.reference])).content.decode()
    given = {"parent_name": "Oona", "parent_address": "1 Invented Lane", "grounds": "none seen", "version": 1}
    officer.post(begin, given)
    order = AttendanceOrder.objects.get()
    today = cast.officer.act().on
    day = {"done_on_day": today.day, "done_on_month": today.month, "done_on_year": today.year}
    page = reverse("casework:order", args=[order.reference])

    answered = officer.post(page, {"version": 1, "step": "serve_notice", **day}, follow=True).content.decode()

    letter = Letter.objects.get()
    assert "Notice served" in answered
    for form in ("pdf", "docx"):
        address = reverse("casework:letter", args=[letter.reference, form])
        assert address in answered
        assert officer.get(address).status_code == 200
        assert signed_in(cast.neighbour_officer).get(address).status_code == 404

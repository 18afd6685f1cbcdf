"""The pages of a case's checklist, risk, dates, follow-up and deputy, as the officer gets them over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onroll.casework.models import Case, RiskAssessment
from tests.cast import Cast, Member, make_member
from tests.integration.casework import world
from tests.integration.casework.test_pages import address, errors, text, title

SignIn = Callable[[Member], Client]
LONG = "x" * 200_000


@pytest.fixture
def officer(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.officer)


@pytest.fixture
def case(cast: Cast) -> Case:
    return world.opened_case(cast)


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def test_a_line_is_ticked_on_its_page_which_then_says_who_did_it(cast: Cast, officer: Client, case: Case) -> None:
    assert "School rolls of your area searched" in text(officer.get(address("tick-checklist", case)))

    page = text(officer.post(address("tick-checklist", case), {"version": 1, "check": "CHECK_ROLLS"}, follow=True))

    assert "The checklist is saved." in page
    assert "Checklist of this stage 1 of " in page
    assert f"{cast.officer.person.name}, " in text(officer.get(address("tick-checklist", case)))
    same = officer.post(address("tick-checklist", case), {"version": 2, "check": "CHECK_ROLLS"})
    assert errors(same) == ["Tick a line that is done, or take a tick back. Nothing was changed."]


def test_an_urgent_sign_on_the_risk_page_asks_for_the_referral_in_words(officer: Client, case: Case) -> None:
    sent = {"version": 1, "prompts": "KNOWN_PLAN", "level": "3", "reason": "A plan in another area"}

    low = officer.post(address("assess-risk", case), sent)
    assert "the risk is high" in errors(low)[0]
    assert title(low).startswith("Error: ")
    unreferred = officer.post(address("assess-risk", case), {**sent, "level": "1"})
    assert "Refer to social care or the police now" in errors(unreferred)[0]
    assert not RiskAssessment.objects.exists()

    referred = {**sent, "level": "1", "referral": "Front door, today at ten, reference 17"}
    page = text(officer.post(address("assess-risk", case), referred, follow=True))

    assert "The risk is recorded." in page
    assert "Why this risk Officer Invented" in page
    assert "Child protection plan, or a child in need, now or before" in page
    assert "Referred Front door, today at ten, reference 17" in page


def test_the_risk_page_says_what_each_level_means(officer: Client, case: Case) -> None:
    page = text(officer.get(address("assess-risk", case)))

    assert "refer to social care or the police at once" in page
    assert "An officer looked, and found no sign of risk." in page


def test_a_corrected_date_stands_with_what_was_known_before(officer: Client, case: Case) -> None:
    first, second = timezone.localdate() - timedelta(days=3), timezone.localdate() - timedelta(days=2)
    left = day("last_in_education_on", date(2026, 9, 11))
    officer.post(address("record-dates", case), {"version": 1, **left, **day("located_on", first)})
    officer.post(address("record-dates", case), {"version": 2, **left, **day("located_on", second)})

    page = text(officer.get(address("case", case)))

    assert "Dates, and since when they are known" in page
    assert "No, corrected later" in page


@pytest.mark.parametrize(("days", "said"), [(1, "in the future"), (-6000, "before")])
def test_a_date_that_cannot_be_comes_back_with_words_and_nothing_is_kept(
    officer: Client, case: Case, days: int, said: str
) -> None:
    impossible = timezone.localdate() + timedelta(days=days)

    answer = officer.post(address("record-dates", case), {"version": 1, **day("located_on", impossible)})

    assert said in errors(answer)[0]
    assert Case.objects.get(pk=case.pk).located_on is None


def test_a_follow_up_of_a_day_that_is_over_is_refused_on_its_page(officer: Client, case: Case) -> None:
    sent = {"version": 1, "words": "Rang", **day("next_by", timezone.localdate() - timedelta(days=1))}

    assert errors(officer.post(address("follow-up", case), sent))
    assert "The follow-up is recorded." in text(
        officer.post(address("follow-up", case), {"version": 1, "words": "Rang"}, follow=True)
    )


def test_a_deputy_is_named_and_taken_away_on_the_page(cast: Cast, officer: Client, case: Case) -> None:
    colleague = make_member("colleague", cast.exampleton, cast.officer.membership.role)

    named = officer.post(address("name-deputy", case), {"version": 1, "deputy": colleague.person.pk}, follow=True)
    assert "Deputy Colleague Invented" in text(named)
    assert "Deputy Nobody" in text(
        officer.post(address("name-deputy", case), {"version": 2, "deputy": ""}, follow=True)
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("add-note", {"words": LONG}),
        ("move-stage", {"stage": "locate", "note": LONG}),
        ("assess-risk", {"level": "4", "reason": LONG}),
        ("follow-up", {"words": LONG}),
        ("close-case", {"outcome": "not_missing", "evidence_kind": "REGISTER_ENTRY", "evidence": LONG}),
        ("offer-case", {"receiver": "", "why": LONG}),
        ("begin-order", {"parent_name": "Oona", "parent_address": "1 Lane", "grounds": LONG}),
    ],
)
def test_a_text_of_200_kb_is_refused_at_its_field_and_the_case_stays_as_it_was(
    officer: Client, case: Case, name: str, values: dict[str, str]
) -> None:
    answer = officer.post(address(name, case), {"version": 1, **values})

    assert answer.status_code == 200
    assert any("characters or fewer" in words or "at most" in words for words in errors(answer)), errors(answer)
    assert (Case.objects.get(pk=case.pk).version, case.events.count()) == (1, 1)


@pytest.mark.parametrize("name", ["tick-checklist", "assess-risk", "follow-up", "name-deputy"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("neighbour_officer", 404), ("administrator", 403), ("clerk", 403), ("auditor", 403)],
)
def test_who_gets_which_page(cast: Cast, case: Case, signed_in: SignIn, name: str, who: str, status: int) -> None:
    answer = signed_in(cast.members()[who]).get(address(name, case))

    assert answer.status_code == status
    assert world.CANARY_SURNAME not in answer.content.decode()

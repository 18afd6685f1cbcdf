"""The officer's pages, as she gets them over HTTP."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from onroll.access.models import Role
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.casework import actions
from onroll.casework.models import Case, Outcome
from onroll.registry.models import Sighting
from onroll.transfer.models import LostPupil
from tests.cast import Cast, Member, make_member
from tests.integration.casework import world

SignIn = Callable[[Member], Client]
FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)


@pytest.fixture
def officer(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.officer)


def text(response) -> str:
    """Return what a page says, spaces made single."""
    return " ".join(html.fromstring(response.content).xpath("string(//body)").split())


def title(response) -> str:
    return html.fromstring(response.content).xpath("string(//title)")


def errors(response) -> list[str]:
    return [
        " ".join(line.text_content().split())
        for line in html.fromstring(response.content).xpath("//*[contains(@class, 'error-summary__list')]/li")
    ]


def address(name: str, row: object) -> str:
    return reverse(f"casework:{name}", args=[row.reference])


def confirmed_case(cast: Cast) -> Case:
    case = world.opened_case(cast, when=FILED_AT)
    world.confirm(
        case.notification,
        clerk=cast.neighbour_clerk,
        on_roll_from=date(2026, 10, 12),
        when=FILED_AT + timedelta(days=13),
    )
    case.refresh_from_db()
    return case


def test_an_empty_work_list_says_what_will_appear(cast: Cast, officer: Client) -> None:
    page = text(officer.get(reverse("casework:work-list")))

    assert "0 new notifications and 0 open cases." in page
    assert "No new notifications. When a school of your area files a lost pupil, it appears here." in page
    assert "There are no open cases." in page


def test_the_work_list_shows_notifications_and_cases_with_what_the_words_mean(cast: Cast, officer: Client) -> None:
    world.file_as_lost(cast)
    world.opened_case(cast, when=FILED_AT, sighting=world.child_named("Overdueson", "Ivo", seen_at=FILED_AT))
    confirmed_case(cast)

    page = text(officer.get(reverse("casework:work-list")))

    assert "1 new notification and 2 open cases." in page
    assert "Zelphine Qvoxcanary" in page
    assert "Ivo Overdueson" in page
    assert "Ready to close" in page
    assert "Overdue" in page
    assert "Nobody in your authority has worked on the case for a month" in page


def test_filters_narrow_the_list_and_nonsense_in_the_address_shows_everything(cast: Cast, officer: Client) -> None:
    world.opened_case(cast)

    narrowed = text(officer.get(reverse("casework:work-list"), {"stage": "locate"}))
    assert "No open case fits." in narrowed
    assert "Show all cases" in narrowed
    assert "1 open case that fit" in text(officer.get(reverse("casework:work-list"), {"queue": "mine"}))
    assert "No open case fits." in text(officer.get(reverse("casework:work-list"), {"overdue": "on"}))
    assert "1 open case." in text(officer.get(reverse("casework:work-list"), {"stage": "nonsense", "page": "x"}))


def test_a_long_work_list_has_pages_that_keep_the_filters(cast: Cast, officer: Client) -> None:
    for _ in range(26):
        world.opened_case(cast)

    page = officer.get(reverse("casework:work-list"), {"queue": "mine", "page": "2"})

    links = html.fromstring(page.content).xpath("//nav[contains(@class,'pagination')]//a/@href")
    assert "?queue=mine&page=1" in links
    assert len(html.fromstring(page.content).xpath("//table[contains(caption, 'Open cases')]/tbody/tr")) == 1


def test_a_notification_shows_what_the_school_said_and_is_recorded_as_read(cast: Cast, officer: Client) -> None:
    notification = world.file_as_lost(cast, when=FILED_AT, left_on=date(2026, 9, 11))

    response = officer.get(address("notification", notification))

    page = text(response)
    assert "Zelphine Qvoxcanary" in page
    assert "Fixture Primary School (8201234)" in page
    assert "Last day in education 11 September 2026" in page
    assert "Notified 1 October 2026" in page
    assert "Phone every number held, at different times of day; text and email" in page
    assert "No answer on three days" in page
    assert "17 May 2014" in page
    assert "In the lost-pupil repository" in page
    assert "Open a case" in page
    entry = LedgerEntry.objects.get(name="casework.NotificationRecordOpened")
    assert (entry.actor_id, entry.purpose) == (cast.officer.person.pk, "read a notification")


def test_a_held_file_can_be_read_in_full_from_its_notification_and_a_claimed_one_cannot(
    cast: Cast, officer: Client
) -> None:
    notification = world.file_as_lost(cast)
    whole = reverse("transfer:open-lost-pupil", args=[notification.message.reference])
    assert whole in officer.get(address("notification", notification)).content.decode()

    world.claim(notification, officer=cast.neighbour_officer, school=cast.neighbour_school)

    assert whole not in officer.get(address("notification", notification)).content.decode()


def test_a_child_said_to_be_outside_the_sector_is_not_confirmed_to_be_there(cast: Cast, officer: Client) -> None:
    notification = world.file_as_lost(cast)
    assert "Where the child went Not known" in text(officer.get(address("notification", notification)))

    LostPupil.objects.filter(message=notification.message).update(outside_sector=True)

    page = text(officer.get(address("notification", notification)))
    assert "(MMMMMMM); nobody has confirmed it" in page


def test_a_notification_without_enquiries_or_dates_says_so(cast: Cast, officer: Client) -> None:
    sighting = world.child_named(seen_at=FILED_AT)
    Sighting.objects.filter(pk=sighting.pk).update(
        birth_date=None, sex="", year_group="", upn="", address="", postcode=""
    )
    notification = world.file_as_lost(cast, left_on=None, sighting=sighting)
    notification.message.lost_pupil.enquiries.all().delete()

    page = text(officer.get(address("notification", notification)))

    assert "The school recorded no enquiries." in page
    assert "Last day in education The file does not say" in page
    assert "Date of birth Not given" in page
    assert "Unique pupil number Not given" in page


def test_a_notification_without_a_file_shows_what_is_known_and_opens_a_case(cast: Cast, officer: Client) -> None:
    notification = world.told_without_a_file(cast)

    assert "Told by Not known" in text(officer.get(address("notification", notification)))
    response = officer.post(address("open-case", notification), {"version": 1}, follow=True)

    assert response.status_code == 200
    assert "The file" not in text(response)
    assert "Opened from a notification." in text(response)
    assert "Zelphine Qvoxcanary" in text(officer.get(reverse("casework:work-list")))


def test_a_disputed_number_is_said_on_notification_and_case(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast)
    other = world.child_named("Someone", "Else", seen_at=FILED_AT)
    Sighting.objects.filter(child=case.child).update(disputes=other.child)

    for name, row in (("notification", case.notification), ("case", case)):
        assert "also held by another child" in text(officer.get(address(name, row)))


def test_opening_a_case_leads_to_it(cast: Cast, officer: Client) -> None:
    notification = world.file_as_lost(cast)

    response = officer.post(address("open-case", notification), {"version": 1}, follow=True)

    case = Case.objects.get()
    assert response.redirect_chain == [(address("case", case), 302)]
    assert "The case is open, and you are responsible for it." in text(response)


def test_opening_a_case_without_its_version_goes_back_to_the_notification(cast: Cast, officer: Client) -> None:
    notification = world.file_as_lost(cast)

    response = officer.post(address("open-case", notification), {})

    assert response["Location"] == address("notification", notification)
    assert not Case.objects.exists()


def test_opening_a_case_from_a_stale_page_says_that_it_changed(cast: Cast, officer: Client) -> None:
    notification = world.file_as_lost(cast)
    world.confirm(notification, clerk=cast.neighbour_clerk, on_roll_from=date(2026, 10, 1))

    response = officer.post(address("open-case", notification), {"version": 1})

    assert response.status_code == 409
    assert "Someone else changed this" in text(response)


def test_a_notification_whose_case_is_open_leads_there_and_offers_no_second(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast)
    again = world.file_as_lost(cast, clerk=cast.other_clerk, sighting=case.child.sightings.get())

    for notification in (case.notification, again):
        response = officer.get(address("notification", notification))
        assert f"Go to case {case.reference}" in text(response)
        assert "Open a case" not in text(response)


def test_a_new_case_shows_its_three_dates_even_while_they_are_empty(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast, when=FILED_AT)

    page = text(officer.get(address("case", case)))

    assert "Notified 1 October 2026" in page
    assert "Provision determined Not yet" in page
    assert "Provision accessed Not yet" in page
    assert "2 of 9: Check whether a place is already known. It ends when a place is known, or is not." in page
    assert "Responsible Officer Invented" in page
    assert "since notified, still counting" in page
    assert "Back on a school’s roll" not in page
    assert LedgerEntry.objects.filter(name="casework.CaseRecordOpened").count() == 1


def test_a_confirmed_case_offers_to_close_and_shows_the_days(cast: Cast, officer: Client) -> None:
    case = confirmed_case(cast)

    page = text(officer.get(address("case", case)))

    words = (
        "Testbury High School (8384001) confirmed on 14 October 2026 that the child is on its roll from "
        "12 October 2026."
    )
    assert words in page
    assert "Close this case with this as its evidence" in page
    assert "11 days from notified to accessed" in page
    assert "Confirmed on roll by Testbury High School from 12 October 2026." in page


def test_closing_a_confirmed_case_comes_with_its_evidence_and_ends_in_the_closed_list(
    cast: Cast, officer: Client
) -> None:
    case = confirmed_case(cast)
    form = html.fromstring(officer.get(address("close-case", case)).content).forms[-1]
    assert form.fields["outcome"] == "on_roll"
    assert "Testbury High School (8384001) confirmed on 14 October 2026" in form.fields["evidence"]
    assert case.notification.message.reference in form.fields["evidence"]

    response = officer.post(address("close-case", case), dict(form.fields), follow=True)

    page = text(response)
    assert "The case is closed." in page
    assert "Outcome On a school’s roll, confirmed by that school" in page
    assert "11 days from notified to accessed" in page
    assert "Close this case" not in page
    assert "Zelphine Qvoxcanary" in text(officer.get(reverse("casework:closed")))


def test_an_unconfirmed_case_cannot_be_chosen_to_be_on_roll(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast)

    page = officer.get(address("close-case", case))
    answer = officer.post(
        address("close-case", case), {"version": case.version, "outcome": "on_roll", "evidence": "I was told"}
    )

    assert "No school has confirmed this child" in text(page)
    assert 'value="on_roll"' not in page.content.decode()
    assert len(errors(answer)) == 1
    assert not Case.objects.filter(stage="closed").exists()


def test_closing_twice_says_that_it_is_closed(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast)
    values = {"version": case.version, "outcome": "abroad", "evidence": "A letter of the school"}
    values["evidence_kind"] = "SCHOOL_ABROAD"
    officer.post(address("close-case", case), values)

    again = officer.post(address("close-case", case), values)

    assert "no date of provision accessed was recorded" in text(officer.get(address("case", case)))
    assert errors(again) == ["This case is closed already. Nothing was changed."]
    assert LedgerEntry.objects.filter(name="casework.CaseClosed").count() == 1


def test_an_outcome_without_evidence_is_asked_for_it(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast)

    answer = officer.post(address("close-case", case), {"version": 1, "outcome": "abroad", "evidence": " "})

    assert errors(answer) == ["Enter the evidence: what shows the outcome, from whom, and when"]


def test_dates_in_the_wrong_order_come_back_with_words_and_the_dates_kept(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast, when=FILED_AT)

    answer = officer.post(
        address("record-dates", case),
        {
            "version": case.version,
            "provision_determined_on_day": "12",
            "provision_determined_on_month": "10",
            "provision_determined_on_year": "2026",
            "provision_accessed_on_day": "5",
            "provision_accessed_on_month": "October",
            "provision_accessed_on_year": "2026",
        },
    )

    assert errors(answer) == [
        "The date provision was accessed is before the date it was determined. A place is found first."
    ]
    assert 'value="October"' in answer.content.decode()


def date_values(case: Case, name: str, day: date) -> dict[str, object]:
    return {
        "version": case.version,
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


def test_recorded_dates_stand_on_the_case(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast, when=FILED_AT)

    response = officer.post(
        address("record-dates", case),
        date_values(case, "provision_determined_on", date(2026, 10, 5)),
        follow=True,
    )

    assert "The dates are recorded." in text(response)
    assert "Provision determined 5 October 2026" in text(response)


def test_dates_from_a_stale_tab_do_not_overwrite(cast: Cast, officer: Client) -> None:
    case = world.opened_case(cast, when=FILED_AT)
    stale = date_values(case, "provision_determined_on", date(2026, 10, 9))
    officer.post(address("record-dates", case), date_values(case, "provision_determined_on", date(2026, 10, 5)))

    response = officer.post(address("record-dates", case), stale)

    assert response.status_code == 409
    case.refresh_from_db()
    assert case.provision_determined_on == date(2026, 10, 5)


def test_a_case_is_moved_noted_and_given_to_a_colleague_through_its_pages(cast: Cast, officer: Client) -> None:
    colleague = make_member("colleague", cast.exampleton, Role.CME_OFFICER)
    case = world.opened_case(cast)
    assert "Now at stage 2 of 9" in text(officer.get(address("move-stage", case)))
    assert "Ends when the family is found" in text(officer.get(address("move-stage", case)))

    officer.post(address("move-stage", case), {"version": 1, "stage": "locate", "note": "No place is known"})
    officer.post(address("add-note", case), {"words": "Rang the grandmother"})
    response = officer.post(address("assign", case), {"version": 2, "responsible": colleague.person.pk}, follow=True)

    page = text(response)
    assert "4 of 9: Locate and contact the family" in page
    assert "No place is known" in page
    assert "Rang the grandmother" in page
    assert "Responsible Colleague Invented" in page


@pytest.mark.parametrize("name", ["record-dates", "move-stage", "add-note", "assign", "close-case"])
def test_a_task_shows_the_reference_and_not_the_child(cast: Cast, officer: Client, name: str) -> None:
    case = world.opened_case(cast)

    response = officer.get(address(name, case))

    assert response.status_code == 200
    assert case.reference in title(response)
    assert world.CANARY_SURNAME not in response.content.decode()


@pytest.mark.parametrize("name", ["move-stage", "add-note", "assign"])
def test_a_task_that_is_sent_empty_says_what_is_missing(cast: Cast, officer: Client, name: str) -> None:
    case = world.opened_case(cast)

    response = officer.post(address(name, case), {"version": case.version})

    assert errors(response)
    assert title(response).startswith("Error: ")


PAGES = (
    "work-list",
    "closed",
    "notification",
    "case",
    "record-dates",
    "move-stage",
    "add-note",
    "assign",
    "close-case",
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("neighbour_officer", 404),
        ("administrator", 403),
        ("clerk", 403),
        ("other_clerk", 403),
        ("neighbour_clerk", 403),
        ("auditor", 403),
        ("national_auditor", 403),
    ],
)
def test_who_gets_which_page(cast: Cast, signed_in: SignIn, name: str, who: str, status: int) -> None:
    case = world.opened_case(cast)
    if name in {"work-list", "closed"}:
        where, status = reverse(f"casework:{name}"), 200 if status == 404 else status
    else:
        where = address(name, case.notification if name == "notification" else case)

    response = signed_in(cast.members()[who]).get(where)

    assert response.status_code == status
    if who != "officer":
        assert world.CANARY_SURNAME not in response.content.decode()


def test_somebody_not_signed_in_is_asked_to_sign_in(cast: Cast) -> None:
    response = Client().get(reverse("casework:work-list"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_childs_name_reaches_no_log_address_title_or_error(
    cast: Cast, officer: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case = confirmed_case(cast)
    said = []
    for name in PAGES:
        where = (
            reverse(f"casework:{name}")
            if name in {"work-list", "closed"}
            else address(name, case.notification if name == "notification" else case)
        )
        response = officer.get(where)
        said += [where, title(response), *html.fromstring(response.content).xpath("//@href | //@action")]
    with pytest.raises(actions.EvidenceMissing) as refusal:
        actions.close_case(
            cast.officer.act(), case=case, outcome=Outcome.ABROAD, evidence="", expected_version=case.version
        )

    everything = " ".join([*said, caplog.text, str(refusal.value), *map(str, LedgerEntry.objects.all())])
    assert world.CANARY_SURNAME not in everything
    assert world.CANARY_FORENAME not in everything
    assert not any(world.CANARY_SURNAME in str(entry.details) for entry in LedgerEntry.objects.all())


@pytest.mark.parametrize("count", [1, 10])
def test_the_work_list_page_takes_the_same_readings_however_long_it_is(
    cast: Cast, officer: Client, count: int, django_assert_num_queries
) -> None:
    for _ in range(count):
        world.file_as_lost(cast)
        world.opened_case(cast)
    officer.get(reverse("casework:work-list"))

    with django_assert_num_queries(11):
        officer.get(reverse("casework:work-list"))

"""The pages of reasonable enquiries and of requests to agencies, as school and authority get them over HTTP."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from onroll.audit.models import LedgerEntry
from onroll.casework import actions, queries
from onroll.casework.models import AgencyRequest, EnquiryLine, EnquiryList
from tests.cast import Cast, Member
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.test_pages import errors, text, title

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def where(name: str, *parts: object) -> str:
    return reverse(f"casework:{name}", args=parts)


def boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def enquiry_values(**change: object) -> dict[str, object]:
    return {
        "code": "VISIT",
        "method": "visit",
        "result": "nothing",
        "words": "Nobody at home",
        "is_sign_of_harm": "no",
        **boxes("made_on", date(2026, 9, 16)),
        **change,
    }


def test_a_school_begins_a_list_on_its_page_and_its_authority_sees_it(cast: Cast, signed_in: SignIn) -> None:
    clerk = signed_in(cast.clerk)
    values = {"forename": "Zelphine", "surname": "Qvoxcanary", **boxes("birth_date", date(2014, 5, 17))}

    page = text(clerk.post(where("begin-enquiries"), values, follow=True))

    assert "Being made" in page
    assert "Nobody yet" in page
    listed = signed_in(cast.officer).get(where("enquiry-lists"))
    assert "Zelphine Qvoxcanary" in text(listed)
    assert "Zelphine" not in text(signed_in(cast.other_clerk).get(where("enquiry-lists")))


def test_beginning_without_a_name_says_what_is_missing(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.clerk).post(where("begin-enquiries"), {"forename": ""})

    assert errors(answer) == ["Enter forename", "Enter surname", "Enter date of birth"]
    assert title(answer).startswith("Error: ")
    assert not EnquiryList.objects.exists()


def test_an_officer_begins_a_list_from_the_case_with_the_school_filled_in(cast: Cast, signed_in: SignIn) -> None:
    case = world.opened_case(cast)
    officer = signed_in(cast.officer)
    form = officer.get(where("begin-enquiries-for-case", case.reference))
    assert html.fromstring(form.content).forms[-1].fields["school"] == cast.school.code

    wrong = officer.post(where("begin-enquiries-for-case", case.reference), {"school": "8209999"})
    assert errors(wrong) == ["No open school has this number. Check it, or look in “Find a school”."]
    page = text(officer.post(where("begin-enquiries-for-case", case.reference), {"school": "8201234"}, follow=True))

    assert "Fixture Primary School" in page
    assert EnquiryList.objects.get().reference in text(officer.get(where("case", case.reference)))


def test_the_authoritys_own_words_are_kept_from_the_school_where_it_says_so(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.begun(cast)
    enquiry_world.added(cast, enquiries, by=cast.officer, words="Known to us at 9 Hidden Road", is_own_side_only=True)

    for_school = text(signed_in(cast.clerk).get(where("enquiries", enquiries.reference)))
    for_authority = text(signed_in(cast.officer).get(where("enquiries", enquiries.reference)))

    assert "9 Hidden Road" not in for_school
    assert "Kept to the other side" in for_school
    assert "9 Hidden Road" in for_authority


def test_a_sign_of_harm_leads_at_once_to_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.begun(cast)
    clerk = signed_in(cast.clerk)

    answer = clerk.post(where("add-enquiry", enquiries.reference), enquiry_values(is_sign_of_harm="yes"), follow=True)

    assert "telephone 999" in text(answer)
    line = EnquiryLine.objects.get()
    assert "Tell social care or the police now" in text(clerk.get(where("enquiries", enquiries.reference)))
    sent_empty = clerk.post(where("refer-harm", enquiries.reference, line.pk), {"told": ""})
    assert errors(sent_empty) == ["Select what was done", "Enter who was told, or who decided", "Enter what was said"]
    done = clerk.post(
        where("refer-harm", enquiries.reference, line.pk),
        {"decision": "social_care", "told": "Front door", "words": "Ref 17"},
        follow=True,
    )
    assert "What was done is recorded." in text(done)
    assert "Social care was told" in text(done)


def test_an_enquiry_of_tomorrow_comes_back_with_words(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.begun(cast)
    tomorrow = date.fromordinal(timezone.localdate().toordinal() + 1)

    answer = signed_in(cast.clerk).post(
        where("add-enquiry", enquiries.reference), enquiry_values(**boxes("made_on", tomorrow))
    )

    assert errors(answer) == ["This day is in the future. Record it when it has happened."]


def test_the_page_says_which_ground_may_be_used_and_why_the_other_may_not(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.signed(cast)

    page = text(signed_in(cast.clerk).get(where("enquiries", enquiries.reference)))

    assert "Ground I: absent 20 school days (before 19 August 2024 it was h)" in page
    assert "Ground H: not back after leave of absence (before 19 August 2024 it was f)" in page
    assert "No leave of absence is recorded." in page
    assert "Delete the pupil today under ground I" in page
    assert "Delete the pupil today under ground H" not in page
    assert "Delete the pupil" not in text(signed_in(cast.officer).get(where("enquiries", enquiries.reference)))


def test_a_deletion_that_is_not_allowed_is_answered_with_the_reasons(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.begun(cast)

    answer = signed_in(cast.clerk).post(
        where("delete-pupil", enquiries.reference), {"version": 1, "ground_code": "ABSENT_20"}
    )

    assert answer.status_code == 422
    assert "Ground I cannot be used." in text(answer)
    unknown = signed_in(cast.clerk).post(
        where("delete-pupil", enquiries.reference), {"version": 1, "ground_code": "BORED"}
    )
    assert unknown.status_code == 422


def test_signing_on_a_page_that_has_become_stale_is_answered_with_409(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.answered(cast, enquiry_world.begun(cast))
    seen = enquiries.version
    enquiry_world.added(cast, enquiries, by=cast.officer)

    answer = signed_in(cast.clerk).post(where("sign-enquiries", enquiries.reference), {"version": seen, "agree": "on"})

    assert answer.status_code == 409


def test_school_and_authority_sign_on_their_pages(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.answered(cast, enquiry_world.begun(cast))
    for who in (cast.clerk, cast.officer):
        client = signed_in(who)
        assert "Sign for your side" in text(client.get(where("enquiries", enquiries.reference)))
        client.post(where("sign-enquiries", enquiries.reference), {"version": enquiries.version, "agree": "on"})

    assert len(queries.signatures_in_force(enquiries)) == 2


def test_an_officer_asks_reminds_and_keeps_a_refusal_on_the_tracker(cast: Cast, signed_in: SignIn) -> None:
    enquiries = actions.begin_for_pupil(
        cast.clerk.act(), facts=enquiry_world.PUPIL, last_attended_on=enquiry_world.LAST_ATTENDED
    )
    officer = signed_in(cast.officer)
    form = text(officer.get(where("ask-agency", enquiries.reference)))
    assert "Last resort, for few and urgent cases. Name and address only, never income." in form
    officer.post(
        where("ask-agency", enquiries.reference),
        {"body": "hmrc", "asked_of": "Child benefit office", "question": "Last address, section 47"},
    )
    request = AgencyRequest.objects.get()

    page = text(officer.get(where("agency-request", request.reference)))
    assert "Tax Credits Act 2002" in page
    assert "Zelphine Qvoxcanary, born 17 May 2014" in page
    officer.post(where("remind-agency", request.reference), {"version": 1})
    refused = {
        "version": 2,
        "state": "refused",
        "refused_because": "threshold",
        "reply": "Not without a section 47 enquiry",
        "is_sign_of_harm": "no",
        **boxes("replied_on", timezone.localdate()),
    }
    officer.post(where("answer-agency-request", request.reference), refused)

    assert "Ask again" in text(officer.get(where("agency-request", request.reference)))
    tracker = text(officer.get(where("agency-requests")))
    assert "HM Revenue and Customs, child benefit 1 0 0 1 0 0" in tracker
    assert "Counted" in tracker
    assert officer.get(where("agency-request", "A-0000-0000")).status_code == 404
    assert signed_in(cast.clerk).get(where("agency-request", request.reference)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "enquiries", "add-enquiry", "not-applicable", "record-absence", "record-whereabouts", "sign-enquiries",
        "ask-agency",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("clerk", 200),
        ("safeguarding_lead", 200),
        ("officer", 200),
        ("other_clerk", 404),
        ("neighbour_officer", 404),
        ("approver", 403),
        ("administrator", 403),
        ("auditor", 403),
    ],
)
def test_who_gets_which_page(cast: Cast, signed_in: SignIn, name: str, who: str, status: int) -> None:
    enquiries = enquiry_world.begun(cast)

    answer = signed_in(cast.members()[who]).get(where(name, enquiries.reference))

    if (name, who) == ("record-absence", "officer"):
        status = 403
    assert answer.status_code == status
    if status != 200:
        assert world.CANARY_SURNAME not in answer.content.decode()
    assert world.CANARY_SURNAME not in title(answer)


def test_reading_a_list_leaves_a_trace_without_a_name(cast: Cast, signed_in: SignIn) -> None:
    enquiries = enquiry_world.begun(cast)

    signed_in(cast.clerk).get(where("enquiries", enquiries.reference))

    entry = LedgerEntry.objects.get(name="casework.EnquiriesOpened")
    assert entry.actor_id == cast.clerk.person.pk
    assert not any(world.CANARY_SURNAME in str(each.details) for each in LedgerEntry.objects.all())


def test_a_reminder_goes_by_email_and_names_no_child(
    cast: Cast, signed_in: SignIn, mailoutbox: list[EmailMessage]
) -> None:
    enquiries = enquiry_world.begun(cast)
    officer = signed_in(cast.officer)
    asked = {"body": "health", "asked_of": "Front desk", "question": "Where does she live?"}
    officer.post(where("ask-agency", enquiries.reference), {**asked, "reminders_to": "desk@health.example"})
    request = AgencyRequest.objects.get()
    assert "Send a reminder by email" in text(officer.get(where("agency-request", request.reference)))

    said = officer.post(where("remind-agency", request.reference), {"version": 1}, follow=True)

    assert "an email has gone to desk@health.example" in text(said)
    (mail,) = mailoutbox
    assert (mail.to, request.reference in mail.body) == (["desk@health.example"], True)
    for personal in (world.CANARY_SURNAME, "Zelphine", "2014", "Where does she live"):
        assert personal not in f"{mail.subject} {mail.body}"
    assert LedgerEntry.objects.filter(name="casework.AgencyReminderMailed").count() == 1


def test_a_mail_server_that_is_away_leaves_the_reminder_and_says_what_to_do(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    enquiries = enquiry_world.begun(cast)
    request = actions.ask_agency(
        cast.officer.act(), enquiries=enquiries, body="health", asked_of="Desk", question="Where?",
        reminders_to="desk@health.example",
    )  # fmt: skip
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda _: (_ for _ in ()).throw(OSError))

    said = signed_in(cast.officer).post(where("remind-agency", request.reference), {"version": 1}, follow=True)

    assert "the email did not go" in text(said)
    request.refresh_from_db()
    assert request.reminders == 1
    assert not LedgerEntry.objects.filter(name="casework.AgencyReminderMailed").exists()

"""An edit made in a stale tab never overwrites: every page that changes what stands is sent with a version of old."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from onroll.audit.models import LedgerEntry
from onroll.casework import actions
from onroll.casework.actions import ordering
from onroll.casework.agency_requests import RequestState
from onroll.casework.border_states import Answer
from onroll.casework.models import Asked, Case, GroupSource, Outcome
from onroll.rules import groups
from tests.cast import Cast, Member, make_member
from tests.integration.casework import enquiry_world, world

SignIn = Callable[[Member], Client]
Sent = tuple[str, dict[str, object]]
pytestmark = pytest.mark.django_db

WORDS = "Nobody may read this"


def day(name: str, days_ago: int = 0) -> dict[str, object]:
    on = timezone.localdate() - timedelta(days=days_ago)
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def at(name: str, *parts: object) -> str:
    return reverse(f"casework:{name}", args=parts)


def of_case(name: str, **values: object) -> Callable[[Cast], Sent]:
    return lambda cast: (at(name, world.opened_case(cast).reference), values)


def of_notification(name: str, **values: object) -> Callable[[Cast], Sent]:
    return lambda cast: (at(name, world.told_without_a_file(cast).reference), values)


def of_list(name: str, **values: object) -> Callable[[Cast], Sent]:
    return lambda cast: (at(name, enquiry_world.signed(cast).reference), values)


def unsigned(cast: Cast) -> Sent:
    complete = enquiry_world.told(cast, enquiry_world.answered(cast, enquiry_world.begun(cast)))
    return at("sign-enquiries", complete.reference), {"agree": "on"}


def of_request(name: str, **values: object) -> Callable[[Cast], Sent]:
    def build(cast: Cast) -> Sent:
        enquiries = enquiry_world.begun(cast)
        request = actions.ask_agency(
            cast.officer.act(), enquiries=enquiries, body="hmrc", asked_of="Office", question="Last address"
        )
        if name == "ask-agency-again":
            actions.answer_agency_request(
                cast.officer.act(), request=request, state=RequestState.REFUSED, replied_on=request.asked_on,
                reply="No", refused_because="capacity", is_sign_of_harm=False, expected_version=1,
            )  # fmt: skip
        return at(name, request.reference), values

    return build


def of_hand_over(name: str, **values: object) -> Callable[[Cast], Sent]:
    def build(cast: Cast) -> Sent:
        case = world.opened_case(cast)
        offered = actions.offer_case(
            cast.officer.act(), case=case, receiver=cast.testbury, why="An aunt lives there", expected_version=1
        )
        return at(name, offered.reference), values

    return build


def closed(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    actions.close_case(
        cast.officer.act(), case=case, outcome=Outcome.NOT_MISSING, evidence="Seen in the register",
        evidence_kind="REGISTER_ENTRY", expected_version=1,
    )  # fmt: skip
    return at("reopen-case", case.reference), {"reason": WORDS}


def joined(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    again = world.file_as_lost(cast, sighting=case.notification.sighting)
    return at("join-notification", again.reference), {}


def separated(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    again = world.file_as_lost(cast, sighting=case.notification.sighting)
    actions.join_notification(cast.officer.act(), notification=again, expected_version=1)
    return at("separate-notification", again.reference), {"reason": WORDS}


def known(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    return at("say-known-child", world.told_without_a_file(cast).reference), {"of": case.reference}


def given(name: str, field: str) -> Callable[[Cast], Sent]:
    def build(cast: Cast) -> Sent:
        colleague = make_member("colleague", cast.exampleton, cast.officer.membership.role)
        return at(name, world.opened_case(cast).reference), {field: colleague.person.pk}

    return build


def others(cast: Cast) -> Sent:
    return at("ask-others", world.opened_case(cast).reference), {"authorities": [cast.testbury.pk]}


def question(cast: Cast) -> Sent:
    actions.ask_others(
        cast.officer.act(), case=world.opened_case(cast), authority_ids=[cast.testbury.pk], expected_version=1
    )
    return at("question", Asked.objects.get().reference), {"answer": Answer.NO.value}


def order(cast: Cast) -> Sent:
    begun = ordering.begin_order(
        cast.officer.act(), case=world.opened_case(cast), parent_name="Oona", parent_address="1 Invented Lane",
        grounds="None seen", has_plan=False, expected_version=1,
    )  # fmt: skip
    return at("order", begun.reference), {"step": "serve_notice", **day("done_on")}


def group(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    code = next(iter(groups.groups_on(timezone.localdate()).groups)).code
    recorded = actions.record_group(
        cast.officer.act(), case=case, code=code, source=GroupSource.HEALTH, source_words="Front door",
        from_on=timezone.localdate(),
    )  # fmt: skip
    return at("change-group", case.reference, recorded.pk), day("until_on")


def evidence(cast: Cast) -> Sent:
    case = world.opened_case(cast)
    return at("record-move-evidence", case.reference, "wales"), {
        "proof": "school_confirmed",
        "words": WORDS,
        **day("seen_on"),
    }


PAGES: dict[str, tuple[str, Callable[[Cast], Sent]]] = {
    "record-dates": ("officer", of_case("record-dates", **day("located_on"))),
    "move-stage": ("officer", of_case("move-stage", stage="locate", note=WORDS)),
    "assign": ("officer", given("assign", "responsible")),
    "name-deputy": ("officer", given("name-deputy", "deputy")),
    "close-case": (
        "officer",
        of_case("close-case", outcome="not_missing", evidence=WORDS, evidence_kind="REGISTER_ENTRY"),
    ),
    "reopen-case": ("officer", closed),
    "tick-checklist": ("officer", of_case("tick-checklist", check="CHECK_ROLLS")),
    "assess-risk": ("officer", of_case("assess-risk", level="4", reason=WORDS)),
    "follow-up": ("officer", of_case("follow-up", words=WORDS)),
    "offer-case": ("officer", lambda cast: of_case("offer-case", receiver=cast.testbury.pk, why=WORDS)(cast)),
    "accept-case": ("neighbour_officer", of_hand_over("accept-case")),
    "decline-case": ("neighbour_officer", of_hand_over("decline-case", reason_code="not_here", reason=WORDS)),
    "withdraw-offer": ("officer", of_hand_over("withdraw-offer", reason=WORDS)),
    "ask-others": ("officer", others),
    "question": ("neighbour_officer", question),
    "record-move-evidence": ("officer", evidence),
    "begin-order": ("officer", of_case("begin-order", parent_name="O", parent_address="1 Lane", grounds=WORDS)),
    "order": ("officer", order),
    "change-group": ("officer", group),
    "open-case": ("officer", of_notification("open-case")),
    "join-notification": ("officer", joined),
    "separate-notification": ("officer", separated),
    "answer-notification": ("officer", of_notification("answer-notification", words=WORDS)),
    "say-known-child": ("officer", known),
    "say-new-child": ("officer", of_notification("say-new-child")),
    "record-absence": ("clerk", of_list("record-absence", has_good_cause="yes")),
    "record-whereabouts": ("clerk", of_list("record-whereabouts", is_found="yes")),
    "sign-enquiries": ("clerk", unsigned),
    "delete-pupil": ("clerk", of_list("delete-pupil", ground_code="ABSENT_20")),
    "answer-agency-request": (
        "officer",
        of_request(
            "answer-agency-request",
            state="refused",
            refused_because="capacity",
            reply=WORDS,
            is_sign_of_harm="no",
            **day("replied_on"),
        ),
    ),
    "ask-agency-again": ("officer", of_request("ask-agency-again", question=WORDS)),
    "remind-agency": ("officer", of_request("remind-agency")),
    "withdraw-agency-request": ("officer", of_request("withdraw-agency-request")),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_stale_tab_of_any_changing_page_is_told_so_and_changes_nothing(
    cast: Cast, signed_in: SignIn, name: str
) -> None:
    who, build = PAGES[name]
    address, values = build(cast)
    client = signed_in(cast.members()[who])
    before = LedgerEntry.objects.count()

    answer = client.post(address, {**values, "version": 99})

    assert answer.status_code == 409, answer.content.decode()
    assert "changed" in answer.content.decode()
    assert LedgerEntry.objects.count() == before
    assert not any(WORDS in event.words for case in Case.objects.all() for event in case.events.all())


@pytest.mark.parametrize("name", PAGES)
def test_the_same_page_sent_with_the_version_that_stands_goes_through(cast: Cast, signed_in: SignIn, name: str) -> None:
    who, build = PAGES[name]
    address, values = build(cast)
    client = signed_in(cast.members()[who])
    before = LedgerEntry.objects.count()

    answer = client.post(address, {**values, "version": version_shown(client, address)})

    assert answer.status_code == 302, answer.content.decode()
    assert LedgerEntry.objects.count() > before


def version_shown(client: Client, address: str) -> str:
    """Return the version on the page itself, or on the page its button stands on."""
    own = client.get(address)
    page = own if own.status_code == 200 else client.get(address.rsplit("/", 2)[0] + "/")
    return html.fromstring(page.content).xpath("//input[@name='version']/@value")[0]

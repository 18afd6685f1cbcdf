"""An agency answers the requests made to it: what it sees, who must not see it, and what it says."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from onroll.access.models import Role
from onroll.audit import act as acts
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, Refusal
from onroll.casework import actions, queries
from onroll.casework.actions import directory
from onroll.casework.agency_requests import OwnAnswer, RequestState
from onroll.casework.models import CaseEvent, EnquiryList
from onroll.casework.models import Refusal as LoggedRefusal
from onroll.casework.permissions import NotAnAgency
from onroll.registry.actions import Facts, OtherName
from onroll.registry.models import AddressCertainty, NameKind, Sighting
from onroll.transfer.models import Notice
from tests.cast import Cast, Member, Newcomers
from tests.integration.casework import enquiry_world, world
from tests.integration.casework.enquiry_world import NOW, at
from tests.integration.casework.request_world import (
    LANE,
    LATER,
    QUESTION,
    answered,
    asked,
    office,
    recorded_by_officer,
    refused,
    shield,
)
from tests.integration.casework.tellers import reporter
from tests.integration.casework.test_pages import text


@pytest.fixture
def nurse(cast: Cast) -> Member:
    return reporter()


@pytest.fixture
def enquiries(cast: Cast) -> EnquiryList:
    return enquiry_world.begun(cast)


# What she sees


def test_an_agency_sees_what_waits_the_overdue_marked_and_names_no_child_in_the_list(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = asked(cast, enquiries, nurse)
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        client = signed_in(nurse)
        listed, start = client.get(office("requests-to-us")), client.get(reverse("telling:tellings"))

    assert request.reference in text(listed)
    assert "Exampleton" in text(listed)
    assert "Overdue" in text(listed)
    assert "1 request for your organisation’s answer, 1 of them overdue" in text(start)
    for page in (listed, start):
        assert not any(word in text(page) for word in ("Qvoxcanary", "Zelphine", QUESTION))


def test_opening_a_request_shows_the_least_of_the_child_and_is_recorded(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = asked(cast, enquiries, nurse)
    with time_machine.travel(LATER, tick=False):
        shown = text(signed_in(nurse).get(office("request-to-us", request.reference)))

    for wanted in ("Zelphine Qvoxcanary", "17 May 2014", QUESTION, "Exampleton", "16 October 2026", request.power):
        assert wanted in shown
    assert "Invented Lane" not in shown
    entry = LedgerEntry.objects.filter(name="casework.AgencyRequestRead").get()
    assert (entry.actor_id, entry.organisation_id) == (nurse.person.pk, nurse.organisation.pk)
    assert entry.details["child_id"] == enquiries.child_id


def test_once_it_has_ended_the_child_and_the_question_are_not_shown_any_more(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = answered(nurse, asked(cast, enquiries, nurse))
    with time_machine.travel(LATER, tick=False):
        shown = text(signed_in(nurse).get(office("request-to-us", request.reference)))

    assert "Moved to an aunt in June" in shown
    assert "Zelphine" not in shown
    assert QUESTION not in shown


def test_what_an_officer_wrote_down_of_a_call_is_not_shown_to_the_agency(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = recorded_by_officer(cast, asked(cast, enquiries, nurse))
    with time_machine.travel(LATER, tick=False):
        shown = text(signed_in(nurse).get(office("request-to-us", request.reference)))

    assert "Exampleton recorded on 9 October 2026 what your organisation told it" in shown
    assert "said on the telephone" not in shown


# Who must not see it


def test_nobody_but_the_agency_that_was_asked_sees_or_answers(
    cast: Cast, newcomers: Newcomers, enquiries: EnquiryList, nurse: Member
) -> None:
    request = asked(cast, enquiries, nurse)
    others = {**cast.members(), **newcomers.members(), "other nurse": reporter("othernurse", "Social care")}

    for name, member in others.items():
        assert queries.requests_to_us(at(member)).waiting == [], name
        for attempt in (
            lambda act: queries.request_to_us(act, request.reference),
            lambda act: actions.open_request_to_us(act, request=request),
            lambda act: actions.ask_more_time(
                act, request=request, until=date(2026, 11, 2), because="x", expected_version=1
            ),
        ):
            with pytest.raises((Hidden, NotAnAgency)):
                attempt(at(member))
        for do in (answered, refused):
            with pytest.raises((Hidden, NotAnAgency)):
                do(member, request)
    request.refresh_from_db()
    assert (request.state, request.version) == (RequestState.ASKED, 1)


def test_a_parent_body_in_the_agency_tree_does_not_see_the_requests_to_its_parts(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    """The tree is an officer's directory, not a right: by drawing it nobody is let in to children's data."""
    trust = reporter("trustclerk")
    top = directory.keep_agency(
        at(cast.officer), agency=None, name="Trust", kind="health", organisation=trust.organisation
    )
    directory.keep_agency(
        at(cast.officer), agency=None, name="Nursing", kind="health", organisation=nurse.organisation, parent=top
    )
    request = asked(cast, enquiries, nurse)

    assert queries.requests_to_us(at(trust)).waiting == []
    with pytest.raises(Hidden):
        answered(trust, request)
    assert queries.requests_to_us(at(nurse)).waiting == [request]


@pytest.mark.parametrize("name", ["request-to-us", "answer-request", "refuse-request", "ask-more-time"])
def test_pages_of_a_request_are_not_there_for_another_agency_nor_for_its_asker(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client], name: str
) -> None:
    request = asked(cast, enquiries, nurse)

    assert signed_in(reporter("policewoman", "Police")).get(office(name, request.reference)).status_code == 404
    assert signed_in(cast.officer).get(office(name, request.reference)).status_code == 403


def test_while_a_child_is_shielded_the_agency_sees_nothing_and_is_told_nothing(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    request = asked(cast, enquiries, nurse)
    shield(cast, enquiries)

    assert queries.requests_to_us(at(nurse)).waiting == []
    for do in (answered, refused):
        with pytest.raises(Hidden):
            do(nurse, request)
    before = Notice.objects.count()
    asked(cast, enquiries, nurse)
    actions.remind_agencies(acts.by_the_system(at=NOW + timedelta(days=30), purpose="test"))
    assert Notice.objects.count() == before
    request.refresh_from_db()
    assert request.reminders == 0


# What she says


def test_an_answer_joins_the_list_the_story_and_the_facts_and_says_who_gave_it(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    case = world.opened_case(cast)
    EnquiryList.objects.filter(pk=enquiries.pk).update(child=case.child)
    enquiries.refresh_from_db()
    facts = Facts(
        surname="",
        forename="",
        address="7 Canaryquill Lane",
        postcode="hd11aa",
        address_certainty=AddressCertainty.VISITED,
        address_from=date(2026, 6, 1),
        other_names=(OtherName(kind=NameKind.OTHER, surname="Otherquill"),),
    )
    before = Sighting.objects.filter(child=case.child).count()

    request = answered(nurse, asked(cast, enquiries, nurse), answer=OwnAnswer.FOUND, facts=facts)

    line = enquiries.lines.get()
    assert (request.state, request.result, request.replied_by) == (RequestState.ANSWERED, "found", nurse.person)
    assert (line.code, line.result, line.party, line.is_own_side_only) == ("HEALTH", "found", "authority", True)
    assert (line.person, line.organisation) == (nurse.person, nurse.organisation)
    said = Sighting.objects.get(source="agency", source_reference=request.reference)
    assert (said.child, said.told_by, said.address) == (case.child, nurse.organisation, "7 Canaryquill Lane")
    assert (said.postcode, said.address_certainty, said.address_from) == ("HD1 1AA", "visited", date(2026, 6, 1))
    assert Sighting.objects.filter(child=case.child).count() == before + 1
    step = CaseEvent.objects.filter(case=case, kind="enquiries", organisation=nurse.organisation).get()
    assert step.words.startswith(f"Invented Health answered request {request.reference}: it knows where the child is.")
    story = queries.officers_story(at(cast.officer, LATER), case.child)
    assert "7 Canaryquill Lane" in str(story.facts)
    assert "Invented Health" in {fact.from_whom for fact in story.facts}


def test_a_sealed_address_is_shown_to_nobody_on_these_pages(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    sealed = Facts(surname="", forename="", address="7 Canaryquill Lane", is_address_sealed=True)
    request = answered(nurse, asked(cast, enquiries, nurse), facts=sealed)
    with time_machine.travel(LATER, tick=False):
        for member, where in (
            (nurse, office("request-to-us", request.reference)),
            (cast.officer, reverse("casework:agency-request", args=[request.reference])),
        ):
            shown = text(signed_in(member).get(where))
            assert "Sealed" in shown
            assert "Canaryquill" not in shown


def test_the_officer_is_told_by_email_without_a_word_of_the_child_and_reads_it_among_new_answers(
    cast: Cast,
    enquiries: EnquiryList,
    nurse: Member,
    signed_in: Callable[[Member], Client],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request = asked(cast, enquiries, nurse)
    with django_capture_on_commit_callbacks(execute=True):
        answered(nurse, request, facts=LANE)

    to_agency, to_officer = mail.outbox
    assert to_agency.bcc == [nurse.person.email]
    assert to_officer.bcc == [cast.officer.person.email]
    for email in mail.outbox:
        assert request.reference in email.body
        words = f"{email.subject} {email.body}"
        assert not any(word in words for word in ("Qvox", "Zelphine", "Canaryquill", "aunt", "practice"))
    with time_machine.travel(LATER, tick=False):
        client = signed_in(cast.officer)
        assert "New answers" in text(client.get(reverse("casework:agency-requests")))
        shown = text(client.get(reverse("casework:agency-request", args=[request.reference])))
        assert "New answers" not in text(client.get(reverse("casework:agency-requests")))
    assert "Answered by Healthvisitor Invented, Invented Health" in shown
    assert "7 Canaryquill Lane, HD1 1AA" in shown


def test_whoever_covers_for_the_officer_is_told_too_and_all_officers_when_she_has_left(
    cast: Cast, newcomers: Newcomers, enquiries: EnquiryList, nurse: Member
) -> None:
    request = asked(cast, enquiries, nurse)
    cast.officer.membership.until_on = NOW.date()
    cast.officer.membership.save()

    answered(nurse, request)

    notice = Notice.objects.get(kind="agency_replied")
    assert (notice.person, notice.role, notice.organisation) == (None, Role.CME_OFFICER, cast.exampleton)


def test_nothing_known_needs_no_words_and_takes_no_particulars(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    request = asked(cast, enquiries, nurse)
    with pytest.raises(actions.RequestImpossible, match="do not know the child"):
        answered(nurse, request, answer=OwnAnswer.NOTHING_KNOWN, words="", facts=LANE)

    answered(nurse, request, answer=OwnAnswer.NOTHING_KNOWN, words="")

    assert (request.state, request.result) == (RequestState.NOTHING_KNOWN, "nothing")
    assert "do not know this child" in request.reply


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"words": "  "}, "Write what you know"),
        ({"words": "x" * 801}, "no more than 800"),
        ({"facts": Facts(surname="", forename="", birth_date=date(2999, 1, 1))}, "in the future"),
        ({"facts": Facts(surname="", forename="", postcode="nowhere")}, "full postcode"),
    ],
)
def test_an_answer_that_cannot_be_kept_says_why_and_keeps_nothing(
    cast: Cast, enquiries: EnquiryList, nurse: Member, change: dict[str, object], words: str
) -> None:
    request = asked(cast, enquiries, nurse)
    sightings = Sighting.objects.count()

    with pytest.raises(Refusal, match=words):
        answered(nurse, request, **change)

    request.refresh_from_db()
    assert (request.state, enquiries.lines.count()) == (RequestState.ASKED, 0)
    assert Sighting.objects.count() == sightings


def test_a_sign_of_harm_in_an_agencys_answer_must_be_acted_on(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    answered(nurse, asked(cast, enquiries, nurse), is_sign_of_harm=True)

    assert len(queries.signs_to_act_on(enquiries)) == 1


def test_a_refusal_climbs_the_ladder_under_the_agency_of_the_directory(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    node = directory.keep_agency(
        at(cast.officer), agency=None, name="School nursing", kind="health", organisation=nurse.organisation
    )
    request = refused(nurse, asked(cast, enquiries, nurse))

    logged = LoggedRefusal.objects.get()
    assert (request.state, logged.reason, logged.agency) == (RequestState.REFUSED, "data_protection", node)
    assert logged.words == "Our governance lead decided so"
    assert actions.over_words(queries.request_to_us(at(nurse, LATER), request.reference)).startswith("Healthvisitor")


@pytest.mark.parametrize("reason", ["", "no_answer", "nonsense"])
def test_a_refusal_needs_a_reason_of_the_officers_own_list(
    cast: Cast, enquiries: EnquiryList, nurse: Member, reason: str
) -> None:
    with pytest.raises(actions.RequestImpossible, match="Choose why"):
        refused(nurse, asked(cast, enquiries, nurse), refused_because=reason)


def test_asked_again_the_agency_reads_the_new_question_and_answers_after_all(
    cast: Cast, enquiries: EnquiryList, nurse: Member
) -> None:
    request = refused(nurse, asked(cast, enquiries, nurse))
    actions.ask_agency_again(
        at(cast.officer, LATER), request=request, question="Under section 10", expected_version=request.version
    )
    assert queries.requests_to_us(at(nurse, LATER)).waiting == [request]
    assert (request.result, request.replied_at, request.reply) == ("", None, "")
    assert Notice.objects.filter(kind="agency_asked").count() == 2

    answered(nurse, request)

    assert LoggedRefusal.objects.get().state == "resolved"


def test_more_time_is_shown_to_the_officer_and_counts_once_she_agrees(
    cast: Cast, enquiries: EnquiryList, nurse: Member, signed_in: Callable[[Member], Client]
) -> None:
    request = asked(cast, enquiries, nurse)
    due_on, until = request.due_on, date(2026, 11, 2)
    actions.ask_more_time(
        at(nurse, LATER), request=request, until=until, because="Records are in an archive", expected_version=1
    )
    assert (request.due_on, request.more_time_until, request.state) == (due_on, until, RequestState.ASKED)
    assert Notice.objects.get(kind="agency_wants_time").person == cast.officer.person

    with time_machine.travel(LATER, tick=False):
        client = signed_in(cast.officer)
        where = reverse("casework:agency-request", args=[request.reference])
        assert "More time asked" in text(client.get(reverse("casework:agency-requests")))
        assert "Records are in an archive" in text(client.get(where))
        client.post(reverse("casework:give-more-time", args=[request.reference]), {"version": request.version})
        assert "Agree to" not in text(client.get(where))

    request.refresh_from_db()
    assert request.due_on == until
    with pytest.raises(actions.RequestImpossible):
        actions.give_more_time(at(cast.officer, LATER), request=request, expected_version=request.version)


@pytest.mark.parametrize("until", [date(2026, 10, 12), date(2026, 10, 16), date(2027, 3, 1)])
def test_more_time_is_for_a_later_day_within_two_months(
    cast: Cast, enquiries: EnquiryList, nurse: Member, until: date
) -> None:
    with pytest.raises(actions.RequestImpossible, match="Enter a day"):
        actions.ask_more_time(
            at(nurse, LATER), request=asked(cast, enquiries, nurse), until=until, because="x", expected_version=1
        )

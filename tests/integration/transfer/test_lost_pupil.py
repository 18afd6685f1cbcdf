"""Stories 3 and 4: a pupil whose next school is not known is filed, searched for, opened, claimed and confirmed."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail

from onroll import linkage
from onroll.access.models import Role
from onroll.audit import ledger
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, RateLimited
from onroll.search.models import Posting, Token
from onroll.transfer import actions, queries
from onroll.transfer.actions import claiming, searching, sending
from onroll.transfer.enquiries import EnquiriesIncomplete, EnquiryMade
from onroll.transfer.events import LostPupilFiled
from onroll.transfer.models import LostPupil, Notice
from onroll.transfer.reasons import ReasonNeeded
from onroll.transfer.states import State
from tests.cast import make_member
from tests.integration.transfer import steps
from tests.integration.transfer.files import LEFT_ON, Child

MISSPELT = linkage.SearchQuery(surname="Quilfether", forename="Marisol", birth_date=date(2015, 3, 15))


def search(officer, query: linkage.SearchQuery = MISSPELT) -> tuple[queries.LeastData, ...]:
    return actions.search_repository(
        officer.act(), query=query, reason_code="admitted_without_file", reason="New admission, no file."
    ).hits


def test_a_filed_child_is_held_with_enquiries_and_kept_for_a_year(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)

    assert lost_pupil.message.state == State.HELD_AS_LOST
    assert lost_pupil.left_on == LEFT_ON
    assert not lost_pupil.outside_sector
    assert lost_pupil.keep_until > cast.clerk.act().on + timedelta(days=360)
    assert [made.code for made in lost_pupil.enquiries.all()] == ["TELEPHONE"]
    event = LedgerEntry.objects.get(name="transfer.LostPupilFiled")
    assert event.details["left_on"] == LEFT_ON.isoformat()
    assert event.details["enquiry_codes"] == ["TELEPHONE"]


def test_a_pupil_outside_the_maintained_sector_is_held_too(cast) -> None:
    assert steps.file_lost(cast.clerk, destination="MMMMMMM").outside_sector


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"made_on": date(2999, 1, 1)}, "later than today"),
        ({"made_on": date(1999, 1, 1)}, "more than three years ago"),
        ({"outcome": "  "}, "what came of each"),
        ({"code": "ASTROLOGY"}, "not on the checklist"),
    ],
)
def test_an_enquiry_needs_a_known_kind_a_possible_day_and_an_outcome(cast, changes, words: str) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    act = cast.clerk.act()
    made = EnquiryMade(**{"code": "TELEPHONE", "made_on": act.on, "outcome": "No answer.", **changes})

    with pytest.raises(EnquiriesIncomplete, match=words):
        actions.file_as_lost(act, message=message, enquiries=[made], expected_version=1)


def test_no_child_is_filed_as_lost_without_an_enquiry(cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")

    with pytest.raises(EnquiriesIncomplete, match="At least one is needed"):
        actions.file_as_lost(cast.clerk.act(), message=message, enquiries=[], expected_version=1)
    assert not LostPupil.objects.exists()


def test_a_known_destination_is_not_filed_as_lost_and_an_unknown_one_not_sent(cast) -> None:
    known, unknown = steps.receive(cast.clerk, "8205678"), steps.receive(cast.clerk, "XXXXXXX")
    act = cast.clerk.act()

    with pytest.raises(sending.CannotBeSent, match="names the school"):
        actions.file_as_lost(act, message=known, enquiries=[steps.enquiry(act)], expected_version=1)
    with pytest.raises(sending.CannotBeSent, match="lost-pupil repository"):
        actions.send_file(act, message=unknown, expected_version=1)


def test_a_misspelt_name_and_a_birth_date_a_day_out_find_the_child_with_least_data(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)

    (hit,) = search(cast.neighbour_officer)

    assert hit.reference == lost_pupil.message.reference
    assert (hit.initials, hit.birth_year, hit.sex) == ("M.Q.", 2015, "F")
    assert (hit.authority, hit.left_on) == ("Exampleton", LEFT_ON)
    assert hit.band in {"good", "strong", "possible"}
    assert "birth date: one day apart" in hit.reasons
    assert "Quillfeather" not in str(hit)
    assert "Marisol" not in str(hit)


def test_at_most_ten_candidates_are_shown(cast) -> None:
    for number in range(12):
        steps.file_lost(cast.clerk, children=(Child(upn="", birth_date=f"2015-03-{number + 1:02d}"),))

    assert len(search(cast.neighbour_officer)) == 10


def test_a_child_without_a_birth_date_is_found_by_name(cast) -> None:
    steps.file_lost(cast.clerk, children=(Child(upn="", birth_date=""),))

    assert len(search(cast.neighbour_officer)) == 1


def test_a_former_or_preferred_surname_is_filed_as_a_way_to_find_the_child(cast) -> None:
    former = "<BasicDetails><FormerSurname>Underhillock</FormerSurname></BasicDetails>"
    lost_pupil = steps.file_lost(cast.clerk, children=(Child(extra=former),))

    filed = Token.objects.filter(postings__kind="lost_pupil", postings__record_id=lost_pupil.pk)
    assert "underhillock" in set(filed.values_list("text", flat=True))


def test_a_search_is_recorded_by_kinds_of_fact_never_by_values(cast) -> None:
    search(cast.neighbour_officer)

    details = LedgerEntry.objects.get(name="transfer.RepositorySearched").details
    assert details["kinds_of_fact"] == ["birth date", "name"]
    assert details["found"] == 0
    assert details["reason_code"] == "admitted_without_file"
    assert "Quilfether" not in str(details)


def test_one_kind_of_fact_is_not_enough(cast) -> None:
    with pytest.raises(searching.TooFewFacts):
        search(cast.neighbour_officer, linkage.SearchQuery(surname="Quillfeather", forename="Marisol"))


def test_a_search_needs_a_reason_from_the_list_and_in_words(cast) -> None:
    act = cast.neighbour_officer.act()

    with pytest.raises(ReasonNeeded, match="from the list"):
        actions.search_repository(act, query=MISSPELT, reason_code="curiosity", reason="Because.")
    with pytest.raises(ReasonNeeded, match="few words"):
        actions.search_repository(act, query=MISSPELT, reason_code="other", reason=" ")


def test_an_officer_who_searches_without_end_is_stopped(cast, monkeypatch) -> None:
    monkeypatch.setattr(searching, "PER_PERSON", (2, 3600))
    search(cast.neighbour_officer)
    search(cast.neighbour_officer)

    with pytest.raises(RateLimited):
        search(cast.neighbour_officer)


def test_an_officer_who_opens_without_end_is_stopped_and_leaves_no_opening(cast, monkeypatch) -> None:
    monkeypatch.setattr(claiming, "PER_PERSON", (1, 3600))
    lost_pupil = steps.open_lost(cast.neighbour_officer, steps.file_lost(cast.clerk))

    with pytest.raises(RateLimited):
        steps.open_lost(cast.neighbour_officer, lost_pupil)
    steps.open_lost(cast.officer, lost_pupil)  # a colleague of another authority is not stopped

    assert lost_pupil.openings.count() == 2


def test_opening_is_a_second_logged_act_with_its_reason(cast) -> None:
    lost_pupil = steps.open_lost(cast.neighbour_officer, steps.file_lost(cast.clerk))

    assert lost_pupil.sighting.surname == "Quillfeather"
    opening = lost_pupil.openings.get()
    assert (opening.organisation, opening.person) == (cast.testbury, cast.neighbour_officer.person)
    assert LedgerEntry.objects.get(name="transfer.LostPupilOpened").details["reason"] == "Admitted in our area."


def test_each_look_at_an_opened_child_is_recorded_for_the_person_who_looked(cast, signed_in) -> None:
    reference = steps.open_lost(cast.neighbour_officer, steps.file_lost(cast.clerk)).message.reference
    client = signed_in(cast.neighbour_officer)

    for _ in range(2):
        assert client.get(f"/files/lost-pupils/{reference}/").status_code == 200

    looks = LedgerEntry.objects.filter(name="transfer.LostPupilOpened").order_by("sequence")
    assert [look.details["again"] for look in looks] == [False, True, True]
    assert {look.actor_id for look in looks} == {cast.neighbour_officer.person.pk}
    assert {look.details["reason"] for look in looks} == {"Admitted in our area."}


def test_an_opening_counts_only_for_the_person_who_made_it(cast, signed_in) -> None:
    lost_pupil = steps.open_lost(cast.neighbour_officer, steps.file_lost(cast.clerk))
    colleague = make_member("colleague", cast.testbury, Role.CME_OFFICER)
    address = f"/files/lost-pupils/{lost_pupil.message.reference}/"

    assert signed_in(colleague).get(address).get("Location") == f"{address}open/"
    assert queries.lost_pupil_once_opened(colleague.act(), lost_pupil.message.reference) is None
    assert not LedgerEntry.objects.filter(name="transfer.LostPupilOpened", actor_id=colleague.person.pk).exists()


def test_a_child_cannot_be_claimed_unopened(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.open_lost(cast.officer, lost_pupil)  # another authority's opening does not count

    with pytest.raises(claiming.NotOpened):
        actions.claim_lost_pupil(
            cast.neighbour_officer.act(),
            reference=lost_pupil.message.reference,
            school=cast.neighbour_school,
            reason="Same child.",
            expected_version=2,
        )


def test_a_claim_moves_the_file_to_the_school_and_tells_everyone(cast, django_capture_on_commit_callbacks) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        message = steps.claim(cast.neighbour_officer, cast, lost_pupil)

    assert (message.state, message.recipient) == (State.WAITING, cast.neighbour_school)
    lost_pupil.refresh_from_db()
    assert (lost_pupil.claimed_by, lost_pupil.claimed_for) == (cast.testbury, cast.neighbour_school)
    assert {sent.recipients()[0] for sent in mail.outbox} == {
        "office@8384001.example",
        "cme@820.example",
        "office@8201234.example",
    }
    assert LedgerEntry.objects.get(name="transfer.LostPupilClaimed").la_code == "838"


def test_the_repository_no_longer_lists_a_claimed_child(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.claim(cast.neighbour_officer, cast, lost_pupil)

    assert search(cast.neighbour_officer) == ()
    assert not Posting.objects.filter(kind="lost_pupil").exists()
    assert queries.held_counts(cast.officer.act()).everywhere == 0
    with pytest.raises(Hidden):
        steps.open_lost(cast.officer, lost_pupil)


def test_the_claimed_file_is_collected_and_confirmed_by_the_third_school(cast) -> None:
    message = steps.claim(cast.neighbour_officer, cast, steps.file_lost(cast.clerk))

    steps.collect(cast.neighbour_clerk, message)
    steps.confirm(cast.neighbour_clerk, message)

    assert message.state == State.CONFIRMED
    assert [step.state for step in queries.timeline(cast.officer.act(), message)] == [
        State.RECEIVED,
        State.CHECKED,
        State.HELD_AS_LOST,
        State.WAITING,
        State.COLLECTED,
        State.CONFIRMED,
    ]
    assert Notice.objects.filter(organisation=cast.school, kind="child_on_roll").exists()


def test_a_claim_is_for_an_open_school_of_the_officers_own_area(cast) -> None:
    lost_pupil = steps.open_lost(cast.officer, steps.file_lost(cast.clerk))

    for school, words in (
        (cast.neighbour_school, "own area"),
        (cast.exampleton, "own area"),
        (cast.closed_school, "closed"),
    ):
        with pytest.raises(claiming.SchoolNotPossible, match=words):
            actions.claim_lost_pupil(
                cast.officer.act(),
                reference=lost_pupil.message.reference,
                school=school,
                reason="Same child.",
                expected_version=lost_pupil.message.version,
            )


def test_a_claim_needs_words_on_how_the_officer_knows(cast) -> None:
    lost_pupil = steps.open_lost(cast.officer, steps.file_lost(cast.clerk))

    with pytest.raises(ReasonNeeded):
        actions.claim_lost_pupil(
            cast.officer.act(),
            reference=lost_pupil.message.reference,
            school=cast.other_school,
            reason="",
            expected_version=lost_pupil.message.version,
        )


def test_the_second_of_two_officers_is_told_that_another_was_first(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    seen = steps.open_lost(cast.officer, lost_pupil)
    steps.claim(cast.neighbour_officer, cast, lost_pupil)

    with pytest.raises(claiming.ClaimedByAnother, match="Another authority claimed this child a moment ago"):
        actions.claim_lost_pupil(
            cast.officer.act(),
            reference=seen.message.reference,
            school=cast.other_school,
            reason="Same child.",
            expected_version=seen.message.version,
        )


def test_the_sender_may_take_a_held_file_back_and_nobody_finds_it_any_more(cast) -> None:
    message = steps.file_lost(cast.clerk).message

    actions.withdraw_file(cast.clerk.act(), message=message, reason="Found", expected_version=message.version)

    assert search(cast.neighbour_officer) == ()
    assert not Posting.objects.filter(kind="lost_pupil").exists()


def test_only_an_officer_searches_opens_and_claims(cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)

    for name, member in cast.members().items():
        if name in {"officer", "neighbour_officer"}:
            continue
        with pytest.raises(NotAllowed):
            search(member)
        with pytest.raises(NotAllowed):
            steps.open_lost(member, lost_pupil)
        with pytest.raises(NotAllowed):
            steps.claim(member, cast, lost_pupil)


@pytest.fixture
def failing_subscriber() -> Iterator[None]:
    """A higher room that cannot take the news of a filing."""

    def fail(*_args: object) -> None:
        raise OSError("disk full")

    ledger.subscribe(LostPupilFiled, fail)
    yield
    ledger._subscribers[LostPupilFiled].remove(fail)


@pytest.mark.usefixtures("failing_subscriber")
def test_filing_is_all_or_nothing(cast) -> None:
    message = steps.receive(cast.clerk, "XXXXXXX")
    act = cast.clerk.act()

    with pytest.raises(OSError, match="disk full"):
        actions.file_as_lost(act, message=message, enquiries=[steps.enquiry(act)], expected_version=1)

    message.refresh_from_db()
    assert message.state == State.CHECKED
    assert not LostPupil.objects.exists()

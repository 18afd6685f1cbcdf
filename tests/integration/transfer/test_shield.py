"""A shielded child looks like no result, to everybody, and the named officer is told of each search that met her."""

from datetime import date, timedelta

import pytest
from django.core import mail

from onroll import linkage
from onroll.audit import act as acts
from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed
from onroll.registry import actions as registry_actions
from onroll.registry.actions import ShieldNotPossible
from onroll.registry.models import Shield
from onroll.transfer import actions, queries
from onroll.transfer.models import LostPupil, RepositorySearch, ShieldMeeting
from tests.cast import Cast, Member
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY, Child
from tests.integration.transfer.test_pages import text_of

QUERY = linkage.SearchQuery(surname=CANARY, forename="Marisol", birth_date=date(2015, 3, 14))
NOBODY = linkage.SearchQuery(surname="Underhillock", forename="Benedict", birth_date=date(2011, 1, 1))


def shield(member: Member, lost_pupil: LostPupil, **changes) -> Shield:
    given = {"reason_code": "adopted", "officer": member.person, "until_on": None, **changes}
    return actions.shield_child(member.act(), child_reference=lost_pupil.child.reference, **given)


def search(member: Member, query: linkage.SearchQuery = QUERY):
    return actions.search_repository(
        member.act(), query=query, reason_code="admitted_without_file", reason="No file."
    ).hits


def alert() -> int:
    return actions.raise_shield_alerts(acts.by_the_system(at=Shield.objects.latest("pk").placed_at, purpose="tick"))


def test_a_shielded_child_is_no_result_and_the_named_officer_alone_is_told(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    assert len(search(cast.neighbour_officer)) == 1
    placed = shield(cast.officer, lost_pupil)

    assert search(cast.neighbour_officer) == ()
    assert search(cast.officer) == ()
    assert mail.outbox == []
    assert (alert(), alert()) == (2, 0)

    by_neighbour = ShieldMeeting.objects.order_by("pk")[0].search
    assert by_neighbour.person == cast.neighbour_officer.person
    actions.send_owed_notices(acts.by_the_system(at=placed.placed_at, purpose="notices"))
    told = [one for one in mail.outbox if "shielded" in one.subject]
    assert [one.bcc for one in told] == [[cast.officer.person.email]] * 2
    assert CANARY not in str([(one.subject, one.body) for one in told])


def test_a_search_leaves_the_same_trace_whether_it_met_a_shielded_child_or_nobody(
    cast: Cast, django_assert_num_queries
) -> None:
    shield(cast.officer, steps.file_lost(cast.clerk))
    traces = []

    for query in (QUERY, NOBODY):
        before = LedgerEntry.objects.count()
        hits = search(cast.neighbour_officer, query)
        entry = LedgerEntry.objects.latest("sequence")
        traces.append((hits, LedgerEntry.objects.count() - before, entry.name, entry.details))

    assert traces[0] == traces[1]
    assert [len(row.met_shields) for row in RepositorySearch.objects.order_by("pk")] == [1, 0]
    assert ShieldMeeting.objects.count() == 0


def test_the_page_of_a_search_is_the_same_for_a_shielded_child_and_for_nobody(cast: Cast, signed_in) -> None:
    shield(cast.officer, steps.file_lost(cast.clerk))
    client = signed_in(cast.neighbour_officer)
    given = {"reason_code": "open_case", "reason": "A case.", "birth_date_day": "14", "birth_date_month": "3"}
    pages = [
        client.post("/files/lost-pupils/", {**given, "birth_date_year": year, "surname": surname})
        for year, surname in (("2015", CANARY), ("2011", "Underhillock"))
    ]

    shown = [text_of(page).replace(CANARY, "").replace("Underhillock", "") for page in pages]
    assert shown[0] == shown[1]
    assert "Nobody in the repository is like the child" in shown[0]


def test_a_shielded_child_cannot_be_opened_or_claimed_by_address(cast: Cast, signed_in) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    steps.open_lost(cast.neighbour_officer, lost_pupil)
    shield(cast.officer, lost_pupil)
    client, at = signed_in(cast.neighbour_officer), f"/files/lost-pupils/{lost_pupil.message.reference}"

    assert [client.get(f"{at}/{page}", follow=True).status_code for page in ("", "open/", "claim/")] == [404] * 3
    with pytest.raises(Hidden):
        steps.open_lost(cast.neighbour_officer, lost_pupil)
    with pytest.raises(actions.claiming.NotOpened):
        actions.claim_lost_pupil(
            cast.neighbour_officer.act(),
            reference=lost_pupil.message.reference,
            school=cast.neighbour_school,
            reason="Same child.",
            expected_version=lost_pupil.message.version,
        )


def test_a_shielded_childs_file_answers_no_request_by_itself(cast: Cast) -> None:
    shield(cast.officer, steps.file_lost(cast.clerk))
    sought = actions.ChildSought(surname=CANARY, forename="Marisol", birth_date=date(2015, 3, 14))
    request = actions.ask_for_file(cast.neighbour_clerk.act(), asked=cast.school, child=sought)

    steps.send(cast.clerk, "8384001")

    request.refresh_from_db()
    assert request.state == "asked"


def test_a_shield_that_ended_or_ran_out_shows_the_child_again(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    placed = shield(cast.officer, lost_pupil, until_on=cast.officer.act().on)
    assert search(cast.neighbour_officer) == ()

    Shield.objects.update(from_on=date(2026, 1, 1), until_on=cast.officer.act().on - timedelta(days=1))
    assert len(search(cast.neighbour_officer)) == 1
    again = shield(cast.officer, lost_pupil)
    placed.refresh_from_db()
    assert placed.ended_at is not None
    registry_actions.end_shield(cast.officer.act(), shield=again, why="The danger is over")
    assert len(search(cast.neighbour_officer)) == 1


@pytest.mark.parametrize("changes", [{"reason_code": "whim"}, {"until_on": date(2020, 1, 1)}])
def test_a_shield_needs_a_known_reason_and_a_day_to_come(cast: Cast, changes) -> None:
    with pytest.raises(ShieldNotPossible):
        shield(cast.officer, steps.file_lost(cast.clerk), **changes)


def test_a_child_is_shielded_once_and_only_a_colleague_is_named(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    with pytest.raises(ShieldNotPossible, match="your own organisation"):
        shield(cast.officer, lost_pupil, officer=cast.neighbour_officer.person)
    placed = shield(cast.officer, lost_pupil)

    with pytest.raises(ShieldNotPossible, match="shielded already"):
        shield(cast.safeguarding_lead, lost_pupil)
    with pytest.raises(ShieldNotPossible, match="Say why"):
        registry_actions.end_shield(cast.officer.act(), shield=placed, why=" ")
    registry_actions.end_shield(cast.officer.act(), shield=placed, why="Mistake")
    with pytest.raises(ShieldNotPossible, match="ended before"):
        registry_actions.end_shield(cast.officer.act(), shield=placed, why="Mistake")


def test_who_may_shield_a_child_of_the_first_school(cast: Cast) -> None:
    lost_pupil = steps.file_lost(cast.clerk)
    may, may_not_know, may_not = set(), set(), set()

    for name, member in cast.members().items():
        try:
            placed = shield(member, lost_pupil)
        except NotAllowed:
            may_not.add(name)
        except Hidden:
            may_not_know.add(name)
        else:
            may.add(name)
            registry_actions.end_shield(member.act(), shield=placed, why="Test")

    assert may == {"officer", "safeguarding_lead"}
    assert may_not_know == {"neighbour_officer"}
    assert may_not == set(cast.members()) - may - may_not_know


def test_no_auditor_of_the_searcher_reads_that_a_shield_was_met(cast: Cast) -> None:
    shield(cast.officer, steps.file_lost(cast.clerk))
    search(cast.neighbour_officer)
    alert()

    entry = LedgerEntry.objects.get(name="transfer.ShieldMet")
    assert (entry.la_code, entry.organisation_id, entry.actor_id) == ("", None, None)
    with pytest.raises(NotAllowed):
        actions.raise_shield_alerts(cast.officer.act())


def test_a_lead_finds_her_own_child_exactly_and_reads_who_searched(cast: Cast, signed_in) -> None:
    lost_pupil = steps.file_lost(cast.clerk, children=(Child(),))
    client = signed_in(cast.safeguarding_lead)

    found = text_of(client.post("/files/shields/find/", {"upn": "d820123415001"}))
    assert f"Shield child {lost_pupil.child.reference}" in found
    assert "No child of yours" in text_of(client.post("/files/shields/find/", {"upn": "A820123415001"}))
    assert "Enter the UPN, or both names" in text_of(client.post("/files/shields/find/", {"surname": CANARY}))
    at = f"/files/shields/children/{lost_pupil.child.reference}/"
    given = {"reason_code": "at_risk", "officer": str(cast.safeguarding_lead.person.pk)}
    placed = client.post(at, given, follow=True)
    assert "No search has met this child" in text_of(placed)
    search(cast.neighbour_officer)
    alert()
    reference = Shield.objects.get().reference
    read = text_of(client.get(f"/files/shields/{reference}/"))
    assert "Neighbourofficer Invented" in read
    assert "Testbury" in read
    assert CANARY not in read
    assert LedgerEntry.objects.filter(name="transfer.ShieldMeetingsRead").exists()
    assert signed_in(cast.officer).get(f"/files/shields/{reference}/").status_code == 404
    assert reference in text_of(client.get("/files/shields/"))
    ended = client.post(f"/files/shields/{reference}/end/", {"why": "The danger is over"}, follow=True)
    assert "The shield has ended" in text_of(ended)


def test_a_child_is_found_to_shield_by_names_and_date_in_ones_own_area_only(cast: Cast) -> None:
    steps.file_lost(cast.clerk)
    asked = {"upn": "", "surname": CANARY.lower(), "forename": "marisol", "birth_date": date(2015, 3, 14)}

    assert queries.children_exactly(cast.officer.act(), **asked).count() == 1
    assert queries.children_exactly(cast.neighbour_officer.act(), **asked).count() == 0
    assert queries.children_exactly(cast.clerk.act(), **asked).count() == 0
    assert queries.children_exactly(cast.officer.act(), **{**asked, "birth_date": None}).count() == 0

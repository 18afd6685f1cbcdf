"""Stories 3 and 4 through the real actions: lost, noticed, found in another authority, on roll, case closed."""

import io
from datetime import date, datetime, timedelta

from onroll import ctf, linkage
from onroll.access.models import Organisation
from onroll.audit.act import LONDON
from onroll.audit.models import LedgerEntry
from onroll.casework import actions, queries
from onroll.casework.models import Outcome
from onroll.casework.presenters.evidence import evidence_from
from onroll.casework.stages import Stage
from onroll.transfer import actions as transfer_actions
from onroll.transfer import queries as transfer_queries
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import Cast
from tests.integration.casework.world import at

FILED_AT = datetime(2026, 10, 1, 9, 30, tzinfo=LONDON)
WHY = {"reason_code": "admitted_without_file", "reason": "Admitted by Testbury High School"}


def a_lost_pupil_is_filed(cast: Cast) -> Message:
    out = io.BytesIO()
    header = ctf.sample.make_file(
        out,
        seed=4,
        pupils=1,
        source=cast.school.code,
        destination="XXXXXXX",
        source_name=cast.school.name,
        written_at=datetime(2026, 10, 1, 9, 0),  # noqa: DTZ001 - as files have it
    )
    message = transfer_actions.receive_file(
        at(cast.clerk, FILED_AT), name=ctf.name_for(header).text, pieces=[out.getvalue()]
    )
    enquiry = transfer_actions.EnquiryMade("TELEPHONE", date(2026, 9, 30), "No answer")
    transfer_actions.file_as_lost(
        at(cast.clerk, FILED_AT), message=message, enquiries=[enquiry], expected_version=message.version
    )
    message.refresh_from_db()
    return message


def the_neighbour_finds_and_claims_it(cast: Cast, message: Message, school: Organisation, when: datetime) -> None:
    child = message.lost_pupil.sighting
    query = linkage.SearchQuery(
        surname=f"{child.surname}e", forename=child.forename, birth_date=child.birth_date + timedelta(days=1)
    )
    hits = transfer_actions.search_repository(at(cast.neighbour_officer, when), query=query, **WHY).hits
    assert hits[0].reference == message.reference
    transfer_actions.open_lost_pupil(at(cast.neighbour_officer, when), reference=message.reference, **WHY)
    transfer_actions.claim_lost_pupil(
        at(cast.neighbour_officer, when),
        reference=message.reference,
        school=school,
        reason="The parent showed the old school’s letter",
        expected_version=message.version,
    )
    message.refresh_from_db()


def test_a_lost_pupil_is_found_confirmed_on_roll_and_the_case_closed_with_that_as_evidence(cast: Cast) -> None:
    message = a_lost_pupil_is_filed(cast)
    (line,) = queries.work_list(at(cast.officer, FILED_AT), queries.Filters()).notifications
    case = actions.open_case(
        at(cast.officer, FILED_AT + timedelta(hours=3)), notification=line.notification, expected_version=1
    )
    the_neighbour_finds_and_claims_it(cast, message, cast.neighbour_school, FILED_AT + timedelta(days=12))
    collected_at = FILED_AT + timedelta(days=13)
    transfer_actions.collect_file(at(cast.neighbour_clerk, collected_at), message=message)
    transfer_actions.confirm_on_roll(
        at(cast.neighbour_clerk, collected_at),
        message=message,
        arrivals=[transfer_actions.Arrival(1, date(2026, 10, 8))],
        expected_version=message.version,
    )

    found = queries.case(cast.officer.act(), case.reference)
    assert (found.provision_determined_on, found.provision_accessed_on) == (date(2026, 10, 8), date(2026, 10, 8))
    assert found.stage == Stage.MONITOR
    closed = actions.close_case(
        cast.officer.act(),
        case=found,
        outcome=Outcome.ON_ROLL,
        evidence=evidence_from(found),
        expected_version=found.version,
    )

    message.refresh_from_db()
    assert message.state == State.CONFIRMED
    assert closed.evidence.startswith("Testbury High School (8384001) confirmed on 14 October 2026")
    assert queries.pace_of(closed).words == "7 days from notified to accessed"
    query = linkage.SearchQuery(surname=line.child.surname)
    assert transfer_queries.repository_candidates(query, cast.officer.act().on).candidates == []
    told = LedgerEntry.objects.filter(name__startswith="casework.").order_by("sequence").values_list("name", flat=True)
    assert list(told) == [
        "casework.NotificationReceived",
        "casework.CaseOpened",
        "casework.CaseDatesRecorded",
        "casework.CaseArrivalNoted",
        "casework.CaseClosed",
    ]

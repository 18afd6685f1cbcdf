"""Every page of the line fits the narrowest phone, and axe finds no fault with it there."""

from datetime import date

from onroll.casework import actions as casework_actions
from onroll.casework.models import Case, Notification
from onroll.transfer import actions
from onroll.transfer.actions import ChildSought
from tests.cast import Cast
from tests.integration.transfer import steps
from tests.journeys.browser import DESKTOP
from tests.journeys.conftest import SignedIn
from tests.journeys.files import UNKNOWN_PLACE, Child, name_of, school_system_file

TWO_CHILDREN = (Child(), Child(upn="", surname="Otherby"))
OTHER = (Child(upn="", surname="Otherby", forename="Tamsin", birth_date="2014-02-03"),)
ANOTHER = (Child(upn="", surname="Thirdly", forename="Oluwaseun", birth_date="2013-06-05"),)


def test_every_page_of_sending_fits_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    checked = steps.receive(cast.clerk, "8205678", children=TWO_CHILDREN).reference
    lost = steps.receive(cast.clerk, "XXXXXXX").reference
    refused = steps.receive(cast.clerk, "8209999").reference
    steps.send(cast.clerk, "8384001", children=OTHER)
    clerk = signed_in(cast.clerk)

    for path in ("send/", "sent/", f"{checked}/check/", f"{refused}/check/", f"{lost}/check/", f"{checked}/withdraw/"):
        clerk.opens_on_a_phone(f"/files/{path}")
    for path in (f"{lost}/enquiries/", f"{lost}/enquiries/outcomes/?made=TELEPHONE&made=VISIT", f"{refused}/"):
        clerk.opens_on_a_phone(f"/files/{path}")


def test_every_page_of_receiving_fits_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    message = steps.send(cast.clerk, "8205678", children=TWO_CHILDREN)
    waiting = steps.send(cast.clerk, "8205678", children=OTHER)
    steps.collect(cast.other_clerk, message)
    clerk = signed_in(cast.other_clerk)

    for path in ("waiting/", f"{waiting.reference}/", f"{message.reference}/", f"{message.reference}/confirm/"):
        clerk.opens_on_a_phone(f"/files/{path}")
    for path in (f"{message.reference}/pupils/", f"{message.reference}/pupils/1/"):
        clerk.opens_on_a_phone(f"/files/{path}")
    clerk.opens_on_a_phone("/schools/?words=school")


def test_every_page_of_an_officers_case_fits_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    case = given_a_case(cast)
    notification = Notification.objects.get(message=steps.file_lost(cast.clerk, children=OTHER).message)
    officer = signed_in(cast.officer)

    for path in ("", "closed/", f"notifications/{notification.reference}/", f"{case.reference}/"):
        officer.opens_on_a_phone(f"/cases/{path}")
    for task in ("record-dates", "move-stage", "add-note", "assign", "close-case"):
        officer.opens_on_a_phone(f"/cases/{case.reference}/{task}/")
    officer.opens_on_a_phone("/files/area/")


def test_every_page_of_the_repository_and_the_ledger_fits_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    opened = steps.open_lost(cast.neighbour_officer, steps.file_lost(cast.clerk)).message.reference
    unopened = steps.file_lost(cast.clerk, children=ANOTHER).message.reference
    officer, auditor = signed_in(cast.neighbour_officer), signed_in(cast.national_auditor)

    for path in ("", f"{unopened}/open/", f"{opened}/", f"{opened}/claim/"):
        officer.opens_on_a_phone(f"/files/lost-pupils/{path}")
    auditor.opens_on_a_phone("/ledger/")


def test_every_page_of_requests_and_shields_fits_a_phone(cast: Cast, signed_in: SignedIn) -> None:
    child = ChildSought(surname="Otherby", forename="Tamsin", birth_date=date(2014, 2, 3))
    request = actions.ask_for_file(cast.neighbour_clerk.act(), asked=cast.school, child=child).reference
    steps.send(cast.clerk, "8384001")
    lost_pupil = steps.file_lost(cast.clerk, children=OTHER)
    shield = actions.shield_child(
        cast.officer.act(),
        child_reference=lost_pupil.child.reference,
        reason_code="adopted",
        officer=cast.officer.person,
        until_on=None,
    ).reference
    asker, asked, officer = (signed_in(member) for member in (cast.neighbour_clerk, cast.clerk, cast.officer))

    for path in ("", "ask/", f"{request}/", f"{request}/file/", f"{request}/authority/", f"{request}/withdraw/"):
        asker.opens_on_a_phone(f"/files/requests/{path}")
    asked.opens_on_a_phone(f"/files/requests/{request}/not-held/")
    for path in ("", "find/", f"{shield}/", f"{shield}/end/"):
        officer.opens_on_a_phone(f"/files/shields/{path}")


def test_every_report_fits_a_phone_and_a_wide_table_fits_the_screen(cast: Cast, signed_in: SignedIn) -> None:
    content = school_system_file(UNKNOWN_PLACE, source="8201234", destination="8205678")
    message = actions.receive_file(cast.clerk.act(), name=name_of(), pieces=[content])
    officer, auditor, clerk = (signed_in(member) for member in (cast.officer, cast.auditor, cast.clerk))

    for path in ("area/sessions/", "area/sessions/?days=never", "area/waiting/", "area/leavers/", "statistics/"):
        officer.opens_on_a_phone(f"/files/{path}")
    auditor.opens_on_a_phone("/files/patterns/")
    clerk.opens_on_a_phone(f"/files/{message.reference}/pupils/1/")
    assert clerk.page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]


def given_a_case(cast: Cast) -> Case:
    notification = Notification.objects.get(message=steps.file_lost(cast.clerk).message)
    return casework_actions.open_case(
        cast.officer.act(), notification=notification, expected_version=notification.version
    )

"""Mailboxes belong to organisations and roles: every kind of end-point receives, or is refused with another way."""

import pytest
from django.core import mail

from onroll.access import actions as access_actions
from onroll.access import permissions as access_permissions
from onroll.access.models import Country, Membership, Organisation, OrganisationKind, Role
from onroll.audit.act import by_the_system
from onroll.audit.refusals import Hidden
from onroll.transfer import actions, queries
from onroll.transfer.models import Message
from onroll.transfer.states import State
from tests.cast import Cast, make_member, make_school
from tests.integration.transfer import steps
from tests.integration.transfer.files import CANARY


def operator(cast: Cast):
    return by_the_system(at=cast.clerk.act().at, purpose="test")


def end_point(cast: Cast, kind: str) -> Organisation:
    """Return an organisation of a kind, made as an operator or the register makes it."""
    if kind in ("independent", "alternative", "referral"):
        types = {
            "independent": ("8206001", "Other independent school"),
            "alternative": ("8201101", "Academy alternative provision converter"),
            "referral": ("8201102", "Pupil referral unit"),
        }
        code, type_name = types[kind]
        return make_school(f"{kind.title()} Invented", code, f"99{code[3:]}", type_name=type_name)
    if kind == "authority":
        return cast.testbury
    country, code = {
        "wales": (Country.WALES, "6601234"),
        "scotland": (Country.SCOTLAND, "7011234"),
        "jersey": (Country.JERSEY, "7071234"),
        "guernsey": (Country.GUERNSEY, "7061234"),
        "isle_of_man": (Country.ISLE_OF_MAN, "7051234"),
    }[kind]
    return access_actions.add_outside(operator(cast), name=f"School in {kind}", country=country, code=code)


@pytest.mark.parametrize(
    "kind",
    [
        *("independent", "alternative", "referral", "authority"),
        *("wales", "scotland", "jersey", "guernsey", "isle_of_man"),
    ],
)
def test_every_kind_of_end_point_receives_collects_and_answers_a_file(cast: Cast, kind: str, signed_in) -> None:
    recipient = make_member(f"clerk{kind}", end_point(cast, kind), Role.ADMISSIONS)

    message = steps.send(cast.clerk, recipient.organisation.code)

    assert list(queries.inbox(recipient.act())) == [message]
    assert CANARY.encode() in steps.collect(recipient, message)
    message.refresh_from_db()
    assert message.state == State.COLLECTED
    page = signed_in(recipient).get(f"/files/{message.reference}/").content.decode()
    assert ("Confirm that the child is on our roll" in page) is (kind != "authority")  # an authority has no roll


def test_an_end_point_without_a_number_is_asked_for_files_but_no_file_can_name_it(cast: Cast) -> None:
    lough = access_actions.add_outside(operator(cast), name="Lough School", country=Country.NORTHERN_IRELAND, code="")
    clerk = make_member("loughclerk", lough, Role.ADMISSIONS)
    child = actions.ChildSought(surname=CANARY, forename="Marisol", birth_date=None, upn="D820123415001")

    asked = actions.ask_for_file(cast.clerk.act(), asked=lough, child=child)

    assert list(queries.requests_to_answer(clerk.act())) == [asked]
    refused = steps.receive(cast.clerk, "7031234")  # no number of anybody
    assert refused.state == State.REFUSED
    assert "MMMMMMM" in str(refused.problems)  # where a file for it goes instead


def test_no_transfer_file_goes_to_the_department_and_the_refusal_says_so(cast: Cast) -> None:
    department = Organisation.objects.get(kind=OrganisationKind.DEPARTMENT)

    refused = steps.receive(cast.clerk, "DFES001", name="8201234_CTF_DFES001_001.xml")

    assert department.code == ""
    assert refused.state == State.REFUSED
    assert "destination-department" in [problem["code"] for problem in refused.problems]
    assert "through its own service" in str(refused.problems)
    assert Message.objects.filter(recipient=department).count() == 0


def test_a_mailbox_stays_with_the_role_when_its_holder_goes(cast: Cast) -> None:
    message = steps.send(cast.clerk, "8384001")
    Membership.objects.filter(pk=cast.neighbour_clerk.membership.pk).update(until_on="2021-01-01")

    successor = make_member("successor", cast.neighbour_school, Role.ADMISSIONS)

    assert list(queries.inbox(successor.act())) == [message]


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR])
def test_who_gives_roles_or_audits_has_no_mailbox(cast: Cast, role: Role) -> None:
    message = steps.send(cast.clerk, "8384001")
    member = make_member("other", cast.neighbour_school, role)

    assert list(queries.inbox(member.act())) == []
    with pytest.raises(Hidden):
        queries.message(member.act(), message.reference)


def test_every_kind_of_organisation_has_the_roles_of_its_mailboxes() -> None:
    exchange = {Role.ADMISSIONS, Role.ATTENDANCE, Role.SAFEGUARDING, Role.EXCHANGE_ADMINISTRATOR}
    given = {kind: set(roles) for kind, roles in access_permissions.ROLES.items()}

    assert given[OrganisationKind.SCHOOL] == given[OrganisationKind.OUTSIDE]
    assert exchange <= given[OrganisationKind.SCHOOL]
    assert exchange | {Role.CME_OFFICER} <= given[OrganisationKind.AUTHORITY]
    assert Role.EXCHANGE_ADMINISTRATOR in given[OrganisationKind.DEPARTMENT]
    assert all(Role.APPROVER in roles for roles in given.values())


def test_somebody_who_gets_a_role_is_told_by_email_without_anything_personal(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        access_actions.give_role_by_email(
            cast.approver.act(),
            organisation=cast.school,
            email="new.clerk@onroll.example",
            name="Nadia Newcomer",
            role=Role.ATTENDANCE,
        )

    (sent,) = mail.outbox
    assert sent.recipients() == ["new.clerk@onroll.example"]
    assert sent.subject == "You have a new role in OnRoll for Fixture Primary School"
    assert "I forgot my password, or have not set one yet" in sent.body
    assert "Nadia" not in sent.subject + sent.body


def test_somebody_who_is_to_cover_is_told_by_email(cast: Cast, django_capture_on_commit_callbacks) -> None:
    act = cast.approver.act()

    with django_capture_on_commit_callbacks(execute=True):
        access_actions.give_cover(
            act, membership=cast.clerk.membership, by=cast.safeguarding_lead.person, from_on=act.on, until_on=act.on
        )

    (sent,) = mail.outbox
    assert sent.recipients() == [cast.safeguarding_lead.person.email]
    assert sent.subject == "You cover a role in OnRoll for Fixture Primary School"

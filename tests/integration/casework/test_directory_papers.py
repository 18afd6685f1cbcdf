"""Routes and policy: published from the directory, read by whom, and understood by how many."""

import io
from collections.abc import Callable
from datetime import date

import docx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from onroll.audit.refusals import NotAllowed, Stale
from onroll.casework import directory_links
from onroll.casework.actions import directory_papers as actions
from onroll.casework.models import Policy, PublishedRoutes, Standing
from onroll.casework.queries import directory_papers as queries
from onroll.vault.models import StoredFile
from tests.cast import Cast, Member
from tests.integration.casework import directory_world as world
from tests.integration.casework import tellers
from tests.integration.casework.directory_world import NOW, at
from tests.integration.casework.test_pages import errors, text

SignIn = Callable[[Member], Client]
RIGHT = {"WHEN": "a", "ON_ROLL": "b", "HARM": "b", "SHARE": "b", "HOME": "a"}
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def published(cast: Cast, number: int = 0, opening: str = "") -> PublishedRoutes:
    return actions.publish_routes(at(cast.officer), opening=opening, expected_number=number)


def policy(cast: Cast, number: int = 0, **change: object) -> Policy:
    given = {
        "title": "Children missing education: our policy",
        "text": "Tell us at once.\n\nWe answer within a day.",
        "pieces": None,
        "sections": ("multi_agency", "monitoring"),
        "in_force_from": date(2026, 9, 1),
        "review_by": date(2027, 9, 1),
        **change,
    }
    return actions.publish_policy(at(cast.officer), expected_number=number, **given)


def leaflet_words(routes: PublishedRoutes) -> str:
    answer = Client().get(reverse("routes:leaflet", args=["820", "docx"]))
    assert answer["Content-Disposition"].endswith(f'version-{routes.number}.docx"')
    return "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)


def test_page_and_leaflet_are_made_from_the_directory(cast: Cast) -> None:
    world.team(cast)
    trust = world.agency(cast, early_help="School nursing, by telephone, no threshold")
    world.contact(cast, trust, when=NOW)
    routes = published(cast, opening="Open from 8am to 6pm.")

    page = text(Client().get(reverse("routes:council", args=["820"])))
    for words in (page, leaflet_words(routes)):
        assert "How to tell Exampleton about a child missing education" in words
        assert "By the form for agencies, the same day" in words
        assert "Named nurse, 01632 960111, nurse@agency.example" in words
        assert "2 November 2026" in words
        assert "Open from 8am to 6pm." in words
    assert Client().get(reverse("routes:leaflet", args=["820", "pdf"])).content.startswith(b"%PDF-")
    assert "Exampleton" in text(Client().get(reverse("routes:councils")))


def test_early_help_has_a_route_before_any_threshold_or_offence(cast: Cast) -> None:
    world.team(cast)
    early_help = "By its referral form; no offence needed"
    world.agency(cast, "Youth justice prevention", "youth_justice", early_help=early_help)
    routes = published(cast)

    page = text(Client().get(reverse("routes:council", args=["820"])))

    assert "Early help, before any threshold is met" in page
    assert "By its referral form; no offence needed" in page
    assert "Youth justice prevention: By its referral form; no offence needed" in leaflet_words(routes)


def test_no_persons_name_and_no_number_without_leave_is_published(cast: Cast) -> None:
    world.team(cast)
    world.contact(cast, world.agency(cast), may_publish=False)
    routes = published(cast)

    said = text(Client().get(reverse("routes:council", args=["820"]))) + leaflet_words(routes) + str(routes.lines)

    assert "Named nurse" in said
    assert not [word for word in ("Qvoxcanary", "01632 960111", "nurse@agency.example") if word in said]


def test_what_was_published_stays_as_it_was_and_says_what_has_changed_since(cast: Cast, signed_in: SignIn) -> None:
    world.team(cast)
    published(cast)
    world.agency(cast, "New Agency", "police")

    assert "New Agency" not in text(Client().get(reverse("routes:council", args=["820"])))
    officer = signed_in(cast.officer)
    assert "Changed since it was published: New Agency." in text(officer.get(reverse("directory:publish-routes")))
    page = text(officer.post(reverse("directory:publish-routes"), {"version": 1, "opening": ""}, follow=True))
    assert "The public page is as the directory stands." in page
    assert "New Agency" in text(Client().get(reverse("routes:council", args=["820"])))
    assert [each.number for each in queries.published_routes(at(cast.officer))] == [2, 1]


def test_routes_without_a_contact_of_the_council_are_refused_and_a_stale_tab_publishes_nothing(cast: Cast) -> None:
    world.agency(cast)
    with pytest.raises(actions.RoutesImpossible, match="whom to call"):
        published(cast)
    world.team(cast)
    published(cast)

    with pytest.raises(Stale):
        published(cast)

    assert PublishedRoutes.objects.count() == 1


def test_a_leaflet_text_of_20_mb_is_refused_and_nothing_is_kept(cast: Cast, signed_in: SignIn) -> None:
    world.team(cast)
    with pytest.raises(actions.RoutesImpossible, match="no more than 2,000 characters"):
        published(cast, opening="x" * 20_000_000)

    answer = signed_in(cast.officer).post(
        reverse("directory:publish-routes"), {"version": 0, "opening": "x" * 20_000_000}
    )

    assert answer.status_code in {400, 413}
    assert not PublishedRoutes.objects.exists()
    assert not StoredFile.objects.exists()


def test_nothing_is_shown_of_a_council_that_has_published_nothing(cast: Cast) -> None:
    names = ("council", "policy", "policy-file")
    assert [Client().get(reverse(f"routes:{name}", args=["820"])).status_code for name in names] == [404] * 3
    assert Client().get(reverse("routes:leaflet", args=["820", "pdf"])).status_code == 404
    assert "No council has published" in text(Client().get(reverse("routes:councils")))


def test_the_page_that_tells_the_council_leads_to_the_published_routes(cast: Cast) -> None:
    page = Client().get(reverse("tell-us:start"))

    assert reverse("routes:councils") in page.content.decode()


def test_the_policy_is_read_by_everybody_as_text_and_as_pdf(cast: Cast) -> None:
    policy(cast, pieces=[PDF])

    page = Client().get(reverse("routes:policy", args=["820"]))
    assert "We answer within a day." in text(page)
    assert reverse("routes:policy-file", args=["820"]) in page.content.decode()
    file = Client().get(reverse("routes:policy-file", args=["820"]))
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in file["Content-Disposition"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "Write the policy, or choose its PDF"),
        ({"title": ""}, "Enter the title"),
        ({"text": "x" * 200_001}, "no more than 200,000"),
        ({"pieces": [b"MZ\x90\x00 a program"]}, "not a PDF"),
        ({"pieces": [b""]}, "not a PDF"),
        ({"review_by": date(2026, 9, 1)}, "after the first day"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_and_leaves_nothing(cast: Cast, change: dict, words: str) -> None:
    with pytest.raises(actions.PolicyImpossible, match=words):
        policy(cast, **change)

    assert not Policy.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_second_version_stands_beside_the_first_and_a_stale_one_is_refused(cast: Cast) -> None:
    policy(cast)
    with pytest.raises(Stale):
        policy(cast, pieces=[PDF])
    second = policy(cast, 1, text="New words")

    assert second.number == 2
    assert Policy.objects.get(number=1).text.startswith("Tell us at once.")
    assert "New words" in text(Client().get(reverse("routes:policy", args=["820"])))


def test_an_agency_that_signs_in_reads_the_policy_and_the_officer_sees_which_kinds_have(
    cast: Cast, signed_in: SignIn
) -> None:
    visitor = tellers.reporter()
    world.agency(cast, organisation=visitor.organisation)
    policy(cast)
    officer = signed_in(cast.officer)
    before = text(officer.get(reverse("directory:policies")))
    assert "Health, Education and schools, Children’s social care, Police and Housing" in before
    assert "Missing: The current position and Scale and nature" in before

    reader = signed_in(visitor)
    for _ in range(2):
        reader.post(reverse("directory:read-policy"), {"read": "yes"})
    signed_in(cast.clerk).post(reverse("directory:read-policy"), {"read": "yes"})

    (evidence,) = queries.policies(at(cast.officer))
    assert [each.name for each in evidence.readers] == ["Invented Health", "Fixture Primary School"]
    assert evidence.kinds_reached == {"health", "education"}
    after = text(officer.get(reverse("directory:policies")))
    assert "Not reached yet Children’s social care, Police and Housing" in after
    assert "You have said that you have read this version." in text(reader.get(reverse("directory:read-policy")))


@time_machine.travel(NOW, tick=False)
def test_a_short_check_shows_that_an_agency_knows_the_procedure(cast: Cast, signed_in: SignIn) -> None:
    policy(cast)
    nurse = world.contact(cast, world.agency(cast))
    world.round_of(cast)
    address = reverse("routes:read-by-link", args=[directory_links.token_of(world.invitation(nurse).reference)])
    answers = {code.lower(): letter for code, letter in RIGHT.items()}

    page = text(Client().post(address, answers | {"harm": "a"}))
    assert "4 of 5 right" in page
    assert "Harm is referred at once and never waits for an enquiry." in page
    assert len(errors(Client().post(address, {"when": "a"}))) == 4
    assert "You have said that you have read" in text(Client().post(address, {"read": "yes"}))
    signed_in(cast.clerk).post(reverse("directory:read-policy"), answers)

    (evidence,) = queries.policies(at(cast.officer))
    assert (evidence.checks, evidence.right, evidence.asked) == (2, 9, 10)
    assert evidence.kinds_reached == {"health"}
    assert "9 of 10 answers right, in 2 checks" in text(signed_in(cast.officer).get(reverse("directory:policies")))


@time_machine.travel(NOW, tick=False)
def test_the_routes_count_as_read_by_whoever_says_so(cast: Cast, signed_in: SignIn) -> None:
    world.team(cast)
    nurse = world.contact(cast, world.agency(cast), Standing.MAIN)
    policy(cast)
    routes = published(cast)
    world.round_of(cast)
    token = directory_links.token_of(world.invitation(nurse).reference)

    Client().post(reverse("routes:read-by-link", args=[token]), {"read": "yes"})

    (evidence,) = queries.published_routes(at(cast.officer))
    assert (evidence.number, evidence.published_at.date(), evidence.agencies) == (1, NOW.date(), 2)
    assert [(each.name, each.kind) for each in evidence.readers] == [("Invented Health Trust", "health")]
    assert routes.readings.get().person is None


def test_whoever_works_in_another_area_reads_no_receipt_into_this_one(cast: Cast, signed_in: SignIn) -> None:
    found = policy(cast)

    with pytest.raises(NotAllowed):
        actions.read_paper(at(cast.neighbour_clerk), paper=found)
    with pytest.raises(NotAllowed):
        actions.take_knowledge_check(at(cast.national_auditor), policy=found, answers=RIGHT)

    assert "has published none" in text(signed_in(cast.neighbour_clerk).get(reverse("directory:read-policy")))


def test_a_policy_is_published_through_its_page(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    days = {f"{name}_{part}": value for name, year in (("in_force_from", 2026), ("review_by", 2027))
            for part, value in (("day", 1), ("month", 9), ("year", year))}  # fmt: skip
    given = {"version": 0, "title": "Our policy", "sections": ["monitoring"], **days}
    where = reverse("directory:publish-policy")
    wrong = SimpleUploadedFile("policy.pdf", b"<html>", content_type="application/pdf")

    assert "This file is not a PDF" in errors(officer.post(where, {**given, "file": wrong}))[0]
    right = SimpleUploadedFile("policy.pdf", PDF, content_type="application/pdf")
    page = text(officer.post(where, {**given, "file": right}, follow=True))

    assert "The policy is published." in page
    assert officer.post(where, {**given, "text": "Stale"}).status_code == 409
    assert Policy.objects.get().sections == ["monitoring"]

"""The pages of this room answer, keep what is given, say what is wrong, and hold no name in title or address."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onroll.casework.models import Notification
from onroll.registry.models import Enrolment
from onroll.returns.models import AbsenceByFeed, HomeEducation, ListedChild, LoadedList, Return
from tests.cast import Cast, Member
from tests.integration.returns import world

SignIn = Callable[[Member], Client]
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def boxes(name: str, day: object) -> dict[str, str]:
    return {f"{name}_{box}": str(getattr(day, box)) for box in ("day", "month", "year")}


PUPIL = {
    "forename": "Zelphine",
    "surname": "Qvoxcanary",
    "birth_date_day": "17",
    "birth_date_month": "5",
    "birth_date_year": "2014",
    "version": "0",
}
PARENT = {"parent_name": "Ottoline Qvoxcanary", "parent_telephone": "01632 960001"}
HOME = {
    "q_has_notice": "yes",
    **boxes("q_notice_on", YESTERDAY),
    **boxes("q_educated_from", YESTERDAY),
    "q_has_stopped": "yes",
    "q_order_in_force": "no",
    "q_is_special_place": "no",
}


def text(answer: object) -> str:
    return answer.content.decode()


def test_a_deletion_is_refused_on_its_page_and_then_made_lawfully(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    chosen = client.post(reverse("returns:delete"), {**boxes("deleted_on", TODAY), "code": "EHE"})
    assert chosen["Location"] == f"/returns/delete/EHE/{TODAY.isoformat()}/"

    refused = client.post(chosen["Location"], {**PUPIL, **PARENT, **HOME, "q_has_notice": "no"})
    assert "Spoken notice is not enough" in text(refused)
    assert "The pupil stays on the register" in text(refused)
    made = client.post(chosen["Location"], {**PUPIL, **PARENT, **HOME}, follow=True)

    assert "The authority has been told" in text(made)
    assert Return.objects.get().deletion.letter == "F"
    shown = client.get(reverse("returns:return", args=[Return.objects.get().reference]))
    assert "Qvoxcanary" in text(shown)
    assert "Qvoxcanary" not in text(shown).split("</title>")[0]


def test_a_day_that_has_gone_is_refused_until_it_is_kept_as_late(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    href = reverse("returns:delete-pupil", args=["EHE", YESTERDAY.isoformat()])

    refused = client.post(href, {**PUPIL, **PARENT, **HOME})
    assert "never deleted from an earlier day" in text(refused)
    client.post(href, {**PUPIL, **PARENT, **HOME, "was_done_before": "on"})

    assert list(Return.objects.late()) == list(Return.objects.all())


def test_grounds_h_and_i_lead_to_the_joint_enquiries_and_old_letters_to_their_list(
    cast: Cast, signed_in: SignIn
) -> None:
    client = signed_in(cast.clerk)

    joint = client.get(reverse("returns:delete-pupil", args=["ABSENT_20", TODAY.isoformat()]))
    assert reverse("casework:begin-enquiries") in text(joint)
    old = client.get(reverse("returns:delete-pupil", args=["EHE", "2024-08-18"]))
    assert "Ground D" in text(old)
    assert client.get(reverse("returns:delete-pupil", args=["EHE", "someday"])).status_code == 404
    shown = client.post(reverse("returns:delete"), boxes("deleted_on", TODAY.replace(year=2019, day=1)))
    assert "2006" in text(shown)


def test_a_new_pupil_and_absences_are_told_on_pages(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    started = {**PUPIL, **boxes("started_on", YESTERDAY)}

    refused = client.post(reverse("returns:new-pupil"), started)
    assert "could not find out" in text(refused)
    client.post(reverse("returns:new-pupil"), {**started, **PARENT})
    away = {**PUPIL, **boxes("from_on", YESTERDAY), "school_days": "5", "expected_days": "10"}
    client.post(reverse("returns:absence", args=["sickness"]), away)
    client.post(reverse("returns:absence", args=["attendance"]), away)

    assert sorted(Return.objects.values_list("kind", flat=True)) == ["attendance", "new_pupil", "sickness"]
    assert client.get(reverse("returns:absence", args=["weather"])).status_code == 404
    page = client.get(reverse("returns:returns"), {"show": "made"})
    assert text(page).count("In time") == 3


def test_a_return_is_taken_back_with_a_reason_and_a_stale_tab_is_told(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    client.post(reverse("returns:new-pupil"), {**PUPIL, **PARENT, **boxes("started_on", YESTERDAY)})
    made = Return.objects.get()
    href = reverse("returns:withdraw", args=[made.reference])

    stale = client.post(href, {"why": "Wrong child", "version": "9"})
    assert stale.status_code == 409
    client.post(href, {"why": "Wrong child", "version": str(made.version)})

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_file_of_returns_says_row_and_reason(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    wrong = SimpleUploadedFile(
        "r.csv", b"forename,surname,date_of_birth,from,school_days\nAda,Invented,soon,2026-01-05,15\n"
    )

    answer = client.post(reverse("returns:by-file"), {"kind": "sickness", "file": wrong})

    assert "not_a_date" in text(answer)
    assert not Return.objects.exists()


def test_the_officer_reads_returns_by_school_and_asks_for_usual_moves(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)

    assert "Fixture Primary School" in text(client.get(reverse("returns:schools")))
    client.post(reverse("returns:transitions"), {"is_asked": "on", "version": "0"})
    assert "checked" in text(client.get(reverse("returns:transitions")))


def test_a_leaver_goes_into_the_work_list_from_the_page(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.clerk).post(
        reverse("returns:delete-pupil", args=["MOVED", YESTERDAY.isoformat()]),
        {
            **PUPIL,
            **PARENT,
            "was_done_before": "on",
            "q_has_stopped": "yes",
            "q_is_boarder": "no",
            "q_is_too_far": "yes",
            "q_new_address": "Far away",
        },
    )
    client = signed_in(cast.officer)

    shown = client.get(reverse("returns:leavers"), {**boxes("since", TODAY - timedelta(days=30)), "group": "all"})
    assert "Qvoxcanary" in text(shown)
    ended = Enrolment.objects.get()
    assert client.get(reverse("returns:notify-of-leaver", args=[ended.pk])).status_code == 200
    client.post(reverse("returns:notify-of-leaver", args=[ended.pk]), {"version": "0"})
    twice = client.post(reverse("returns:notify-of-leaver", args=[ended.pk]), {"version": "0"})

    assert Notification.objects.count() == 1
    assert "in your work list already" in text(twice)


def test_a_list_is_loaded_shown_and_decided_on_pages(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    births = SimpleUploadedFile(
        "b.csv", b"forename,surname,date_of_birth\nAda,Invented,2022-03-04\nBo,Made,2022-05-06\n"
    )
    given = {"purpose": "due_to_start", **boxes("as_on", TODAY), "file": births}

    shown = client.post(reverse("returns:lists"), given, follow=True)
    assert "2 children were compared" in text(shown)
    held = LoadedList.objects.get()
    row = ListedChild.objects.order_by("line").first()
    href = reverse("returns:decide-row", args=[held.reference, row.line])
    assert "Invented" in text(client.get(href))
    client.post(href, {"decision": "told", "version": str(row.version)})
    wrong = SimpleUploadedFile("b.csv", b"forename,surname\nAda,Invented\n")
    refused = client.post(reverse("returns:lists"), {**given, "file": wrong})

    assert Notification.objects.count() == 1
    assert "missing_column" in text(refused)


@pytest.mark.parametrize("step", ["decide-home", "end-home", "move-home", "not-in-school"])
def test_the_register_of_home_education_on_its_pages(cast: Cast, signed_in: SignIn, step: str) -> None:
    client = signed_in(cast.officer)
    told = {
        **PUPIL,
        **boxes("notified_on", YESTERDAY),
        **boxes("from_on", YESTERDAY),
        "told_by": "parent",
        "reason": "LIFESTYLE",
        "reasons_beside": ["SCHOOL_PRESSURE"],
        "sen": "U",
        "last_school": "8201234",
    }
    client.post(reverse("returns:add-home"), told)
    home = HomeEducation.objects.get()
    posts = {
        "decide-home": {"suitability": "unsuitable", **boxes("decided_on", TODAY), "words": "Visit"},
        "end-home": {"ended_as": "school", **boxes("ended_on", TODAY)},
        "move-home": {"to_authority": "838", **boxes("moved_on", TODAY), "address": "2 New Street"},
        "not-in-school": {"f_name": "A name"},
    }
    href = reverse(f"returns:{step}", args=[home.reference])

    assert client.get(href).status_code == 200
    answer = client.post(href, {**posts[step], "version": str(home.version)})

    assert answer.status_code == (200 if step == "not-in-school" else 302)
    shown = text(client.get(reverse("returns:home-register"))) + text(
        client.get(reverse("returns:home", args=[home.reference]))
    )
    expected = {
        "decide-home": "Unsuitable",
        "end-home": "Ended",
        "move-home": "Testbury",
        "not-in-school": "Suggestion or pressure from school",
    }
    assert expected[step] in shown
    if step == "not-in-school":
        assert "not in force" in text(answer)


def test_what_a_feed_opened_is_shown_filled_in_and_said_not_to_be_needed(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)
    client.post(reverse("returns:new-pupil"), {**PUPIL, **PARENT, **boxes("started_on", YESTERDAY)})
    owed = Return.objects.get()
    Return.objects.filter(pk=owed.pk).update(state="owed", made_on=None)

    page = client.get(reverse("returns:new-pupil"), {"owed": owed.reference})
    assert "Qvoxcanary" in text(page)
    assert client.get(reverse("returns:delete"), {"owed": owed.reference}).status_code == 404
    client.post(
        reverse("returns:not-needed", args=[owed.reference]), {"why": "Entered twice", "version": str(owed.version)}
    )

    owed.refresh_from_db()
    assert owed.state == "not_needed"


def test_what_a_feed_lacks_and_who_left_without_a_return_are_lists_of_their_own(cast: Cast, signed_in: SignIn) -> None:
    row = world.entry(cast)
    world.joined(cast, row, TODAY)
    world.left(cast, row, TODAY)
    deletion = Return.objects.get(kind="deletion")
    for member in (cast.clerk, cast.officer):
        client = signed_in(member)

        incomplete = text(client.get(reverse("returns:returns") + "?show=incomplete"))
        left = text(client.get(reverse("returns:returns") + "?show=left"))

        assert "Whether the pupil boards" in incomplete
        assert deletion.reference in left
    one = text(client.get(reverse("returns:return", args=[Return.objects.get(kind="new_pupil").reference])))
    assert "Missing from the feed" in one


def test_a_school_chooses_on_a_page_that_its_marks_make_returns(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.clerk)

    client.post(reverse("returns:by-feed"), {"sickness": "on", "version": "0"})
    shown = text(client.get(reverse("returns:by-feed")))

    choice = AbsenceByFeed.objects.get(school=cast.school)
    assert (choice.attendance, choice.sickness) == (False, True)
    assert "checked" in shown
    stale = client.post(reverse("returns:by-feed"), {"attendance": "on", "version": "0"})
    assert stale.status_code == 409
    assert signed_in(cast.officer).get(reverse("returns:by-feed")).status_code in (403, 404)

"""The register of children not in school: shut before its day; from then on complete, whoever told of the child."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from onroll.audit.models import LedgerEntry
from onroll.audit.refusals import Hidden, NotAllowed, Stale
from onroll.registry.models import Sighting
from onroll.returns import actions, queries
from onroll.returns.actions import Entering, Provider
from onroll.returns.forms.not_in_school import AddProvider, NotInSchoolForm
from onroll.returns.models import (
    EnteredFrom,
    InformationNotice,
    NotInSchool,
    NotInSchoolEnd,
    NotInSchoolProvider,
    VisitAnswer,
)
from onroll.returns.presenters.not_in_school import ABOUT_ENTRY, entry_page, register_file
from onroll.rules import home_education
from onroll.rules.rulesets import Mark, Setting
from tests.cast import Cast, Member
from tests.integration.returns import world
from tests.integration.returns.test_home_education import registered
from tests.integration.returns.world import PUPIL, TODAY, at

SignIn = Callable[[Member], Client]
TUTOR = Provider(
    name="Invented Tutors",
    address="3 Made Up Row",
    kind="Tutor",
    place="tutors.example",
    hours=Decimal(6),
    hours_alone=Decimal("2.5"),
)
TOLD = Entering(ground="elsewhere", entered_from=EnteredFrom.PROVIDER, told_on=TODAY)
EVERYTHING = {
    field.code: "12.5" if field.code.endswith("hours") else "held"
    for field in home_education.register_fields()
    if field.code != "providers"
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register as it will be from the day of its setting."""
    dated = Setting("register", (1,), Mark.KNOWN, "a test", in_force_from=date(2026, 10, 1))
    monkeypatch.setattr(home_education.is_register_kept, "__defaults__", (dated,))


def entered(cast: Cast, entering: Entering = TOLD) -> NotInSchool:
    return actions.enter_not_in_school(at(cast.officer), facts=PUPIL, entering=entering)


def shut_attempts(cast: Cast, entry: NotInSchool) -> list[Callable[[], object]]:
    """Every way to write into the register."""
    act, version = at(cast.officer), entry.version
    provider = NotInSchoolProvider(of=entry, pk=1)
    notice = InformationNotice(of=entry, pk=1, asked_on=TODAY, due_on=TODAY)
    return [
        lambda: actions.enter_not_in_school(act, facts=PUPIL, entering=TOLD),
        lambda: actions.record_not_in_school(act, home=registered(cast), held={"name": "A name"}),
        lambda: actions.change_not_in_school(act, entry=entry, held={}, expected_version=version),
        lambda: actions.end_not_in_school(
            act, entry=entry, ended_on=TODAY, ended_as=NotInSchoolEnd.MOVED, expected_version=version
        ),
        lambda: actions.add_provider(act, entry=entry, provider=TUTOR, expected_version=version),
        lambda: actions.end_provider(act, provider=provider, ended_on=TODAY, expected_version=version),
        lambda: actions.require_information(act, entry=entry, words="Hours", expected_version=version),
        lambda: actions.note_information(act, notice=notice, answered_on=TODAY),
        lambda: actions.ask_to_visit(act, entry=entry, expected_version=version),
        lambda: actions.note_visit(
            act, entry=entry, answer=VisitAnswer.SEEN, answered_on=TODAY, expected_version=version
        ),
    ]


def test_before_its_day_every_way_into_the_register_is_shut_with_words(cast: Cast) -> None:
    unsaved = NotInSchool(pk=1, authority=cast.exampleton, registered_on=TODAY)

    for attempt in shut_attempts(cast, unsaved):
        with pytest.raises(actions.RegisterNotKeptYet, match="not in force"):
            attempt()
    assert not NotInSchool.objects.exists()
    assert not Sighting.objects.filter(source="not_in_school").exists()


def test_before_its_day_the_pages_say_so_and_keep_nothing(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)

    shown = client.get("/returns/not-in-school/").text
    assert "not in force" in shown
    assert "Enter a child" not in shown
    assert client.get("/returns/not-in-school/file/").status_code == 302
    posted = client.post("/returns/not-in-school/enter/", _child_form())
    assert "not in force" in posted.text
    assert not NotInSchool.objects.exists()


@pytest.mark.usefixtures("opened")
def test_form_page_and_file_hold_each_particular_of_the_acts_list_and_no_other(cast: Cast) -> None:
    """The list: onroll/rules/tables/not-in-school-*.csv, each row with its section."""
    fields = home_education.register_fields()
    codes = [field.code for field in fields]
    entry = entered(cast)
    actions.add_provider(at(cast.officer), entry=entry, provider=TUTOR, expected_version=entry.version)

    form = NotInSchoolForm(fields=fields)
    assert [field.code for field in form.held_fields] == [code for code in codes if code != "providers"]
    given = {name for name in AddProvider.base_fields if name != "version"}
    kept = {field.name for field in NotInSchoolProvider._meta.get_fields()}
    assert given == {field.code for field in home_education.provider_fields()}
    assert given < kept
    shown = entry_page(at(cast.officer), queries.not_in_school_with(at(cast.officer), entry.pk))
    assert [row.key for row in shown.about][3 : 3 + len(fields)] == [field.words for field in fields]
    (providers,) = shown.tables
    assert providers.head[:-1] == tuple(field.words for field in home_education.provider_fields())
    head, row = csv.reader(io.StringIO(register_file(queries.not_in_school(at(cast.officer)))))
    assert tuple(head) == (*ABOUT_ENTRY, *(field.words for field in fields))
    assert row[head.index("Child’s name")] == "Zelphine Qvoxcanary"
    assert "without a parent present (hours a week): 2.50" in row[len(ABOUT_ENTRY) + codes.index("providers")]


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("whose", list(EnteredFrom))
def test_a_child_is_entered_on_anybodys_word_with_ground_and_day(cast: Cast, whose: EnteredFrom) -> None:
    entry = entered(cast, Entering(ground="part_time_independent", entered_from=whose, told_on=TODAY))

    assert (entry.entered_from, entry.ground, entry.told_on) == (whose, "part_time_independent", TODAY)
    assert entry.held["name"] == "Zelphine Qvoxcanary"
    assert [field.code for field in queries.missing_of(entry)] == [
        "parents", "educating_parents", "parents_hours", "others_hours",
    ]  # fmt: skip
    with pytest.raises(actions.RegisterEntryNotPossible, match="already"):
        actions.enter_not_in_school(at(cast.officer), facts=PUPIL, entering=TOLD, child=entry.child)


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("change", "words"),
    [({"ground": "weather"}, "from the list"), ({"told_on": TODAY + timedelta(days=1)}, "has not come")],
)
def test_an_entry_without_a_ground_or_with_a_day_to_come_is_refused(cast: Cast, change: dict, words: str) -> None:
    given = {"ground": "elsewhere", "entered_from": EnteredFrom.PARENT, "told_on": TODAY, **change}

    with pytest.raises(actions.RegisterEntryNotPossible, match=words):
        entered(cast, Entering(**given))


@pytest.mark.usefixtures("opened")
def test_a_home_educated_child_is_entered_with_every_field(cast: Cast) -> None:
    home = registered(cast)
    first = actions.record_not_in_school(at(cast.officer), home=home, held={"name": "A name"})
    assert (first.entered_from, first.told_on, first.ground) == ("parent", home.notified_on, "not_on_roll")

    entry = actions.record_not_in_school(
        at(cast.officer), home=home, held=EVERYTHING, volunteered=("sen",), expected_version=first.version
    )

    assert queries.missing_of(entry) == ()
    assert (entry.registered_on, entry.volunteered) == (TODAY, ["sen"])
    with pytest.raises(Stale):
        actions.record_not_in_school(at(cast.officer), home=home, held={}, expected_version=first.version)
    with pytest.raises(Stale):
        actions.record_not_in_school(at(cast.officer), home=home, held={})


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({"shoe_size": "9"}, "no such field"),
        ({"name": "x" * 1001}, "no more than"),
        ({"parents_hours": "many"}, "as a number"),
        ({"others_hours": "169"}, "168 hours"),
        ({"providers": "A tutor"}, "each provider on its own"),
    ],
)
def test_what_no_field_can_hold_is_refused(cast: Cast, held: dict, words: str) -> None:
    entry = entered(cast)

    with pytest.raises(actions.RegisterEntryNotPossible, match=words):
        actions.change_not_in_school(at(cast.officer), entry=entry, held=held, expected_version=entry.version)


@pytest.mark.usefixtures("opened")
def test_a_parent_has_fifteen_days_and_is_asked_again_after_three_months(cast: Cast) -> None:
    entry = entered(cast)
    notice = actions.require_information(
        at(cast.officer), entry=entry, words="Who educates the child", expected_version=entry.version
    )
    assert notice.due_on == TODAY + timedelta(days=15)
    late = world.on(cast.officer, TODAY + timedelta(days=16))
    (found,) = queries.not_in_school(late)
    assert queries.overdue_of(late, found) == [notice]
    with pytest.raises(actions.RegisterEntryNotPossible, match="every three months"):
        actions.require_information(late, entry=entry, words="Again", expected_version=entry.version)

    answered = actions.note_information(late, notice=notice, answered_on=late.on)

    (found,) = queries.not_in_school(late)
    assert (answered.answered_on, queries.overdue_of(late, found)) == (late.on, [])
    with pytest.raises(actions.RegisterEntryNotPossible, match="recorded already"):
        actions.note_information(late, notice=notice, answered_on=late.on)
    months = world.on(cast.officer, date(2027, 1, 9))
    again = actions.require_information(months, entry=entry, words="Again", expected_version=entry.version)
    assert again.due_on == date(2027, 1, 24)


@pytest.mark.usefixtures("opened")
def test_a_provider_answers_by_the_day_that_its_notice_names(cast: Cast) -> None:
    act, entry = at(cast.officer), entered(cast)
    tutor = actions.add_provider(act, entry=entry, provider=TUTOR, expected_version=entry.version)
    with pytest.raises(actions.RegisterEntryNotPossible, match="last day that your notice"):
        actions.require_information(act, entry=entry, words="Hours", provider=tutor, expected_version=entry.version)

    due = TODAY + timedelta(days=30)
    notice = actions.require_information(
        act, entry=entry, words="Hours", provider=tutor, due_on=due, expected_version=entry.version
    )

    assert (notice.provider, notice.due_on, entry.asked_on) == (tutor, due, None)
    actions.end_provider(act, provider=tutor, ended_on=TODAY, expected_version=entry.version)
    with pytest.raises(actions.RegisterEntryNotPossible, match="any more"):
        actions.require_information(
            act, entry=entry, words="Hours", provider=tutor, due_on=due, expected_version=entry.version
        )


@pytest.mark.usefixtures("opened")
def test_time_without_a_parent_is_within_the_whole_and_no_time_is_no_provider(cast: Cast) -> None:
    entry = entered(cast)
    for change, words in (
        ({"hours_alone": Decimal(7)}, "part of the whole"),
        ({"hours": Decimal(0), "hours_alone": Decimal(0)}, "more hours"),
        ({"kind": " "}, "name, address, kind"),
    ):
        given = {name: getattr(TUTOR, name) for name in ("name", "address", "kind", "place", "hours", "hours_alone")}
        wrong = Provider(**{**given, **change})
        with pytest.raises(actions.RegisterEntryNotPossible, match=words):
            actions.add_provider(at(cast.officer), entry=entry, provider=wrong, expected_version=entry.version)
    assert not NotInSchoolProvider.objects.exists()


@pytest.mark.usefixtures("opened")
def test_a_home_visit_is_asked_for_within_fifteen_days_and_a_refusal_is_kept(cast: Cast) -> None:
    entry = entered(cast)
    late = world.on(cast.officer, TODAY + timedelta(days=16))
    with pytest.raises(actions.RegisterEntryNotPossible, match="could be asked for until 24 October 2026"):
        actions.ask_to_visit(late, entry=entry, expected_version=entry.version)
    last = world.on(cast.officer, TODAY + timedelta(days=15))
    actions.ask_to_visit(last, entry=entry, expected_version=entry.version)

    actions.note_visit(
        last, entry=entry, answer=VisitAnswer.REFUSED, answered_on=last.on, expected_version=entry.version
    )

    kept = NotInSchool.objects.get()
    assert (kept.visit_asked_on, kept.visit_answer, kept.visit_answered_on) == (last.on, "refused", last.on)


@pytest.mark.usefixtures("opened")
def test_an_entry_ends_and_is_opened_again_with_what_was_held(cast: Cast) -> None:
    entry = entered(cast)
    act = at(cast.officer)
    actions.change_not_in_school(act, entry=entry, held={"sen": "Known"}, expected_version=entry.version)
    actions.end_not_in_school(
        act, entry=entry, ended_on=TODAY, ended_as=NotInSchoolEnd.SCHOOL, expected_version=entry.version
    )
    assert queries.not_in_school(act) == []
    with pytest.raises(actions.RegisterEntryNotPossible, match="has ended"):
        actions.change_not_in_school(act, entry=entry, held={}, expected_version=entry.version)

    later = world.on(cast.officer, TODAY + timedelta(days=60))
    again = actions.enter_not_in_school(later, facts=PUPIL, entering=TOLD, child=entry.child)

    assert (again.pk, again.ended_on, again.registered_on) == (entry.pk, None, later.on)
    assert again.held["sen"] == "Known"
    names = LedgerEntry.objects.filter(name__startswith="returns.NotInSchool").order_by("pk")
    assert [entry.name.split(".")[1] for entry in names] == [
        "NotInSchoolEntered", "NotInSchoolRecorded", "NotInSchoolEnded", "NotInSchoolEntered",
    ]  # fmt: skip


@pytest.mark.usefixtures("opened")
def test_another_authority_and_a_school_neither_see_nor_change_an_entry(cast: Cast) -> None:
    entry = entered(cast)

    with pytest.raises(Hidden):
        queries.not_in_school_with(at(cast.neighbour_officer), entry.pk)
    with pytest.raises(NotAllowed):
        actions.change_not_in_school(at(cast.neighbour_officer), entry=entry, held={}, expected_version=1)
    with pytest.raises(NotAllowed):
        actions.enter_not_in_school(at(cast.clerk), facts=PUPIL, entering=TOLD)
    assert queries.not_in_school(at(cast.clerk)) == []


def _child_form() -> dict[str, str]:
    return {
        "forename": "Zelphine",
        "surname": "=Qvoxcanary",
        **_boxes("birth_date", date(2014, 5, 17)),
        "address": "1 Invented Lane",
        "ground": "elsewhere",
        "entered_from": "parent",
        **_boxes("told_on", date(2026, 11, 1)),
    }


def _boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{box}": str(getattr(day, box)) for box in ("day", "month", "year")}


@pytest.mark.usefixtures("opened")
def test_the_whole_path_by_page_from_entry_to_file_and_end(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    assert client.post("/returns/not-in-school/enter/", _child_form()).status_code == 302
    entry = NotInSchool.objects.get()
    base = f"/returns/not-in-school/{entry.pk}/"

    def post(step: str, **given: str) -> None:
        entry.refresh_from_db()
        assert client.get(base + step).status_code == 200
        answer = client.post(base + step, {"version": str(entry.version), **given})
        assert answer.status_code == 302, answer.text

    today = entry.registered_on
    post("held/", **{f"f_{code}": words for code, words in EVERYTHING.items()}, volunteered="sen")
    provider = {"name": "Tutors", "address": "3 Row", "kind": "Tutor", "place": "Online", "hours": "6"}
    post("provider/", **provider, hours_alone="1")
    tutor = NotInSchoolProvider.objects.get()
    post("require/", to="parent", words="Hours")
    post("require/", to=str(tutor.pk), words="Hours", **_boxes("due_on", today + timedelta(days=20)))
    for notice in InformationNotice.objects.all():
        post(f"notice/{notice.pk}/", **_boxes("answered_on", today))
    post("visit/")
    post("visit/", answer="seen", **_boxes("answered_on", today))
    post(f"provider/{tutor.pk}/", **_boxes("ended_on", today))

    assert "Complete" in client.get(base).text
    assert "Qvoxcanary" not in client.get(base).text.split("</title>")[0]
    saved = client.get("/returns/not-in-school/file/").content.decode("utf-8-sig")
    assert "Tutors" in saved
    assert LedgerEntry.objects.filter(name="returns.NotInSchoolRead", details__which="file").exists()
    post("end/", ended_as="school", **_boxes("ended_on", today))
    assert "Nobody is on the register" in client.get("/returns/not-in-school/").text

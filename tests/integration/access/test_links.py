"""The register's links: loaded in sets, corrected, and followed to whoever took over; never a guess."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from django.utils import timezone

from onroll.access import actions, queries, register, register_links
from onroll.access.commands import establishments
from onroll.access.link_kinds import LinkKind
from onroll.access.models import EstablishmentLink, Organisation
from onroll.audit.act import by_the_system
from onroll.audit.models import LedgerEntry
from tests.cast import Cast, make_school
from tests.integration.access.test_load_establishments import FIRST, extract

TABLES = resources.files("onroll.access.tables")
SAMPLE = Path(str(TABLES.joinpath("establishment-links-2025.csv")))
TODAY = date(2026, 9, 7)
TITLES = '"URN","LinkURN","LinkName","LinkType","LinkEstablishedDate"'


def file_of(folder: Path, *rows: tuple[str, str, str, str], titles: str = TITLES) -> Path:
    lines = [titles, *(f'"{one}","{other}","Café School","{words}","{day}"' for one, other, words, day in rows)]
    path = folder / "links.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return path


def load(path: Path) -> actions.LinksLoad:
    act = by_the_system(at=timezone.now(), purpose="test")
    return actions.load_links(act, lines=register_links.read_links(path), register_id="test")


def link(urn: str, link_urn: str, words: str = "Successor", established_on: str | None = None) -> None:
    EstablishmentLink.objects.create(urn=urn, link_urn=link_urn, words=words, established_on=established_on)


def closed(name: str, code: str, urn: str) -> Organisation:
    return make_school(name, code, urn, status="closed", closed_on=date(2022, 8, 31))


def test_links_are_read_as_the_register_writes_them(db: None, tmp_path: Path) -> None:
    loaded = load(file_of(tmp_path, ("990001", "990002", "Successor - merged", "31-08-2021")))

    found = EstablishmentLink.objects.get()
    assert (loaded.new, loaded.problems) == (1, [])
    assert (found.urn, found.link_urn, found.words) == ("990001", "990002", "Successor - merged")
    assert str(found) == "990001 Successor - merged 990002"
    assert (found.established_on, found.kind) == (date(2021, 8, 31), LinkKind.SUCCESSOR_MERGED)


def test_loading_links_again_changes_nothing(db: None) -> None:
    first = load(SAMPLE)
    before = list(EstablishmentLink.objects.order_by("pk").values())

    again = load(SAMPLE)

    assert (first.new, first.problems) == (203, [])
    assert (again.new, again.changed, again.withdrawn, again.unchanged) == (0, 0, 0, 203)
    assert list(EstablishmentLink.objects.order_by("pk").values()) == before


def test_what_the_register_takes_back_is_withdrawn_and_the_rest_stays(db: None, tmp_path: Path) -> None:
    load(
        file_of(
            tmp_path,
            ("990001", "990002", "Successor", ""),
            ("990001", "990003", "Successor", ""),
            ("990009", "990008", "Predecessor", ""),
        )
    )

    loaded = load(file_of(tmp_path, ("990001", "990003", "Successor", "01-09-2020")))

    assert (loaded.new, loaded.changed, loaded.withdrawn) == (0, 1, 1)
    left = set(EstablishmentLink.objects.values_list("urn", "link_urn", "established_on"))
    assert left == {("990001", "990003", date(2020, 9, 1)), ("990009", "990008", None)}


@pytest.mark.parametrize(
    ("row", "code", "severity"),
    [
        (("", "990002", "Successor", ""), "L01", "refused"),
        (("990001", "99", "Successor", ""), "L01", "refused"),
        (("990001", "990001", "Successor", ""), "L02", "refused"),
        (("990001", "990002", " ", ""), "L03", "refused"),
        (("990005", "990006", "Successor", "01-09-2020"), "L04", "refused"),
        (("990001", "990002", "Successor", "31-02-2020"), "L05", "warning"),
        (("990001", "990002", "Cousin", ""), "L06", "warning"),
    ],
)
def test_what_is_wrong_with_a_row_is_listed_with_its_line(
    db: None, tmp_path: Path, row: tuple[str, str, str, str], code: str, severity: str
) -> None:
    loaded = load(file_of(tmp_path, ("990005", "990006", "Successor", ""), row))

    assert [(one.code, one.severity, one.line) for one in loaded.problems] == [(code, severity, 3)]
    assert (loaded.new, loaded.refused) == ((1, 1) if severity == "refused" else (2, 0))


@pytest.mark.parametrize("content", [b"", b"URN,LA (code)\n", b"PK\x03\x04\x00", b'"URN"'])
def test_a_file_of_another_kind_changes_no_links(db: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)

    with pytest.raises(register.NotARegister):
        load(path)
    assert LedgerEntry.objects.count() == 0


def test_a_links_file_that_breaks_off_changes_nothing(db: None, tmp_path: Path) -> None:
    path = file_of(tmp_path, ("990001", "990002", "Successor", ""))
    path.write_bytes(path.read_bytes() + b'"' + b"x" * 200_000)

    with pytest.raises(register.NotARegister, match="Line"):
        load(path)
    assert not EstablishmentLink.objects.exists()


def test_the_load_of_links_is_in_the_ledger(db: None, tmp_path: Path) -> None:
    load(file_of(tmp_path, ("990001", "990002", "Successor", ""), ("", "", "", "")))

    entry = LedgerEntry.objects.get()
    assert (entry.name, entry.subject_id, entry.details["new"]) == ("access.LinksLoaded", "test", 1)


def test_a_link_is_stated_once_and_joins_two(db: None) -> None:
    link("990001", "990002")

    for other in ("990001", "990002"):
        with pytest.raises(IntegrityError), transaction.atomic():
            link("990001", other)


@pytest.mark.parametrize(
    ("urn", "link_urn", "words"),
    [
        ("990004", "990001", "Successor"),
        ("990004", "990001", "Successor - merged"),
        ("990004", "990001", "Successor - amalgamated"),
        ("990004", "990001", "Successor - Split School"),
        ("990001", "990004", "Predecessor"),
        ("990001", "990004", "Predecessor - Split School"),
    ],
)
def test_a_closed_school_leads_to_its_successor_whichever_end_says_so(
    cast: Cast, urn: str, link_urn: str, words: str
) -> None:
    link(urn, link_urn, words)

    lookup = queries.organisation_with_code("8202222", TODAY)

    assert (lookup.found, lookup.reason, lookup.closed) == (None, "closed", cast.closed_school)
    assert lookup.successors == (cast.school,)


@pytest.mark.parametrize("words", ["Result of Amalgamation", "Other", "Closure", "Sixth Form Centre Link", "Cousin"])
def test_words_that_do_not_say_who_came_after_lead_nowhere(cast: Cast, words: str) -> None:
    link("990004", "990001", words)
    link("990001", "990004", words)

    assert queries.successors_of(cast.closed_school, TODAY) == []


def test_without_a_link_there_is_no_successor(cast: Cast) -> None:
    link("990001", "990004", "Successor")

    assert queries.successors_of(cast.closed_school, TODAY) == []
    assert queries.successors_of(cast.exampleton, TODAY) == []
    assert queries.organisation_with_code("8202222", TODAY).successors == ()


def test_a_chain_leads_through_closed_schools_and_through_numbers_not_in_the_directory(cast: Cast) -> None:
    closed("Middle School", "8203333", "990005")
    link("990004", "990005")
    link("999999", "990005", "Predecessor")
    link("999999", "990001")

    assert queries.successors_of(cast.closed_school, TODAY) == [cast.school]


def test_a_chain_stops_at_a_school_that_is_open(cast: Cast) -> None:
    link("990004", "990001")
    link("990001", "990002")

    assert queries.successors_of(cast.closed_school, TODAY) == [cast.school]


def test_a_split_has_several_successors_each_once_in_order_of_name(cast: Cast) -> None:
    link("990004", "990002", "Successor - Split School")
    link("990004", "990001", "Successor - Split School")
    link("990002", "990004", "Predecessor - Split School")

    assert queries.successors_of(cast.closed_school, TODAY) == [cast.school, cast.other_school]


def test_a_circle_ends(cast: Cast) -> None:
    closed("Middle School", "8203333", "990005")
    link("990004", "990005", "Successor - merged")
    link("990005", "990004", "Successor - merged")

    assert queries.successors_of(cast.closed_school, TODAY) == []


def test_a_successor_counts_from_its_day_and_only_while_open(cast: Cast) -> None:
    link("990004", "990001", established_on="2021-09-01")

    assert queries.successors_of(cast.closed_school, date(2021, 8, 31)) == []
    assert queries.successors_of(cast.closed_school, date(2021, 9, 1)) == [cast.school]
    Organisation.objects.filter(pk=cast.school.pk).update(status="closed", closed_on=date(2024, 1, 1))
    assert queries.successors_of(cast.closed_school, TODAY) == []


def test_an_open_school_costs_no_question_about_successors(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        queries.organisation_with_code("8201234", TODAY)


def test_both_files_are_loaded_or_none(db: None, tmp_path: Path) -> None:
    run = CliRunner()
    schools, wrong = extract(tmp_path, FIRST), tmp_path / "wrong.csv"
    wrong.write_text("no links\n")

    refused = run.invoke(establishments, ["load", str(schools), "--links", str(wrong)])
    after_refusal = Organisation.objects.count()
    both = run.invoke(establishments, ["load", str(schools), "--links", str(SAMPLE)])
    alone = run.invoke(establishments, ["load", "--links", str(SAMPLE)])

    assert (refused.exit_code, after_refusal) == (1, 0)
    assert "Nothing was changed." in refused.stderr
    assert both.exit_code == 0
    assert both.stdout.splitlines()[3:] == [
        "203 new, 0 changed, 0 withdrawn, 0 unchanged links",
        "0 rows left out, 0 warnings",
    ]
    assert alone.stdout.splitlines()[0] == "0 new, 0 changed, 0 withdrawn, 203 unchanged links"
    assert run.invoke(establishments, ["load"]).exit_code == 2


def test_a_closed_code_is_shown_with_who_took_over(cast: Cast) -> None:
    link("990004", "990001")

    result = CliRunner().invoke(establishments, ["show", "8202222"])

    assert result.stdout.splitlines()[1] == "    taken over by 8201234  990001  Fixture Primary School"

"""The page parts: what a presenter gives is what a person can read, and nothing else."""

import pytest

from onroll.web import parts
from tests.unit.web.templates import tree_of

WAITING = parts.Tag(words="Waiting", meaning="The new school has not taken it yet", colour="yellow")


def drawn(macro, item):
    return tree_of('{% from "web/parts.html.jinja" import ' + macro + " %}{{ " + macro + "(item) }}", item=item)


def test_a_state_says_what_it_means():
    words = " ".join(drawn("state_tag", WAITING).text_content().split())

    assert words == "Waiting The new school has not taken it yet"


def test_a_summary_list_holds_texts_tags_and_links():
    change = parts.Link(text="Change", href="/change/", hidden_words="the date")
    rows = (parts.Row(key="State", value=WAITING), parts.Row(key="Date", value="7 May 2026", links=(change,)))

    tree = drawn("summary_list", rows)

    assert [dt.text_content() for dt in tree.xpath("//dt")] == ["State", "Date"]
    assert tree.xpath("//a[@href='/change/']")[0].text_content() == "Change the date"


def test_a_table_cell_knows_its_column_for_a_phone():
    link = parts.Link(text="001.xml", href="/files/1/")
    item = parts.Table(caption="Files", head=("File", "State"), rows=((link, WAITING),))

    tree = drawn("table", item)

    assert tree.xpath("//caption")[0].text_content() == "Files"
    assert tree.xpath("//th[@scope='row']/a/@href") == ["/files/1/"]
    assert tree.xpath("//td/@data-label") == ["State"]


def test_a_table_without_rows_is_still_a_table():
    assert drawn("table", parts.Table(caption="Files", head=("File",), rows=())).xpath("//thead")


def test_a_timeline_is_an_ordered_list_of_what_happened():
    events = (parts.Event(title="Sent", at="7 May 2026, 3:04pm", by="Priya"), parts.Event(title="Read", at="later"))

    tree = drawn("timeline", events)

    assert [li.xpath("./h3")[0].text for li in tree.xpath("//ol/li")] == ["Sent", "Read"]
    assert "7 May 2026, 3:04pm, Priya" in tree.text_content()


def test_a_progress_line_says_in_words_where_it_is():
    steps = (parts.Step(words="Sent", state="done"), parts.Step(words="Waiting", state="current"))

    tree = drawn("progress_line", steps)

    (now,) = tree.xpath("//li[@aria-current='step']")
    assert now.text_content().strip() == "Waiting: now"


def test_errors_stand_before_warnings():
    problems = (
        parts.ProblemLine(severity="warning", message="The UPN looks wrong.", where="Line 31", code="UPN-01"),
        parts.ProblemLine(severity="error", message="This is not XML.", what_to_do="Export it again."),
    )

    tree = drawn("problem_list", problems)

    words = [" ".join(li.text_content().split()) for li in tree.xpath("//li")]
    assert words == ["Error This is not XML. Export it again.", "Warning The UPN looks wrong. Line 31 · Code UPN-01"]


def test_text_in_a_part_cannot_become_markup():
    assert not drawn("inset", "<b>bold</b>").xpath("//b")
    assert not drawn("empty_state", "<b>bold</b>").xpath("//b")
    assert not drawn("banner", "<b>bold</b>").xpath("//b")


@pytest.mark.parametrize(
    ("current", "total", "shown"),
    [
        (1, 2, [1, 2]),
        (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (2, 3, [1, 2, 3]),
    ],
)
def test_a_long_list_links_to_its_ends_and_to_what_is_near(current, total, shown):
    links = parts.page_links(current=current, total=total, href="?page=")

    assert [item and item[0] for item in links.items] == shown


def test_one_page_needs_no_links():
    assert parts.page_links(current=1, total=1, href="?page=") is None
    assert drawn("pagination", None).text_content().strip() == ""


def test_the_current_page_is_marked_and_both_ends_have_no_way_beyond():
    tree = drawn("pagination", parts.page_links(current=1, total=3, href="?name=Lee&page="))

    assert tree.xpath("//a[@aria-current='page']/@href") == ["?name=Lee&page=1"]
    assert tree.xpath("//a[@rel='next']/@href") == ["?name=Lee&page=2"]
    assert not tree.xpath("//a[@rel='prev']")


def test_two_banners_on_a_page_have_titles_of_their_own():
    source = '{% from "web/parts.html.jinja" import banner, notice %}{{ banner("a") }}{{ notice("b") }}'

    titles = tree_of(source).xpath("//h2/@id")

    assert len(titles) == len(set(titles)) == 2


def test_definition_cards_and_notices_say_their_words():
    assert "Not yet" in drawn("definition_cards", (parts.Row(key="Accessed", value="Not yet"),)).text_content()
    assert "Read this" in drawn("notice", "Read this").text_content()
    assert drawn("back_link", "/files/").xpath("//nav/a/@href") == ["/files/"]

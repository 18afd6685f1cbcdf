"""What the crawl of the demonstration takes for a link and for a dead end."""

from tools.crawl.forms import TYPED, TYPED_NUMBER, forms_of
from tools.crawl.pages import codes_of, links_of, lost_places_of, shape_of

FRAME = '<nav><a href="/cases/">Work list</a></nav>'


def test_links_are_addresses_of_ours_with_their_query_and_without_the_place_on_the_page() -> None:
    page = f'{FRAME}<main><a href="?page=2#top">2</a><a href="https://elsewhere.example/">x</a></main>'

    links, is_dead_end = links_of(page.encode(), "/cases/closed/")

    assert (links, is_dead_end) == (["/cases/", "/cases/closed/?page=2"], False)


def test_a_page_without_a_way_on_is_a_dead_end_unless_the_frame_leads_to_it() -> None:
    page = f"{FRAME}<main><p>Nothing is here yet.</p></main>".encode()

    assert links_of(page, "/cases/closed/")[1]
    assert not links_of(page, "/cases/")[1]


def test_a_way_back_is_a_way_on() -> None:
    page = f'{FRAME}<a class="govuk-back-link" href="/cases/">Back</a><main><p>Done.</p></main>'

    assert not links_of(page.encode(), "/cases/K-1/done/")[1]


def test_what_a_program_says_and_a_person_does_not_is_found() -> None:
    page = "<main><p>None</p><p>Since 2026-11-22.</p><p>Rule SIXTH_DAY</p><p>{{ child }}</p><td>True</td></main>"

    assert codes_of(page.encode()) == [
        "shows a bare “None”",
        "shows a date as computers write it: “Since 2026-11-22.”",
        "shows a name out of the code: “Rule SIXTH_DAY”",
        "shows a piece of code: “{{ child }}”",
        "shows a bare “True”",
    ]


def test_words_for_people_codes_meant_as_such_and_names_of_files_are_left_alone() -> None:
    page = (
        "<main><p>None of these</p><p>22 November 2026, 9:03am</p><code>transfer_message</code>"
        "<textarea>{{ child }}</textarea><p>8201234_CTF_8205678_001.xml</p><p>first_aid@council.example</p></main>"
    )

    assert codes_of(page.encode()) == []


def test_a_link_to_a_place_that_is_not_on_the_page_is_found() -> None:
    page = '<main id="main"><a href="#main">Skip</a><a href="#id_name">Say the name</a></main>'

    assert lost_places_of(page.encode()) == ["#id_name"]


def test_pages_of_the_same_parts_share_a_shape_however_many_and_whatever_they_say() -> None:
    one = '<main><ul class="govuk-list"><li><a href="/a/">A</a></li></ul></main>'
    more = '<main><ul class="govuk-list"><li><a href="/b/">B</a></li><li><a href="/c/">C</a></li></ul></main>'
    other = '<main><ul class="govuk-list"><li><button type="submit">A</button></li></ul></main>'

    assert shape_of(one.encode()) == shape_of(more.encode())
    assert shape_of(one.encode()) != shape_of(other.encode())


def test_a_form_is_sent_with_its_hidden_values_its_choice_and_its_first_button() -> None:
    page = (
        '<header><form action="/find/"><input name="q"></form></header><main><form method="post" action="../say/">'
        '<input type="hidden" name="version" value="3"><input name="name"><input name="age" inputmode="numeric">'
        '<select name="sex"><option value="">?</option><option value="F" selected>F</option></select>'
        '<button name="do" value="keep">Keep</button><button name="do" value="drop">Drop</button></form></main>'
    )

    (form,) = forms_of(page.encode(), "/cases/K-1/change/")

    assert (form.address, form.method) == ("/cases/K-1/say/", "post")
    assert form.boxes == {"name": TYPED, "age": TYPED_NUMBER}
    assert form.rest == {"version": ["3"], "sex": ["F"], "do": ["keep"]}

"""What the crawl of the demonstration takes for a link and for a dead end."""

from tools.crawl import links_of

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

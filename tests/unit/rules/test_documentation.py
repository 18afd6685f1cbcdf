from onroll.rules import deadlines, documentation, grounds, retention


def test_the_page_shows_every_deadline_setting_period_and_ground() -> None:
    page = documentation.pages()["reference/deadlines.md"]

    assert all(f"| {row.code} |" in page for row in deadlines.every_deadline().values())
    assert all(f"| {record} |" in page for record in retention.SCHEDULE)
    assert all(f"| {each.reference} | {each.letter} |" in page for each in grounds.every_ground())
    assert "| 2, 5, 10 | P |" in page


def test_a_bar_inside_a_cell_does_not_break_the_table() -> None:
    page = documentation.pages()["reference/deadlines.md"]

    assert "SAO_CHANGED\\|SAO_REVOKED" in page
    widths = {line.replace("\\|", "").count("|") for line in page.splitlines() if line.startswith("| SI ")}
    assert widths == {9}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onroll.linkage.normalise import fold, run_together, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O’Brien-Łuczak", "obrien luczak"),
        ("  Søren  ÅSTRÖM ", "soren astrom"),
        ("Weiß", "weiss"),
        ("Þórður Æ. Guðmundsson", "thordur ae gudmundsson"),
        ("Nguyễn Thị Ánh", "nguyen thi anh"),
        ("N'Diaye", "ndiaye"),
        ("Işıl Öztürk", "isil ozturk"),
        ("İpek", "ipek"),
        ("Smith_3 (known as Jo)", "smith known as jo"),
        ("محمد", "محمد"),
        ("", ""),
    ],
)
def test_case_marks_apostrophes_and_punctuation_are_folded_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("al-Hassan", ("hassan",)),
        ("El Sayed", ("sayed",)),
        ("O Brien", ("obrien",)),
        ("O'Brien", ("obrien",)),
        ("Mac Donald", ("mcdonald",)),
        ("Mc Donald", ("mcdonald",)),
        ("MacDonald", ("mcdonald",)),
        ("Macey", ("macey",)),
        ("van der Berg", ("berg",)),
        ("Miss Ada Mae", ("ada", "mae")),
        ("Le", ("le",)),
        ("Mr Van", ("van",)),
        ("Master", ("master",)),
        ("Smith-Jones", ("smith", "jones")),
        ("Marie O", ("marie", "o")),
        ("O O", ("oo",)),
        ("", ()),
    ],
)
def test_titles_and_particles_go_unless_nothing_else_is_left(name: str, words: tuple[str, ...]) -> None:
    assert tokens(name) == words


def test_a_name_in_two_words_and_in_one_run_together_alike() -> None:
    assert run_together("Abdul Rahman") == run_together("ABDULRAHMAN") == "abdulrahman"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_no_word_is_empty_or_holds_a_space(text: str) -> None:
    assert all(word and " " not in word for word in tokens(text))

"""Lists read from files as they come: encodings, headings twice, wrong kinds; columns guessed; what is weak is said."""

import duckdb
import pytest

from onroll.linkage.lists import columns, joining, reading


def _file(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_list_is_read_with_its_rows_and_headings(tmp_path):
    found = reading.read(_file(tmp_path, "census.csv", "Forename,Surname\nAmina,Hussein\nTom,Oak\n"))

    assert (found.name, len(found), found.columns["Surname"]) == ("census", 2, ["Hussein", "Oak"])
    assert found.remarks == ()


def test_lines_in_two_encodings_are_both_read_and_it_is_said(tmp_path):
    content = "Forename;Surname\nZoë;Brontë\n".encode() + "Zoë;Müller\n".encode("cp1252")

    found = reading.read(_file(tmp_path, "mixed.csv", content))

    assert found.columns == {"Forename": ["Zoë", "Zoë"], "Surname": ["Brontë", "Müller"]}
    assert "cp1252" in found.remarks[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_with_a_byte_order_mark_are_read(tmp_path, encoding):
    found = reading.read(_file(tmp_path, "marked.csv", "Forename,Surname\nZoë,Oak\n".encode(encoding)))

    assert found.columns["Forename"] == ["Zoë"]


def test_headings_that_come_again_are_left_out_and_ragged_rows_are_told(tmp_path):
    found = reading.read(_file(tmp_path, "twice.csv", "Forename,Surname\nAmina,Hussein\nForename,Surname\nTom\n\n"))

    assert found.columns["Surname"] == ["Hussein", ""]
    assert [remark.split(" ")[0] for remark in found.remarks] == ["the", "1"]


def test_two_columns_of_one_heading_are_told_apart(tmp_path):
    found = reading.read(_file(tmp_path, "double.csv", "Name,Name,Surname\nA,B,C\n"))

    assert found.headings == ("Name", "Name (2)", "Surname")
    assert "same heading" in found.remarks[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", "", "no row of headings"),
        ("headings.csv", "Forename,Surname\n", "holds no rows"),
        ("one.csv", "Everything\nAmina Hussein\n", "two columns or more"),
        ("book.csv", b"PK\x03\x04\x00\x00", "not a text file"),
        ("fake.parquet", b"not parquet", "not a Parquet file"),
    ],
)
def test_what_is_no_list_is_refused_in_words(tmp_path, name, content, words):
    with pytest.raises(reading.ListUnreadable, match=words):
        reading.read(_file(tmp_path, name, content))


def test_a_file_that_is_not_there_is_refused_by_its_name_only(tmp_path):
    with pytest.raises(reading.ListUnreadable, match=r"^there is no file gone\.csv$"):
        reading.read(tmp_path / "gone.csv")


def test_a_parquet_list_is_read_with_dates_as_text(tmp_path):
    path = tmp_path / "list.parquet"
    with duckdb.connect(":memory:") as database:
        database.execute(
            f"COPY (SELECT 'Amina' AS forename, DATE '2014-03-05' AS dob, NULL AS sex) TO '{path}' (FORMAT parquet)"
        )

    assert reading.read(path).columns == {"forename": ["Amina"], "dob": ["2014-03-05"], "sex": [""]}


def test_columns_are_guessed_from_their_headings():
    names = ("Pupil ID", "UPN", "LegalSurname", "Legal Forename")

    guessed = columns.guess((*names, "D.O.B.", "Gender", "Post Code", "Address", "Ethnicity"))

    assert guessed == {
        "id": "Pupil ID", "upn": "UPN", "forename": "Legal Forename", "surname": "LegalSurname", "dob": "D.O.B.",
        "sex": "Gender", "postcode": "Post Code", "street": "Address", "group": "Ethnicity",
    }  # fmt: skip


def test_a_persons_choice_wins_over_the_guess_and_may_take_a_fact_out():
    headings = ("Name", "Known as", "Sex")

    chosen = columns.with_choices(columns.guess(headings), {"forename": "Known as", "sex": ""}, headings)

    assert chosen == {"forename": "Known as"}


@pytest.mark.parametrize("choice", [{"shoe": "Name"}, {"forename": "Nom"}])
def test_a_choice_of_what_there_is_not_is_refused(choice):
    with pytest.raises(columns.UnknownColumn):
        columns.with_choices({}, choice, ("Name",))


def _joined(*contents, mapping=None):
    files = [
        reading.ListFile(name, tuple(each), each, ()) for name, each in zip(("one", "two"), contents, strict=False)
    ]
    return joining.joined(files, [mapping or columns.guess(file.headings) for file in files])


def test_a_list_without_names_is_refused():
    with pytest.raises(joining.NothingToCompare, match="no column with names"):
        _joined({"Shoe": ["4"], "Postcode": ["BS5 1AA"]})


def test_rows_are_known_by_list_and_id_and_ids_that_come_twice_are_numbered():
    table, groups, _ = _joined(
        {"ID": ["7", "7"], "Surname": ["A", "B"], "Group": ["x", "y"]}, {"Surname": ["C"], "Sex": ["M"]}
    )

    assert list(table.rids) == ["one/7", "one/7#2", "two/2"]
    assert groups == ["x", "y", ""]


def test_an_address_in_one_column_gives_house_and_street():
    table, _, _ = _joined({"Surname": ["A"], "Address": ["12 Mill Lane"]})

    assert (table.text["house"], table.text["street"]) == (["12 Mill Lane"], ["12 Mill Lane"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"Surname": ["he came with his aunt from the north in May"] * 3, "DOB": ["2014-01-01"] * 3}, "free text"),
        ({"Surname": list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "DOB": ["2014-01-01"] * 26}, "one and the same dob"),
        ({"Surname": ["A"]}, "no column was found for dob"),
    ],
)
def test_what_makes_matching_weak_is_said(content, words):
    _, _, remarks = _joined(content)

    assert any(words in remark for remark in remarks)


def test_two_lists_that_are_the_same_are_told():
    _, _, remarks = _joined({"Surname": ["A", "B"]}, {"Surname": ["B", "A"]})

    assert any("hold the same rows" in remark for remark in remarks)

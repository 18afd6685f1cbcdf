from onroll import ctf
from onroll.ctf import facts
from tests.unit.ctf.files import DATA, text, with_block

ROW = "<School><LEA>999</LEA><Estab>{}</Estab><SchoolName>{}</SchoolName><EntryDate>2014-09-03</EntryDate></School>"
KEY_STAGE = (
    "<StageAssessments><KeyStage>{stage}<StageAssessment><Locale>ENG</Locale><Year>2019</Year><Subject>{subject}</Subject>"
    "<Method>TA</Method><Component>REA</Component><ResultStatus>R</ResultStatus><ResultQualifier>NC</ResultQualifier>"
    "<Result>{result}</Result></StageAssessment></KeyStage></StageAssessments>"
)


def pupil(*changes):
    return next(ctf.pupils(text(*changes).encode()))


def stage(subject="ENG", result="EXS", stage="<Stage>KS1</Stage>"):
    return with_block(KEY_STAGE.format(subject=subject, result=result, stage=stage))


def results(merged):
    return [dict(row) for row in facts.history(merged).get("StageAssessments/KeyStage/StageAssessment", [])]


def test_merging_a_record_with_itself_changes_nothing():
    twin = ctf.read(DATA / "twin-sims19-y12.xml").pupils[0]

    merged = ctf.merge_history(twin, twin)

    assert facts.history(merged) == facts.history(twin)
    assert facts.snapshot(merged) == facts.snapshot(twin)


def test_rows_only_the_older_record_holds_are_added_behind():
    older = pupil(("</School></SchoolHistory>", f"</School>{ROW.format('2001', 'B')}</SchoolHistory>"))

    merged = ctf.merge_history(older, pupil())

    assert [spell.code for spell in merged.school_history] == ["9994001", "9992001"]


def test_the_newer_row_of_the_same_key_stands():
    older = pupil(("<LeavingDate>2025-11-10</LeavingDate>", ""))

    merged = ctf.merge_history(older, pupil())

    assert [str(spell.left_on) for spell in merged.school_history] == ["2025-11-10"]


def test_a_block_the_newer_record_lacks_is_made_in_its_place():
    row = "<SENhistory><SEN><StartDate>2020-01-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory>"

    merged = ctf.merge_history(pupil(with_block(row)), pupil())

    assert [child.tag for child in merged.element][-2:] == ["SENhistory", "SchoolHistory"]


def test_a_result_of_another_subject_is_added_to_its_stage():
    merged = ctf.merge_history(pupil(stage("MAT")), pupil(stage("ENG")))

    assert [row["Subject"] for row in results(merged)] == ["ENG", "MAT"]
    assert len(list(merged.element.iter("KeyStage"))) == 1


def test_another_result_of_the_same_key_is_a_change_and_not_a_second_result():
    merged = ctf.merge_history(pupil(stage(result="WTS")), pupil(stage(result="EXS")))

    assert [row["Result"] for row in results(merged)] == ["EXS"]


def test_results_of_a_stage_the_newer_record_lacks_bring_their_stage():
    merged = ctf.merge_history(pupil(stage()), pupil())

    assert merged.texts("StageAssessments/KeyStage/Stage") == ["KS1"]


def test_results_without_a_stage_stay_without_one():
    merged = ctf.merge_history(pupil(stage(stage="")), pupil(stage()))

    assert len(results(merged)) == 2


def test_contacts_are_the_newer_records_and_never_matched():
    mine = with_block(
        "<Contacts><Contact><Surname>Elmscott</Surname><Relationship>PAM</Relationship></Contact></Contacts>"
    )
    other = with_block(
        "<Contacts><Contact><Surname>Ivymarsh</Surname><Relationship>PAM</Relationship></Contact></Contacts>"
    )

    merged = ctf.merge_history(pupil(mine), pupil(other))

    assert [contact.surname for contact in merged.contacts] == ["Ivymarsh"]


def test_no_number_of_the_older_record_reaches_the_merged_one():
    older = pupil(("W999400114007", "E99940011408C"))

    assert "E99940011408C" not in str(facts.snapshot(ctf.merge_history(older, pupil())))


def test_the_records_given_stay_as_they_were():
    older, newer = pupil(("</School></SchoolHistory>", f"</School>{ROW.format('2001', 'B')}</SchoolHistory>")), pupil()

    ctf.merge_history(older, newer)

    assert len(newer.texts("SchoolHistory/School/LEA")) == 1
    assert len(older.texts("SchoolHistory/School/LEA")) == 2

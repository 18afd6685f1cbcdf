import io
import re

import pytest

from onroll import ctf
from onroll.ctf import faults, sample, sample_people
from tests.unit.ctf.files import TODAY, WRITTEN_AT, codes


def made(**more):
    out = io.BytesIO()
    settings = {"seed": 1, "pupils": 20, "source": "8211234", "destination": "8225678", "written_at": WRITTEN_AT} | more
    header = sample.make_file(out, **settings)
    return out.getvalue(), header


def checked(content):
    return ctf.check(content, on=TODAY)


def test_the_same_seed_gives_the_same_bytes():
    assert made() == made()
    assert made()[0] != made(seed=2)[0]


def test_a_sample_has_nothing_worse_than_a_note():
    report = checked(made(pupils=300)[0])

    assert report.pupils == 300
    assert set(codes(report)) == {"value-phone-spaces"}


@pytest.mark.parametrize("version", range(12, 27))
def test_a_sample_of_every_version_holds_only_what_the_version_has(version):
    content, header = made(version=f"{version}.0")

    assert header.version == f"{version}.0"
    assert set(codes(checked(content))) <= {"value-phone-spaces", "header-version-unusual"}


@pytest.mark.parametrize("name", faults.names())
def test_a_named_fault_is_found_under_its_name_in_every_pupil(name):
    report = checked(made(fault_share=1.0, faults=[name])[0])

    assert report.counts[name] >= 20


def test_a_share_of_the_pupils_has_faults():
    report = checked(made(pupils=200, fault_share=0.5, faults=["surname-missing"])[0])

    assert 60 < report.counts["surname-missing"] < 140


def test_pupils_at_the_school_have_not_left():
    content, _ = made(destination="8211234")

    assert not [pupil for pupil in ctf.pupils(content) if pupil.school_history[0].left_on]


def test_an_authority_can_be_the_sender():
    assert made(source="820LLLL")[1].source.code == "820LLLL"


def test_numbers_are_never_given_twice():
    from random import Random

    from onroll.ctf import sample_pupil

    school = ctf.SchoolReference("821", "1234")
    pupils = [
        sample_pupil.make(Random(place), place, school=school, on=TODAY, has_left=True) for place in (1, 1_001, 2_001)
    ]

    assert len({pupil.findtext("UPN") for pupil in pupils}) == 3


def test_nothing_in_a_sample_can_be_anybodys():
    content = made(pupils=200)[0].decode()

    assert all(
        re.fullmatch(r"(01632 960|07700 900)\d{3}", number) for number in re.findall(r"<PhoneNo>(.*?)<", content)
    )
    assert all(code.startswith("ZZ99 ") for code in re.findall(r"<PostCode>(.*?)<", content))
    assert all(email.endswith("@example.org") for email in re.findall(r"<Email>(.*?)<", content))


def test_names_come_from_many_traditions():
    from random import Random

    random = Random(1)
    traditions = {sample_people.person(random).tradition for _ in range(500)}

    assert len(traditions) >= 15


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "82"},
        {"destination": "nowhere"},
        {"version": "27.0"},
        {"version": "x"},
        {"version": "25.1"},
        {"faults": ["no-such"]},
    ],
)
def test_what_does_not_exist_cannot_be_made(wrong):
    with pytest.raises(ValueError, match=r"seven characters|can be made|no such fault"):
        made(**wrong)


def test_a_fault_leaves_a_pupil_alone_who_has_not_got_the_item():
    from random import Random

    from lxml import etree

    pupil = etree.fromstring("<Pupil><A/></Pupil>")
    for name in faults.names():
        faults.put(name, pupil, Random(1))

    assert {child.tag for child in pupil} <= {"A", "HouseGroup"}


def test_a_planned_leaving_can_be_turned_round_for_a_pupil_still_at_school():
    content, _ = made(destination="8211234", fault_share=1.0, faults=["dates-reversed"])

    assert checked(content).counts["dates-reversed"] == 20

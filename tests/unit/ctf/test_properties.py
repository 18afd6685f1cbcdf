"""Properties: any bytes give problems and never a crash; what is written reads back the same."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from onroll import ctf
from onroll.ctf import facts, sample
from onroll.ctf.elements import tree
from tests.unit.ctf.files import DATA, NAME, TODAY, WRITTEN_AT, codes, text

SEEDS = [path.read_bytes() for path in sorted(DATA.glob("*.xml"))] + [text().encode()]
LIMITED = ctf.Limits(max_depth=20, max_text=5_000, max_pupils=50)

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
names = st.sampled_from([*tree()["Pupil"].children, *tree()["Pupil/BasicDetails"].children, "House", "SuppInfo", "ZIP"])


@st.composite
def elements(draw, depth=3):
    element = etree.Element(draw(names))
    element.text = draw(texts) or None
    if depth:
        for child in draw(st.lists(elements(depth=depth - 1), max_size=3)):
            element.append(child)
            child.tail = draw(st.sampled_from([None, "\n", " stray "]))
    return element


@st.composite
def files(draw):
    pupils = draw(st.lists(elements(), min_size=1, max_size=3))
    for pupil in pupils:
        pupil.tag = "Pupil"
    inside = "".join(etree.tostring(pupil, encoding="unicode") for pupil in pupils)
    return text(pupils=inside).encode()


def use(content):
    report = ctf.check(content, name=NAME, on=TODAY, limits=LIMITED)
    read = ctf.read(content, limits=LIMITED)
    for pupil in read.pupils:
        ctf.present_pupil(pupil)
        ctf.merge_history(pupil, pupil)
    ctf.present_header(read.header)
    ctf.write(read, io.BytesIO())
    return report


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_problems_and_never_a_crash(content):
    assert use(content).problems


@pytest.mark.parametrize("path", sorted((DATA / "fuzz").iterdir()), ids=lambda path: path.name[:8])
def test_what_the_fuzzer_grew_gives_problems_and_never_a_crash(path):
    assert use(path.read_bytes()).digest


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_file_gives_problems_and_never_a_crash(seed, data):
    start = data.draw(st.integers(0, len(seed)))
    length = data.draw(st.integers(0, 40))
    content = seed[:start] + data.draw(st.binary(max_size=20)) + seed[start + length :]

    report = use(content)

    assert report.pupils or report.problems


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files())
def test_any_elements_are_read_shown_and_written_without_loss(content):
    report = use(content)
    out = io.BytesIO()
    before = ctf.read(content)

    ctf.write(before, out)

    assert report.pupils == len(before.pupils)
    after = ctf.read(out.getvalue())
    assert [facts.snapshot(pupil) for pupil in after.pupils] == [facts.snapshot(pupil) for pupil in before.pupils]
    assert [facts.history(pupil) for pupil in after.pupils] == [facts.history(pupil) for pupil in before.pupils]
    again = io.BytesIO()
    ctf.write(after, again)
    assert again.getvalue() == out.getvalue()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(19, 26))
def test_a_sample_written_and_read_is_the_same_and_has_no_problem(seed, version):
    out = io.BytesIO()
    sample.make_file(
        out, seed=seed, pupils=3, source="8211234", destination="8225678", version=f"{version}.0", written_at=WRITTEN_AT
    )
    again = io.BytesIO()

    ctf.write(ctf.read(out.getvalue()), again)

    assert again.getvalue() == out.getvalue()
    assert set(codes(ctf.check(out.getvalue(), on=TODAY))) <= {"value-phone-spaces", "header-version-unusual"}

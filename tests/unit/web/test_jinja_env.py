"""The undefined value: quiet when a template asks, loud when it would print nothing."""

import jinja2
import pytest

from tests.unit.web.templates import text_of


def test_a_name_that_was_not_given_may_be_tested():
    assert text_of("{% if page.hint %}a{% else %}b{% endif %}", page={}) == "b"
    assert text_of("{{ page.hint | default('none', true) }}", page={}) == "none"


@pytest.mark.parametrize("source", ["{{ pgae }}", "{{ page.titel }}", "{{ page.titel ~ '' }}", "{{ page.a.b }}"])
def test_a_mistyped_name_is_an_error_when_printed(source):
    with pytest.raises(jinja2.UndefinedError):
        text_of(source, page={"title": "Files"})


def test_markup_in_a_value_is_escaped():
    assert text_of("{{ page.title }}", page={"title": "<b>"}) == "&lt;b&gt;"


def test_words_are_at_hand_in_every_template():
    assert text_of("{{ 2000 | bytes_words }} {{ ['a', 'b'] | and_list }}") == "2 KB a and b"

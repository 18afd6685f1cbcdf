"""Forms: the words for what is missing, and where an error link leads."""

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile

from onroll.audit.refusals import RuleBroken
from onroll.web import forms


class Search(forms.Form):
    surname = django_forms.CharField(label="Child's surname")
    upn = django_forms.CharField(label="UPN")
    school = django_forms.ChoiceField(choices=[("1", "Hollin Brook")])
    how_sure = django_forms.ChoiceField(label="How sure are you?", choices=[("a", "Certain")])
    note = django_forms.CharField(error_messages={"required": "Say why you look for this child"})
    is_read = django_forms.BooleanField(label="I have read the file")
    file = forms.UploadField(label="Transfer file", accept=".xml")


def test_each_missing_field_is_asked_for_in_its_own_words():
    form = Search({})

    assert [line.text for line in form.error_lines()] == [
        "Enter child's surname",
        "Enter UPN",
        "Select school",
        "Answer the question: How sure are you?",
        "Say why you look for this child",
        "Tick to confirm: I have read the file",
        "Choose a file",
    ]


def test_an_error_link_leads_to_the_id_of_its_field():
    assert Search({}).error_lines()[0].anchor == "id_surname"


def test_an_error_of_a_hidden_field_leads_nowhere():
    class Edit(forms.Form):
        version = django_forms.IntegerField(widget=django_forms.HiddenInput)

    assert [line.anchor for line in Edit({"version": "x"}).error_lines()] == [""]


def test_an_empty_file_is_told_as_such():
    form = Search({}, {"file": SimpleUploadedFile("a.xml", b"")})

    assert form.error_lines()[-1].text == "The file you chose is empty"


@pytest.mark.parametrize(("size", "words"), [(1000, []), (1001, ["The file must be no larger than 1 KB"])])
def test_a_file_over_the_limit_is_refused_in_words(size, words):
    class Send(forms.Form):
        file = forms.UploadField(limit_bytes=1000)

    form = Send({}, {"file": SimpleUploadedFile("a.xml", b"x" * size)})

    assert [line.text for line in form.error_lines()] == words


def test_a_broken_rule_of_the_whole_form_stands_first_and_leads_nowhere():
    form = Search({})

    forms.add_refusal(form, RuleBroken("This school has closed."))

    assert form.error_lines()[0] == forms.ErrorLine(text="This school has closed.", anchor="")


def test_a_broken_rule_can_be_shown_at_the_field_it_is_about():
    form = Search({"surname": "Nwosu", "upn": "X", "school": "1"})

    forms.add_refusal(form, RuleBroken("No such UPN."), field="upn")

    assert form.error_lines()[0] == forms.ErrorLine(text="No such UPN.", anchor="id_upn")


def test_the_browser_is_not_asked_to_judge_what_is_required():
    assert "required" not in str(Search()["surname"])

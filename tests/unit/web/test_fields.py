"""The field macros: every input has its label, its hint and its error tied to it."""

from datetime import date

import pytest
from django import forms as django_forms

from onroll.web import forms
from tests.unit.web.templates import tree_of, with_id

IMPORT = (
    '{% from "web/fields.html.jinja" import text, password, textarea, select, radios, checkboxes, confirm, date,'
    " file, hidden, buttons, button, button_link, error_summary %}"
)


class Everything(forms.Form):
    surname = django_forms.CharField(label="Surname", help_text="As in the file")
    reason = django_forms.CharField(label="Reason")
    school = django_forms.ChoiceField(label="School", choices=[("1", "Hollin Brook"), ("2", "Fenwick Hall")])
    made = django_forms.MultipleChoiceField(label="Enquiries", choices=[("v", "Visit"), ("p", "Phone")])
    is_sure = django_forms.BooleanField(label="I am sure")
    born_on = forms.DateField(label="Date of birth")
    file = forms.UploadField(label="Transfer file", accept=".xml", limit_bytes=100_000_000)


def drawn(call, data=None, **context):
    return tree_of(IMPORT + "{{ " + call + " }}", form=Everything(data, **context))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("text(form.surname)", "surname"),
        ("password(form.reason)", "reason"),
        ("textarea(form.reason)", "reason"),
        ("select(form.school)", "school"),
        ("file(form.file)", "file"),
    ],
)
def test_an_input_has_one_label_and_says_its_error(call, name):
    tree = drawn(call, data={})
    field = with_id(tree, f"id_{name}")

    assert field.get("name") == name
    assert len(tree.xpath("//label[@for=$id]", id=f"id_{name}")) == 1
    described_by = field.get("aria-describedby").split()
    assert f"id_{name}-error" in described_by
    assert "Error:" in with_id(tree, f"id_{name}-error").text_content()


def test_a_hint_is_read_with_its_field():
    tree = drawn("text(form.surname)")

    assert with_id(tree, "id_surname").get("aria-describedby") == "id_surname-hint"
    assert with_id(tree, "id_surname-hint").text_content().strip() == "As in the file"


@pytest.mark.parametrize(
    ("call", "name"),
    [("radios(form.school)", "school"), ("checkboxes(form.made)", "made"), ("date(form.born_on)", "born_on")],
)
def test_a_group_has_a_legend_and_its_error_is_read_with_it(call, name):
    tree = drawn(call, data={})
    (fieldset,) = tree.xpath("//fieldset")

    assert len(tree.xpath("//fieldset/legend")) == 1
    assert f"id_{name}-error" in fieldset.get("aria-describedby").split()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("text(form.surname)", "surname"),
        ("radios(form.school)", "school"),
        ("checkboxes(form.made)", "made"),
        ("confirm(form.is_sure)", "is_sure"),
        ("date(form.born_on)", "born_on"),
    ],
)
def test_the_error_link_names_an_input_that_is_on_the_page(call, name):
    form = Everything({})

    tree = tree_of(IMPORT + "{{ " + call + " }}", form=form)

    assert with_id(tree, form.anchor(name)).tag == "input"


def test_what_was_typed_is_kept_and_cannot_become_markup():
    tree = drawn("text(form.surname)", data={"surname": '"><script>alert(1)</script>'})

    assert with_id(tree, "id_surname").get("value") == '"><script>alert(1)</script>'
    assert not tree.xpath("//script")


def test_what_was_chosen_stays_chosen():
    radios = drawn("radios(form.school)", data={"school": "2"})
    boxes = drawn("checkboxes(form.made)", data={"made": ["p"]})
    options = drawn("select(form.school)", data={"school": "2"})

    assert radios.xpath("//input[@checked]/@value") == ["2"]
    assert boxes.xpath("//input[@checked]/@value") == ["p"]
    assert options.xpath("//option[@selected]/@value") == ["2"]
    assert drawn("confirm(form.is_sure)", data={"is_sure": "on"}).xpath("//input[@checked]/@value") == ["on"]


def test_nothing_is_chosen_for_a_person():
    assert not drawn("radios(form.school)").xpath("//input[@checked]")
    assert not drawn("confirm(form.is_sure)").xpath("//input[@checked]")


def test_a_known_date_stands_in_its_boxes():
    tree = drawn("date(form.born_on)", initial={"born_on": date(2016, 9, 7)})

    values = [with_id(tree, f"id_born_on_{box}").get("value") for box in ("day", "month", "year")]
    assert values == ["7", "9", "2016"]


def test_only_the_box_at_fault_is_marked_wrong():
    tree = drawn("date(form.born_on)", data={"born_on_day": "31", "born_on_month": "9", "born_on_year": "2016"})

    marked = tree.xpath("//input[contains(@class, 'govuk-input--error')]/@id")
    assert marked == ["id_born_on_day"]


def test_a_choice_shows_the_hint_given_for_it():
    tree = drawn('radios(form.school, hints={"2": "An academy"})')

    assert tree.xpath("//*[contains(@class, 'govuk-radios__hint')]")[0].text_content().strip() == "An academy"


def test_a_label_can_be_the_heading_of_the_page():
    assert tree_of(IMPORT + "{{ text(form.surname, heading=true) }}", form=Everything()).xpath("//h1/label")


def test_the_drop_zone_is_a_plain_file_input_without_scripts():
    tree = drawn("file(form.file)")

    field = with_id(tree, "id_file")
    assert (field.get("type"), field.get("accept")) == ("file", ".xml")
    assert field.get("data-limit-bytes") == "100000000"
    assert field.get("data-limit-words") == "The file must be no larger than 100 MB"


def test_the_error_summary_lists_every_error_with_its_link():
    tree = drawn("error_summary(form)", data={})

    assert tree.xpath("//a/@href")[:2] == ["#id_surname", "#id_reason"]
    assert len(tree.xpath("//li")) == 7


def test_a_form_without_errors_has_no_summary():
    assert drawn("error_summary(form)").text_content().strip() == ""


def test_a_password_is_never_put_back_into_the_page():
    assert "secret" not in drawn("password(form.reason)", data={"reason": "secret"}).text_content()
    assert with_id(drawn("password(form.reason)", data={"reason": "secret"}), "id_reason").get("value") is None


def test_buttons_offer_a_way_out():
    tree = drawn('buttons("Send", cancel_href="/files/")')

    assert tree.xpath("//button")[0].text_content().strip() == "Send"
    assert tree.xpath("//a/@href") == ["/files/"]

"""The frame of every page: title, who you are, where you can go, and nothing the content policy would block."""

from types import SimpleNamespace

from django import forms as django_forms
from lxml import html

from onroll.web import forms
from tests.unit.web.templates import text_of

SOURCE = '{% extends "web/layout.html.jinja" %}{% block content %}<h1>{{ page.title }}</h1>{% endblock %}'
LAYOUT = SimpleNamespace(
    signed_in_as="Priya Lakhani",
    acting_for="Dalesbridge Community School",
    role="School clerk",
    can_change=True,
    account_href="/account/",
    change_href="/change/",
    sign_out_href="/sign-out/",
    navigation=[SimpleNamespace(text="Sent", href="/sent/", current=True)],
    navigation_groups=[],
    demonstration=True,
)


class Search(forms.Form):
    surname = django_forms.CharField(label="Surname")


def shown(**context):
    page = SimpleNamespace(title="Sent files")
    return html.document_fromstring(text_of(SOURCE, page=page, csrf_input="TOKEN", **context))


def test_the_title_names_the_page_and_then_the_product():
    assert shown(layout=LAYOUT).findtext("head/title") == "Sent files - OnRoll"


def test_errors_are_told_in_the_title_and_on_top():
    tree = shown(layout=LAYOUT, form=Search({}))

    assert tree.findtext("head/title") == "Error: Sent files - OnRoll"
    assert tree.xpath("//main//*[contains(@class, 'govuk-error-summary')]//a/@href") == ["#id_surname"]


def test_a_form_without_errors_changes_nothing():
    assert shown(layout=LAYOUT, form=Search()).findtext("head/title") == "Sent files - OnRoll"


def test_what_was_done_is_told_once_before_the_content():
    tree = shown(layout=LAYOUT, messages=["The file was sent."])

    assert "The file was sent." in tree.xpath("//main/*[1]")[0].text_content()


def test_every_page_says_who_you_are_and_for_whom_you_act():
    (who,) = shown(layout=LAYOUT).xpath("//header//p")

    words = " ".join(who.text_content().split())
    assert words == "Signed in as Priya Lakhani for Dalesbridge Community School (School clerk)"


def test_signing_out_is_a_protected_form_and_not_a_link():
    (form,) = shown(layout=LAYOUT).xpath("//header//form")

    assert (form.get("method"), form.get("action")) == ("post", "/sign-out/")
    assert "TOKEN" in form.text_content()


def test_the_page_you_are_on_is_marked_in_the_navigation():
    assert shown(layout=LAYOUT).xpath("//nav//a[@aria-current='page']/@href") == ["/sent/"]


def test_a_demonstration_says_so():
    words = "every person here is invented"

    assert words in shown(layout=LAYOUT).text_content()
    assert words not in shown().text_content()


def test_a_page_can_be_shown_when_nothing_is_known_about_the_reader():
    tree = shown()

    assert not tree.xpath("//header//form")
    assert tree.findtext("body//h1") == "Sent files"


def test_no_script_or_style_stands_in_the_page_itself():
    tree = shown(layout=LAYOUT, form=Search({}), messages=["Done."])

    assert not tree.xpath("//script[not(@src)] | //style | //@style | //@onclick | //@onsubmit")


def test_what_does_not_fit_beside_the_others_opens_under_one_word_and_needs_no_script():
    here = SimpleNamespace(text="Ledger", href="/ledger/", current=True)
    group = SimpleNamespace(text="More", entries=[here], current=True)

    tree = shown(layout=SimpleNamespace(**{**vars(LAYOUT), "navigation_groups": [group]}))

    (details,) = tree.xpath("//nav//details")
    assert " ".join(details.find("summary").text_content().split()) == "More (you are here)"
    assert details.xpath(".//a[@aria-current='page']/@href") == ["/ledger/"]

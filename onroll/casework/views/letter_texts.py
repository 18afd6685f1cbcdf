"""The leader's pages of the texts of letters."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.audit.refusals import RuleBroken
from onroll.casework import letters, permissions
from onroll.casework.actions import ordering
from onroll.casework.forms.orders import ChangeLetterText
from onroll.casework.presenters.letter_texts import letter_text_page, letter_texts_page
from onroll.casework.queries import orders as queries
from onroll.web.forms import add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_lead)
@require_GET
def letter_texts(request: HttpRequest) -> HttpResponse:
    """List the letters, and whose text each has."""
    act = acting.act_for(request, purpose="see the texts of letters")
    return page(request, "casework/letter_texts.html.jinja", letter_texts_page(queries.newest_letter_texts(act)))


@needs_permission(permissions.may_lead)
@require_http_methods(["GET", "HEAD", "POST"])
def change_letter_text(request: HttpRequest, code: str) -> HttpResponse:
    """Preview a letter's text, or save it; any earlier text can be taken into the box, and OnRoll's own."""
    act = acting.act_for(request, purpose="change the text of a letter")
    versions = queries.letter_texts(act, code)
    texts = {each.number: each.text for each in versions} | {0: letters.standard_text(code)}
    newest = max(texts)
    wanted = request.GET.get("from", "")
    shown = {str(number): number for number in texts}.get(wanted, newest)
    form = ChangeLetterText(request.POST or None, initial={"text": texts[shown], "version": newest})
    preview = ""
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            ordering.check_letter_text(code, text)
            preview = letters.merged(text, letters.SAMPLE)
            if not form.is_preview:
                expected = form.cleaned_data["version"]
                ordering.change_letter_text(act, code=code, text=text, expected_number=expected)
                messages.success(request, "The text is saved. It is used from the next letter on.")
                return redirect("casework:letter-texts")
        except RuleBroken as refused:
            add_refusal(form, refused, "text")
    return page(request, "casework/letter_text.html.jinja", letter_text_page(code, versions, preview), form)

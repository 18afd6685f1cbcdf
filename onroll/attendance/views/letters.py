"""Letters about attendance that are due or were made, their texts, and certificates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.attendance import actions, forms_of_files, permissions, presenters, queries
from onroll.attendance import letter_texts as texts
from onroll.audit.refusals import Hidden, RuleBroken
from onroll.casework import letters as merging
from onroll.casework.actions.letter_files import letters_missing
from onroll.web.forms import add_refusal
from onroll.web.pages import page

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@needs_permission(permissions.may_keep_register)
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Show which letters are due, and who missed nothing."""
    act = acting.act_for(request, purpose="see letters about attendance")
    found = actions.read_letters(act)
    return page(
        request,
        "attendance/letters.html.jinja",
        presenters.letters_sheet(found, queries.freshness_words(act)),
        due=found.due,
    )


@needs_permission(permissions.may_keep_register)
@require_POST
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Make the letter that is due for a pupil."""
    act = acting.act_for(request, purpose="make a letter about attendance")
    try:
        made = actions.make_letter(act, reference=reference)
    except RuleBroken as refused:
        messages.warning(request, refused.words)
        return redirect("attendance:letters")
    return redirect("attendance:letter-made", made.reference)


@needs_permission(permissions.may_keep_register)
@require_GET
def made(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a letter as it was given, with its files."""
    act = acting.act_for(request, purpose="read a letter about attendance")
    read = actions.read_letter(act, reference=reference)
    return page(request, "attendance/letter.html.jinja", read, is_whole_as_pdf=not letters_missing(read.text))


@needs_permission(permissions.may_keep_register)
@require_GET
def letter_file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Hand out a letter as a file."""
    act = acting.act_for(request, purpose="read a letter about attendance")
    if form not in TYPES:
        raise Hidden
    content = b"".join(actions.open_letter_file(act, reference=reference, form=form))
    headers = {"Content-Disposition": f'attachment; filename="{reference}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


@needs_permission(permissions.may_keep_register)
@require_GET
def letter_texts(request: HttpRequest) -> HttpResponse:
    """List the letters, and whose text each has."""
    act = acting.act_for(request, purpose="see the texts of letters about attendance")
    own = {code: queries.letter_texts_of(act, code) for code in texts.names(act.on)}
    return page(request, "attendance/sheet.html.jinja", presenters.letter_texts_sheet(act.on, own))


@needs_permission(permissions.may_keep_register)
@require_http_methods(["GET", "HEAD", "POST"])
def change_letter_text(request: HttpRequest, code: str) -> HttpResponse:
    """Preview a letter's text, or save it; any earlier text can be taken into the box, and OnRoll's own."""
    act = acting.act_for(request, purpose="change the text of a letter about attendance")
    if code not in texts.names(act.on):
        raise Hidden
    versions = queries.letter_texts_of(act, code)
    by_number = {each.number: each.text for each in versions} | {0: texts.standard_text(code)}
    wanted = request.GET.get("from", "")
    shown = {str(number): number for number in by_number}.get(wanted, max(by_number))
    first = {"text": by_number[shown], "version": max(by_number)}
    form = forms_of_files.ChangeLetterText(request.POST or None, initial=first)
    preview = ""
    if form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            actions.check_attendance_letter_text(act, code, text)
            preview = merging.merged(text, texts.sample_of(code))
            if request.POST.get("do") == "save":
                expected = form.cleaned_data["version"]
                actions.change_attendance_letter_text(act, code=code, text=text, expected_number=expected)
                messages.success(request, "The text is saved. It is used from now on.")
                return redirect("attendance:letter-texts")
        except RuleBroken as refused:
            add_refusal(form, refused, "text")
    sheet = presenters.letter_text_sheet(act.on, code, versions)
    return page(request, "attendance/letter_text.html.jinja", sheet, form, preview=preview)


@needs_permission(permissions.may_keep_register)
@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """Show who missed nothing this half term, each with a certificate to print."""
    act = acting.act_for(request, purpose="see who has full attendance")
    shown = presenters.certificates_sheet(act, actions.read_letters(act), queries.freshness_words(act))
    return page(request, "attendance/sheet.html.jinja", shown)


@needs_permission(permissions.may_make_letters)
@require_GET
def certificates_file(request: HttpRequest) -> HttpResponse:
    """Hand out the certificates of a form, or of the whole school, as one PDF."""
    act = acting.act_for(request, purpose="print certificates")
    made = actions.make_certificates(act, form_group=request.GET.get("form"))
    return _pdf(made.content, "certificates")


@needs_permission(permissions.may_make_letters)
@require_GET
def certificate_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out one pupil's certificate as PDF."""
    act = acting.act_for(request, purpose="print a certificate")
    return _pdf(actions.make_certificates(act, reference=reference).content, "certificate")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type=TYPES["pdf"], headers=headers)

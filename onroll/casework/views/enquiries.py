"""The pages of reasonable enquiries, for a school and its authority alike."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onroll.access import acting
from onroll.access import queries as access_queries
from onroll.access.guards import needs_permission
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import RuleBroken
from onroll.casework import actions, permissions, queries
from onroll.casework.forms import enquiries as forms
from onroll.casework.models import EnquiryList
from onroll.casework.presenters import agencies as agency_presenters
from onroll.casework.presenters import enquiries as presenters
from onroll.casework.presenters.tasks import TaskPage, enquiry_task, task_page
from onroll.casework.views.doing import done, values
from onroll.registry.actions import Facts
from onroll.rules import deletion
from onroll.web.forms import Form, add_refusal
from onroll.web.pages import page


@needs_permission(permissions.may_see_enquiries)
@require_GET
def enquiry_lists(request: HttpRequest) -> HttpResponse:
    """Show the enquiries that the person shares."""
    act = acting.act_for(request, purpose="see reasonable enquiries")
    shown = presenters.enquiry_lists_page(act, queries.enquiry_lists(act))
    return page(request, "casework/enquiries_lists.html.jinja", shown)


@needs_permission(permissions.may_begin_for_pupil)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_enquiries(request: HttpRequest) -> HttpResponse:
    """Begin enquiries about a pupil of the acting school."""
    act = acting.act_for(request, purpose="begin reasonable enquiries")
    form = forms.BeginForPupil(request.POST or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        last_attended_on: date | None = given.pop("last_attended_on")
        try:
            begun = actions.begin_for_pupil(act, facts=Facts(**given), last_attended_on=last_attended_on)
            return redirect("casework:enquiries", begun.reference)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
    return page(request, "casework/enquiries_begin.html.jinja", presenters.begin_page(), form)


@needs_permission(permissions.may_see_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_for_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin enquiries about the child of a case, shared with a school of the authority's area."""
    act = acting.act_for(request, purpose="begin reasonable enquiries")
    case = queries.case(act, reference)
    form = forms.BeginForCase(request.POST or None, initial={"school": _school_that_told(case.notification, act)})
    if form.is_valid():
        try:
            school = _school_of(form, act)
            begun = actions.begin_for_case(act, case=case, school=school)
            return redirect("casework:enquiries", begun.reference)
        except RuleBroken as refusal:
            add_refusal(form, refusal, "school")
    return page(
        request, "casework/enquiries_begin_for_case.html.jinja", task_page(case, "Begin reasonable enquiries"), form
    )


@needs_permission(permissions.may_see_enquiries)
@require_GET
def enquiries(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one list; that it was read is recorded."""
    act = acting.act_for(request, purpose="read reasonable enquiries")
    found = actions.open_enquiries(act, enquiries=queries.enquiry_list(act, reference))
    own_requests = found.requests.filter(asked_for=act.organisation_id).order_by("asked_on", "pk")
    shown = presenters.enquiries_page(
        act,
        found,
        checklist=queries.checklist_of(found).enquiries,
        lines=list(found.lines.select_related("person", "organisation").prefetch_related("referrals")),
        requests=agency_presenters.requests_table(own_requests, act.on),
        signatures=queries.signatures_in_force(found),
        signs=queries.signs_to_act_on(found),
        missing=queries.missing_before_signing(found),
        decisions=[queries.decision_about(found, code, act.on) for code in reversed(deletion.JOINT_CODES)],
    )
    return page(request, "casework/enquiries_list.html.jinja", shown)


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def add_enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """Add one enquiry; a sign of harm leads at once to the page that says what to do."""
    act = acting.act_for(request, purpose="record an enquiry")
    found = queries.enquiry_list(act, reference)
    lines = queries.checklist_of(found).for_party(permissions.party_of(act))
    form = forms.AddEnquiry(request.POST or None, lines=lines)
    if form.is_valid():
        try:
            line = actions.add_enquiry(act, enquiries=found, **form.cleaned_data)
        except RuleBroken as refusal:
            add_refusal(form, refusal)
        else:
            if line.is_sign_of_harm:
                return redirect("casework:refer-harm", reference, line.pk)
            return redirect("casework:enquiries", reference)
    return page(request, "casework/enquiries_add.html.jinja", enquiry_task(found, "Add an enquiry"), form)


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def not_applicable(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which lines do not apply, and why."""
    act = acting.act_for(request, purpose="say which enquiries do not apply")
    found = queries.enquiry_list(act, reference)
    answered = set(found.lines.values_list("code", flat=True))
    own = queries.checklist_of(found).for_party(permissions.party_of(act))
    form = forms.NotApplicable(request.POST or None, lines=[line for line in own if line.code not in answered])
    return _task(
        request, found, form, lambda: actions.mark_not_applicable(act, enquiries=found, **form.cleaned_data),
        "The lines are marked.", "Say which lines do not apply", "enquiries_not_applicable",
    )  # fmt: skip


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def refer_harm(request: HttpRequest, reference: str, line_id: int) -> HttpResponse:
    """Say what to do about a sign of significant harm now, and take what was done."""
    act = acting.act_for(request, purpose="record what was done about a sign of harm")
    found = queries.enquiry_list(act, reference)
    line = queries.harm_line(act, found, line_id)
    form = forms.ReferHarm(request.POST or None)
    return _task(
        request, found, form, lambda: actions.refer_harm(act, line=line, **form.cleaned_data),
        "What was done is recorded.", "Tell social care or the police now", "enquiries_refer_harm",
    )  # fmt: skip


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def record_absence(request: HttpRequest, reference: str) -> HttpResponse:
    """Take what the school's register shows."""
    act = acting.act_for(request, purpose="record what the register shows")
    found = queries.enquiry_list(act, reference)
    permissions.check_is_school(act, found)
    form = forms.RecordAbsence(request.POST or None, initial=_initial(found, forms.RecordAbsence))
    return _task(
        request, found, form, lambda: actions.record_absence(act, enquiries=found, **values(form)),
        "What the register shows is recorded.", "What the register shows", "enquiries_absence",
    )  # fmt: skip


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def record_whereabouts(request: HttpRequest, reference: str) -> HttpResponse:
    """Take whether the child is found."""
    act = acting.act_for(request, purpose="record whether the child is found")
    found = queries.enquiry_list(act, reference)
    form = forms.RecordWhereabouts(request.POST or None, initial=_initial(found, forms.RecordWhereabouts))
    return _task(
        request, found, form, lambda: actions.record_whereabouts(act, enquiries=found, **values(form)),
        "It is recorded whether the child is found.", "Is the child found?", "enquiries_whereabouts",
    )  # fmt: skip


@needs_permission(permissions.may_see_enquiries)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_enquiries(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign for one's side."""
    act = acting.act_for(request, purpose="sign reasonable enquiries")
    found = queries.enquiry_list(act, reference)
    form = forms.SignEnquiries(request.POST or None, initial={"version": found.version})
    return _task(
        request, found, form,
        lambda: actions.sign_enquiries(act, enquiries=found, expected_version=form.cleaned_data["version"]),
        "You have signed for your side.", "Sign these enquiries", "enquiries_sign",
    )  # fmt: skip


@needs_permission(permissions.may_see_enquiries)
@require_POST
def delete_pupil(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the school deletes the pupil today under a ground that may be used."""
    act = acting.act_for(request, purpose="delete a pupil after joint enquiries")
    found = queries.enquiry_list(act, reference)
    form = forms.DeletePupil(request.POST)
    if form.is_valid():
        actions.delete_pupil(act, enquiries=found, **values(form))
    return redirect("casework:enquiries", reference)


def _task(
    request: HttpRequest,
    found: EnquiryList,
    form: Form,
    do: Callable[[], object],
    words: str,
    title: str,
    template: str,
) -> HttpResponse:
    """Do what the form holds and go back to the list, or show the form."""
    shown: TaskPage = enquiry_task(found, title)
    return done(request, found.reference, form, do, words, to="enquiries") or page(
        request, f"casework/{template}.html.jinja", shown, form
    )


def _initial(found: EnquiryList, form: type[Form]) -> dict[str, object]:
    return {name: getattr(found, name) for name in form.base_fields if hasattr(found, name)}


def _school_that_told(notification: object, act: Act) -> str:
    message = getattr(notification, "message", None)
    return message.sender.code if message and message.sender.la_code == act.la_code else ""


def _school_of(form: Form, act: Act) -> Organisation | None:
    """Return the school with the number typed. Raises: EnquiryImpossible, where there is none."""
    typed: str = form.cleaned_data["school"].strip()
    if not typed:
        return None
    found = access_queries.organisation_with_code(typed, act.on).found
    if found is None:
        raise actions.EnquiryImpossible("No open school has this number. Check it, or look in “Find a school”.")
    return found

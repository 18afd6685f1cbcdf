"""What everybody may read without signing in: routes, leaflet and policy; and the page behind a contact's link."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onroll.access import acting
from onroll.audit.refusals import Hidden
from onroll.casework.actions import directory_answers as answers
from onroll.casework.actions import directory_papers as papers
from onroll.casework.actions.directory import ContactImpossible
from onroll.casework.forms.directory import AnswerByLink
from onroll.casework.forms.directory_support import KnowledgeQuestions
from onroll.casework.models import ContactInvitation
from onroll.casework.presenters import directory_papers as presenters
from onroll.casework.queries import directory_papers as queries
from onroll.casework.views.directory import FORM, READ
from onroll.casework.views.orders import TYPES
from onroll.vault import queries as vault_queries
from onroll.web.forms import add_refusal
from onroll.web.pages import open_to_everyone, page

POLICY = "casework/routes_policy.html.jinja"
SHOWN = ("version", "role_name", "person_name", "phone", "email", "may_publish")


@open_to_everyone
@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """List the councils that have published how agencies tell of a child."""
    return page(request, READ, presenters.councils_page(queries.authorities_with_papers()))


@open_to_everyone
@require_safe
def council(request: HttpRequest, la_code: str) -> HttpResponse:
    """Show a council's routes as they were published last; its policy, where it has published that alone."""
    authority = queries.authority_with_papers(la_code)
    routes, policy = queries.latest_routes(authority), queries.latest_policy(authority)
    if routes is None:
        if policy is None:
            raise Hidden
        return page(request, POLICY, presenters.policy_page(policy))
    return page(request, "casework/routes_council.html.jinja", presenters.routes_page(routes, policy))


@open_to_everyone
@require_safe
def leaflet(_request: HttpRequest, la_code: str, form: str) -> HttpResponse:
    """Hand out the leaflet."""
    routes = queries.latest_routes(queries.authority_with_papers(la_code))
    if routes is None or form not in TYPES:
        raise Hidden
    content = b"".join(vault_queries.pieces(routes.docx if form == "docx" else routes.pdf))
    name = f"children-missing-education-{la_code}-version-{routes.number}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


@open_to_everyone
@require_safe
def policy(request: HttpRequest, la_code: str) -> HttpResponse:
    """Show a council's policy."""
    found = queries.latest_policy(queries.authority_with_papers(la_code))
    if found is None:
        raise Hidden
    return page(request, POLICY, presenters.policy_page(found))


@open_to_everyone
@require_safe
def policy_file(_request: HttpRequest, la_code: str) -> HttpResponse:
    """Hand out the PDF of a council's policy."""
    found = queries.latest_policy(queries.authority_with_papers(la_code))
    if found is None or found.file is None:
        raise Hidden
    name = f"policy-{la_code}-version-{found.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(b"".join(vault_queries.pieces(found.file)), content_type=TYPES["pdf"], headers=headers)


@open_to_everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show a contact's entry to whoever has its link, and take the answer. To open it changes nothing."""
    act = acting.act_of_nobody(request, "answer a round of contacts")
    invitation = answers.invitation_of(act, token)
    answers.check_link_works(act, invitation)
    contact = invitation.contact
    form = AnswerByLink(request.POST or None, initial={name: getattr(contact, name) for name in SHOWN})
    if form.is_valid():
        values = form.cleaned_data
        try:
            if values["answer"] == "left":
                done = answers.say_left_by_link(
                    act, token=token, handover=values["handover"], expected_version=values["version"]
                )
            else:
                done = answers.answer_by_link(
                    act,
                    token=token,
                    details=form.details,
                    may_publish=values["may_publish"],
                    expected_version=values["version"],
                )
        except ContactImpossible as refusal:
            add_refusal(form, refusal)
        else:
            return page(request, READ, presenters.answered_page(done, policy_href=_policy_href(done, token)))
    return page(request, FORM, presenters.link_page(invitation), form)


@open_to_everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def read_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the policy to whoever has a contact's link, take that it was read, and ask the five questions."""
    act = acting.act_of_nobody(request, "read the policy by a link")
    invitation = answers.invitation_of(act, token)
    found = queries.latest_policy(invitation.round.authority)
    if found is None:
        raise Hidden
    is_read = "read" in request.POST
    form = KnowledgeQuestions(request.POST if request.method == "POST" and not is_read else None)
    if is_read:
        papers.read_paper_by_link(act, token=token, paper=found)
        routes = queries.latest_routes(invitation.round.authority)
        if routes is not None:
            papers.read_paper_by_link(act, token=token, paper=routes)
    elif form.is_valid():
        check = papers.take_knowledge_check_by_link(act, token=token, policy=found, answers=form.answers)
        return page(request, READ, presenters.checked_page(found, check))
    return page(request, POLICY, presenters.policy_page(found, has_read=is_read, read_href=request.path), form)


def _policy_href(invitation: ContactInvitation, token: str) -> str:
    """Return where the policy is read by the same link; empty, where there is none."""
    found = queries.latest_policy(invitation.round.authority)
    return reverse("routes:read-by-link", args=[token]) if found else ""

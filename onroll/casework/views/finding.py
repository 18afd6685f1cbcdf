"""The search box, on a page of its own and, as one types, a part of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onroll.access import acting
from onroll.access.guards import needs_permission
from onroll.casework import actions, forms, permissions, presenters
from onroll.web.pages import page

FRAGMENT = "X-Fragment"


@needs_permission(permissions.may_see_cases)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_child(request: HttpRequest) -> HttpResponse:
    """Find a child. What is typed is personal, so it travels in the body and is never part of an address."""
    act = acting.act_for(request, purpose="find a child")
    form = forms.FindChild(request.POST if request.method == "POST" else None)
    found = actions.find_children(act, typed=form.cleaned_data["child"]) if form.is_valid() else None
    is_fragment = FRAGMENT in request.headers
    template = "casework/found_children.html.jinja" if is_fragment else "casework/find_child.html.jinja"
    return page(request, template, presenters.find_page(found), form)

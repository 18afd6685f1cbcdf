"""The page of one child's story, for each role its own part, and the same as a file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from onroll.access import acting
from onroll.access.guards import needs_permission, needs_second_proof
from onroll.audit.refusals import Hidden
from onroll.casework import actions, permissions
from onroll.casework.presenters.child_files import WRITERS
from onroll.casework.presenters.child_story import child_story_page
from onroll.web.pages import page


@needs_permission(permissions.may_read_child_story)
@require_GET
def child_story(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what somebody may read of a child; that it was read is recorded."""
    act = acting.act_for(request, purpose="read the story of a child")
    shown = child_story_page(act, actions.read_child_story(act, reference=reference))
    return page(request, "casework/child_story.html.jinja", shown)


@needs_permission(permissions.may_save_child_story)
@needs_second_proof
@require_GET
def save_child_story(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Hand out the same as a file; that it was saved is recorded. No name stands in the file's name."""
    act = acting.act_for(request, purpose="save the story of a child")
    if form not in WRITERS:
        raise Hidden
    write, content_type = WRITERS[form]
    content = write(child_story_page(act, actions.save_child_story(act, reference=reference, form=form)))
    name = f"child-{reference}-{act.on.isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)

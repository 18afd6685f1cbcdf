"""The local tag: after how many days an authority marks a child on its own list."""

from onroll.audit.act import Act
from onroll.insight import permissions
from onroll.insight.models import LocalTag


def local_tag(act: Act) -> LocalTag:
    """Return the acting authority's choice; one that was never made marks nobody, and has version 0.

    Raises: NotAllowed.
    """
    permissions.check(permissions.may_see_lists(act))
    chosen = LocalTag.objects.filter(authority_id=act.organisation_id).first()
    return chosen or LocalTag(authority_id=act.organisation_id or 0, after_days=None, version=0)

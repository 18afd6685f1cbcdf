"""Reading a child's story, and saving it as a file: both leave a trace."""

from django.db import transaction

from onroll.audit import ledger
from onroll.audit.act import Act
from onroll.audit.refusals import NotAllowed
from onroll.casework import permissions, queries
from onroll.casework.queries import ChildStory, Reader
from onroll.casework.story_events import ChildStoryRead, ChildStorySaved


@transaction.atomic
def read_child_story(act: Act, *, reference: str) -> ChildStory:
    """Return what somebody may read of a child, by any reference of the child's, and record that she read it.

    Raises: NotAReader; Hidden, where the child is not hers to read about, or is shielded.
    """
    if not permissions.may_read_child_story(act):
        raise permissions.NotAReader
    story = _story(act, reference)
    ledger.record(act, ChildStoryRead(child_id=story.child.pk, reader=story.reader))
    return story


@transaction.atomic
def save_child_story(act: Act, *, reference: str, form: str) -> ChildStory:
    """Return the same, to be saved as a file of this form, and record that it was.

    Raises: NotAllowed; Hidden.
    """
    if not permissions.may_save_child_story(act):
        raise NotAllowed
    story = _story(act, reference)
    ledger.record(act, ChildStorySaved(child_id=story.child.pk, reader=story.reader, form=form))
    return story


def _story(act: Act, reference: str) -> ChildStory:
    reader = queries.reader_of(act)
    child = queries.child_to_read(reference)
    if reader is Reader.OFFICER:
        return queries.officers_story(act, child)
    if reader is Reader.AUDITOR:
        return queries.auditors_story(act, child)
    return queries.tellers_story(act, child, reader)

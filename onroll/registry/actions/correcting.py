"""An officer's own word on a child: a correction, a new name or address. What was said before stays beside it."""

from django.db import transaction

from onroll.audit.act import Act
from onroll.registry import permissions, queries
from onroll.registry.actions.sightings import note_sighting_of
from onroll.registry.answers import SEEN_IN
from onroll.registry.given import Facts
from onroll.registry.models import Child, Sighting
from onroll.registry.references import new_reference

OFFICER = "officer"


@transaction.atomic
def correct_child(act: Act, *, child: Child, facts: Facts, seen_in: str) -> Sighting:
    """Keep what an officer knows of a child her area knows, and from where (a code of `answers.SEEN_IN`).

    The source is a code with a reference of our own, never free text: it is read in the ledger, too.
    Raises: NotAllowed; Hidden, for a child who is not hers, or is shielded.
    """
    permissions.check(permissions.may_read_children(act))
    known = queries.is_known_as(queries.child_with(act, child.reference))
    source_reference = f"{SEEN_IN[seen_in].lower()}, {new_reference('O')}"
    return note_sighting_of(act, child=known, facts=facts, source=OFFICER, source_reference=source_reference)

"""Requests for a file, as those see them who asked, who must answer, and whose area it is."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from onroll import linkage
from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.registry import queries as registry_queries
from onroll.transfer.models import FileRequest, FileRequestEvent, Message, MessagePupil
from onroll.transfer.querysets import FileRequestQuerySet
from onroll.transfer.states import State

# Files that can be the answer: sent, and not taken back.
ANSWERING_STATES = (State.WAITING, State.COLLECTED, State.CONFIRMED)
# Likenesses (0 to 1, higher is more alike) from which two names are one name, for an answer without a person's eye;
# with the UPN the same, a forename that is not clearly another child's is enough (twins share the rest).
NAME_SAME_FROM = 0.9
FORENAME_NOT_ANOTHER_FROM = 0.4
NO_DATE = date.max


def file_request(act: Act, reference: str) -> FileRequest:
    """Return one request.

    Raises: Hidden, when there is none that the acting organisation may know of.
    """
    found: FileRequest | None = _listed(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def requests_to_answer(act: Act) -> QuerySet[FileRequest]:
    """Return what the acting organisation is asked and has not answered, the first due first."""
    return _listed(act).unanswered().filter(asked_id=act.organisation_id).order_by("due_on", "pk")


def requests_made(act: Act) -> QuerySet[FileRequest]:
    """Return what the acting organisation has asked for, the newest first."""
    return _listed(act).filter(asker_id=act.organisation_id).order_by("-asked_at", "-pk")


def requests_of_area(act: Act) -> QuerySet[FileRequest]:
    """Return the unanswered requests of an authority's area that others must answer, the first due first."""
    return _listed(act).unanswered().exclude(asked_id=act.organisation_id).order_by("due_on", "pk")


def request_timeline(act: Act, request: FileRequest) -> list[FileRequestEvent]:
    """Return a request's steps, oldest first.

    Raises: Hidden.
    """
    if not FileRequest.objects.visible_to(act).filter(pk=request.pk).exists():
        raise Hidden
    return list(request.events.select_related("organisation"))


def possible_answers(act: Act, request: FileRequest) -> QuerySet[Message]:
    """Return the files that a person may call the answer: to the asker, seen by the acting organisation, since then."""
    sent = Message.objects.visible_to(act).filter(
        recipient_id=request.asker_id, state__in=ANSWERING_STATES, part_of__isnull=True
    )
    return sent.filter(answers__isnull=True).select_related("sender").order_by("-sent_at", "-pk")


def requests_answered_by(message: Message, from_ids: Collection[int], on: date) -> list[FileRequest]:
    """Return the unanswered requests that a file for their asker answers by itself: it agrees strongly on the child.

    `from_ids`: the organisations that were asked and now send, claim or let go of the file. A shielded child's file
    never answers by itself. The rows are locked.
    """
    rows = FileRequest.objects.select_for_update().unanswered()
    asked = list(rows.filter(asker_id=message.recipient_id, asked_id__in=from_ids).order_by("asked_at", "pk"))
    if not asked:
        return []
    shielded = registry_queries.shielded_children(on)
    pupils = list(message.pupils.exclude(sighting__child_id__in=shielded).select_related("sighting"))
    return [request for request in asked if any(_agrees(request, pupil) for pupil in pupils)]


def query_of(request: FileRequest) -> dict[str, object]:
    """Return what a request says of the child, as the fields of a search."""
    return {
        "surname": request.surname,
        "forename": request.forename,
        "birth_date": request.birth_date,
        "upn": request.upn,
    }


def _agrees(request: FileRequest, pupil: MessagePupil) -> bool:
    """Say whether a pupil of a file is, beyond a doubt, the child asked for."""
    known = pupil.sighting
    surnames, forenames = linkage.compare_people(request.surname, request.forename, known.surname, known.forename)
    if request.upn and request.upn == known.upn:
        return forenames.value >= FORENAME_NOT_ANOTHER_FROM
    same_names = surnames.value >= NAME_SAME_FROM and forenames.value >= NAME_SAME_FROM
    return same_names and (request.birth_date or NO_DATE) == known.birth_date


def _listed(act: Act) -> FileRequestQuerySet:
    found: FileRequestQuerySet = FileRequest.objects.visible_to(act).select_related("asker", "asked", "message")
    return found


def organisation_to_ask(act: Act, pk: int) -> Organisation | None:
    """Return an organisation that is open today and not the acting one."""
    return Organisation.objects.open_on(act.on).filter(pk=pk).exclude(pk=act.organisation_id).first()

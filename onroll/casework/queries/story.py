"""The story of a case: everything that happened, in order of time."""

import dataclasses
from datetime import datetime

from django.db.models import Q, QuerySet

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.casework.models import Case, CaseEvent, Notification
from onroll.casework.steps import TITLES, StepKind
from onroll.registry.models import PairReview
from onroll.transfer import states


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class StoryStep:
    """One step of a case's story, from the case or from the file in the exchange. `on` tells the file's steps."""

    at: datetime
    title: str
    organisation: str
    person: str
    words: str
    is_of_file: bool


def case_story(act: Act, case: Case) -> list[StoryStep]:
    """Return everything that happened in order of time: steps of the case, and those of the file it came from.

    A step about a pair that the officer may not see is left out: whoever was shielded later is in no story either.
    """
    if not Case.objects.visible_to(act).filter(pk=case.pk).exists():
        raise Hidden
    steps = [
        StoryStep(
            at=event.at,
            title=TITLES[StepKind(event.kind)],
            organisation=event.organisation.name if event.organisation else "",
            person=event.person.name if event.person else "",
            words=event.words,
            is_of_file=False,
        )
        for event in shown_steps(act, case.events.all()).select_related("person", "organisation")
    ]
    return sorted([*steps, *file_steps(case.notification)], key=lambda step: step.at)


def shown_steps(act: Act, steps: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    """Keep the steps of cases that the officer may read: none about a pair that is not visible to her."""
    visible = PairReview.objects.visible_to(act).values("pk")
    return steps.filter(Q(pair__isnull=True) | Q(pair__in=visible))


def file_steps(notification: Notification) -> list[StoryStep]:
    """Return the steps of the file from which a notification came; none where it came from no file."""
    if notification.message is None:
        return []
    return [
        StoryStep(
            at=event.at,
            title=f"File: {states.MEANINGS[states.State(event.state)].name}",
            organisation=event.organisation.name if event.organisation else "",
            person="",
            words=event.why,
            is_of_file=True,
        )
        for event in notification.message.events.select_related("organisation")
    ]

"""What an officer decided on a case or notification becomes a dated fact of the child's education.

So that who is missing education can be worked out from facts alone. The system acts for the authority, because of what
its officer did; what is undone makes the facts void, and both stay.
"""

from onroll.audit.act import Act
from onroll.casework.actions.following import for_authority
from onroll.casework.events import CaseClosed, CaseReopened, NotificationAnswered
from onroll.casework.models import Case, Notification, Outcome
from onroll.registry import actions as registry_actions
from onroll.registry.actions import Said
from onroll.registry.models import EducationKind
from onroll.rules.missing import Suitability

OF_A_CASE, OF_A_NOTIFICATION = "case", "notification"
PURPOSE = "a decision on a child becomes a fact of the child's education"

# What an outcome says of the child, and what it says of suitability. On a roll says itself by the roll; age by itself.
FACTS: dict[str, tuple[EducationKind, str]] = {
    Outcome.EDUCATED_AT_HOME: (EducationKind.HOME_EDUCATION, Suitability.SUITABLE.value),
    Outcome.OTHER_AUTHORITY: (EducationKind.LEFT_AREA, ""),
    Outcome.OTHER_NATION: (EducationKind.LEFT_AREA, ""),
    Outcome.ABROAD: (EducationKind.ABROAD_CONFIRMED, ""),
    Outcome.NOT_MISSING: (EducationKind.LOOKED_INTO, ""),
}


def state_outcome(act: Act, event: CaseClosed) -> None:
    """Record what a closed case found, from the day of closing; the evidence itself stays in the case."""
    if event.outcome not in FACTS:
        return
    kind, suitability = FACTS[event.outcome]
    case = Case.objects.select_related("child", "authority").get(pk=event.case_id)
    evidence = f"Case {case.reference} was closed: {Outcome(event.outcome).label}."
    registry_actions.record_education_fact(
        for_authority(act, case.authority, PURPOSE),
        child=case.child,
        said=Said(kind=kind, from_on=act.on, suitability=suitability, evidence=evidence),
        source=OF_A_CASE,
        source_reference=case.reference,
    )


def unstate_outcome(act: Act, event: CaseReopened) -> None:
    """Void what the closing of a case had found: it is open again."""
    case = Case.objects.select_related("authority").get(pk=event.case_id)
    registry_actions.void_education_facts_from(
        for_authority(act, case.authority, PURPOSE),
        source=OF_A_CASE,
        source_reference=case.reference,
        why=f"Case {case.reference} was opened again.",
    )


def state_answer(act: Act, event: NotificationAnswered) -> None:
    """Record that an officer looked into a notification and wrote why it needs no case; a roll says itself."""
    if event.enrolment_id is not None:
        return
    told = Notification.objects.select_related("child", "authority").get(pk=event.notification_id)
    registry_actions.record_education_fact(
        for_authority(act, told.authority, PURPOSE),
        child=told.child,
        said=Said(
            kind=EducationKind.LOOKED_INTO,
            from_on=min(told.notified_on, act.on),
            evidence=f"Notification {told.reference} was answered with the reason why no case is needed.",
        ),
        source=OF_A_NOTIFICATION,
        source_reference=told.reference,
    )

"""The pages on which one thing is done to a case. They show its reference, not the child: nothing more is needed."""

import dataclasses

from django.urls import reverse

from onroll.casework.models import AgencyRequest, Case, EnquiryList, Notification
from onroll.casework.presenters.evidence import confirmation_words
from onroll.casework.stages import MEANINGS, WORKING, Stage


@dataclasses.dataclass(frozen=True, kw_only=True)
class TaskPage:
    """What the template shows around the form. `hints` go under the choices of the form's radios, by value."""

    title: str
    reference: str
    case_href: str
    lead: str
    hints: dict[str, str]
    back_words: str = "Back to the case"


def task_page(case: Case, title: str, lead: str = "") -> TaskPage:
    """Present a task on a case; the stages' ends stand beside their names."""
    return TaskPage(
        title=title,
        reference=f"Case {case.reference}",
        case_href=reverse("casework:case", args=[case.reference]),
        lead=lead,
        hints={stage.value: f"Ends when {MEANINGS[stage].ends_when}." for stage in WORKING},
    )


def close_case_page(case: Case) -> TaskPage:
    """Present the closing of a case: with the school's confirmation where there is one."""
    lead = confirmation_words(case) or (
        "No school has confirmed this child on its roll, so the case cannot be closed as on roll yet."
    )
    return task_page(case, "Close this case", lead)


def reopen_case_page(case: Case) -> TaskPage:
    """Present the opening again of a closed case: what goes from it, and what stays in its story."""
    lead = (
        "The search starts again at “Locate and contact the family”. The dates of provision, the outcome and its "
        "evidence leave the case; how it was closed stays in its story."
    )
    return task_page(case, "Open this case again", lead)


def answer_notification_page(notification: Notification) -> TaskPage:
    """Present the answering of a notification: of one whose file was taken back, or that no file stands behind."""
    taken_back = "That a school takes its file back does not show that the child is on a roll. Ask the school first."
    told = "Whoever told is not shown these words, only that it is finished. Say what shows that no case is needed."
    return TaskPage(
        title="Answer without a case",
        reference=f"Notification {notification.reference}",
        case_href=reverse("casework:notification", args=[notification.reference]),
        lead=taken_back if notification.message else told,
        hints={},
        back_words="Back to the notification",
    )


def say_known_child_page(notification: Notification) -> TaskPage:
    """Present the saying whom a notification is about."""
    return TaskPage(
        title="Whom is it about?",
        reference=f"Notification {notification.reference}",
        case_href=reverse("casework:notification", args=[notification.reference]),
        lead="Where your authority has an open case of the child, the notification is joined to it.",
        hints={},
        back_words="Back to the notification",
    )


def stage_words(case: Case) -> str:
    """Return where the case stands now."""
    meaning = MEANINGS[Stage(case.stage)]
    return f"Now at stage {meaning.number} of {len(WORKING)}: {meaning.name}. It ends when {meaning.ends_when}."


def enquiry_task(enquiries: EnquiryList, title: str, hints: dict[str, str] | None = None) -> TaskPage:
    """Present a task on a list of reasonable enquiries."""
    return TaskPage(
        title=title,
        reference=f"Reasonable enquiries {enquiries.reference}",
        case_href=reverse("casework:enquiries", args=[enquiries.reference]),
        lead="",
        hints=hints or {},
        back_words="Back to the enquiries",
    )


def agency_task(request: AgencyRequest, title: str) -> TaskPage:
    """Present a task on a request to an agency."""
    return TaskPage(
        title=title,
        reference=f"Request {request.reference}",
        case_href=reverse("casework:agency-request", args=[request.reference]),
        lead="",
        hints={},
        back_words="Back to the request",
    )


def separate_notification_page(notification: Notification) -> TaskPage:
    """Present the undoing of a wrong join."""
    case = notification.joined_case
    joined = f"It is joined to case {case.reference}. " if case else "It is not joined to a case. "
    return TaskPage(
        title="Take this notification out of its case",
        reference=f"Notification {notification.reference}",
        case_href=reverse("casework:notification", args=[notification.reference]),
        lead=f"{joined}Once it is out, it waits in your work list again, about the child whom its notifier named. "
        "Nothing that was told is lost, and the case keeps everything else.",
        hints={},
        back_words="Back to the notification",
    )

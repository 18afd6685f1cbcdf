"""Turn notifications and cases into pages with their final words."""

from onroll.casework.presenters.case import CasePage, case_page
from onroll.casework.presenters.finding import FindPage, find_page
from onroll.casework.presenters.known import known_part
from onroll.casework.presenters.notification import NotificationPage, notification_page
from onroll.casework.presenters.progress import ProgressPart, checklist_page, progress_part, risk_page, ticked
from onroll.casework.presenters.tasks import (
    TaskPage,
    answer_notification_page,
    close_case_page,
    reopen_case_page,
    say_known_child_page,
    separate_notification_page,
    task_page,
)
from onroll.casework.presenters.tell_us import call_first_page, check_page, question_page, receipt_page, status_page
from onroll.casework.presenters.telling import (
    saw_child_page,
    tell_of_child_page,
    tell_page,
    telling_page,
    tellings_page,
)
from onroll.casework.presenters.work_list import (
    ClosedPage,
    WorkListPage,
    closed_page,
    responsible_words,
    work_list_page,
)

__all__ = [
    "CasePage",
    "ClosedPage",
    "FindPage",
    "NotificationPage",
    "ProgressPart",
    "TaskPage",
    "WorkListPage",
    "answer_notification_page",
    "call_first_page",
    "case_page",
    "check_page",
    "checklist_page",
    "close_case_page",
    "closed_page",
    "find_page",
    "known_part",
    "notification_page",
    "progress_part",
    "question_page",
    "receipt_page",
    "reopen_case_page",
    "responsible_words",
    "risk_page",
    "saw_child_page",
    "say_known_child_page",
    "separate_notification_page",
    "status_page",
    "task_page",
    "tell_of_child_page",
    "tell_page",
    "telling_page",
    "tellings_page",
    "ticked",
    "work_list_page",
]

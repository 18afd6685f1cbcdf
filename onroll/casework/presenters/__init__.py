"""Turn notifications and cases into pages with their final words."""

from onroll.casework.presenters.case import CasePage, case_page
from onroll.casework.presenters.notification import NotificationPage, notification_page
from onroll.casework.presenters.tasks import (
    TaskPage,
    answer_notification_page,
    close_case_page,
    reopen_case_page,
    task_page,
)
from onroll.casework.presenters.work_list import ClosedPage, WorkListPage, closed_page, work_list_page

__all__ = [
    "CasePage",
    "ClosedPage",
    "NotificationPage",
    "TaskPage",
    "WorkListPage",
    "answer_notification_page",
    "case_page",
    "close_case_page",
    "closed_page",
    "notification_page",
    "reopen_case_page",
    "task_page",
    "work_list_page",
]

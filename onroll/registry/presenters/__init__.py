"""Turn pairs and children into pages with their final words."""

from onroll.registry.presenters.audit import AuditPage, audit_page
from onroll.registry.presenters.child import ChildPage, child_page
from onroll.registry.presenters.education import (
    EducationPage,
    Record,
    education_page,
    record_education_page,
    said_before,
)
from onroll.registry.presenters.pair import PairPage, merge_page, pair_page, split_page
from onroll.registry.presenters.queue import QueuePage, queue_page
from onroll.registry.presenters.sealed import OpenedPage, SealedPage, opened_page, sealed_page

__all__ = [
    "AuditPage",
    "ChildPage",
    "EducationPage",
    "OpenedPage",
    "PairPage",
    "QueuePage",
    "Record",
    "SealedPage",
    "audit_page",
    "child_page",
    "education_page",
    "merge_page",
    "opened_page",
    "pair_page",
    "queue_page",
    "record_education_page",
    "said_before",
    "sealed_page",
    "split_page",
]

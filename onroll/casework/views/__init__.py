"""The pages of a children-missing-education officer. One page or one submission each."""

from onroll.casework.views import cases, finding, lists, notifications, progress

__all__ = ["cases", "finding", "lists", "notifications", "progress"]

"""The action plan: what is done about a gap, or whom to ask, by whom and until when. It outlives its round."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.evaluation.models.rounds import Round
from onroll.evaluation.querysets import OfAuthorityQuerySet


class TaskKind(models.TextChoices):
    """Whether something is to be done or to be found out."""

    CLOSE = "close", "Close a gap"
    ASK = "ask", "Find out what we do not know"


class Task(models.Model):
    """One task of the plan. Whether it is late is worked out from `due_on`, the last day in time, never stored."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tasks")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    kind = models.CharField(max_length=10, choices=TaskKind)
    what = models.CharField(max_length=1000)
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    done_words = models.CharField(max_length=1000, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = OfAuthorityQuerySet.as_manager()

    field_classes = classify(
        retention="evaluation",
        internal="id round authority step kind what due_on set_at set_by done_on done_words done_by version",
        personal="owner",
    )

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, done_by__isnull=True, done_words="")
                | models.Q(done_on__isnull=False, done_by__isnull=False, done_words__gt=""),
                name="evaluation_task_done_together",
            )
        ]

    def __str__(self) -> str:
        return f"task {self.pk} for step {self.step}"

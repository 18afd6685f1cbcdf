"""Who must not be found, why, and who is told of searches that would have."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify
from onroll.registry.models.children import Child
from onroll.registry.querysets import ShieldQuerySet


class ShieldReason(models.TextChoices):
    """Why a child must not be found by a search. Kept as codes: the words of a case stay in the case."""

    ADOPTED = "adopted", "Adopted, or placed for adoption"
    AT_RISK = "at_risk", "At risk if somebody finds the child"
    PROTECTED_PERSON = "protected_person", "Protected by the police or a court"
    OTHER = "other", "Another reason that the named officer knows"


class Shield(models.Model):
    """A child whom no search and no matching may show, and the officer who is told when one would have.

    Both days count; without `until_on` it lasts until somebody ends it. A shield is on the child as she was known: it
    never says, and nothing here ever records, under which identity she is known now.
    """

    reference = models.CharField(max_length=16, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="shields")
    reason_code = models.CharField(max_length=20, choices=ShieldReason)
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shields")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shields")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    placed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ShieldQuerySet.as_manager()

    field_classes = classify(
        retention="child",
        internal="id reference officer organisation from_on until_on placed_at ended_at",
        sensitive="child reason_code",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"], condition=models.Q(ended_at__isnull=True), name="registry_shield_one_a_child"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
                name="registry_shield_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"shield {self.reference}"

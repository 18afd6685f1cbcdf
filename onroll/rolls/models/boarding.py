"""Whether a school has boarders, as its own clerk has said, from a day on."""

from django.db import models

from onroll.access.models import Organisation, Person
from onroll.audit.classification import classify


class Boarding(models.Model):
    """What a school has said of boarders, never changed or removed: the newest word for a day holds on that day.

    `has_none`: every pupil is a day pupil. `on`: the first day for which it holds, until another word is said.
    """

    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    has_none = models.BooleanField()
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    field_classes = classify(retention="register", internal="id school on has_none told_at told_by")

    class Meta:
        indexes = [models.Index(fields=["school", "-on"], name="rolls_boarding_of_school")]

    def __str__(self) -> str:
        return f"boarding at school {self.school_id} from {self.on}"

"""The index: words and numbers, and which records are filed under them. No foreign key leaves this room.

Everything here can be made again from the records (`onroll search rebuild`), and none of it outlives them.
"""

from django.db import models

from onroll.audit.classification import classify


class Token(models.Model):
    """A word of a name, a number, a postcode or a date that some record is filed under.

    `sort` is one of `linkage.finder.Sort`; `skeletons` are those of a word, one space between them. A token under which
    nothing is filed any more is removed, as a rare name alone can tell who it was.
    """

    sort = models.CharField(max_length=8)
    text = models.CharField(max_length=40)
    skeletons = models.CharField(max_length=130, blank=True)

    field_classes = classify(retention="search_index", internal="id sort", personal="text skeletons")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sort", "text"], name="search_token_once")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class Posting(models.Model):
    """One record is filed under one token. The birth date stands in the key, so that a search reads one stretch of it.

    `birth_year` is 0 and `birth_day` (month and day, 312 for 12 March) is 0 where no birth date is known. `part_id`
    tells the parts of a record that are weighed each for itself, such as the sightings of a child.
    """

    pk = models.CompositePrimaryKey("token_id", "birth_year", "birth_day", "kind", "record_id", "part_id")
    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="postings", db_index=False)
    birth_year = models.PositiveSmallIntegerField()
    birth_day = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    part_id = models.BigIntegerField(default=0)

    field_classes = classify(
        retention="search_index", internal="token kind record_id part_id", personal="birth_year birth_day"
    )

    class Meta:
        indexes = [models.Index(fields=["record_id", "kind", "part_id"], name="search_posting_record")]

    def __str__(self) -> str:
        return f"posting of {self.kind} {self.record_id}"


class IndexHead(models.Model):
    """One row, locked while the index changes, so that tokens become visible in the order of their numbers.

    A process that has read the tokens up to a number needs to ask only for later ones.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)

    field_classes = classify(retention="search_index", internal="id")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="search_indexhead_only_one")]

    def __str__(self) -> str:
        return "head of the index"

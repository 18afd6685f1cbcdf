"""Stored files: what was stored, its digest, size and sealed key. What a file means is for the rooms above."""

from django.db import models

from onroll.audit.classification import classify


class StoredFile(models.Model):
    """One file at rest. Never edited; never named by a person.

    The content is sealed with a key of its own (AES-256-GCM, in segments); that key is sealed with the master key.
    A small file's sealed content stands in `content`, a larger one's on disk under `path`, below the vault's folder.
    """

    name = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()
    sealed_key = models.BinaryField()
    content = models.BinaryField(null=True)
    path = models.CharField(max_length=80, blank=True)
    destroyed_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="file",
        internal="id name size stored_at path destroyed_at",
        sensitive="sha256 content",
        secret="sealed_key",  # noqa: S106 - the name of a field
    )

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="vault_storedfile_sha256")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=False)
                | (models.Q(content__isnull=False) & models.Q(path=""))
                | (models.Q(content__isnull=True) & models.Q(path__gt="")),
                name="vault_storedfile_in_one_place",
            )
        ]

    def __str__(self) -> str:
        return f"stored file {self.name}"

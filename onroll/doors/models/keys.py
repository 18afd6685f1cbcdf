"""Keys of machines, and the tokens made with them that were used up."""

from django.db import models

from onroll.access.models import Organisation, Role
from onroll.audit.classification import classify


class KeyKind(models.TextChoices):
    """Which door a key opens."""

    MESH = "mesh", "Message interface"
    SFTP = "sftp", "File folder (SFTP)"
    AGENCY = "agency", "Agencies’ interface"
    ROLLS = "rolls", "Rolls’ interface (a school’s own system)"


class MachineKey(models.Model):
    """The right of an organisation's own software to act for it in one role, until it is ended.

    A message key has a password. It must be read back to check a token (HMAC), so it is sealed with the vault's master
    key, bound to the key's reference, and not hashed. A folder key (SFTP) has none: it is the public half of a pair
    whose other half never leaves the organisation, as `ssh-ed25519 AAAA…` without a comment.
    """

    reference = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="machine_keys")
    kind = models.CharField(max_length=10, choices=KeyKind)
    role = models.CharField(max_length=40, choices=Role)
    sealed_secret = models.BinaryField()
    public_key = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    field_classes = classify(
        retention="register",
        internal="id reference organisation kind role public_key fingerprint made_at ended_at",
        secret="sealed_secret",  # noqa: S106 - the name of a field
    )

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="doors_machinekey_mailbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"],
                condition=models.Q(ended_at__isnull=True, fingerprint__gt=""),
                name="doors_machinekey_one_in_force",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="mesh") | models.Q(public_key="", fingerprint=""),
                name="doors_machinekey_message_key_has_a_password",
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.reference}"


class SpentToken(models.Model):
    """A token that was used: the same nonce and count under the same key is a replay. Kept while it could be fresh."""

    key = models.ForeignKey(MachineKey, on_delete=models.CASCADE, related_name="+", db_index=False)
    nonce = models.CharField(max_length=100)
    nonce_count = models.BigIntegerField()
    at = models.DateTimeField()

    field_classes = classify(retention="token", internal="id key nonce nonce_count at")

    class Meta:
        indexes = [models.Index(fields=["at"], name="doors_spenttoken_at")]
        constraints = [models.UniqueConstraint(fields=["key", "nonce", "nonce_count"], name="doors_spenttoken_once")]

    def __str__(self) -> str:
        return f"token {self.pk}"


class PostKey(models.Model):
    """An idempotency key that came with a chunk or a confirmation, and a digest of what was asked under it.

    A message's own key stands with the message.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    field_classes = classify(retention="message", internal="id organisation digest request_digest at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "digest"], name="doors_postkey_once")]

    def __str__(self) -> str:
        return f"idempotency key {self.pk}"

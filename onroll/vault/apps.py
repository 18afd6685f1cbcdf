"""The vault room: files at rest, hashed and encrypted, whatever they mean."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Knows bytes, never their meaning."""

    name = "onroll.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Refuse to start where the setting of the scanner means nothing."""
        from django.conf import settings

        from onroll.vault.content_checks import clamd

        clamd.from_setting(settings.SCANNER)

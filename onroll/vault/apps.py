"""The vault room: files at rest, hashed and encrypted, whatever they mean."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Knows bytes, never their meaning."""

    name = "onroll.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

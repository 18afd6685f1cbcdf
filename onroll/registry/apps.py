"""The registry room: children, the facts sighted about them, and where they are enrolled."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Facts are kept with their source; nothing is overwritten."""

    name = "onroll.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

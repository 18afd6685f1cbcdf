"""The registry room: children, the facts sighted about them, and where they are enrolled."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Facts are kept with their source; nothing is overwritten."""

    name = "onroll.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the index of children be made again. Django lets models be imported only from here on."""
        from onroll.registry import found_by
        from onroll.search import sources

        sources.register(found_by.SOURCE)

"""The access room: organisations, people, the roles they hold, and sign-in."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Says who may act, and for whom."""

    name = "onroll.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of wrong codes, which allauth tells by a signal only. Imported here: models are not ready before."""
        from allauth.account.signals import login_code_rejected

        from onroll.access.sign_in import note_rejected_code

        login_code_rejected.connect(note_rejected_code, dispatch_uid="access.note_rejected_code")

"""Tells Django where the shared templates and static files are."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "onroll.web"
    verbose_name = "Pages"

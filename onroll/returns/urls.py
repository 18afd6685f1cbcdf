"""Addresses of this room, under /returns/. References and days only: never a name."""

from django.urls import URLPattern

app_name = "returns"

urlpatterns: list[URLPattern] = []

"""Addresses of this room, under /attendance/. References and days only: never a name."""

from django.urls import URLPattern

app_name = "attendance"

urlpatterns: list[URLPattern] = []

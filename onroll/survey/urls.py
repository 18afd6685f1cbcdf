"""Addresses of this room, under /survey/. References and days only: never a name."""

from django.urls import URLPattern

app_name = "survey"

urlpatterns: list[URLPattern] = []

"""Addresses of this room, under /evaluation/. References and days only: never a name."""

from django.urls import URLPattern

app_name = "evaluation"

urlpatterns: list[URLPattern] = []

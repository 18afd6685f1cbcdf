"""Addresses of this room, under /rolls/. References and days only: never a name."""

from django.urls import URLPattern

app_name = "rolls"

urlpatterns: list[URLPattern] = []

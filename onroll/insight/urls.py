"""Addresses of this room, under /missing/. Days, rules and numbers only: never a name."""

from django.urls import path

from onroll.insight import views

app_name = "insight"

urlpatterns = [
    path("", views.lists, name="lists"),
    path("lists.csv", views.lists_csv, name="lists-csv"),
    path("figures/", views.figures, name="figures"),
    path("figures.csv", views.figures_csv, name="figures-csv"),
    path("local-tag/", views.set_local_tag, name="set-local-tag"),
]

"""The addresses of the pages that belong to no other room."""

from django.urls import path

from onroll.web import views

app_name = "web"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("how-this-works/", views.how_this_works, name="how-this-works"),
    path("privacy/", views.privacy, name="privacy"),
]

"""Addresses of those who tell for an organisation, under /telling/. References only."""

from django.urls import path

from onroll.casework.views import telling

app_name = "telling"

urlpatterns = [
    path("", telling.tellings, name="tellings"),
    path("tell/", telling.tell, name="tell"),
    path("tell/<slug:danger>/", telling.tell_of_child, name="tell-of-child"),
    path("saw-child/", telling.saw_child, name="saw-child"),
    path("<str:reference>/", telling.telling, name="telling"),
]

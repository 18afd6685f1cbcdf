"""Addresses of those who tell for an organisation, under /telling/. References only."""

from django.urls import path

from onroll.casework.views import requests_to_us, telling

app_name = "telling"

urlpatterns = [
    path("", telling.tellings, name="tellings"),
    path("tell/", telling.tell, name="tell"),
    path("tell/<slug:danger>/", telling.tell_of_child, name="tell-of-child"),
    path("saw-child/", telling.saw_child, name="saw-child"),
    path("requests/", requests_to_us.requests_to_us, name="requests-to-us"),
    path("requests/<str:reference>/", requests_to_us.request_to_us, name="request-to-us"),
    path("requests/<str:reference>/answer/", requests_to_us.answer_request, name="answer-request"),
    path("requests/<str:reference>/refuse/", requests_to_us.refuse_request, name="refuse-request"),
    path("requests/<str:reference>/more-time/", requests_to_us.ask_more_time, name="ask-more-time"),
    path("<str:reference>/", telling.telling, name="telling"),
]

"""Addresses of the public page, under /tell-us/. They hold a question's name, never an answer."""

from django.urls import path

from onroll.casework.views import tell_us

app_name = "tell-us"

urlpatterns = [
    path("", tell_us.question, name="start"),
    path("call-first/", tell_us.call_first, name="call-first"),
    path("check/", tell_us.check, name="check"),
    path("receipt/", tell_us.receipt, name="receipt"),
    path("status/", tell_us.status, name="status"),
    path("forget/", tell_us.forget, name="forget"),
    path("<slug:name>/", tell_us.question, name="question"),
]

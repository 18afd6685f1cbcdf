"""Addresses of this room, under /rolls/. References and days only: never a name."""

from django.urls import path

from onroll.rolls.views import files, rolls

app_name = "rolls"

urlpatterns = [
    path("", rolls.roll, name="roll"),
    path("schools/", rolls.schools, name="schools"),
    path("schools/<str:code>/", rolls.school, name="school"),
    path("pupils/add/", rolls.add_pupil, name="add-pupil"),
    path("pupils/<str:reference>/", rolls.pupil, name="pupil"),
    path("pupils/<str:reference>/change/", rolls.change_pupil, name="change-pupil"),
    path("pupils/<str:reference>/left/", rolls.say_left, name="say-left"),
    path("send/", files.send, name="send"),
    path("feed/", files.feed, name="feed"),
    path("boarders/", rolls.boarders, name="boarders"),
    path("files/<str:reference>/", files.snapshot, name="snapshot"),
    path("files/<str:reference>/columns/", files.columns, name="columns"),
    path("files/<str:reference>/decide/", files.decide, name="decide"),
]

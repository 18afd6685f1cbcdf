"""Addresses of this room, under /cases/. References only: never a name."""

from django.urls import path

from onroll.casework import views

app_name = "casework"

urlpatterns = [
    path("", views.work_list, name="work-list"),
    path("closed/", views.closed, name="closed"),
    path("notifications/<str:reference>/", views.notification, name="notification"),
    path("notifications/<str:reference>/open-case/", views.open_case, name="open-case"),
    path("notifications/<str:reference>/answer-notification/", views.answer_notification, name="answer-notification"),
    path("notifications/<str:reference>/join-notification/", views.join_notification, name="join-notification"),
    path("<str:reference>/", views.case, name="case"),
    path("<str:reference>/record-dates/", views.record_dates, name="record-dates"),
    path("<str:reference>/move-stage/", views.move_stage, name="move-stage"),
    path("<str:reference>/add-note/", views.add_note, name="add-note"),
    path("<str:reference>/assign/", views.assign, name="assign"),
    path("<str:reference>/close-case/", views.close_case, name="close-case"),
    path("<str:reference>/reopen-case/", views.reopen_case, name="reopen-case"),
]

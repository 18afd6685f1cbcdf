"""Addresses of this room, under /attendance/. References and days only: never a name."""

from django.urls import path

from onroll.attendance.views import children, dates, files, letters, school

app_name = "attendance"

urlpatterns = [
    path("", school.today, name="today"),
    path("register/", school.register, name="register"),
    path("codes/", school.codes, name="codes"),
    path("calls/", school.calls, name="calls"),
    path("calls/<int:call_id>/", school.end_call, name="end-call"),
    path("calls/<str:reference>/take/", school.take_call, name="take-call"),
    path("checks/", school.checks, name="checks"),
    path("by-form/", school.analysis, name="analysis"),
    path("letters/", letters.letters, name="letters"),
    path("letters/texts/", letters.letter_texts, name="letter-texts"),
    path("letters/texts/<str:code>/", letters.change_letter_text, name="change-letter-text"),
    path("letters/made/<str:reference>/", letters.made, name="letter-made"),
    path("letters/made/<str:reference>/<str:form>/", letters.letter_file, name="letter-file"),
    path("letters/<str:reference>/", letters.letter, name="letter"),
    path("certificates/", letters.certificates, name="certificates"),
    path("certificates/file/", letters.certificates_file, name="certificates-file"),
    path("certificates/<str:reference>/file/", letters.certificate_file, name="certificate-file"),
    path("dates/", dates.dates, name="dates"),
    path("dates/<int:dates_id>/take-back/", dates.take_back, name="take-back-dates"),
    path("alerts/", children.alerts, name="alerts"),
    path("alerts/<str:reference>/", children.alert, name="alert"),
    path("seen/", children.seen, name="seen"),
    path("week/<str:reference>/", children.week, name="week"),
    path("places/", children.places, name="places"),
    path("places/new/<str:reference>/", children.new_place, name="new-place"),
    path("places/<str:reference>/", children.end_place, name="end-place"),
    path("send/", files.send, name="send"),
    path("feed/", files.feed, name="feed"),
    path("files/<str:reference>/", files.marks_file, name="file"),
    path("files/<str:reference>/columns/", files.columns, name="columns"),
    path("schools/", files.schools, name="schools"),
    path("our-place/", children.our_place, name="our-place"),
]

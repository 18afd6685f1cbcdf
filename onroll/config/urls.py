"""Every address of the product, by room."""

from django.urls import include, path

from onroll.config import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("onroll.access.urls")),
    path("", include("onroll.web.urls")),
    path("files/", include("onroll.transfer.urls")),
    path("children/", include("onroll.registry.urls")),
    path("cases/", include("onroll.casework.urls")),
    path("telling/", include("onroll.casework.urls_telling")),
    path("api/", include("onroll.doors.urls_agencies")),
    path("tell-us/", include("onroll.casework.urls_tell_us")),
    path("directory/", include("onroll.casework.urls_directory")),
    path("routes/", include("onroll.casework.urls_routes")),
    path("missing/", include("onroll.insight.urls")),
    path("rolls/", include("onroll.rolls.urls")),
    path("attendance/", include("onroll.attendance.urls")),
    path("returns/", include("onroll.returns.urls")),
    path("survey/", include("onroll.survey.urls")),
    path("evaluation/", include("onroll.evaluation.urls")),
    path("messageexchange/", include("onroll.doors.urls")),
]

handler400 = "onroll.web.error_pages.bad_request"
handler403 = "onroll.web.error_pages.forbidden"
handler404 = "onroll.web.error_pages.not_found"
handler429 = "onroll.web.error_pages.too_many_requests"  # allauth looks for it here
handler500 = "onroll.web.error_pages.server_error"

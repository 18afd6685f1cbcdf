"""Addresses of this room. They hold references, never anything personal."""

from django.urls import path

from onroll.transfer.views import (
    files,
    filing,
    lists,
    overseeing,
    redirecting,
    repository,
    requests,
    sending,
    shielding,
)

app_name = "transfer"

urlpatterns = [
    path("waiting/", lists.inbox, name="inbox"),
    path("sent/", lists.sent, name="sent"),
    path("area/", lists.area, name="area"),
    path("area/waiting/", overseeing.area_waiting, name="area-waiting"),
    path("area/waiting.csv", overseeing.area_waiting_csv, name="area-waiting-csv"),
    path("area/leavers/", overseeing.area_leavers, name="area-leavers"),
    path("leavers/", overseeing.leavers, name="leavers"),
    path("certificates/", overseeing.certificates, name="certificates"),
    path("certificates/<slug:reference>/", overseeing.certificate, name="certificate"),
    path("send/", sending.send_file, name="send-file"),
    path("lost-pupils/", repository.search_repository, name="search-repository"),
    path("lost-pupils/<slug:reference>/", repository.lost_pupil, name="lost-pupil"),
    path("lost-pupils/<slug:reference>/open/", repository.open_lost_pupil, name="open-lost-pupil"),
    path("lost-pupils/<slug:reference>/claim/", repository.claim_lost_pupil, name="claim-lost-pupil"),
    path("requests/", requests.requests, name="requests"),
    path("requests/ask/", requests.ask_for_file, name="ask-for-file"),
    path("requests/<slug:reference>/", requests.file_request, name="file-request"),
    path("requests/<slug:reference>/search/", repository.search_for_request, name="search-for-request"),
    path("requests/<slug:reference>/not-held/", requests.answer_not_held, name="answer-not-held"),
    path("requests/<slug:reference>/file/", requests.answer_with_file, name="answer-with-file"),
    path("requests/<slug:reference>/authority/", requests.pass_to_authority, name="pass-to-authority"),
    path("requests/<slug:reference>/withdraw/", requests.withdraw_request, name="withdraw-request"),
    path("shields/", shielding.shields, name="shields"),
    path("shields/find/", shielding.find_child_to_shield, name="find-child-to-shield"),
    path("shields/children/<slug:reference>/", shielding.shield_child, name="shield-child"),
    path("shields/<slug:reference>/", shielding.shield_meetings, name="shield-meetings"),
    path("shields/<slug:reference>/end/", shielding.end_shield, name="end-shield"),
    path("<slug:reference>/", files.file, name="file"),
    path("<slug:reference>/check/", sending.check_file, name="check-file"),
    path("<slug:reference>/enquiries/", filing.record_enquiries, name="record-enquiries"),
    path("<slug:reference>/enquiries/outcomes/", filing.describe_enquiries, name="describe-enquiries"),
    path("<slug:reference>/pupils/", files.read_file, name="read-file"),
    path("<slug:reference>/pupils/<int:position>/", files.read_pupil, name="read-pupil"),
    path("<slug:reference>/download/", files.download, name="download"),
    path("<slug:reference>/confirm/", files.confirm_on_roll, name="confirm-on-roll"),
    path("<slug:reference>/redirect/", redirecting.redirect_file, name="redirect-file"),
    path("<slug:reference>/release/", redirecting.release_file, name="release-file"),
    path("<slug:reference>/withdraw/", sending.withdraw, name="withdraw"),
]

"""Addresses of the directory of agencies, under /directory/. References only."""

from django.urls import path

from onroll.casework.views import directory, directory_papers, directory_rounds, directory_support

app_name = "directory"

urlpatterns = [
    path("", directory.directory, name="directory"),
    path("add/", directory.add_agency, name="add-agency"),
    path("gaps/", directory.gaps, name="gaps"),
    path("import/", directory.import_list, name="import"),
    path("import/template/", directory.import_template, name="import-template"),
    path("contacts/<int:contact_id>/left/", directory.contact_left, name="contact-left"),
    path("rounds/", directory_rounds.rounds, name="rounds"),
    path("rounds/<str:reference>/", directory_rounds.contact_round, name="round"),
    path("rounds/<str:reference>/remind/", directory_rounds.remind, name="remind"),
    path("routes/", directory_papers.publish_routes, name="publish-routes"),
    path("policy/", directory_papers.policies, name="policies"),
    path("policy/publish/", directory_papers.publish_policy, name="publish-policy"),
    path("policy/read/", directory_papers.read_policy, name="read-policy"),
    path("refusals/", directory_support.refusals, name="refusals"),
    path("refusals/record/", directory_support.record_refusal, name="record-refusal"),
    path("refusals/<str:reference>/", directory_support.refusal, name="refusal"),
    path("arrivals/", directory_support.arrivals, name="arrivals"),
    path("arrivals/tell/", directory_support.tell_of_arrivals, name="tell-of-arrivals"),
    path("arrivals/<str:reference>/", directory_support.arrival, name="arrival"),
    path("arrivals/<str:reference>/withdraw/", directory_support.withdraw_arrivals, name="withdraw-arrivals"),
    path("agencies/<str:reference>/", directory.agency, name="agency"),
    path("agencies/<str:reference>/change/", directory.change_agency, name="change-agency"),
    path("agencies/<str:reference>/end/", directory.end_agency, name="end-agency"),
    path("agencies/<str:reference>/<slug:standing>/", directory.contact, name="contact"),
]

"""Addresses of this room, under /returns/. References and days only: never a name."""

from django.urls import path

from onroll.returns.views import deletions, homes, leavers, lists, not_in_school, passings, returns

app_name = "returns"

urlpatterns = [
    path("", returns.law_returns, name="returns"),
    path("schools/", returns.schools, name="schools"),
    path("usual-moves/", returns.ask_for_transitions, name="transitions"),
    path("new-pupil/", returns.new_pupil, name="new-pupil"),
    path("absence/<slug:kind>/", returns.absence, name="absence"),
    path("by-feed/", returns.by_feed, name="by-feed"),
    path("by-file/", returns.by_file, name="by-file"),
    path("delete/", deletions.choose_ground, name="delete"),
    path("delete/<slug:code>/<str:day>/", deletions.delete_pupil, name="delete-pupil"),
    path("leavers/", leavers.leavers, name="leavers"),
    path("leavers/<int:enrolment_id>/tell/", leavers.notify_of_leaver, name="notify-of-leaver"),
    path("lists/", lists.loaded_lists, name="lists"),
    path("lists/<str:reference>/", lists.loaded_list, name="list"),
    path("lists/<str:reference>/<int:line>/", lists.decide_row, name="decide-row"),
    path("home-education/", homes.register, name="home-register"),
    path("home-education/add/", homes.add, name="add-home"),
    path("home-education/<str:reference>/", homes.home_education, name="home"),
    path("home-education/<str:reference>/decide/", homes.decide, name="decide-home"),
    path("home-education/<str:reference>/end/", homes.end, name="end-home"),
    path("home-education/<str:reference>/move/", homes.move, name="move-home"),
    path("home-education/<str:reference>/not-in-school/", homes.not_in_school, name="not-in-school"),
    path("not-in-school/", not_in_school.register, name="not-in-school-register"),
    path("not-in-school/file/", not_in_school.register_file, name="not-in-school-file"),
    path("not-in-school/enter/", not_in_school.enter, name="enter-not-in-school"),
    path("not-in-school/<int:number>/", not_in_school.entry, name="not-in-school-entry"),
    path("not-in-school/<int:number>/held/", not_in_school.hold, name="hold-not-in-school"),
    path("not-in-school/<int:number>/provider/", not_in_school.add_provider, name="add-provider"),
    path("not-in-school/<int:number>/provider/<int:provider>/", not_in_school.end_provider, name="end-provider"),
    path("not-in-school/<int:number>/require/", not_in_school.require_information, name="require-information"),
    path("not-in-school/<int:number>/notice/<int:notice>/", not_in_school.note_information, name="note-information"),
    path("not-in-school/<int:number>/visit/", not_in_school.visit, name="home-visit"),
    path("not-in-school/<int:number>/end/", not_in_school.end, name="end-not-in-school"),
    path("not-in-school/<int:number>/pass-on/", passings.pass_on, name="pass-on-not-in-school"),
    path("not-in-school/passed-on/<int:number>/", passings.passing, name="passing"),
    path("not-in-school/passed-on/<int:number>/take-over/", passings.take_over, name="take-over"),
    path("not-in-school/passed-on/<int:number>/not-here/", passings.not_here, name="not-here"),
    path("not-in-school/passed-on/<int:number>/take-back/", passings.take_back, name="take-back-passing"),
    path("<str:reference>/", returns.law_return, name="return"),
    path("<str:reference>/pass-on/", returns.pass_on, name="pass-on"),
    path("<str:reference>/take-back/", returns.withdraw, name="withdraw"),
    path("<str:reference>/not-needed/", returns.not_needed, name="not-needed"),
]

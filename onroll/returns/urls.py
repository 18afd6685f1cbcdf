"""Addresses of this room, under /returns/. References and days only: never a name."""

from django.urls import path

from onroll.returns.views import deletions, homes, leavers, lists, returns

app_name = "returns"

urlpatterns = [
    path("", returns.law_returns, name="returns"),
    path("schools/", returns.schools, name="schools"),
    path("usual-moves/", returns.ask_for_transitions, name="transitions"),
    path("new-pupil/", returns.new_pupil, name="new-pupil"),
    path("absence/<slug:kind>/", returns.absence, name="absence"),
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
    path("<str:reference>/", returns.law_return, name="return"),
    path("<str:reference>/take-back/", returns.withdraw, name="withdraw"),
    path("<str:reference>/not-needed/", returns.not_needed, name="not-needed"),
]

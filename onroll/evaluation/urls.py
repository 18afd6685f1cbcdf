"""Addresses of this room, under /evaluation/. References, steps and numbers of rows only: never a name."""

from django.urls import path

from onroll.evaluation.views import others, rounds, steps

app_name = "evaluation"

urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("begin/", rounds.open_round, name="open-round"),
    path("plan/", others.plan, name="plan"),
    path("tasks/<int:task_id>/", others.task, name="task"),
    path("draws/", others.draws, name="draws"),
    path("draws/<str:reference>/", others.trace, name="trace"),
    path("numbers/", others.numbers, name="numbers"),
    path("totals/", rounds.totals, name="totals"),
    path("evidence/<int:evidence_id>/", steps.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/take-away/", steps.take_away, name="take-away"),
    path("rounds/<str:reference>/", rounds.round_, name="round"),
    path("rounds/<str:reference>/measure/", rounds.measure, name="measure"),
    path("rounds/<str:reference>/submit/", rounds.submit, name="submit"),
    path("rounds/<str:reference>/sign/", rounds.sign, name="sign"),
    path("rounds/<str:reference>/give-back/", rounds.give_back, name="give-back"),
    path("rounds/<str:reference>/abandon/", rounds.abandon, name="abandon"),
    path("rounds/<str:reference>/report/", rounds.report, name="report"),
    path("rounds/<str:reference>/report.<str:form>", rounds.report_file, name="report-file"),
    path("rounds/<str:reference>/steps/<str:key>/", steps.step, name="step"),
    path("rounds/<str:reference>/steps/<str:key>/attach/", steps.attach, name="attach"),
    path("rounds/<str:reference>/steps/<str:key>/point/", steps.point, name="point"),
    path("rounds/<str:reference>/steps/<str:key>/task/", steps.set_task, name="set-task"),
    path("rounds/<str:reference>/steps/<str:key>/settle/", steps.settle, name="settle"),
]

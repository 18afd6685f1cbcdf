"""Addresses of this room, under /survey/. Numbers and items only: never a name."""

from django.urls import path

from onroll.survey import views

app_name = "survey"

urlpatterns = [
    path("", views.surveys, name="surveys"),
    path("begin/", views.begin_survey, name="begin"),
    path("<int:number>/", views.survey, name="survey"),
    path("<int:number>/settings/", views.change_survey, name="settings"),
    path("<int:number>/authorities/", views.take_authorities, name="take-authorities"),
    path("<int:number>/sample/", views.draw_sample, name="sample"),
    path("<int:number>/answers/", views.take_answers, name="take-answers"),
    path("<int:number>/differences/", views.differences, name="differences"),
    path("<int:number>/results/", views.report, name="results"),
    path("<int:number>/results/2006/", views.comparison, name="comparison"),
    path("<int:number>/results/report.pdf", views.save_pdf, name="save-pdf"),
    path("<int:number>/results/report.xlsx", views.save_xlsx, name="save-xlsx"),
    path("<int:number>/results/answers.csv", views.save_answers, name="save-answers"),
    path("<int:number>/stage-two/", views.stage_two, name="stage-two"),
    path("authorities/<int:number>/stakeholders/", views.stakeholders, name="stakeholders"),
    path("authorities/<int:number>/stakeholders/form/", views.move_form, name="move-form"),
    path("authorities/<int:number>/talk/", views.record_talk, name="record-talk"),
    path("talks/<int:number>/", views.talk, name="talk"),
    path("authorities/<int:number>/", views.authority, name="authority"),
    path("authorities/<int:number>/call/", views.record_call, name="call"),
    path("authorities/<int:number>/contact/", views.change_contact, name="contact"),
    path("interviews/<int:number>/", views.interview, name="interview"),
    path("interviews/<int:number>/questions/<slug:item>/", views.question, name="question"),
    path("interviews/<int:number>/ask-again/", views.clash, name="clash"),
    path("interviews/<int:number>/answers/", views.overview, name="overview"),
    path("interviews/<int:number>/stop/", views.stop, name="stop"),
    path("interviews/<int:number>/take-up/", views.take_up, name="take-up"),
    path("interviews/<int:number>/finish-asking/", views.finish_asking, name="finish-asking"),
    path("interviews/<int:number>/judge/", views.judge, name="judge"),
    path("interviews/<int:number>/finish/", views.finish, name="finish"),
    path("interviews/<int:number>/settle/<slug:step>/", views.settle, name="settle"),
]

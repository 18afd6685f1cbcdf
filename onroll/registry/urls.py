"""Addresses of this room's pages, under /children/."""

from django.urls import path

from onroll.registry import views, views_education

app_name = "registry"

urlpatterns = [
    path("pairs/", views.reviews, name="reviews"),
    path("pairs/audit/", views.matching_audit, name="matching-audit"),
    path("pairs/<str:reference>/", views.pair, name="pair"),
    path("pairs/<str:reference>/merge/", views.merge_pair, name="merge-pair"),
    path("pairs/<str:reference>/split/", views.split_pair, name="split-pair"),
    path("sealed/", views.sealed_addresses, name="sealed-addresses"),
    path("sealed/<int:sighting_id>/", views.open_sealed_address, name="open-sealed-address"),
    path("<str:reference>/", views.child, name="child"),
    path("<str:reference>/education/", views_education.education, name="education"),
    path("<str:reference>/education/record/", views_education.record_education, name="record-education"),
    path(
        "<str:reference>/education/<str:fact_reference>/",
        views_education.correct_education,
        name="correct-education",
    ),
    path("<str:reference>/correct/", views.correct_child, name="correct-child"),
]

"""Addresses that everybody may read, under /routes/: routes, leaflet, policy, and the page of a contact's link."""

from django.urls import path

from onroll.casework.views import routes

app_name = "routes"

urlpatterns = [
    path("", routes.councils, name="councils"),
    path("confirm/<str:token>/", routes.confirm, name="confirm"),
    path("confirm/<str:token>/policy/", routes.read_by_link, name="read-by-link"),
    path("<slug:la_code>/", routes.council, name="council"),
    path("<slug:la_code>/policy/", routes.policy, name="policy"),
    path("<slug:la_code>/policy/file/", routes.policy_file, name="policy-file"),
    path("<slug:la_code>/leaflet/<slug:form>/", routes.leaflet, name="leaflet"),
]

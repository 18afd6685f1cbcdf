"""Addresses of the agencies' interface, under /api/. They hold references, never anything personal."""

from onroll.doors.agencies import api

app_name = "agencies"

urlpatterns = api.addresses()

"""Addresses of the agencies' interface, under /api/. They hold references, never anything personal."""

from onroll.doors import feeds
from onroll.doors.agencies import api, requests

app_name = "agencies"

api.api.add_router("/requests", requests.router)
api.api.add_router("/rolls", feeds.router)
api.api.add_router("/attendance", feeds.marks_router)
urlpatterns = api.addresses()

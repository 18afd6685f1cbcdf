"""Addresses of this room. They hold mailboxes and references, never anything personal."""

from onroll.doors.mesh import addresses

app_name = "doors"

urlpatterns = [*addresses.patterns]

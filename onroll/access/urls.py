"""Addresses of this room: signing in (only what is needed of allauth), and the directory, ledger and people."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from onroll.access.guards import open_to_signed_in
from onroll.access.views import directory, people
from onroll.web.pages import open_to_everyone

# Named as allauth expects; everything else of it stays without an address, and so is not found.
sign_in_patterns = [
    path("", open_to_everyone(allauth_views.login), name="account_login"),
    path("code/", open_to_everyone(allauth_views.confirm_login_code), name="account_confirm_login_code"),
    path("out/", open_to_everyone(allauth_views.logout), name="account_logout"),
    path("inactive/", open_to_everyone(allauth_views.account_inactive), name="account_inactive"),
    path("password/", open_to_signed_in(allauth_views.password_change), name="account_change_password"),
    path("again/", open_to_signed_in(allauth_views.reauthenticate), name="account_reauthenticate"),
    path("password/forgotten/", open_to_everyone(allauth_views.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        open_to_everyone(allauth_views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_everyone(allauth_views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        open_to_everyone(allauth_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

directory_patterns = [
    path("acting-for/", directory.choose_organisation, name="choose-organisation"),
    path("schools/", directory.find_school, name="find-school"),
    path("ledger/", directory.ledger, name="ledger"),
    path("ledger/check/", directory.check_ledger, name="check-ledger"),
    path("account/", people.account, name="account"),
    path("people/", people.people, name="people"),
    path("people/give-role/", people.give_role, name="give-role"),
    path("people/<int:number>/", people.role, name="role"),
    path("people/<int:number>/end/", people.end_role, name="end-role"),
    path("people/<int:number>/cover/", people.cover_role, name="cover-role"),
    path("people/<int:number>/cover/end/", people.end_cover, name="end-cover"),
]

urlpatterns = [
    path("sign-in/", include(sign_in_patterns)),
    path("", include((directory_patterns, "access"))),
]

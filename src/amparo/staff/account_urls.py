"""Signing in, and the second factor: only these pages of allauth exist. No sign-up, no e-mail, no reset."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern
from django.views.generic import RedirectView

from amparo.staff.guard import open_path

SIGNING_IN = "one must be able to sign in and out"
OWN_ACCOUNT = "asks for the account itself; needed before a second factor exists"

urlpatterns: list[URLPattern] = [
    # Where allauth goes when it has finished; the guard behind it sends on whoever has no second factor.
    open_path("", RedirectView.as_view(pattern_name="staff:account"), OWN_ACCOUNT, name="mfa_index"),
    open_path("login/", account.login, SIGNING_IN, name="account_login"),
    open_path("logout/", account.logout, SIGNING_IN, name="account_logout"),
    open_path("ended/", account.account_inactive, SIGNING_IN, name="account_inactive"),
    open_path("code/", mfa.authenticate, SIGNING_IN, name="mfa_authenticate"),
    open_path("again/", account.reauthenticate, OWN_ACCOUNT, name="account_reauthenticate"),
    open_path("again/code/", mfa.reauthenticate, OWN_ACCOUNT, name="mfa_reauthenticate"),
    open_path("phone/", totp.activate_totp, OWN_ACCOUNT, name="mfa_activate_totp"),
    open_path("phone/other/", totp.deactivate_totp, OWN_ACCOUNT, name="mfa_deactivate_totp"),
    open_path("recovery/", codes.view_recovery_codes, OWN_ACCOUNT, name="mfa_view_recovery_codes"),
    open_path("recovery/new/", codes.generate_recovery_codes, OWN_ACCOUNT, name="mfa_generate_recovery_codes"),
]

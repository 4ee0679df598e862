"""Addresses of this door. Only `own_path` and `open_path` make them: see guard.py."""

from django.urls import URLPattern, URLResolver

from amparo.representative.guard import open_path, own_path
from amparo.representative.views import invitation, papers, passkeys, people, sign_in

app_name = "representative"

BEFORE_SIGN_IN = "whoever holds an invitation is not signed in yet; link and digits are asked together"
NAMES_NOBODY = "asks who is there; says nothing of anybody"
ENDS = "going out must always work"

urlpatterns: list[URLPattern | URLResolver] = [
    own_path("", people.index, name="people"),
    own_path("people/<uuid:mandate_id>/", people.overview, name="person"),
    own_path("people/<uuid:mandate_id>/hearings/", people.hearings, name="hearings"),
    own_path("people/<uuid:mandate_id>/check-ins/", people.checkins, name="checkins"),
    own_path("people/<uuid:mandate_id>/receipts/<str:number>/", people.receipt, name="receipt"),
    own_path("people/<uuid:mandate_id>/notices/", people.notices, name="notices"),
    own_path("people/<uuid:mandate_id>/give-back/", people.give_back, name="give_back", methods="GET POST"),
    own_path("people/<uuid:mandate_id>/documents/", papers.index, name="documents"),
    own_path("people/<uuid:mandate_id>/documents/<uuid:document_id>/", papers.page, name="document"),
    own_path(
        "people/<uuid:mandate_id>/documents/<uuid:document_id>/pages/<int:number>/",
        papers.picture,
        name="document_picture",
    ),
    own_path("people/<uuid:mandate_id>/documents/<uuid:document_id>/file/", papers.file, name="document_file"),
    open_path(
        "invitation/<slug:slug>/<str:token>/",
        invitation.page,
        name="invitation",
        because=BEFORE_SIGN_IN,
        methods="GET POST",
    ),
    own_path("passkeys/", passkeys.index, name="passkeys"),
    own_path("passkeys/new/", passkeys.new, name="passkey_new", methods="GET POST"),
    own_path("passkeys/<uuid:key_id>/remove/", passkeys.remove, name="passkey_remove", methods="POST"),
    open_path("sign-in/", sign_in.page, name="sign_in", because=NAMES_NOBODY, methods="GET POST"),
    open_path("sign-in/passkey/", sign_in.ask_passkey, name="sign_in_passkey", because=NAMES_NOBODY),
    open_path("sign-out/", sign_in.out, name="sign_out", because=ENDS, methods="POST"),
]

"""Addresses of this door. Only `own_path` and `open_path` make them: see guard.py."""

from django.urls import URLPattern, URLResolver

from amparo.participant import reply_urls
from amparo.participant.guard import open_path, own_path
from amparo.participant.views import (
    access,
    address,
    case,
    check_in,
    document,
    documents,
    evidence,
    home,
    it_is_me,
    kiosk,
    my_data,
    own_copy,
    passkeys,
    phrase,
    push,
    questions,
    receipts,
    rights,
    selfie,
    sign_in,
    time_asked,
    trouble,
    trusted,
    voice,
    without_pin,
)

app_name = "participant"

BEFORE_SIGN_IN = "whoever holds a link is not signed in yet; link and PIN are asked together"
NAMES_NOBODY = "the same for everybody"
WHOEVER_ASKS = "help and language are for whoever asks"
NO_PIN_TO_COMPLY = "nobody is kept from checking in by a PIN; it shows nothing and a human looks"
SHARED_SCREEN = "a shared screen shows nobody until somebody signs in on it"
ENDS = "going out must always work"

urlpatterns: list[URLPattern | URLResolver] = [
    own_path("my/", home.what_next, name="what_next"),
    own_path("my/check-in/<uuid:checkin_id>/", check_in.page, name="check_in", methods="GET POST"),
    own_path("my/check-in/<uuid:checkin_id>/voice/", voice.page, name="voice", methods="GET POST"),
    own_path(
        "my/check-in/<uuid:checkin_id>/voice/<uuid:client_id>/",
        voice.recording,
        name="voice_recording",
        methods="GET POST",
    ),
    own_path("my/check-in/<uuid:checkin_id>/cannot/", time_asked.page, name="time_asked", methods="GET POST"),
    own_path("my/case/", case.page, name="case"),
    own_path("my/case/number/", case.number, name="case_number"),
    own_path("my/case/steps/", case.steps, name="case_steps"),
    own_path("my/address/", address.index, name="address"),
    own_path("my/address/new/", address.new, name="address_new", methods="GET POST"),
    own_path("my/address/<uuid:telling_id>/", address.telling, name="telling", methods="GET POST"),
    own_path("my/address/<uuid:telling_id>/kept/", address.kept, name="telling_kept"),
    own_path("my/questions/", questions.index, name="questions"),
    own_path("my/questions/<uuid:concern_id>/", questions.page, name="question", methods="GET POST"),
    own_path("my/selfie/", selfie.index, name="selfie", methods="GET POST"),
    own_path("my/selfie/<uuid:client_id>/", selfie.result, name="selfie_result"),
    own_path("my/trouble/", trouble.note, name="trouble", methods="POST"),
    own_path("my/receipts/", receipts.index, name="receipts"),
    own_path("my/receipts/<str:number>/", receipts.page, name="receipt"),
    own_path("my/receipts/<str:number>/receipt.<str:kind>", receipts.file, name="receipt_file"),
    own_path("my/evidence/", evidence.page, name="evidence", methods="GET POST"),
    own_path("my/pages/", home.all_pages, name="all_pages"),
    own_path("my/documents/", documents.index, name="documents"),
    own_path("my/documents/new/", documents.new, name="document_new", methods="GET POST"),
    own_path("my/documents/new/<uuid:client_id>/", documents.state, name="document_state"),
    own_path("my/documents/new/piece/", documents.piece, name="document_piece", methods="POST"),
    own_path("my/documents/<uuid:document_id>/", document.page, name="document"),
    own_path("my/documents/<uuid:document_id>/pages/<int:number>/", document.picture, name="document_picture"),
    own_path("my/documents/<uuid:document_id>/document.pdf", document.file, name="document_file"),
    own_path("my/documents/<uuid:document_id>/as-it-came/<uuid:part_id>/", document.original, name="document_original"),
    own_path("my/documents/<uuid:document_id>/delete/", document.delete, name="document_delete", methods="GET POST"),
    own_path("my/time/", home.choose_time, name="choose_time", methods="GET POST"),
    own_path("my/who-looked/", access.who_looked, name="who_looked"),
    own_path("my/who-looked/proof.jsonl", access.proof, name="log_proof"),
    own_path("my/data/", my_data.index, name="my_data"),
    own_path("my/data/promises/", my_data.promises, name="promises"),
    own_path("my/data/agreed/", my_data.agreed, name="agreed"),
    own_path("my/data/agreed/browsers/stop/", my_data.stop_browsers, name="browsers_stop", methods="POST"),
    own_path("my/data/agreed/<uuid:consent_id>/stop/", my_data.stop, name="agreed_stop", methods="POST"),
    own_path("my/data/requests/", rights.index, name="rights", methods="GET POST"),
    own_path("my/data/requests/<uuid:request_id>/", rights.page, name="right", methods="GET POST"),
    own_path("my/data/copy/", own_copy.page, name="my_copy", methods="GET POST"),
    own_path("my/data/copy/my-data.zip", own_copy.file, name="my_copy_file"),
    own_path("my/data/copy/end/", own_copy.end, name="my_copy_end", methods="POST"),
    own_path("my/push/", push.subscribe, name="push", methods="GET POST"),
    own_path("my/trusted/", trusted.index, name="trusted"),
    own_path("my/trusted/<uuid:trusted_id>/end/", trusted.end, name="trusted_end", methods="GET POST"),
    own_path("my/it-is-me/", it_is_me.page, name="it_is_me", methods="GET POST"),
    own_path("my/it-is-me/passkey/", it_is_me.ask_passkey, name="it_is_me_passkey"),
    own_path("my/passkeys/", passkeys.index, name="passkeys"),
    own_path("my/passkeys/new/", passkeys.new, name="passkey_new", methods="GET POST"),
    own_path("my/passkeys/seen/", passkeys.told, name="passkeys_told", methods="POST"),
    own_path("my/passkeys/<uuid:passkey_id>/remove/", passkeys.remove, name="passkey_remove", methods="POST"),
    own_path("my/words/", phrase.page, name="phrase"),
    own_path("my/words/new/", phrase.new, name="phrase_new", methods="POST"),
    own_path("my/words/remove/", phrase.remove, name="phrase_remove", methods="POST"),
    open_path(
        "my/hello/<slug:slug>/<str:token>/passkey/", sign_in.ask_passkey, name="hello_passkey", because=BEFORE_SIGN_IN
    ),
    open_path(
        "my/hello/<slug:slug>/<str:token>/check-in/",
        without_pin.page,
        name="hello_without",
        because=NO_PIN_TO_COMPLY,
        methods="GET POST",
    ),
    open_path(
        "my/hello/<slug:slug>/<str:token>/", sign_in.hello, name="hello", because=BEFORE_SIGN_IN, methods="GET POST"
    ),
    open_path("my/kiosk/", kiosk.page, name="kiosk", because=SHARED_SCREEN, methods="GET POST"),
    open_path("my/kiosk/end/", kiosk.end, name="kiosk_end", because=ENDS),
    open_path(
        "my/kiosk/new/<slug:slug>/<str:token>/",
        kiosk.set_up,
        name="kiosk_new",
        because=BEFORE_SIGN_IN,
        methods="GET POST",
    ),
    open_path("my/sign-in/", sign_in.again, name="signed_out", because=NAMES_NOBODY),
    open_path("my/sign-out/", sign_in.out, name="sign_out", because=ENDS, methods="POST"),
    open_path("my/language/", home.language, name="language", because=WHOEVER_ASKS, methods="POST"),
    open_path("my/help/", home.help_, name="help", because=WHOEVER_ASKS),
    open_path("my/offline/", home.offline, name="offline", because=NAMES_NOBODY),
    open_path("my/app.webmanifest", home.manifest, name="manifest", because=NAMES_NOBODY),
    open_path("my/sw.js", home.service_worker, name="service_worker", because=NAMES_NOBODY),
    *reply_urls.urlpatterns,
]

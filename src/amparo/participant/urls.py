"""Addresses of this door. Only `own_path` and `open_path` make them: see guard.py."""

from django.urls import URLPattern, URLResolver

from amparo.participant import reply_urls
from amparo.participant.guard import open_path, own_path
from amparo.participant.views import (
    access,
    check_in,
    evidence,
    home,
    it_is_me,
    kiosk,
    passkeys,
    phrase,
    push,
    questions,
    receipts,
    representatives,
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
    own_path("my/questions/", questions.index, name="questions"),
    own_path("my/questions/<uuid:concern_id>/", questions.page, name="question", methods="GET POST"),
    own_path("my/selfie/", selfie.index, name="selfie", methods="GET POST"),
    own_path("my/selfie/<uuid:client_id>/", selfie.result, name="selfie_result"),
    own_path("my/trouble/", trouble.note, name="trouble", methods="POST"),
    own_path("my/receipts/", receipts.index, name="receipts"),
    own_path("my/receipts/<str:number>/", receipts.page, name="receipt"),
    own_path("my/receipts/<str:number>/receipt.<str:kind>", receipts.file, name="receipt_file"),
    own_path("my/evidence/", evidence.page, name="evidence", methods="GET POST"),
    own_path("my/time/", home.choose_time, name="choose_time", methods="GET POST"),
    own_path("my/who-looked/", access.who_looked, name="who_looked"),
    own_path("my/who-looked/proof.jsonl", access.proof, name="log_proof"),
    own_path("my/push/", push.subscribe, name="push", methods="GET POST"),
    own_path("my/trusted/", trusted.index, name="trusted"),
    own_path("my/trusted/<uuid:trusted_id>/end/", trusted.end, name="trusted_end", methods="GET POST"),
    own_path("my/representatives/", representatives.index, name="representatives"),
    own_path("my/representatives/new/", representatives.new, name="representative_new", methods="GET POST"),
    own_path("my/representatives/<uuid:mandate_id>/", representatives.page, name="representative", methods="GET POST"),
    own_path(
        "my/representatives/<uuid:mandate_id>/end/", representatives.end, name="representative_end", methods="GET POST"
    ),
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

"""Who may come in where: one table for every address of the house.

`get` and `post` say who is let in when the address is about Ana, who is Luz's (or about nobody in particular).
Everybody else must be turned away. For addresses about Eva, of another programme, see `about_eva`.
An address that is missing here fails the tests: somebody has to think about it first.
"""

from __future__ import annotations

from dataclasses import dataclass

NOBODY = "nobody"
PERSONS = frozenset({"ana", "bea", "eva"})
STAFF = frozenset({"luz", "teo", "sol", "paz", "ada", "max"})
TURNED_AWAY = frozenset({"gone", "fresh"})  # a membership that has ended; an account without a second factor
ELSEWHERE = frozenset({"omar", "eva"})
# Rita is Ana's lawyer, Ron is Eva's.
REPRESENTATIVES = frozenset({"rita", "ron"})
EVERYBODY = PERSONS | STAFF | TURNED_AWAY | REPRESENTATIVES | {"omar", NOBODY}

NONE: frozenset[str] = frozenset()
ANA_S_WORKERS = frozenset({"luz", "sol"})  # her case worker, and a supervisor of her programme
WORKERS = frozenset({"luz", "teo", "sol", "omar"})  # for their own work, whoever it is about
CASE_WORKERS = frozenset({"luz", "teo", "omar"})
SIGNING = frozenset({"paz", "ada", "sol"})
ADMINISTRATORS = frozenset({"ada"})
MEMBERS = STAFF | {"omar"}
READERS = MEMBERS - {"max"}


@dataclass(frozen=True, slots=True)
class Row:
    """Who is let in. `open` says why everybody is."""

    get: frozenset[str] = NONE
    post: frozenset[str] = NONE
    open: str = ""


def everyone(because: str) -> Row:
    return Row(get=EVERYBODY, post=EVERYBODY, open=because)


def about_eva(row: Row, params: tuple[str, ...]) -> Row:
    """For Eva's rows the roles of her programme count, and nobody of ours."""
    if row.open or not params:
        return row
    swap = {"luz": "omar", "ana": "eva", "rita": "ron"}
    return Row(*(frozenset(swap[who] for who in side & swap.keys()) for side in (row.get, row.post)))


OF_ANA = frozenset({"ana"})
HER_LAWYER = frozenset({"rita"})
SIGNING_IN = everyone("one must be able to sign in and out, and to set up a second factor")

MATRIX: dict[str, Row] = {
    # --- the staff's site ---
    "staff:today": Row(get=MEMBERS),
    "staff:handled": Row(post=ANA_S_WORKERS),
    "staff:people": Row(get=WORKERS, post=WORKERS),
    "staff:person_new": Row(get=WORKERS, post=WORKERS),
    "staff:person": Row(get=ANA_S_WORKERS),
    "staff:person_change": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:link": Row(post=ANA_S_WORKERS),
    "staff:link_sheet": Row(get=ANA_S_WORKERS),
    "staff:page_lock": Row(post=ANA_S_WORKERS),
    "staff:page_unlock": Row(post=ANA_S_WORKERS),
    # Two of these, each by a different check.
    "staff:recover": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:recover_confirm": Row(post=ANA_S_WORKERS),
    "staff:recover_give": Row(post=ANA_S_WORKERS),
    "staff:recover_back": Row(post=ANA_S_WORKERS),
    # Whoever has all of a family on their work; here it is Ana alone.
    "staff:family_new": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:family": Row(get=ANA_S_WORKERS),
    "staff:family_renew": Row(post=ANA_S_WORKERS),
    "staff:family_agree": Row(post=ANA_S_WORKERS),
    "staff:family_leave": Row(post=ANA_S_WORKERS),
    "staff:family_end": Row(post=ANA_S_WORKERS),
    "staff:contact_add": Row(post=ANA_S_WORKERS),
    "staff:contact_first": Row(post=ANA_S_WORKERS),
    "staff:schedule": Row(post=ANA_S_WORKERS),
    "staff:hearing_new": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:address_new": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:address": Row(get=ANA_S_WORKERS),
    "staff:telling": Row(post=ANA_S_WORKERS),
    "staff:telling_picture": Row(post=ANA_S_WORKERS),
    "staff:visit_new": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:visit": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:evidence": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:documents": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:document": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:document_delete": Row(post=ANA_S_WORKERS),
    "staff:messages": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:message_file": Row(get=ANA_S_WORKERS),
    "staff:agree": Row(post=ANA_S_WORKERS),
    "staff:agree_back": Row(post=ANA_S_WORKERS),
    "staff:trust": Row(post=ANA_S_WORKERS),
    "staff:trust_end": Row(post=ANA_S_WORKERS),
    "staff:close": Row(post=ANA_S_WORKERS),
    "staff:reopen": Row(post=ANA_S_WORKERS),
    # Two of these sign; nobody's name is opened.
    "staff:forgetting": Row(get=SIGNING, post=SIGNING),
    "staff:forget": Row(get=SIGNING),
    "staff:forget_ask": Row(post=frozenset({"paz", "ada"})),
    "staff:forget_confirm": Row(post=SIGNING),
    "staff:forget_take_back": Row(post=SIGNING),
    "staff:text": Row(get=ANA_S_WORKERS),
    "staff:checkin": Row(get=ANA_S_WORKERS),
    "staff:checkin_answers": Row(post=ANA_S_WORKERS),
    "staff:checkin_help": Row(post=ANA_S_WORKERS),
    "staff:checkin_hear": Row(post=ANA_S_WORKERS),
    "staff:checkin_words": Row(post=ANA_S_WORKERS),
    # A place is for the person's own worker only: not even for a supervisor.
    "staff:checkin_place": Row(post=frozenset({"luz"})),
    "staff:checkin_look": Row(post=ANA_S_WORKERS),
    "staff:checkin_seen": Row(post=ANA_S_WORKERS),
    "staff:concerns": Row(get=WORKERS),
    "staff:concern": Row(get=ANA_S_WORKERS),
    "staff:concern_check": Row(post=ANA_S_WORKERS),
    "staff:concern_ask": Row(post=ANA_S_WORKERS),
    "staff:concern_propose": Row(post=ANA_S_WORKERS),
    # The second signature is a supervisor's.
    "staff:concern_second": Row(post=frozenset({"sol"})),
    "staff:concern_close": Row(post=ANA_S_WORKERS),
    "staff:outreach": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    # Two selfies of one person: for their own worker only, as a place is.
    "staff:selfie": Row(get=frozenset({"luz"}), post=frozenset({"luz"})),
    "staff:selfie_decide": Row(post=frozenset({"luz"})),
    "staff:time_asked": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    # It only ever gives people time.
    "staff:outages": Row(get=WORKERS | {"ada"}, post=WORKERS | {"ada"}),
    "staff:outage_end": Row(post=frozenset({"luz", "teo", "sol", "ada"})),
    "staff:help_lines": Row(get=frozenset({"sol"}), post=frozenset({"sol"})),
    "staff:help_line_verify": Row(post=frozenset({"sol"})),
    "staff:help_line_remove": Row(post=frozenset({"sol"})),
    "staff:kiosks": Row(get=frozenset({"sol"}), post=frozenset({"sol"})),
    "staff:kiosk_sheet": Row(get=frozenset({"sol"})),
    "staff:kiosk_end": Row(post=frozenset({"sol"})),
    "staff:hearings": Row(get=WORKERS),
    "staff:hearing_decide": Row(post=ANA_S_WORKERS),
    "staff:hearing_confirm": Row(post=ANA_S_WORKERS),
    "staff:feeds": Row(get=WORKERS),
    "staff:feed_new": Row(get=WORKERS, post=WORKERS),
    # The programme's, whoever added it.
    "staff:feed_read": Row(post=frozenset({"luz", "teo", "sol"})),
    "staff:feed_stop": Row(post=frozenset({"luz", "teo", "sol"})),
    "staff:imports": Row(get=WORKERS, post=WORKERS),
    "staff:import": Row(get=frozenset({"sol"})),
    "staff:import_columns": Row(get=frozenset({"sol"}), post=frozenset({"sol"})),
    "staff:import_others": Row(post=frozenset({"sol"})),
    "staff:import_errors": Row(get=frozenset({"sol"})),
    "staff:import_apply": Row(post=frozenset({"sol"})),
    "staff:import_discard": Row(post=frozenset({"sol"})),
    # A court's file: for whoever brought it, and for a supervisor. It names other workers' people too.
    "staff:hearing_file": Row(get=ANA_S_WORKERS, post=ANA_S_WORKERS),
    "staff:hearing_file_apply": Row(post=ANA_S_WORKERS),
    "staff:hearing_file_discard": Row(post=ANA_S_WORKERS),
    # What people ask about their data, and complaints: for nobody who works on cases.
    "staff:rights": Row(get=frozenset({"paz"})),
    "staff:right": Row(get=frozenset({"paz"}), post=frozenset({"paz"})),
    "staff:account": Row(get=MEMBERS),
    "staff:password": Row(get=MEMBERS, post=MEMBERS),
    "staff:members": Row(get=MEMBERS),
    "staff:member": Row(get=ADMINISTRATORS),
    "staff:member_roles": Row(post=ADMINISTRATORS),
    "staff:member_password": Row(post=ADMINISTRATORS),
    "staff:member_sheet": Row(get=ADMINISTRATORS),
    "staff:member_sessions": Row(post=ADMINISTRATORS),
    "staff:member_suspend": Row(post=ADMINISTRATORS),
    "staff:member_back": Row(post=ADMINISTRATORS),
    # When a worker's own visits and hearings are.
    "staff:calendar_link": Row(get=CASE_WORKERS),
    "staff:calendar_link_new": Row(post=CASE_WORKERS),
    "staff:calendar_link_end": Row(post=CASE_WORKERS),
    "staff:calendar_feed": everyone("a calendar program is not signed in; its link shows when, and nobody's name"),
    "staff:translations": Row(get=READERS),
    "staff:translation": Row(get=READERS, post=READERS),
    "staff:translation_better": Row(get=READERS),
    "staff:clips": Row(get=READERS, post=READERS),
    "staff:clip_pages": Row(get=READERS),
    "staff:clip": Row(get=READERS, post=READERS),
    # The programme's own.
    "staff:clip_sound": Row(get=READERS - {"omar"}),
    # What people hear is answered for by these: never by whoever recorded it.
    "staff:clip_approve": Row(post=frozenset({"sol", "ada"})),
    "staff:clip_language_end": Row(post=frozenset({"sol", "ada"})),
    # Pieces of the person's app with invented words.
    "staff:design": Row(get=MEMBERS),
    "staff:lock": Row(post=MEMBERS),
    "staff:still_here": Row(get=MEMBERS),
    "staff:unlock": everyone("asks who is there"),
    "staff:choose": everyone("asks for the account itself; a choice exists only among its own memberships"),
    "account_login": SIGNING_IN,
    "account_logout": SIGNING_IN,
    "account_inactive": SIGNING_IN,
    "account_reauthenticate": SIGNING_IN,
    "mfa_authenticate": SIGNING_IN,
    "mfa_index": SIGNING_IN,
    "mfa_reauthenticate": SIGNING_IN,
    "mfa_activate_totp": SIGNING_IN,
    "mfa_deactivate_totp": SIGNING_IN,
    "mfa_view_recovery_codes": SIGNING_IN,
    "mfa_generate_recovery_codes": SIGNING_IN,
    # --- the person's own pages ---
    "participant:what_next": Row(get=PERSONS),
    "participant:check_in": Row(get=OF_ANA, post=OF_ANA),
    "participant:voice": Row(get=OF_ANA, post=OF_ANA),
    "participant:voice_recording": Row(get=OF_ANA, post=OF_ANA),
    "participant:time_asked": Row(get=OF_ANA, post=OF_ANA),
    "participant:messages": Row(get=PERSONS, post=PERSONS),
    "participant:messages_write": Row(get=PERSONS),
    "participant:message_file_opened": Row(get=OF_ANA),
    # A file hangs on a message of one's own.
    "participant:message_file": Row(post=OF_ANA),
    "participant:questions": Row(get=PERSONS),
    "participant:question": Row(get=OF_ANA, post=OF_ANA),
    "participant:calendar": Row(get=PERSONS),
    "participant:date": Row(get=OF_ANA),
    "participant:date_file": Row(get=OF_ANA),
    # Dates of their own: not even their worker.
    "participant:own_date_new": Row(get=PERSONS, post=PERSONS),
    "participant:own_date": Row(get=OF_ANA, post=OF_ANA),
    "participant:visit": Row(get=OF_ANA, post=OF_ANA),
    "participant:calendar_link": Row(get=PERSONS),
    "participant:calendar_link_new": Row(post=PERSONS),
    "participant:calendar_link_end": Row(post=PERSONS),
    # Their own face: not even their worker.
    "participant:selfie": Row(get=PERSONS, post=PERSONS),
    "participant:selfie_result": Row(get=OF_ANA),
    "participant:trouble": Row(post=PERSONS),
    "participant:case": Row(get=PERSONS),
    "participant:case_number": Row(get=PERSONS),
    "participant:case_steps": Row(get=PERSONS),
    "participant:address": Row(get=PERSONS),
    "participant:address_new": Row(get=PERSONS, post=PERSONS),
    "participant:telling": Row(get=OF_ANA, post=OF_ANA),
    "participant:telling_kept": Row(get=OF_ANA),
    "participant:receipts": Row(get=PERSONS),
    "participant:receipt": Row(get=OF_ANA),
    "participant:receipt_file": Row(get=OF_ANA),
    "participant:evidence": Row(get=PERSONS, post=PERSONS),
    "participant:all_pages": Row(get=PERSONS),
    "participant:documents": Row(get=PERSONS),
    "participant:document_new": Row(get=PERSONS, post=PERSONS),
    "participant:document_piece": Row(post=PERSONS),
    "participant:document_state": Row(get=OF_ANA),
    "participant:document": Row(get=OF_ANA),
    "participant:document_picture": Row(get=OF_ANA),
    "participant:document_file": Row(get=OF_ANA),
    # As it came it goes back to the person alone: not even to their worker.
    "participant:document_original": Row(get=OF_ANA),
    "participant:document_delete": Row(get=OF_ANA, post=OF_ANA),
    "participant:choose_time": Row(get=PERSONS, post=PERSONS),
    "participant:who_looked": Row(get=PERSONS),
    "participant:hear_in": Row(get=PERSONS, post=PERSONS),
    "participant:written_in": Row(post=PERSONS),
    "participant:log_proof": Row(get=PERSONS),
    "participant:my_data": Row(get=PERSONS),
    "participant:promises": Row(get=PERSONS),
    "participant:agreed": Row(get=PERSONS),
    "participant:agreed_stop": Row(post=OF_ANA),
    "participant:browsers_stop": Row(post=PERSONS),
    "participant:rights": Row(get=PERSONS, post=PERSONS),
    "participant:right": Row(get=OF_ANA, post=OF_ANA),
    # Their own only: the address names nobody, so nobody can ask for somebody else's.
    "participant:my_copy": Row(get=PERSONS, post=PERSONS),
    "participant:my_copy_file": Row(get=PERSONS),
    "participant:my_copy_end": Row(post=PERSONS),
    # GET is the key of our push messages, which is public; what POST says is kept for the person who is signed in.
    "participant:push": Row(get=EVERYBODY, post=PERSONS),
    "participant:session": Row(get=PERSONS),
    "participant:it_is_me": Row(get=PERSONS, post=PERSONS),
    "participant:it_is_me_passkey": Row(get=PERSONS),
    "participant:trusted": Row(get=PERSONS),
    "participant:trusted_end": Row(get=OF_ANA, post=OF_ANA),
    # Their own to give and to end: no worker can, and whoever represents them cannot see who else does.
    "participant:representatives": Row(get=PERSONS),
    "participant:representative_new": Row(get=PERSONS, post=PERSONS),
    "participant:representative": Row(get=OF_ANA, post=OF_ANA),
    "participant:representative_end": Row(get=OF_ANA, post=OF_ANA),
    # Their own part in a family: the address names nobody, and what is sent names a row of whoever lets them send.
    "participant:family": Row(get=PERSONS),
    "participant:family_answer": Row(get=PERSONS, post=PERSONS),
    "participant:family_stop": Row(post=PERSONS),
    "participant:family_check_in": Row(get=PERSONS, post=PERSONS),
    "participant:passkeys": Row(get=PERSONS),
    "participant:passkeys_told": Row(post=PERSONS),
    "participant:passkey_new": Row(get=PERSONS, post=PERSONS),
    "participant:passkey_remove": Row(post=OF_ANA),
    "participant:lost": Row(get=PERSONS, post=PERSONS),
    "participant:call_times": Row(get=PERSONS, post=PERSONS),
    # Given to the person alone: no worker draws them, and no page of a worker's says them before there is a recording.
    "participant:phrase": Row(get=PERSONS),
    "participant:phrase_new": Row(post=PERSONS),
    "participant:phrase_remove": Row(post=PERSONS),
    "participant:hello_passkey": everyone("whoever holds a link is not signed in yet; it looks the same for all"),
    "participant:hello_without": everyone("nobody is kept from checking in; it shows nothing, and a human looks"),
    "participant:hello": everyone("whoever holds a link is not signed in yet"),
    "participant:kiosk": everyone("a shared screen shows nobody until somebody signs in on it"),
    "participant:kiosk_end": everyone("going out must always work"),
    "participant:kiosk_new": everyone("a tablet is nobody yet; its link works once"),
    "participant:signed_out": everyone("the same for everybody"),
    "participant:sign_out": everyone("going out must always work"),
    "participant:leave": everyone("going out must always work; it shows nothing"),
    "participant:clock": everyone("the same for everybody"),
    "participant:safe": everyone("whoever is not safe need not sign in first"),
    "participant:language": everyone("a language is for whoever asks"),
    "participant:clip": everyone("a page of the app, read aloud: the same for everybody"),
    "participant:help": everyone("help is for whoever asks"),
    "participant:offline": everyone("the same for everybody"),
    "participant:manifest": everyone("the same for everybody"),
    "participant:service_worker": everyone("the same for everybody"),
    "participant:reply": everyone("whoever holds a reminder's link may answer it; it opens nothing else"),
    "participant:calendar_feed": everyone("a calendar program is not signed in; its link shows dates only"),
    # --- whom a person lets see parts of their record ---
    "representative:people": Row(get=REPRESENTATIVES),
    "representative:person": Row(get=HER_LAWYER),
    "representative:hearings": Row(get=HER_LAWYER),
    "representative:checkins": Row(get=HER_LAWYER),
    "representative:receipt": Row(get=HER_LAWYER),
    "representative:notices": Row(get=HER_LAWYER),
    "representative:give_back": Row(get=HER_LAWYER, post=HER_LAWYER),
    "representative:documents": Row(get=HER_LAWYER),
    "representative:document": Row(get=HER_LAWYER),
    "representative:document_picture": Row(get=HER_LAWYER),
    "representative:document_file": Row(get=HER_LAWYER),
    "representative:invitation": everyone(
        "whoever holds an invitation is not signed in yet; it looks the same for all"
    ),
    "representative:passkeys": Row(get=REPRESENTATIVES),
    "representative:passkey_new": Row(get=REPRESENTATIVES, post=REPRESENTATIVES),
    "representative:passkey_remove": Row(post=HER_LAWYER),
    "representative:sign_in": everyone("asks who is there"),
    "representative:sign_in_passkey": everyone("the same for everybody, and names no passkey"),
    "representative:sign_out": everyone("going out must always work"),
    # --- what anybody may see ---
    "public:landing": everyone("names the programmes"),
    "public:verify": everyone("anybody may check a receipt"),
    "public:key": everyone("a public key is public"),
    "public:keep": everyone("what is kept must be known before people come"),
    "public:source": everyone("the licence owes its users the source"),
    "public:source_archive": everyone("the same: the program's own files"),
    "public:health": everyone("a machine asks whether this one works"),
    # --- providers: nobody without a signature ---
    "sms_status": Row(),
    "incoming_text": Row(),
}

"""Addresses of this door. Each says who may come in: there is no other way to make one."""

from django.urls import URLPattern, URLResolver, include, path

from amparo.access.rules import Permission
from amparo.staff import person_urls
from amparo.staff.guard import open_path, staff_path
from amparo.staff.views import (
    account,
    addresses,
    checkins,
    concerns,
    design,
    documents,
    faces,
    feeds,
    forgetting,
    hearing_files,
    hearings,
    help_lines,
    imports,
    kiosks,
    locked,
    members,
    outages,
    people,
    person,
    rights,
    time_asked,
    today,
    translations,
    visits,
    voice,
    worker_calendar,
)

P = Permission
GET, POST, BOTH = "GET", "POST", "GET POST"
UNLOCKING = "asks who is there; answers nothing before it knows"
HOLDS_THE_LINK = "a calendar program is not signed in; its link shows when, not whose, and ends at once"
CHOOSING = "asks for the account itself; an actor exists only after the choice"

pages: list[URLPattern | URLResolver] = [
    *person_urls.pages,
    staff_path("", today.page, None, name="today"),
    staff_path("handled/<slug:kind>/<uuid:row_id>/", today.handled, P.NEED_HANDLE, name="handled", methods=POST),
    staff_path("me/calendar/", worker_calendar.page, P.CALENDAR_LINK_WORKER, name="calendar_link"),
    staff_path("me/calendar/new/", worker_calendar.new, P.CALENDAR_LINK_WORKER, name="calendar_link_new", methods=POST),
    staff_path("me/calendar/end/", worker_calendar.end, P.CALENDAR_LINK_WORKER, name="calendar_link_end", methods=POST),
    open_path("calendar/<str:token>.ics", worker_calendar.feed, HOLDS_THE_LINK, name="calendar_feed"),
    staff_path("people/", people.page, P.PEOPLE_SEARCH, name="people", methods=BOTH),
    staff_path("people/new/", people.new, P.PERSON_ENROL, name="person_new", methods=BOTH),
    staff_path("addresses/<uuid:new_address_id>/", addresses.page, P.ADDRESS_VIEW, name="address"),
    staff_path("tellings/<uuid:telling_id>/", addresses.mark, P.ADDRESS_SAY, name="telling", methods=POST),
    staff_path(
        "tellings/<uuid:telling_id>/picture/", addresses.picture, P.ADDRESS_VIEW, name="telling_picture", methods=POST
    ),
    staff_path("visits/<uuid:visit_id>/", visits.page, P.VISIT_OFFER, name="visit", methods=BOTH),
    staff_path("documents/<uuid:document_id>/", documents.document, P.DOCUMENT_VIEW, name="document", methods=BOTH),
    staff_path(
        "documents/<uuid:document_id>/delete/", documents.delete, P.DOCUMENT_ADD, name="document_delete", methods=POST
    ),
    staff_path("forgetting/", forgetting.page, P.PERSON_FORGET_CONFIRM, name="forgetting", methods=BOTH),
    staff_path("forgetting/<uuid:person_id>/", forgetting.person, P.PERSON_FORGET_CONFIRM, name="forget"),
    staff_path(
        "forgetting/<uuid:person_id>/ask/", forgetting.ask, P.PERSON_FORGET_ASK, name="forget_ask", methods=POST
    ),
    staff_path(
        "forgetting/<uuid:person_id>/confirm/",
        forgetting.confirm,
        P.PERSON_FORGET_CONFIRM,
        name="forget_confirm",
        methods=POST,
    ),
    staff_path(
        "forgetting/<uuid:person_id>/back/",
        forgetting.take_back,
        P.PERSON_FORGET_CONFIRM,
        name="forget_take_back",
        methods=POST,
    ),
    staff_path("texts/<uuid:text_id>/", person.read_text, P.PERSON_VIEW, name="text"),
    staff_path("checkins/<uuid:checkin_id>/", checkins.page, P.CHECKIN_VIEW, name="checkin"),
    staff_path(
        "checkins/<uuid:checkin_id>/answers/",
        checkins.open_answers,
        P.CHECKIN_VIEW,
        name="checkin_answers",
        methods=POST,
    ),
    staff_path(
        "checkins/<uuid:checkin_id>/place/<uuid:submission_id>/",
        checkins.open_place,
        P.PLACE_OPEN,
        name="checkin_place",
        methods=POST,
    ),
    staff_path(
        "checkins/<uuid:checkin_id>/help/", checkins.open_help, P.CHECKIN_VIEW, name="checkin_help", methods=POST
    ),
    staff_path("checkins/<uuid:checkin_id>/hear/", voice.hear, P.CHECKIN_VIEW, name="checkin_hear", methods=POST),
    staff_path(
        "checkins/<uuid:checkin_id>/words/<uuid:recording_id>/",
        voice.know,
        P.PHRASE_HEAR,
        name="checkin_words",
        methods=POST,
    ),
    staff_path("checkins/<uuid:checkin_id>/look/", checkins.look, P.CHECKIN_LOOK, name="checkin_look", methods=POST),
    staff_path("checkins/<uuid:checkin_id>/seen/", checkins.seen, P.CHECKIN_SUBMIT, name="checkin_seen", methods=POST),
    staff_path("silences/", concerns.index, P.TODAY_VIEW, name="concerns"),
    staff_path("silences/<uuid:concern_id>/", concerns.page, P.CONCERN_VIEW, name="concern"),
    staff_path("silences/<uuid:concern_id>/check/", concerns.check, P.CONCERN_LOOK, name="concern_check", methods=POST),
    staff_path("silences/<uuid:concern_id>/ask/", concerns.ask, P.CONCERN_LOOK, name="concern_ask", methods=POST),
    staff_path(
        "silences/<uuid:concern_id>/propose/", concerns.propose, P.CONCERN_LOOK, name="concern_propose", methods=POST
    ),
    staff_path(
        "silences/<uuid:concern_id>/second/", concerns.second, P.CONCERN_SECOND, name="concern_second", methods=POST
    ),
    staff_path("silences/<uuid:concern_id>/close/", concerns.close, P.CONCERN_LOOK, name="concern_close", methods=POST),
    staff_path("selfies/<uuid:selfie_id>/", faces.page, P.FACE_LOOK, name="selfie", methods=BOTH),
    staff_path("selfies/<uuid:selfie_id>/decide/", faces.decide, P.FACE_LOOK, name="selfie_decide", methods=POST),
    staff_path("reach-out/<uuid:step_id>/", concerns.step, P.OUTREACH_DO, name="outreach", methods=BOTH),
    staff_path("time/<uuid:deferral_id>/", time_asked.page, P.TIME_DECIDE, name="time_asked", methods=BOTH),
    staff_path("outages/", outages.page, P.OUTAGE_DECLARE, name="outages", methods=BOTH),
    staff_path("outages/<uuid:outage_id>/end/", outages.end, P.OUTAGE_DECLARE, name="outage_end", methods=POST),
    staff_path("kiosks/", kiosks.page, P.KIOSK_CHANGE, name="kiosks", methods=BOTH),
    staff_path("kiosks/<uuid:kiosk_id>/sheet/", kiosks.sheet, P.KIOSK_CHANGE, name="kiosk_sheet"),
    staff_path("kiosks/<uuid:kiosk_id>/end/", kiosks.end, P.KIOSK_CHANGE, name="kiosk_end", methods=POST),
    staff_path("help-numbers/", help_lines.page, P.HELP_LINES_CHANGE, name="help_lines", methods=BOTH),
    staff_path(
        "help-numbers/<uuid:line_id>/called/",
        help_lines.verify,
        P.HELP_LINES_CHANGE,
        name="help_line_verify",
        methods=POST,
    ),
    staff_path(
        "help-numbers/<uuid:line_id>/away/",
        help_lines.remove,
        P.HELP_LINES_CHANGE,
        name="help_line_remove",
        methods=POST,
    ),
    staff_path("hearings/", hearings.page, P.HEARING_VIEW, name="hearings"),
    staff_path(
        "hearings/questions/<uuid:question_id>/",
        hearings.decide,
        P.HEARING_DECIDE,
        name="hearing_decide",
        methods=POST,
    ),
    staff_path(
        "hearings/<uuid:hearing_id>/confirm/",
        hearings.confirm,
        P.HEARING_DECIDE,
        name="hearing_confirm",
        methods=POST,
    ),
    staff_path("hearings/sources/", feeds.page, P.HEARING_IMPORT, name="feeds"),
    staff_path("hearings/sources/new/", feeds.new, P.HEARING_IMPORT, name="feed_new", methods=BOTH),
    staff_path("hearings/sources/<uuid:source_id>/read/", feeds.read, P.HEARING_IMPORT, name="feed_read", methods=POST),
    staff_path("hearings/sources/<uuid:source_id>/stop/", feeds.stop, P.HEARING_IMPORT, name="feed_stop", methods=POST),
    staff_path("imports/", imports.page, P.HEARING_IMPORT, name="imports", methods=BOTH),
    staff_path("imports/<uuid:run_id>/", imports.preview, P.PEOPLE_IMPORT, name="import"),
    staff_path(
        "imports/<uuid:run_id>/columns/",
        imports.columns,
        P.PEOPLE_IMPORT,
        name="import_columns",
        methods=BOTH,
    ),
    staff_path(
        "imports/<uuid:run_id>/others/",
        imports.other_people,
        P.PEOPLE_IMPORT,
        name="import_others",
        methods=POST,
    ),
    staff_path("imports/<uuid:run_id>/errors.csv", imports.errors, P.PEOPLE_IMPORT, name="import_errors"),
    staff_path("imports/<uuid:run_id>/apply/", imports.apply, P.PEOPLE_IMPORT, name="import_apply", methods=POST),
    staff_path(
        "imports/<uuid:run_id>/discard/",
        imports.discard,
        P.PEOPLE_IMPORT,
        name="import_discard",
        methods=POST,
    ),
    staff_path(
        "imports/hearings/<uuid:run_id>/", hearing_files.page, P.HEARING_IMPORT, name="hearing_file", methods=BOTH
    ),
    staff_path(
        "imports/hearings/<uuid:run_id>/apply/",
        hearing_files.apply,
        P.HEARING_IMPORT,
        name="hearing_file_apply",
        methods=POST,
    ),
    staff_path(
        "imports/hearings/<uuid:run_id>/discard/",
        hearing_files.discard,
        P.HEARING_IMPORT,
        name="hearing_file_discard",
        methods=POST,
    ),
    staff_path("rights/", rights.page, P.RIGHTS_DECIDE, name="rights"),
    staff_path("rights/<uuid:request_id>/", rights.one, P.RIGHTS_DECIDE, name="right", methods=BOTH),
    staff_path("me/", account.page, None, name="account"),
    staff_path("me/password/", account.password, None, name="password", methods=BOTH),
    staff_path("members/", members.page, None, name="members"),
    staff_path("members/<uuid:member_id>/", members.member, P.STAFF_CHANGE, name="member"),
    staff_path("members/<uuid:member_id>/roles/", members.roles, P.STAFF_CHANGE, name="member_roles", methods=POST),
    staff_path(
        "members/<uuid:member_id>/password/", members.password, P.STAFF_CHANGE, name="member_password", methods=POST
    ),
    staff_path("members/<uuid:member_id>/sheet/", members.password_sheet, P.STAFF_CHANGE, name="member_sheet"),
    staff_path(
        "members/<uuid:member_id>/sessions/", members.end_sessions, P.STAFF_CHANGE, name="member_sessions", methods=POST
    ),
    staff_path(
        "members/<uuid:member_id>/suspend/", members.suspend, P.STAFF_CHANGE, name="member_suspend", methods=POST
    ),
    staff_path("members/<uuid:member_id>/back/", members.take_back, P.STAFF_CHANGE, name="member_back", methods=POST),
    staff_path("translations/", translations.page, P.WORDS_READ, name="translations"),
    staff_path("translations/words/", translations.language, P.WORDS_READ, name="translation", methods=BOTH),
    staff_path("translations/better.po", translations.better, P.WORDS_READ, name="translation_better"),
    staff_path("design/", design.page, None, name="design"),
    staff_path("lock/", locked.lock_now, None, name="lock", methods=POST),
    staff_path("here/", locked.still_here, None, name="still_here"),
    open_path("unlock/", locked.unlock, UNLOCKING, name="unlock"),
    open_path("programmes/", account.choose, CHOOSING, name="choose"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "staff"))),
    path("account/", include("amparo.staff.account_urls")),
]

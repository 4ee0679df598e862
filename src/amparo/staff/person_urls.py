"""Addresses about one person; see urls.py."""

from django.urls import URLPattern, URLResolver

from amparo.access.rules import Permission
from amparo.staff.guard import staff_path
from amparo.staff.views import (
    addresses,
    conversation,
    documents,
    evidence,
    families,
    hearings,
    locks,
    person,
    person_change,
    person_support,
    visits,
)

P = Permission
POST, BOTH = "POST", "GET POST"

pages: list[URLPattern | URLResolver] = [
    staff_path("people/<uuid:person_id>/", person.page, P.PERSON_VIEW, name="person"),
    staff_path(
        "people/<uuid:person_id>/change/", person_change.page, P.PERSON_CHANGE, name="person_change", methods=BOTH
    ),
    staff_path("people/<uuid:person_id>/link/", person.issue_link, P.LINK_ISSUE, name="link", methods=POST),
    staff_path("people/<uuid:person_id>/lock/", locks.lock, P.PAGE_LOCK, name="page_lock", methods=POST),
    staff_path("people/<uuid:person_id>/unlock/", locks.unlock, P.PAGE_UNLOCK, name="page_unlock", methods=POST),
    staff_path("people/<uuid:person_id>/new-way-in/", locks.recover, P.WAY_IN_RECOVER, name="recover", methods=BOTH),
    staff_path(
        "people/<uuid:person_id>/new-way-in/confirm/",
        locks.confirm,
        P.WAY_IN_RECOVER,
        name="recover_confirm",
        methods=POST,
    ),
    staff_path(
        "people/<uuid:person_id>/new-way-in/give/", locks.give, P.WAY_IN_RECOVER, name="recover_give", methods=POST
    ),
    staff_path(
        "people/<uuid:person_id>/new-way-in/back/", locks.take_back, P.WAY_IN_RECOVER, name="recover_back", methods=POST
    ),
    staff_path("people/<uuid:person_id>/sheet/", person.link_sheet, P.LINK_ISSUE, name="link_sheet"),
    staff_path(
        "people/<uuid:person_id>/contacts/",
        person.add_contact,
        P.CONTACT_CHANGE,
        name="contact_add",
        methods=POST,
    ),
    staff_path(
        "people/<uuid:person_id>/contacts/<uuid:contact_id>/first/",
        person.first_contact,
        P.CONTACT_CHANGE,
        name="contact_first",
        methods=POST,
    ),
    staff_path(
        "people/<uuid:person_id>/schedule/",
        person.choose_schedule,
        P.SCHEDULE_CHOOSE,
        name="schedule",
        methods=POST,
    ),
    staff_path("people/<uuid:person_id>/hearings/", hearings.new, P.HEARING_DECIDE, name="hearing_new", methods=BOTH),
    staff_path("people/<uuid:person_id>/moved/", addresses.new, P.ADDRESS_SAY, name="address_new", methods=BOTH),
    staff_path("people/<uuid:person_id>/family/", families.new, P.HOUSEHOLD_SET_UP, name="family_new", methods=BOTH),
    staff_path("families/<uuid:household_id>/", families.page, P.HOUSEHOLD_SET_UP, name="family"),
    staff_path(
        "families/<uuid:household_id>/renew/", families.renew, P.HOUSEHOLD_SET_UP, name="family_renew", methods=POST
    ),
    staff_path("families/<uuid:household_id>/end/", families.end, P.HOUSEHOLD_SET_UP, name="family_end", methods=POST),
    staff_path(
        "families/<uuid:household_id>/<uuid:person_id>/agree/",
        families.agree,
        P.HOUSEHOLD_SET_UP,
        name="family_agree",
        methods=POST,
    ),
    staff_path(
        "families/<uuid:household_id>/<uuid:person_id>/leave/",
        families.leave,
        P.HOUSEHOLD_SET_UP,
        name="family_leave",
        methods=POST,
    ),
    staff_path("people/<uuid:person_id>/visits/", visits.new, P.VISIT_OFFER, name="visit_new", methods=BOTH),
    staff_path("people/<uuid:person_id>/evidence/", evidence.page, P.EVIDENCE_MAKE, name="evidence", methods=BOTH),
    staff_path("people/<uuid:person_id>/documents/", documents.page, P.DOCUMENT_ADD, name="documents", methods=BOTH),
    staff_path("people/<uuid:person_id>/messages/", conversation.page, P.MESSAGE_VIEW, name="messages", methods=BOTH),
    staff_path(
        "people/<uuid:person_id>/messages/<uuid:attachment_id>/",
        conversation.file,
        P.MESSAGE_VIEW,
        name="message_file",
    ),
    staff_path("people/<uuid:person_id>/agree/", person_support.agree, P.CONSENT_GIVE, name="agree", methods=POST),
    staff_path(
        "people/<uuid:person_id>/agree/back/", person_support.take_back, P.CONSENT_GIVE, name="agree_back", methods=POST
    ),
    staff_path("people/<uuid:person_id>/trusts/", person_support.trust, P.CONSENT_GIVE, name="trust", methods=POST),
    staff_path(
        "people/<uuid:person_id>/trusts/<uuid:trusted_id>/end/",
        person_support.end_trust,
        P.CONSENT_GIVE,
        name="trust_end",
        methods=POST,
    ),
    staff_path("people/<uuid:person_id>/close/", person_support.close, P.PERSON_CHANGE, name="close", methods=POST),
    staff_path("people/<uuid:person_id>/reopen/", person_support.reopen, P.PERSON_CHANGE, name="reopen", methods=POST),
]

"""One table: which permission is given by which predicates. Pure: facts in, yes or no out."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from amparo.access.actor import Actor, Kind, Role, is_outside_the_team
from amparo.access.permissions import Permission as Permission


class Subject(Protocol):
    """Whatever a permission is asked about: a row that lives in a programme."""

    @property
    def programme_id(self) -> UUID:
        """The programme it lives in."""


Predicate = Callable[[Actor, Subject], bool]


def same_programme(actor: Actor, subject: Subject) -> bool:
    """Row security says it too; this is the second lock."""
    return subject.programme_id == actor.programme_id


def the_person(actor: Actor, subject: Subject) -> bool:
    """The participant whom the row is about."""
    about = getattr(subject, "person_id", None) or getattr(subject, "id", None)
    return actor.kind is Kind.PERSON and about == actor.id


def on_caseload(actor: Actor, subject: Subject) -> bool:
    """A worker whose own person it is, or whose absent colleague's."""
    worker = getattr(subject, "worker_id", None) or getattr(getattr(subject, "person", None), "worker_id", None)
    return Role.CASE_WORKER in actor.roles and worker is not None and worker in (actor.covers | {actor.id})


def without_worker(actor: Actor, subject: Subject) -> bool:
    """A person nobody looks after yet may be seen by any case worker: somebody must."""
    person = getattr(subject, "person", subject)
    return Role.CASE_WORKER in actor.roles and getattr(person, "worker_id", None) is None


def called(actor: Actor, subject: Subject) -> bool:
    """While something urgent waits and neither the person's worker nor a cover is there, any case worker is called."""
    return Role.CASE_WORKER in actor.roles and getattr(subject, "calls_everybody", False)


def case_worker(actor: Actor, subject: Subject) -> bool:
    return Role.CASE_WORKER in actor.roles


def supervisor(actor: Actor, subject: Subject) -> bool:
    return Role.SUPERVISOR in actor.roles


def administrator(actor: Actor, subject: Subject) -> bool:
    return Role.ADMINISTRATOR in actor.roles


def privacy_officer(actor: Actor, subject: Subject) -> bool:
    return Role.PRIVACY_OFFICER in actor.roles


def outside_the_team(actor: Actor, subject: Subject) -> bool:
    """Row security says it too: complaints exist for nobody who works on cases."""
    return is_outside_the_team(actor)


def the_system(actor: Actor, subject: Subject) -> bool:
    return actor.kind is Kind.SYSTEM


def their_representative(actor: Actor, subject: Subject) -> bool:
    """Whom the person gave a mandate, for whatever part."""
    about = getattr(subject, "person_id", None) or getattr(subject, "id", None)
    return actor.kind is Kind.REPRESENTATIVE and actor.represents is not None and about == actor.represents


def for_hearings(actor: Actor, subject: Subject) -> bool:
    return their_representative(actor, subject) and "hearings" in actor.areas


def for_checkins(actor: Actor, subject: Subject) -> bool:
    return their_representative(actor, subject) and "checkins" in actor.areas


def for_notices(actor: Actor, subject: Subject) -> bool:
    return their_representative(actor, subject) and "notices" in actor.areas


def for_documents(actor: Actor, subject: Subject) -> bool:
    return their_representative(actor, subject) and "documents" in actor.areas


def head_of_their_family(actor: Actor, subject: Subject) -> bool:
    """Who sends for one member of a family, and may do nothing else for anybody."""
    about = getattr(subject, "person_id", None)
    return actor.kind is Kind.HEAD and about is not None and about == actor.represents


WORKERS: tuple[Predicate, ...] = (on_caseload, without_worker, supervisor)

TABLE: dict[Permission, tuple[Predicate, ...]] = {
    Permission.PROGRAMME_SET_UP: (the_system,),
    Permission.STAFF_ADD: (the_system, administrator),
    # Their roles, their access and how they sign in.
    Permission.STAFF_CHANGE: (administrator,),
    Permission.POLICY_CHANGE: (the_system, administrator),
    Permission.PEOPLE_SEARCH: (case_worker, supervisor),
    Permission.PEOPLE_IMPORT: (the_system, supervisor),
    Permission.PERSON_ENROL: (the_system, case_worker, supervisor),
    Permission.PERSON_VIEW: (the_person, *WORKERS),
    Permission.PERSON_CHANGE: (the_system, *WORKERS),
    # By itself Amparo forgets whose time is over. Members sign in twos: one asks, another confirms.
    Permission.PERSON_FORGET: (the_system,),
    Permission.PERSON_FORGET_ASK: (privacy_officer, administrator),
    Permission.PERSON_FORGET_CONFIRM: (privacy_officer, administrator, supervisor),
    # Their language and time zone: the person's own to say.
    Permission.PREFERENCE_CHANGE: (the_system, the_person, *WORKERS),
    # In which language they hear pages may say from where they are: they alone say it.
    Permission.HEARING_IN_OWN: (the_person,),
    Permission.CONTACT_CHANGE: (the_system, the_person, *WORKERS),
    Permission.CONSENT_GIVE: (the_system, the_person, *WORKERS),
    Permission.LINK_ISSUE: (the_system, *WORKERS),
    # A new number, or a locked page: one member asks, another confirms, and each of them knew the person.
    Permission.WAY_IN_RECOVER: WORKERS,
    # Locking does little harm and helps at once, so everybody may who may be asked to. Opening takes a human.
    Permission.PAGE_LOCK: (the_system, the_person, *WORKERS),
    Permission.PAGE_UNLOCK: WORKERS,
    # When it is safe to call them: only they say it.
    Permission.CALL_TIMES_OWN: (the_person,),
    # Whom people are told to call when they need a lawyer or are afraid.
    Permission.HELP_LINES_CHANGE: (the_system, supervisor),
    Permission.SESSION_END: (the_system, the_person, *WORKERS),
    # Their own and nobody else's: a worker who gives a new link ends all passkeys, and adds none.
    Permission.PASSKEY_CHANGE: (the_person,),
    # Only the person is given their words. Whoever may conclude about a check-in may compare them with a recording.
    Permission.PHRASE_OWN: (the_person,),
    Permission.PHRASE_HEAR: WORKERS,
    # Which tablets people may type their PIN into.
    Permission.KIOSK_CHANGE: (supervisor,),
    # Only the person agrees to it and takes the picture; nobody may in their place.
    Permission.FACE_OWN: (the_person,),
    Permission.FACE_COMPARE: (the_system,),
    # Two pictures of one person are for their own worker; while they have none, for whichever takes care.
    Permission.FACE_LOOK: (on_caseload, without_worker),
    Permission.SCHEDULE_CHOOSE: (the_system, the_person, *WORKERS),
    # The same verb serves a call or an office visit that a worker writes down for the person.
    Permission.CHECKIN_SUBMIT: (the_person, the_system, head_of_their_family, *WORKERS),
    Permission.CHECKIN_VIEW: (the_person, *WORKERS),
    Permission.CHECKIN_LOOK: WORKERS,
    Permission.CHECKIN_SWEEP: (the_system,),
    Permission.PLACE_OPEN: (on_caseload,),
    Permission.HEARING_IMPORT: (the_system, supervisor, case_worker),
    Permission.HEARING_VIEW: (the_person, *WORKERS),
    Permission.HEARING_DECIDE: WORKERS,
    Permission.REMINDER_PLAN: (the_system, the_person, *WORKERS),
    Permission.REMINDER_SEND: (the_system,),
    Permission.REMINDER_ANSWER: (the_system, the_person),
    Permission.NEED_HANDLE: WORKERS,
    # Where they live is the person's own to say. A worker writes down what they were told, and what they know.
    Permission.ADDRESS_SAY: (the_person, *WORKERS),
    Permission.ADDRESS_VIEW: (the_person, *WORKERS),
    # Nobody else takes back what shows that an office was told.
    Permission.ADDRESS_OWN: (the_person,),
    Permission.ADDRESS_SWEEP: (the_system,),
    Permission.TIME_ASK: (the_person, *WORKERS),
    Permission.TIME_DECIDE: WORKERS,
    Permission.FAULT_FEEL: (the_system,),
    Permission.FAULT_NOTE: (the_person, the_system),
    # It only ever gives people more time.
    Permission.OUTAGE_DECLARE: (case_worker, supervisor, administrator),
    # Whoever grew up with a language may say how our words in it sound.
    Permission.WORDS_READ: (case_worker, supervisor, privacy_officer, administrator),
    # What one of them has read aloud is played to people once another of these has listened to it.
    Permission.WORDS_HEARD: (supervisor, administrator),
    # In the person's own name nobody else writes.
    Permission.MESSAGE_WRITE: (the_person,),
    Permission.MESSAGE_VIEW: (the_person, *WORKERS, called),
    Permission.MESSAGE_ANSWER: (*WORKERS, called),
    Permission.MESSAGE_SWEEP: (the_system,),
    Permission.OUTREACH_DO: WORKERS,
    Permission.CONCERN_SWEEP: (the_system,),
    Permission.CONCERN_VIEW: (the_person, *WORKERS),
    Permission.CONCERN_LOOK: WORKERS,
    # The second signature: a supervisor's, and never of whoever proposed it.
    Permission.CONCERN_SECOND: (supervisor,),
    Permission.CONCERN_ANSWER: (the_person,),
    # A worker scans a paper for the person at the desk.
    Permission.DOCUMENT_ADD: (the_person, *WORKERS),
    Permission.DOCUMENT_VIEW: (the_person, *WORKERS, for_documents),
    # A PDF as it came may harm the computer that opens it: it goes back to whom it is from, and to nobody of the team.
    Permission.DOCUMENT_ORIGINAL: (the_person,),
    Permission.DOCUMENT_SWEEP: (the_system,),
    # One person's own record in a period, for their lawyer or a court: theirs to have made, or by whoever helps them.
    Permission.EVIDENCE_MAKE: (the_person, *WORKERS),
    # What a person asks about their own data goes outside the case team.
    Permission.RIGHTS_ASK: (the_person,),
    Permission.RIGHTS_VIEW: (the_person, outside_the_team),
    Permission.RIGHTS_DECIDE: (outside_the_team,),
    Permission.RIGHTS_REOPEN: (the_system,),
    Permission.COPY_OWN: (the_person,),
    Permission.VISIT_OFFER: WORKERS,
    Permission.VISIT_VIEW: (the_person, *WORKERS),
    Permission.VISIT_ANSWER: (the_person,),
    # What the person writes down for themselves, and where their own calendar reads it: nobody else's.
    Permission.APPOINTMENT_OWN: (the_person,),
    Permission.CALENDAR_LINK_OWN: (the_person,),
    # When their own visits and hearings are: no name, no place where somebody lives.
    Permission.CALENDAR_LINK_WORKER: (case_worker,),
    Permission.TODAY_VIEW: (case_worker, supervisor),
    # A worker sets a family up. To agree, to send and to leave is each person's own.
    Permission.HOUSEHOLD_SET_UP: WORKERS,
    Permission.FAMILY_OWN: (the_person,),
    Permission.HOUSEHOLD_SWEEP: (the_system,),
    # Only the person lets somebody see their record, and takes it back; a worker sees who it is.
    Permission.REPRESENTATIVE_CHANGE: (the_person,),
    Permission.REPRESENTATIVE_VIEW: (the_person, *WORKERS),
    Permission.REPRESENTED_KNOW: (their_representative,),
    Permission.REPRESENTED_HEARINGS: (for_hearings,),
    Permission.REPRESENTED_CHECKINS: (for_checkins,),
    Permission.REPRESENTED_NOTICES: (for_notices,),
    Permission.REPRESENTED_DOCUMENTS: (for_documents,),
    Permission.REPRESENTED_GIVE_BACK: (their_representative,),
    Permission.LOG_READ_OWN: (the_person,),
    Permission.LOG_OVERSEE: (privacy_officer,),
}


def allows(actor: Actor, permission: Permission, subject: Subject) -> bool:
    """Whether one of the permission's predicates holds, in the actor's own programme."""
    if not same_programme(actor, subject):
        return False
    return any(holds(actor, subject) for holds in TABLE[permission])

"""Two programmes with one of everything, and a browser for everybody who may knock at a door.

Ana is Luz's; Bea is Teo's, in the same programme. Eva lives in another programme, where Omar works.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db.models import F
from django.test import Client

from amparo.access.actor import Actor, Kind, Role, system
from amparo.access.rows import acting
from amparo.casework import hearing_intake, intake
from amparo.channels.models import InboundText
from amparo.checkins import actions as checkins
from amparo.checkins import capture
from amparo.checkins.models import Recording, Submission
from amparo.conversations import actions as conversations
from amparo.conversations import attaching
from amparo.conversations.rules import Kind as MessageFile
from amparo.conversations.rules import Written
from amparo.documents.models import Document, DocumentPart
from amparo.foundation import clock, ids
from amparo.hearings.models import Source
from amparo.households.models import FamilyMember, Household
from amparo.identity import cookie, kiosks
from amparo.identity.models import Passkey, Phrase, Session
from amparo.identity.ways import Way
from amparo.mandates import accepting, accounts
from amparo.mandates import cookie as rep_cookie
from amparo.mandates.accepting import Says
from amparo.mandates.models import AccountKey, Mandate
from amparo.media import made
from amparo.people import actions as people_actions
from amparo.people import queries as people
from amparo.people import trusting
from amparo.people.models import ContactPoint
from amparo.privacy import vault
from amparo.programme import actions as programme
from amparo.programme import help_lines
from amparo.programme.models import Member
from amparo.rights import actions as rights
from amparo.rights.models import Copy
from amparo.translations import clips, spoken_pages
from tests.conftest import enrol, make_programme, role
from tests.staff import a_full_day as day
from tests.staff.conftest import at_the_door, second_factor

# Words that stand in nobody's page but their own worker's and their own.
SECRETS = {
    "ana": ("Anacaona Quisqueya", "A214365870", "+13055550151", "anacaona@example.org"),
    "bea": ("Beatrix Quimbaya", "A214365871", "+13055550152", "beatrix@example.org"),
    "eva": ("Evangelina Xochitl", "A214365872", "+13055550153", "evangelina@example.org"),
}
SAID = "me duele la rodilla izquierda"


@dataclass
class House:
    """One programme, its people, and the rows that addresses speak about, by the person they are about."""

    casa: SimpleNamespace
    people: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    accounts: dict[str, Any] = field(default_factory=dict)


@dataclass
class World:
    here: House
    there: House
    browsers: dict[str, Callable[[], Client]]
    actors: dict[str, Actor]

    def house_of(self, person: str) -> House:
        return self.here if person in self.here.people else self.there


def build() -> World:
    """Everything committed, as it would be for users."""
    at = clock.now()
    here, there = House(make_programme()), House(make_programme())
    _settle(here, {"ana": "luz", "bea": "teo"}, at)
    _settle(there, {"eva": "luz"}, at)
    with role("owner"), acting(here.casa.system):
        max_ = _employ(here.casa, "max", Role.MANAGER, at)
        gone = _employ(here.casa, "gone", Role.CASE_WORKER, at)
        fresh = _employ(here.casa, "fresh", Role.CASE_WORKER, at)
        Member.objects.filter(id=gone.id).update(active_until=at - timedelta(days=1))
    for house in (here, there):
        with role("owner"), acting(house.casa.system):
            spare = _employ(house.casa, "vic", Role.CASE_WORKER, at)
        for rows in house.rows.values():
            rows["member_id"] = spare.id
    members = here.casa.members | {"max": max_, "gone": gone, "omar": there.casa.members["luz"]}
    for member in members.values():
        second_factor(member)
    browsers: dict[str, Callable[[], Client]] = {"nobody": Client}
    browsers |= {
        name: (lambda m=member: at_the_door(m, with_phone=False))
        for name, member in (members | {"fresh": fresh}).items()
    }
    persons = here.people | there.people
    browsers |= {name: (lambda p=person: person_browser(p)) for name, person in persons.items()}
    browsers |= {"rita": lambda: lawyer_browser(here, "ana"), "ron": lambda: lawyer_browser(there, "eva")}
    actors = {name: getattr(here.casa, name) for name in ("luz", "teo", "sol", "paz", "ada")}
    actors |= {"omar": there.casa.luz, "system": here.casa.system}
    actors |= {name: Actor(Kind.PERSON, p.id, p.programme_id) for name, p in persons.items()}
    return World(here, there, browsers, actors)


def _employ(casa: SimpleNamespace, name: str, wears: Role, at: datetime) -> Any:
    email = f"{name}@{casa.programme.slug}.example"
    return programme.add_member(
        casa.id, email=email, name=name.title(), roles=[wears], at=at - timedelta(days=9), office=casa.office
    )


def _settle(house: House, persons: dict[str, str], at: datetime) -> None:
    for who, worker in persons.items():
        name, number, phone, mail = SECRETS[who]
        contacts = [("sms", phone), ("email", mail)]
        person = enrol(house.casa, worker=worker, name=name, case_number=number, contacts=contacts)
        house.people[who] = person
        with acting(house.casa.sol):
            house.rows[who] = _rows(house.casa, person, at)
    with acting(house.casa.sol):
        run = intake.stage(b"Name,A#\nSomebody New,A555444333\n", "people.csv", by=house.casa.sol, at=at)
    with acting(house.casa.luz):
        dates = hearing_intake.stage(
            _court_dates(persons, at), "dates.csv", source="Court list", zone=day.ZONE, by=house.casa.luz, at=at
        )
    for rows in house.rows.values():
        rows |= {"run_id": run.id, "hearing_run_id": dates.id}


def _court_dates(persons: Iterable[str], at: datetime) -> bytes:
    """A court's table about all of them, as courts send it."""
    on = f"{at + timedelta(days=20):%Y-%m-%d}"
    lines = [f"{SECRETS[who][0]},{SECRETS[who][1]},{on},09:00" for who in persons]
    return "\n".join(["Name,A-Number,Hearing Date,Hearing Time", *lines, ""]).encode()


def _rows(casa: SimpleNamespace, person: Any, at: datetime) -> dict[str, Any]:
    """Something of each kind about this person, under the names that addresses use."""
    source = Source.objects.filter(programme_id=casa.id).first()
    source = source or Source.objects.create(programme_id=casa.id, name="County list", kind="table", zone=day.ZONE)
    # Its address is refused before anybody is asked.
    feed, _ = Source.objects.get_or_create(
        programme_id=casa.id, name="County calendar", kind="feed", url="http://127.0.0.1:9/", zone=day.ZONE
    )
    checkin = day.checkin(person, at - timedelta(days=2), "needs_look", looks=["clock_doubtful"])
    due = day.checkin(person, at - timedelta(hours=3), "due")
    done = _done(casa, person, day.checkin(person, at - timedelta(days=6), "due"), at)
    submission = _submission(checkin, person, at - timedelta(days=1))
    hearing = day.hearing(person, source, at + timedelta(days=5), at)
    other = day.hearing(person, source, at + timedelta(days=12), at)
    reply = day.reply(other, person, "cannot", at - timedelta(hours=1))
    words = ids.new()
    text = InboundText.objects.create(
        id=words,
        programme_id=casa.id,
        person=person,
        provider_ref=f"SM{words.hex[-8:]}",
        meaning="other",
        received_at=at,
        body=vault.seal(people.subject_of(person), "channels.body", words, SAID),
    )
    silence = day.silence(person, at)
    court = day.moved(person, casa, at)
    visit, own_date = day.visit(person, casa, at), day.own_date(person, at)
    Phrase.objects.create(
        programme_id=casa.id, person=person, words=b"sealed", made_at=at, expires_at=at + timedelta(days=9)
    )
    kiosk = kiosks.make(casa.office.id, "Waiting room", by=casa.sol, at=at)[0]
    selfies = day.selfies(person, casa, at)
    spoken = Recording.objects.create(
        id=ids.new(),
        programme_id=casa.id,
        person=person,
        checkin=due,
        client_id=selfies[0].client_id,
        about="phrase",
        state="unusable",
        code="silent",
        size=9,
        begun_at=at,
        sent_with=ids.new(),
    )
    agreed = people_actions.record_consent(person.id, "messages", how="in_person", by=casa.sol, at=at)
    people_actions.withdraw_consent(person.id, "messages", how="in_person", by=casa.sol, at=at)
    with acting(Actor(Kind.PERSON, person.id, casa.id)):
        asked = _asked(person, at)
    message, picture = _message(casa, person, at)
    return {
        "request_id": asked.id,
        "consent_id": agreed.id,
        "message_key": message.client_id,
        "attachment_id": picture.id,
        "fresh_id": ids.new(),
        "visit_id": visit.id,
        "date_id": own_date.id,
        "appointment_id": own_date.id,
        "client_id": selfies[0].client_id,
        "new_address_id": court.new_address_id,
        "telling_id": court.id,
        **_documents(person, selfies[0].client_id, at),
        "recording_id": spoken.id,
        "selfie_id": selfies[0].id,
        "household_id": _household(person, casa, at),
        "mandate_id": _mandate(person, at),
        "spare_mandate_id": _mandate(person, at),
        "given_mandate_id": _mandate(person, at),
        "concern_id": silence.concern.id,
        "step_id": silence.step.id,
        "deferral_id": silence.deferral.id,
        "outage_id": silence.outage.id,
        "person_id": person.id,
        "contact_id": ContactPoint.objects.filter(person=person).first().id,
        "checkin_id": checkin.id,
        "due_id": due.id,
        "submission_id": submission.id,
        "number": done.receipt_number,
        "hearing_id": hearing.id,
        "question_id": day.question(hearing, at).id,
        "text_id": text.id,
        "source_id": feed.id,
        "kind": "reply",
        "row_id": reply.id,
        "slug": casa.programme.slug,
        "token": "x" * 22,
        "kiosk_id": kiosk.id,
        "passkey_id": _passkey(person, at).id,
        "key_id": ids.new(),
        "line_id": help_lines.write_down(
            "legal",
            name="Lawyers",
            phone=f"+1 305 555 {person.reference}",
            source="their site",
            by=system(casa.id),
            at=at,
        ).id,
        "programme_id": casa.id,
        "clip_id": _clip(casa, person, at).id,
        "trusted_id": trusting.name_trusted(
            person.id, "trusted", name="Rosa", address="+1 305 555 0177", how="in_person", by=system(casa.id), at=at
        ).id,
    }


def _clip(casa: SimpleNamespace, person: Any, at: datetime) -> Any:
    """A page that Luz has read aloud, in a language that is only spoken."""
    mam = clips.add_language(f"Mam {person.reference}", "es", by=casa.luz, at=at)
    sound = made.Recording(data=b"OggS", seconds=9.0, speech_seconds=8.0, loudness=-20.0)
    return clips.record("help", mam.endonym, sound, read=spoken_pages.read("help", "es"), by=casa.luz, at=at)


def _asked(person: Any, at: datetime) -> Any:
    """They have complained, and a copy of their data is ready for them."""
    me = Actor(Kind.PERSON, person.id, person.programme_id)
    made = rights.ask(person.id, kind="complain", words=SAID, client_id=ids.new(), by=me, at=at)
    copy = rights.ask_for_copy(person.id, whole=False, begins_with=0, language="en", by=me, at=at)
    Copy.objects.filter(id=copy.id).update(state="ready", made_at=at)
    return made


def _documents(person: Any, client_id: UUID, at: datetime) -> dict[str, Any]:
    """Two papers that the person sent, the first of them a PDF; called by what nobody else may read."""
    whose = people.subject_of(person)
    made: list[UUID] = []
    for key in (client_id, ids.new()):
        row, page = ids.new(), b"\xff\xd8\xff a page"
        about = json.dumps({"kind": "identity", "title": SAID})
        Document.objects.create(
            id=row,
            programme_id=person.programme_id,
            person=person,
            client_id=key,
            state="ready",
            about=vault.seal(whose, "documents.about", row, about),
            paper=vault.seal(whose, "documents.paper", row, page, version=2),
            page_sizes=[[len(page), 3, 4]],
            added_by=person.id,
            begun_at=at,
            added_at=at,
        )
        made.append(row)
    part = ids.new()
    original = vault.seal(whose, "documents.original_paper", part, b"%PDF-", version=2)
    DocumentPart.objects.create(
        id=part,
        programme_id=person.programme_id,
        person=person,
        document_id=made[0],
        client_id=ids.new(),
        size=5,
        arrived=5,
        original=original,
    )
    return {"document_id": made[0], "spare_document_id": made[1], "part_id": part}


def _message(casa: SimpleNamespace, person: Any, at: datetime) -> tuple[Any, Any]:
    """The person wrote, and a picture of it is ready to be seen."""
    by, written = Actor(Kind.PERSON, person.id, casa.id), Written(ids.new(), at, SAID, promised=1)
    with acting(by):
        message, _new = conversations.write(person.id, written=written, by=by, at=at)
        picture, _new = attaching.attach(
            message.client_id, client_id=ids.new(), kind=MessageFile.PHOTO, data=b"a picture", by=by, at=at
        )
    clean = vault.seal(people.subject_of(person), "conversations.photo", picture.client_id, b"clean", version=2)
    type(picture).objects.filter(id=picture.id).update(state="ready", raw=None, clean=clean)
    return message, picture


def _passkey(person: Any, at: datetime) -> Any:
    return Passkey.objects.create(
        programme_id=person.programme_id,
        person=person,
        credential_id=ids.new().bytes,
        public_key=b"k",
        sign_count=0,
        device="phone",
        is_shared=False,
        added_in=ids.new(),
        added_at=at,
    )


def _submission(checkin: Any, person: Any, at: datetime) -> Any:
    made = day.submission(checkin, person, at)
    words = json.dumps({"how": "not_well", "tell": SAID})
    whose = people.subject_of(person)
    type(made).objects.filter(id=made.id).update(answers=vault.seal(whose, "answers", made.client_id, words))
    return made


def _done(casa: SimpleNamespace, person: Any, window: Any, at: datetime) -> Any:
    """The person has checked in, as they do: with a receipt."""
    said = capture.Capture(
        client_id=ids.new(),
        channel=capture.Channel.FORM,
        identity=Way.PIN,
        language="es",
        body_hash=capture.hash_of(b"how=well"),
        answers={"how": "well", "tell": SAID},
        place_cause=capture.PlaceCause.NOT_ASKED,
    )
    by = Actor(Kind.PERSON, person.id, casa.id)
    with acting(by):
        checkins.submit(window.id, capture=said, by=by, at=at - timedelta(days=5))
    return Submission.objects.get(client_id=said.client_id)


def _household(person: Any, casa: SimpleNamespace, at: datetime) -> UUID:
    """A family of which this person is the head, and in which nobody else has been asked yet."""
    own: dict[str, Any] = {"programme_id": person.programme_id}
    house = Household.objects.create(
        **own, why="they_asked", made_at=at, made_by=casa.luz.id, renewed_at=at, renewed_by=casa.luz.id,
        until=at + timedelta(days=90), head_agreed_at=at,
    )  # fmt: skip
    FamilyMember.objects.create(
        **own, person=person, household=house, is_head=True, asked_at=at, asked_by=casa.luz.id, agreed_at=at
    )
    return house.id


def _mandate(person: Any, at: datetime) -> UUID:
    """An invitation to somebody who is to see all that can be seen; nobody has accepted it yet."""
    row = Mandate(
        programme_id=person.programme_id,
        person=person,
        kind="lawyer",
        areas=["hearings", "checkins", "notices", "documents"],
        invited_at=at,
        until=at + timedelta(days=90),
        expires_at=at + timedelta(days=7),
        token_hash=ids.new().bytes,
        code_tag=b"t",
    )
    row.save(force_insert=True)
    return row.id


def lawyer_browser(house: House, who: str) -> Client:
    """A browser in which this person's representative is signed in; the first time they accept."""
    at, made, programme_id = clock.now(), house.accounts.get(who), house.casa.id
    if made is None:
        made = house.accounts[who] = rep_cookie.new_set_up()
        said = Says("Rita Robles", "Robles Law", "")
        held = [house.rows[who][name] for name in ("mandate_id", "given_mandate_id")]
        with acting(house.casa.system):
            rows = [accepting.take(one, said=said, account_id=made.account_id, at=at)[0] for one in held]
            with acting(accounts.itself(programme_id, made.account_id)):
                accounts.make(programme_id, made, step=0, at=at)
                for row in rows:
                    accounts.sit_down(programme_id, made.account_id, row, at=at)
    with acting(house.casa.system):  # what was given back holds again
        given = Mandate.objects.filter(id=house.rows[who]["given_mandate_id"])
        given.update(ended_at=None, ended="", expires_at=F("until"))
    with acting(accounts.itself(programme_id, made.account_id)):
        signed = accounts.begin(programme_id, made.account_id, at=at)
        _key(house, who, made.account_id, at)
    client = Client()
    client.cookies[rep_cookie.NAME] = signed.cookie
    return client


def _key(house: House, who: str, account_id: UUID, at: datetime) -> None:
    """Their passkey, also where it was removed before."""
    facts = {"public_key": b"k", "sign_count": 0, "is_shared": False, "added_at": at, "used_at": at}
    facts |= {"programme_id": house.casa.id, "account_id": account_id, "credential_id": ids.new().bytes}
    AccountKey.objects.get_or_create(id=house.rows[who]["key_id"], defaults=facts)


def person_browser(person: Any) -> Client:
    """A phone on which this person is signed in."""
    held = cookie.Held(UUID(str(person.programme_id)), person.id, ids.new(), cookie.new_secret())
    at = clock.now()
    with acting(Actor(Kind.SYSTEM, UUID(int=0), held.programme_id)):
        Session.objects.create(
            id=held.session_id,
            programme_id=held.programme_id,
            person_id=person.id,
            key_hash=held.key_hash,
            device_hash=b"d" * 32,
            started_at=at,
            expires_at=at + timedelta(hours=1),
        )
    client = Client()
    client.cookies[cookie.SESSION_NAME] = cookie.write(held)
    return client


@contextmanager
def speaking_quietly() -> Iterator[None]:
    """Django's warnings about refused requests are not of interest here."""
    import logging

    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        yield
    finally:
        logging.disable(before)

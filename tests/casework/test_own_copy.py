"""A copy of everything: complete, the person's own, without what would harm them if somebody else found it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import time, timedelta
from typing import Any

import pytest
from django.apps import apps

from amparo.access import actor
from amparo.access.rows import acting
from amparo.addresses.models import NewAddress, Telling
from amparo.casework import access_log, held, jobs, kept_words
from amparo.casework.own_copy import making, tables
from amparo.channels.models import InboundText
from amparo.checkins.models import CheckinMove, Deferral, Recording, Submission
from amparo.concerns.models import Step
from amparo.conversations.models import Attachment, Message
from amparo.documents.models import Document, DocumentPart
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.households.models import FamilyMember, Household
from amparo.identity.lock_models import Recovery
from amparo.mandates.models import Mandate
from amparo.people import actions as people_actions
from amparo.people import queries as people
from amparo.people import trusting
from amparo.people.models import CallTimes, Person
from amparo.privacy import retention, vault
from amparo.rights import actions, queries
from amparo.rights.models import Copy, CopyPart
from amparo.visits.models import Appointment, Visit
from tests.conftest import enrol, person_actor, role
from tests.staff import a_full_day as day

NAME, NUMBER, MAIL = "Canary Anacaona", "A900000001", "canary-mail@example.org"


def take(person: Any, *, whole: bool = True, begins_with: int = 0, language: str = "en") -> dict[str, bytes]:
    """The files of a copy that was asked for and made."""
    me, at = person_actor(person), clock.now()
    with acting(me):
        Copy.objects.update(asked_at=at - timedelta(minutes=5))
        actions.ask_for_copy(person.id, whole=whole, begins_with=begins_with, language=language, by=me, at=at)
    with role("worker"):
        assert jobs.make_copies(person.programme_id, at) == 1
    with acting(me):
        data = queries.opened(queries.copy_of(person.id), people.by_id(person.id), by=me, at=at)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def full(casa: Any) -> tuple[Any, dict[str, str]]:
    """A person with a canary in every sealed column; which canary stands for which."""
    person = enrol(casa, name=NAME, case_number=NUMBER, contacts=[("email", MAIL)])
    at, whose, me = clock.now(), people.subject_of(person), person_actor(person)
    canaries = {"people.Person.name": NAME, "people.Person.case_number": NUMBER, "people.ContactPoint.address": MAIL}

    def sealed(label: str, column: str, row_id: Any, **more: Any) -> bytes:
        words = canaries[f"{label}.{column}"] = f"canary-{label.lower()}-{column}"
        how = tables.SEALED[label][column]
        said = json.dumps({"tell": words}) if column == "answers" else json.dumps({"cell": words})
        return vault.seal(whose, how.field, row_id, said if how.row == "client_id" else words, version=how.version)

    with acting(casa.sol):
        window = day.checkin(person, at - timedelta(days=2), "needs_look")
        type(window).objects.filter(id=window.id).update(help_words=sealed("checkins.Checkin", "help_words", window.id))
        made = day.submission(window, person, at - timedelta(days=1))
        Submission.objects.filter(id=made.id).update(
            answers=sealed("checkins.Submission", "answers", made.client_id),
            place=sealed("checkins.Submission", "place", made.client_id),
        )
        own = {"programme_id": casa.id, "person": person}
        key = ids.new()
        CheckinMove.objects.create(
            id=key, **own, checkin=window, before="due", after="needs_look", at=at, by_kind="member",
            by_id=casa.luz.id, note=sealed("checkins.CheckinMove", "note", key),
        )  # fmt: skip
        key = ids.new()
        Recording.objects.create(
            id=key, **own, checkin=window, client_id=ids.new(), about="how", state="ready", size=9, begun_at=at,
            sound=sealed("checkins.Recording", "sound", key),
        )  # fmt: skip
        key = ids.new()
        InboundText.objects.create(
            id=key, **own, provider_ref=f"SM{key.hex[-8:]}", meaning="other", received_at=at,
            body=sealed("channels.InboundText", "body", key),
        )  # fmt: skip
        silence = day.silence(person, at)
        Deferral.objects.filter(id=silence.deferral.id).update(
            words=sealed("checkins.Deferral", "words", silence.deferral.id),
            reply=sealed("checkins.Deferral", "reply", silence.deferral.id),
        )
        Step.objects.filter(id=silence.step.id).update(note=sealed("concerns.Step", "note", silence.step.id))
        concern = type(silence.concern).objects.filter(id=silence.concern.id)
        words = {n: sealed("concerns.Concern", n, silence.concern.id) for n in tables.SEALED["concerns.Concern"]}
        concern.update(**words)
        trusting.name_trusted(
            person.id, "trusted", name="canary-trusted-name", address="canary-trusted-address", how="in_person",
            by=casa.sol, at=at,
        )  # fmt: skip
    canaries |= {f"people.Trusted.{n}": f"canary-trusted-{n}" for n in ("name", "address")}
    with acting(me):
        asked = actions.ask(person.id, kind="complain", words="canary-words", client_id=ids.new(), by=me, at=at)
    with acting(casa.paz):
        actions.answer(asked.id, granted=False, words="canary-answer", where="canary-where", by=casa.paz, at=at)
    canaries |= {f"rights.Request.{n}": f"canary-{n}" for n in ("words", "answer", "where")}
    with acting(casa.sol):
        _their_pages(person, casa, at, sealed)
    return person, canaries


def _their_pages(person: Any, casa: Any, at: Any, sealed: Any) -> None:
    """Messages, documents, dates, moves, representatives and what is told of calls, each with its canaries."""
    own: dict[str, Any] = {"programme_id": casa.id, "person": person}

    def put(model: Any, columns: tuple[str, ...], *, key_name: str = "id", **more: Any) -> Any:
        row, key = ids.new(), ids.new()
        if any(field.name == "client_id" for field in model._meta.fields):
            more["client_id"] = key
        of = key if key_name == "client_id" else row
        more |= {name: sealed(model._meta.label, name, of) for name in columns}
        return model.objects.create(id=row, **own, **more)

    home = put(NewAddress, ("address",), moved_on=at.date(), said_at=at, said_by=person.id)
    about = {"new_address": home, "office": "court", "needed": True, "state_at": at, "state_by": person.id}
    put(Telling, ("number", "note", "picture"), **about)
    said = {"digest": b"d", "writer": "person", "said_at": at, "received_at": at}
    message = put(Message, ("body",), key_name="client_id", **said)
    ready = {"message": message, "digest": b"d", "kind": "photo", "state": "ready", "arrived_at": at}
    put(Attachment, ("clean",), key_name="client_id", **ready)
    paper = put(Document, ("about", "paper"), state="ready", page_sizes=[], added_by=person.id, begun_at=at)
    put(DocumentPart, ("original",), document=paper, size=9)
    when = {"day": at.date(), "time": time(9), "zone": person.zone, "changed_at": at}
    offered = {"kind": "video", "minutes": 60, "offered_by": casa.luz.id, "said_at": at}
    soon = at + timedelta(days=9)
    put(Visit, ("where", "words", "note"), starts_at=soon, **when, **offered)
    put(Appointment, ("title", "where"), starts_at=soon, **when)
    given = {"kind": "lawyer", "areas": ["hearings"], "invited_at": at, "until": soon, "expires_at": soon}
    put(Mandate, ("name", "organisation"), accepted_at=at, holder=b"h", **given)
    house = Household.objects.create(
        programme_id=casa.id, why="they_asked", made_at=at, made_by=casa.luz.id, renewed_at=at, renewed_by=casa.luz.id,
        until=soon,
    )  # fmt: skip
    asked = {"household": house, "is_head": False, "asked_at": at, "asked_by": casa.luz.id}
    put(FamilyMember, ("called", "head_called"), **asked)
    put(CallTimes, ("words",), said_at=at)
    put(Recovery, ("number",), asked_by=casa.luz.id, asked_at=at, first_check="paper")


# --- the contract: every table is in it, or it is said why not ---


def test_every_sealed_column_about_a_person_is_opened_or_its_absence_explained() -> None:
    for model in held.about_people():
        label = model._meta.label
        told = set(tables.SEALED.get(label, {})) | set(tables.CLOSED.get(label, {}))
        assert (label, told) == (label, set(model.Privacy.sealed))


def test_no_table_and_no_explanation_is_left_over() -> None:
    about = {model._meta.label for model in held.about_people()}
    assert {*tables.SEALED, *tables.CLOSED, *tables.LEFT_OUT} <= about
    assert all(str(why).strip() for why in tables.LEFT_OUT.values())


def test_a_new_table_about_a_person_would_be_in_the_copy() -> None:
    points = {model for model in apps.get_models() if held.column_of(model) and hasattr(model, "Privacy")}
    assert points == set(held.about_people()) and Person in points and len(points) > 25


# --- what is in it ---


def test_each_canary_is_in_the_page_and_in_the_data_once(casa: Any) -> None:
    person, canaries = full(casa)
    files = take(person)
    missing = {label for group, columns in tables.SEALED.items() for label in (f"{group}.{n}" for n in columns)}
    assert missing - set(canaries) == set()
    page, data = files["my-data.html"].decode(), files["my-data.json"].decode()
    sound = canaries.pop("checkins.Recording.sound")
    for label, words in canaries.items():
        assert (label, page.count(words), data.count(words)) == (label, 1, 1)
    assert files["recordings/recording-01.ogg"].decode() == sound


def test_with_a_pin_whom_they_named_and_how_to_reach_them_is_left_out_with_the_reason(casa: Any) -> None:
    person, _ = full(casa)
    page = take(person, whole=False)["my-data.html"].decode()
    assert MAIL not in page and "canary-trusted" not in page
    assert NAME in page and page.count("Ask with a passkey, or call us.") == 12


def test_with_a_pin_it_says_nothing_of_a_new_way_in_not_even_whether_there_is_one(casa: Any, ana: Any) -> None:
    person, _ = full(casa)  # who has one under way; Ana has none
    for one in (person, ana):
        data = json.loads(take(one, whole=False)["my-data.json"])
        kind = next(kind for kind in data["kinds"] if kind["table"] == "identity.Recovery")
        assert (kind["count"], kind["rows"]) == (None, []) and "Ask with a passkey" in kind["left_out"]
        assert "first_check" not in json.dumps(data)
    kinds = json.loads(take(person)["my-data.json"])["kinds"]
    assert [row["first_check"] for kind in kinds for row in kind["rows"] if "first_check" in row] == ["paper"]


def test_no_key_checksum_or_face_is_in_it(casa: Any) -> None:
    person, _ = full(casa)
    with acting(casa.sol):
        salt = bytes(Person.objects.get(id=person.id).salt)
    data = json.loads(take(person)["my-data.json"])
    columns = {column for kind in data["kinds"] for row in kind["rows"] for column in row}
    assert not columns & {"salt", "token_hash", "key_hash", "device_hash", "tag", "template", "public_key", "pin"}
    assert salt.hex() not in json.dumps(data)


def test_it_says_the_eight_things_that_the_law_asks_for(casa: Any, ana: Any) -> None:
    data = json.loads(take(ana)["my-data.json"])
    who = next(kind for kind in data["kinds"] if kind["table"] == "people.Person")
    assert all(who[name] for name in ("what", "why", "seen_by", "until", "count"))
    assert data["automated_decisions"] == "none"
    page = take(ana, language="es")["my-data.html"].decode()
    assert '<html lang="es" dir="ltr">' in page and '<dd dir="auto">activo</dd>' in page


def test_codes_are_words_on_the_page_and_stay_codes_in_the_data(casa: Any) -> None:
    person, _ = full(casa)
    whose, key = people.subject_of(person), ids.new()
    about = json.dumps({"kind": "court_letter", "title": "Carta <1>"})
    with acting(casa.sol):
        Document.objects.create(
            id=key, programme_id=casa.id, person=person, client_id=ids.new(), state="ready", added_by=person.id,
            page_sizes=[[55962, 900, 1200]], begun_at=clock.now(), added_at=clock.now(),
            about=vault.seal(whose, "documents.about", key, about),
        )  # fmt: skip
    files = take(person)
    page, data = files["my-data.html"].decode(), files["my-data.json"].decode()
    assert "A letter from the court" in page and "Carta &lt;1&gt;" in page and "court_letter" not in page
    assert "55962" not in page and "55962" in data and "court_letter" in data
    assert '<dd dir="auto">Español</dd>' in page, "the language by its own name"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [("step", "-3d", "3 days before"), ("step", "-1d", "1 day before"), ("step", "-2h", "2 hours before"),
     ("weekday", 6, "Sunday"), ("language", "ht", "Kreyòl ayisyen"), ("step", "opens", ""), ("kind", "es", "")],
)  # fmt: skip
def test_a_code_that_its_column_explains(name: str, code: Any, words: str) -> None:
    assert kept_words.value(name, code, "en") == words


def test_row_counts_are_those_of_the_tables(casa: Any) -> None:
    person, _ = full(casa)
    data = json.loads(take(person)["my-data.json"])
    with acting(actor.system(casa.id)):
        going, staying = retention.counted(person.id)
    counted = {kind["table"]: kind["count"] for kind in data["kinds"] if kind["count"]} | {"rights.CopyPart": 1}
    assert {name: n for name, n in (going | staying).items() if counted.get(name) != n} == {}
    assert all(kind["left_out"] or len(kind["rows"]) == kind["count"] for kind in data["kinds"])


def test_nothing_of_anybody_else_is_in_it(casa: Any, elsewhere: Any, ana: Any) -> None:
    others = [enrol(casa, name="Beatrix Quimbaya", case_number="A900000002"), enrol(elsewhere, name="Eva Xochitl")]
    text = b"".join(take(ana).values()).decode()
    assert "Quimbaya" not in text and "Xochitl" not in text
    assert not any(str(other.id) in text for other in others)


def test_hostile_words_are_words(casa: Any) -> None:
    said = "<script>alert(1)</script>\u202eمرحبا {{ 7 }}"
    person = enrol(casa, case_number=None, contacts=[])
    me = person_actor(person)
    with acting(me):
        actions.ask(person.id, kind="complain", words=said, client_id=ids.new(), by=me, at=clock.now())
    files = take(person)
    assert b"<script" not in files["my-data.html"] and b"&lt;script&gt;" in files["my-data.html"]
    rows = [k["rows"] for k in json.loads(files["my-data.json"])["kinds"] if k["table"] == "rights.Request"]
    assert rows[0][0]["words"] == said


def test_words_that_nobody_can_open_stop_nothing(casa: Any) -> None:
    person, _ = full(casa)
    with acting(casa.sol):
        Step.objects.filter(person=person).update(note=b"\x01damaged" + bytes(60))
    page = take(person)["my-data.html"].decode()
    assert NAME in page and "cannot be opened by anybody any more" in page


# --- one at a time, counted, in the log ---


def places(casa: Any, person: Any, many: int) -> None:
    at, whose = clock.now(), people.subject_of(person)
    with acting(casa.sol):
        for n in range(many):
            window = day.checkin(person, at - timedelta(days=2 + n), "done")
            made = day.submission(window, person, at - timedelta(days=1 + n))
            cell = vault.seal(whose, "place", made.client_id, json.dumps({"cell": f"cell-{n:02}"}))
            Submission.objects.filter(id=made.id).update(place=cell)


def test_so_many_places_are_in_one_copy_and_the_next_goes_on(casa: Any, ana: Any) -> None:
    places(casa, ana, 23)
    first = take(ana)["my-data.html"].decode()
    assert sum(f"cell-{n:02}" in first for n in range(23)) == 20
    with acting(person_actor(ana)):
        from amparo.casework.own_copy import asking

        assert [(c.first, c.last) for c in asking.choices(ana.id)] == [(1, 20), (21, 23)]
    second = take(ana, begins_with=20)["my-data.html"].decode()
    assert not [n for n in range(23) if f"cell-{n:02}" in second and f"cell-{n:02}" in first]
    assert sum(f"cell-{n:02}" in second for n in range(23)) == 3


def test_beyond_the_hours_count_it_says_that_they_are_left_out(casa: Any, ana: Any) -> None:
    places(casa, ana, 20)
    take(ana)
    page = take(ana)["my-data.html"].decode()
    assert sum(f"cell-{n:02}" in page for n in range(20)) == 5
    assert page.count("only some areas and recordings are opened") == 15


def test_making_it_and_taking_it_stand_in_the_log(casa: Any, ana: Any) -> None:
    take(ana)
    me = person_actor(ana)
    with acting(me):
        looks = access_log.everything(people.by_id(ana.id), by=me, at=clock.now())
    mine = {field for look in looks if look.purpose == "subject_copy" for field in look.fields}
    assert {"people.name", "rights.copy"} <= mine


# --- waiting, failing, forgetting ---


def test_asked_twice_one_is_made(casa: Any, ana: Any) -> None:
    me, at = person_actor(ana), clock.now()
    with acting(me):
        one = actions.ask_for_copy(ana.id, whole=False, begins_with=0, language="en", by=me, at=at)
        assert actions.ask_for_copy(ana.id, whole=False, begins_with=0, language="en", by=me, at=at).id == one.id
    assert jobs.make_copies(casa.id, at) == 1
    assert jobs.make_copies(casa.id, at) == 0


def test_nobody_asks_for_or_opens_somebody_elses(casa: Any, ana: Any) -> None:
    take(ana)
    bea = enrol(casa, name="Bea", case_number=None, contacts=[])
    with acting(casa.system):
        copy = Copy.objects.get(person=ana)
    for by in (casa.luz, casa.paz, casa.sol, person_actor(bea)):
        with acting(by), pytest.raises(Refused):
            actions.ask_for_copy(ana.id, whole=True, begins_with=0, language="en", by=by, at=clock.now())
        with acting(by), pytest.raises(Refused):
            queries.opened(copy, ana, by=by, at=clock.now())


def test_the_vault_opens_a_copy_for_its_person_only(casa: Any, ana: Any) -> None:
    from amparo.privacy.purposes import Purpose

    take(ana)
    with acting(casa.system):
        part = CopyPart.objects.get(person=ana)
    item = vault.OpenItem(people.subject_of(ana), queries.PART, part.id, bytes(part.sealed))
    for by in (casa.luz, casa.paz, casa.system):
        for why in Purpose:
            with pytest.raises(Refused):
                vault.open_sealed([item], by=by, why=why, at=clock.now())


def test_half_way_nothing_is_kept_and_it_is_tried_again_and_then_given_up(
    casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    me, at = person_actor(ana), clock.now()
    with acting(me):
        actions.ask_for_copy(ana.id, whole=False, begins_with=0, language="en", by=me, at=at)

    def away(*_args: Any, **_more: Any) -> bytes:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(making.vault, "seal", away)
    for n in range(4):
        jobs.make_copies(casa.id, at + n * timedelta(minutes=6))
    with acting(me):
        assert (queries.copy_of(ana.id).state, CopyPart.objects.count()) == ("failed", 0)


def test_taken_away_while_it_is_made_it_stays_away(casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    me, at = person_actor(ana), clock.now()
    with acting(me):
        actions.ask_for_copy(ana.id, whole=False, begins_with=0, language="en", by=me, at=at)
    before = making.document.files

    def meanwhile(*args: Any, **more: Any) -> dict[str, bytes]:
        with acting(me):
            actions.drop_copy(ana.id, by=me)
        return before(*args, **more)

    monkeypatch.setattr(making.document, "files", meanwhile)
    jobs.make_copies(casa.id, at)
    with acting(me):
        assert (Copy.objects.get().state, CopyPart.objects.count()) == ("dropped", 0)


def test_forgetting_while_a_copy_waits_leaves_none(casa: Any, ana: Any) -> None:
    me, at = person_actor(ana), clock.now()
    with acting(me):
        actions.ask_for_copy(ana.id, whole=False, begins_with=0, language="en", by=me, at=at)
    with role("owner"):
        people_actions.forget(ana.id, by=casa.system, at=at)
    jobs.make_copies(casa.id, at)
    with acting(casa.system):
        assert CopyPart.objects.count() == 0


def test_forgetting_makes_a_ready_copy_unreadable(casa: Any, ana: Any) -> None:
    take(ana)
    with role("owner"):
        people_actions.forget(ana.id, by=casa.system, at=clock.now())
    me = person_actor(ana)
    with acting(me):
        copy = queries.copy_of(ana.id)
        with pytest.raises(Refused, match="forgotten"):
            queries.opened(copy, people.by_id(ana.id), by=me, at=clock.now())


def test_after_a_day_it_is_gone(casa: Any, ana: Any) -> None:
    take(ana)
    retention.sweep(casa.id, clock.now() + timedelta(hours=23))
    with acting(casa.system):
        assert Copy.objects.count() == 1
    retention.sweep(casa.id, clock.now() + timedelta(hours=25))
    with acting(casa.system):
        assert (Copy.objects.count(), CopyPart.objects.count()) == (0, 0)

"""My data: what is held, what was agreed to, what is asked, and the copy; on the person's phone, without script."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import consents, held, jobs
from amparo.foundation import clock
from amparo.identity import recovery
from amparo.identity.models import Session
from amparo.people import actions as people_actions
from amparo.people import queries as people
from amparo.people import trusting
from amparo.people.models import ContactPoint, Trusted
from amparo.programme.models import Member
from amparo.rights import actions
from amparo.rights.models import Copy, CopyPart, Request
from amparo.visits import actions as visits
from tests.conftest import enrol, person_actor, role
from tests.contracts.world import person_browser
from tests.staff.conftest import at_the_door

HOSTILE = "<b>no</b> \u202eمرحبا\u202c 👩🏽‍🦱 {{ 7*7 }}"


@pytest.fixture
def phone(phone: Client) -> Client:
    """Ana's phone, which speaks English."""
    phone.post("/my/language/", {"language": "en"})
    return phone


def send(phone: Client, **fields: str) -> Any:
    form = {"kind": "complain", "words": "Nobody calls me back.", "number": str(uuid4())} | fields
    return phone.post("/my/data/requests/", form)


def shown(phone: Client, path: str, **more: Any) -> str:
    page = phone.get(path, **more)
    assert page.status_code == 200, page.status_code
    return str(page.content.decode())


def session_is(person: Any, **facts: Any) -> None:
    with acting(person_actor(person)):
        Session.objects.update(**facts)


# --- what is held ---


def test_each_kind_says_what_why_who_and_until_when(phone: Client, ana: Any) -> None:
    page = shown(phone, "/my/data/")
    for words in ("How to reach you: 2", "your case worker", "Until when", "As long as your record."):
        assert words in page
    assert "Whom you named to be asked" in page.partition("What we could hold, and have none of")[2]
    assert len(page.encode()) < 40_000


def test_the_numbers_are_those_of_the_tables(casa: Any, ana: Any) -> None:
    from amparo.access.actor import system
    from amparo.privacy import retention

    me = person_actor(ana)
    with acting(me):
        told = {one.label: one.count for one in held.of(people.by_id(ana.id), whole=True, by=me) if one.count}
    with acting(system(casa.id)):
        going, staying = retention.counted(ana.id)
    assert told == {"people.Person": 1} | going | staying


def test_what_was_taken_away_is_not_counted_as_held(phone: Client, ana: Any) -> None:
    by = person_actor(ana)
    with acting(by):
        made = [
            visits.add(
                title=f"{n}",
                where="",
                starts=datetime.combine(date(2027, 1, n), time(9)),
                zone="UTC",
                key=uuid4(),
                by=by,
                at=clock.now(),
            )
            for n in (4, 5, 6)
        ]
        visits.remove(made[0].id, by=by, at=clock.now())
        visits.remove(made[1].id, by=by, at=clock.now())
    page = shown(phone, "/my/data/")
    assert "Dates of your own: 1" in page and "Also 2 that you took away." in page
    with acting(by):
        visits.remove(made[2].id, by=by, at=clock.now())
    page = shown(phone, "/my/data/")
    assert "Dates of your own: 0" in page and "Also 3 that you took away." in page


def test_it_counts_ones_own_and_nobody_elses(casa: Any, ana: Any) -> None:
    enrol(casa, name="Bea", case_number="A900000004")
    me = person_actor(ana)
    with acting(me):
        told = {one.label: one.count for one in held.of(people.by_id(ana.id), whole=True, by=me)}
    assert (told["people.Person"], told["people.ContactPoint"]) == (1, 2)


def test_the_date_on_which_it_goes_is_said(phone: Client, ana: Any) -> None:
    me = person_actor(ana)
    with acting(me):
        told = {one.label: one for one in held.of(people.by_id(ana.id), whole=True, by=me)}
        link_ends = Session.objects.get().expires_at
    assert told["identity.Session"].oldest_goes == link_ends + timedelta(days=30)
    assert told["people.Consent"].oldest_goes is None


def test_that_a_new_way_in_is_under_way_only_a_passkey_of_this_moment_shows(phone: Client, casa: Any, ana: Any) -> None:
    pages = [shown(phone, "/my/data/")]
    with acting(casa.luz):
        recovery.ask(ana.id, check="paper", number="", by=casa.luz, at=clock.now())
    pages.append(shown(phone, "/my/data/"))
    session_is(ana, way="passkey", shown_at=clock.now() - timedelta(hours=1))
    pages.append(shown(phone, "/my/data/"))
    title, held_back = "How we knew that it was you when you signed in anew", "only just after you used a passkey"
    assert [(page.count(f"{title}</summary>"), page.count(held_back)) for page in pages] == [(1, 1)] * 3
    session_is(ana, shown_at=clock.now())
    page = shown(phone, "/my/data/")
    assert f"{title}: 1</summary>" in page and held_back not in page


def test_the_promises_are_plain(phone: Client) -> None:
    assert "It never searches by your face." in shown(phone, "/my/data/promises/")


def test_my_pages_lead_there(phone: Client) -> None:
    assert 'href="/my/data/"' in shown(phone, "/my/")


# --- what was agreed to ---


@pytest.fixture
def agreed(casa: Any, ana: Any) -> Any:
    with acting(casa.luz):
        at = clock.now()
        return people_actions.record_consent(ana.id, "messages", how="in_person", language="ar", by=casa.luz, at=at)


def test_the_words_they_saw_are_shown_in_their_language_and_direction(phone: Client, agreed: Any) -> None:
    page = shown(phone, "/my/data/agreed/")
    assert f'<p lang="ar" dir="rtl">{agreed.words}</p>' in page and "العربية" in page


def test_stop_works_at_once_and_twice(phone: Client, casa: Any, ana: Any, agreed: Any) -> None:
    for _ in range(2):
        assert phone.post(f"/my/data/agreed/{agreed.id}/stop/").status_code == 302
    assert "You stopped it:" in shown(phone, "/my/data/agreed/")
    with acting(casa.luz):
        assert set(ContactPoint.objects.filter(person=ana).values_list("state", flat=True)) == {"stopped"}


def test_stopping_the_named_ones_ends_each_of_them(phone: Client, casa: Any, ana: Any) -> None:
    with acting(casa.luz):
        facts = {"name": "Rosa", "address": "+1 305 555 0177", "how": "in_person", "by": casa.luz, "at": clock.now()}
        row = trusting.name_trusted(ana.id, "trusted", **facts)
    page = shown(phone, "/my/data/agreed/")
    assert "Rosa" not in page
    phone.post(f"/my/data/agreed/{row.consent_id}/stop/")
    with acting(casa.luz):
        assert Trusted.objects.get(id=row.id).ended_at is not None


def test_nobody_stops_somebody_elses(casa: Any, agreed: Any) -> None:
    bea = person_browser(enrol(casa, name="Bea", case_number=None, contacts=[]))
    assert bea.post(f"/my/data/agreed/{agreed.id}/stop/").status_code == 404
    assert bea.get(f"/my/data/agreed/{agreed.id}/stop/").status_code == 405


def test_browsers_are_stopped_too(phone: Client, casa: Any, ana: Any) -> None:
    me = person_actor(ana)
    with acting(me):
        people_actions.add_contact(ana.id, "push", '{"endpoint": "https://push.example.org/1"}', by=me, at=clock.now())
        assert consents.reminded(ana)
    assert "Reminders on a phone or computer" in shown(phone, "/my/data/agreed/")
    phone.post("/my/data/agreed/browsers/stop/")
    with acting(me):
        assert not consents.reminded(ana)


# --- asking ---


def test_a_complaint_is_sent_seen_answered_and_read(phone: Client, casa: Any, ana: Any) -> None:
    sent = send(phone, words=HOSTILE)
    page = shown(phone, sent["Location"])
    assert "You get an answer until:" in page and "&lt;b&gt;no&lt;/b&gt; \u202eمرحبا" in page and "👩🏽‍🦱" in page
    paz = at_the_door(casa.members["paz"])
    listed = paz.get("/staff/rights/").content.decode()
    path = re.search(r'href="(/staff/rights/[0-9a-f-]+/)"', listed)[1]
    said = {"what": "refused", "words": "No: it was noted.", "where": "Ombudsman, 1 Plaza"}
    assert "&lt;b&gt;no&lt;/b&gt;" in paz.get(path).content.decode()
    assert paz.post(path, said).status_code == 302
    page = shown(phone, sent["Location"])
    assert "No: it was noted." in page and "Ombudsman, 1 Plaza" in page


@pytest.mark.parametrize("who", ["luz", "teo", "sol", "ada"])
def test_whoever_works_on_cases_knocks_in_vain(phone: Client, casa: Any, ana: Any, who: str) -> None:
    path = send(phone)["Location"].replace("/my/data/requests/", "/staff/rights/")
    browser = at_the_door(casa.members[who])
    assert browser.get("/staff/rights/").status_code == 403
    assert browser.get(path).status_code == 403
    assert browser.post(path, {"what": "done", "words": "x"}).status_code == 403


def test_even_a_wider_door_would_find_nothing(phone: Client, casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the table of permissions opened by mistake, row security still answers that there is nothing."""
    from amparo.access import rules

    path = send(phone)["Location"].replace("/my/data/requests/", "/staff/rights/")
    for permission in (rules.Permission.RIGHTS_VIEW, rules.Permission.RIGHTS_DECIDE):
        monkeypatch.setitem(rules.TABLE, permission, (rules.case_worker, rules.outside_the_team))
    luz = at_the_door(casa.members["luz"])
    assert luz.get(path).status_code == 404
    assert "Nobody calls me back." not in luz.get("/staff/rights/").content.decode()


def test_it_stands_on_no_page_of_the_persons_worker(phone: Client, casa: Any, ana: Any) -> None:
    send(phone)
    luz = at_the_door(casa.members["luz"])
    for path in ("/staff/", f"/staff/people/{ana.id}/", "/staff/concerns/"):
        assert "calls me back" not in luz.get(path).content.decode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": ""}, "Please choose one of these."),
        ({"words": " \u200b"}, "Please write a few words."),
        ({"words": "é" * 10_000}, "Please make it shorter."),
    ],
)
def test_bad_input_says_what_is_wrong_and_keeps_what_was_typed(phone: Client, fields: Any, says: str) -> None:
    reply = send(phone, **({"words": "kept as typed"} | fields))
    page = reply.content.decode()
    assert reply.status_code == 422 and says in page
    assert (fields.get("words") or "kept as typed") in page


def test_a_form_sent_twice_or_tampered_with_makes_one_request_each(phone: Client, ana: Any) -> None:
    number = str(uuid4())
    assert send(phone, number=number)["Location"] == send(phone, number=number)["Location"]
    assert send(phone, number='"><script>').status_code == 302
    with acting(person_actor(ana)):
        assert Request.objects.count() == 2


def test_it_is_taken_back(phone: Client) -> None:
    path = send(phone)["Location"]
    assert "You took it back." in phone.post(path).content.decode()
    assert "You took it back." in phone.post(path).content.decode()


def test_an_answered_one_is_not_taken_back(phone: Client, casa: Any, ana: Any) -> None:
    path = send(phone)["Location"]
    with acting(casa.paz):
        row = Request.objects.get(person=ana)
        actions.answer(row.id, granted=True, words="Done.", by=casa.paz, at=clock.now())
    reply = phone.post(path)
    assert reply.status_code == 422 and "It has changed meanwhile." in reply.content.decode()


def test_who_reads_it_is_said_also_that_nobody_does(phone: Client, casa: Any) -> None:
    assert "<bdi>Paz</bdi>" in shown(phone, "/my/data/requests/")
    with role("owner"), acting(casa.system):
        Member.objects.filter(id=casa.members["paz"].id).update(active_until=clock.now())
    assert "Nobody has the task to answer it right now." in shown(phone, "/my/data/requests/")


def test_a_late_answer_is_our_fault(phone: Client, ana: Any) -> None:
    path = send(phone)["Location"]
    with acting(person_actor(ana)):
        Request.objects.update(due_at=clock.now() - timedelta(days=1))
    assert "The answer is late. That is our fault." in shown(phone, path)


def test_somebody_elses_is_not_found(phone: Client, casa: Any, elsewhere: Any) -> None:
    path = send(phone)["Location"]
    for house in (casa, elsewhere):
        other = person_browser(enrol(house, name="Bea", case_number=None, contacts=[]))
        assert (other.get(path).status_code, other.post(path).status_code) == (404, 404)


def test_with_a_link_given_anew_one_can_still_complain(phone: Client, ana: Any) -> None:
    session_is(ana, settles_at=clock.now() + timedelta(hours=70), shown_at=clock.now() - timedelta(days=2))
    assert send(phone)["Location"].startswith("/my/data/requests/")


# --- the privacy officer's day ---


def test_the_privacy_officers_day_counts_what_waits(phone: Client, casa: Any, ana: Any) -> None:
    paz = at_the_door(casa.members["paz"])
    assert "Nothing waits." in paz.get("/staff/").content.decode()
    send(phone)
    send(phone, kind="erase", words="")
    with acting(person_actor(ana)):
        Request.objects.filter(kind="complain").update(due_at=clock.now() - timedelta(days=1))
    page = paz.get("/staff/").content.decode()
    assert "2 requests wait for your answer." in page and "1 has waited too long." in page


def test_a_wish_to_be_forgotten_leads_to_two_signatures(phone: Client, casa: Any, ana: Any) -> None:
    path = send(phone, kind="erase", words="")["Location"]
    paz = at_the_door(casa.members["paz"])
    assert ana.reference in paz.get("/staff/forgetting/").content.decode()
    asked = path.replace("/my/data/requests/", "/staff/rights/")
    assert paz.post(asked, {"what": "done", "words": "As you wish."})["Location"] == f"/staff/forgetting/{ana.id}/"
    assert "They asked for this themselves" in paz.get(f"/staff/forgetting/{ana.id}/").content.decode()
    assert "A second one must sign too." in shown(phone, path)
    sol = at_the_door(casa.members["sol"])
    assert "They asked for this themselves" not in sol.get(f"/staff/forgetting/{ana.id}/").content.decode()
    sol.post(f"/staff/forgetting/{ana.id}/back/")
    assert "It waits for an answer." in shown(phone, path)


def test_an_answer_without_words_keeps_what_was_typed(phone: Client, casa: Any) -> None:
    path = send(phone)["Location"].replace("/my/data/requests/", "/staff/rights/")
    reply = at_the_door(casa.members["paz"]).post(path, {"what": "refused", "words": "Because.", "where": " "})
    assert reply.status_code == 400 and "A no must say where" in reply.content.decode()
    assert "Because.</textarea>" in reply.content.decode()


# --- the copy ---


def make(casa: Any) -> None:
    with role("worker"):
        jobs.make_copies(casa.id, clock.now())


def test_a_copy_is_asked_for_waited_for_and_taken(phone: Client, casa: Any, ana: Any) -> None:
    assert phone.post("/my/data/copy/").status_code == 302
    waiting = phone.get("/my/data/copy/")
    assert waiting["Refresh"] == "3" and "We are making your copy." in waiting.content.decode()
    assert phone.get("/my/data/copy/my-data.zip")["Location"] == "/my/data/copy/"
    make(casa)
    ready = phone.get("/my/data/copy/")
    assert "Refresh" not in ready and "Your copy is ready" in ready.content.decode()
    taken = phone.get("/my/data/copy/my-data.zip")
    assert taken["Cache-Control"] == "no-store" and "attachment" in taken["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(taken.content)) as archive:
        assert {"my-data.html", "my-data.json", "who-looked.jsonl"} <= set(archive.namelist())
        assert b"A123456789" in archive.read("my-data.html")


@pytest.mark.parametrize(
    ("facts", "stopped"),
    [
        ({"shown_at": -timedelta(minutes=11)}, 302),
        ({"settles_at": timedelta(hours=70)}, 403),
        ({"way": "passkey"}, 200),
    ],
)
def test_it_opens_to_who_has_just_shown_who_they_are(
    phone: Client, casa: Any, ana: Any, facts: dict[str, Any], stopped: int
) -> None:
    phone.post("/my/data/copy/")
    make(casa)
    session_is(ana, **{k: clock.now() + v if isinstance(v, timedelta) else v for k, v in facts.items()})
    assert phone.get("/my/data/copy/my-data.zip").status_code == stopped
    assert phone.get("/my/data/copy/").status_code == stopped


def test_what_a_passkey_asked_for_is_given_to_a_passkey_only(phone: Client, casa: Any, ana: Any) -> None:
    session_is(ana, way="passkey")
    phone.post("/my/data/copy/")
    make(casa)
    assert phone.get("/my/data/copy/my-data.zip").status_code == 200
    session_is(ana, way="pin")
    assert phone.get("/my/data/copy/my-data.zip")["Location"].startswith("/my/it-is-me/")


def test_it_is_destroyed_and_after_a_day_it_is_not_given(phone: Client, casa: Any, ana: Any) -> None:
    phone.post("/my/data/copy/")
    make(casa)
    with acting(person_actor(ana)):
        Copy.objects.update(asked_at=clock.now() - timedelta(hours=25))
    assert phone.get("/my/data/copy/my-data.zip")["Location"] == "/my/data/copy/"
    assert "Your copy is ready" not in shown(phone, "/my/data/copy/")
    for _ in range(2):
        assert phone.post("/my/data/copy/end/").status_code == 302
    with acting(person_actor(ana)):
        assert (Copy.objects.get().state, CopyPart.objects.count()) == ("dropped", 0)


def test_who_asks_on_and_on_waits_a_little(phone: Client, casa: Any, ana: Any) -> None:
    phone.post("/my/data/copy/")
    assert phone.post("/my/data/copy/").status_code == 302
    make(casa)
    for end in (False, True):
        if end:
            phone.post("/my/data/copy/end/")
        again = phone.post("/my/data/copy/")
        assert again.status_code == 429 and "Please wait two minutes." in again.content.decode()
    # With a passkey more is in it: that is not the same again.
    session_is(ana, way="passkey")
    assert phone.post("/my/data/copy/").status_code == 302


def test_no_address_leads_to_somebody_elses(phone: Client, casa: Any, ana: Any) -> None:
    phone.post("/my/data/copy/")
    make(casa)
    bea = person_browser(enrol(casa, name="Bea", case_number=None, contacts=[]))
    for asked in ("", f"?person={ana.id}&person_id={ana.id}"):
        assert bea.get(f"/my/data/copy/my-data.zip{asked}")["Location"] == "/my/data/copy/"
        assert "Your copy is ready" not in shown(bea, f"/my/data/copy/{asked}")


@pytest.mark.parametrize("begins", ["-1", "99999999999999", "x", "٣", "'; --"])
def test_strange_numbers_are_the_newest(phone: Client, ana: Any, begins: str) -> None:
    assert phone.post("/my/data/copy/", {"begins_with": begins}).status_code == 302
    with acting(person_actor(ana)):
        assert Copy.objects.get().begins_with == 0


def test_nothing_is_done_without_the_token_against_forged_requests(phone: Client, agreed: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    paths = ("copy/", "copy/end/", "requests/", f"agreed/{agreed.id}/stop/", "agreed/browsers/stop/")
    assert {strict.post(f"/my/data/{path}").status_code for path in paths} == {403}


# --- who looked: the number of the log ---


def test_the_number_of_the_log_stands_on_the_page_without_script(phone: Client, casa: Any, ana: Any) -> None:
    with acting(casa.luz):
        from amparo.privacy.purposes import Purpose

        people.names([people.by_id(ana.id)], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    page = shown(phone, "/my/who-looked/")
    head = re.search(r'data-head="(\d+):([0-9a-f]{64})"', page)
    assert head and f'<bdi class="seal">{head[1]}:{head[2]}</bdi>' in page
    lines = phone.get(f"/my/who-looked/proof.jsonl?since={head[1]}").content.decode().splitlines()
    assert len(lines) == 1 and head[2] in lines[0]


@pytest.mark.parametrize("since", ["", "0", "x", "-1", "٣", "9" * 40])
def test_strange_numbers_give_the_whole_proof(phone: Client, since: str) -> None:
    whole = phone.get("/my/who-looked/proof.jsonl").content
    assert phone.get("/my/who-looked/proof.jsonl", {"since": since}).content == whole

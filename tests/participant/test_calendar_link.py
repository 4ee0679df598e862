"""The link at which a calendar program reads: made by the person alone, ended at once, and silent to everybody else."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from icalendar import Calendar

from amparo.access import gate
from amparo.access.actor import system
from amparo.access.rows import acting
from amparo.access.rules import Permission
from amparo.casework import locking
from amparo.config.logs import NoLinks
from amparo.foundation import base64url, clock, wall
from amparo.foundation.errors import Refused
from amparo.identity import actions as identity
from amparo.identity import cookie, sessions
from amparo.identity.checks import LockedBy
from amparo.identity.models import Session
from amparo.participant.views import calendar_link
from amparo.reminders import calendar_update, calendar_whole
from amparo.reminders.calendar_whole import Entry
from amparo.reminders.models import Reminder
from amparo.visits import actions, links
from amparo.visits.models import CalendarLink, Visit
from tests import counts
from tests.conftest import enrol, make_programme, person_actor
from tests.participant.test_calendar_pages import hearing, own
from tests.visits.conftest import PHOENIX, in_days, moment, offer


@pytest.fixture
def fresh(phone: Client) -> Client:
    """Ana's phone, where she typed her PIN just now; in English."""
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with_settled(phone)
    return phone


def with_settled(phone: Client) -> None:
    """Her link was handed over by staff some days ago."""
    held = cookie.read(phone.cookies[cookie.SESSION_NAME].value)
    assert held is not None
    with acting(system(held.programme_id)):
        Session.objects.filter(id=held.session_id).update(settles_at=None)


def make(phone: Client, **said: str) -> str:
    """The path of a new link, as the page shows it once."""
    there = re.search(r'name="instead_of" value="([^"]*)"', phone.get("/my/calendar/link/").content.decode())
    page = phone.post("/my/calendar/link/new/", {"instead_of": there[1] if there else ""} | said)
    found = re.search(r'readonly dir="ltr" value="([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    return urlsplit(found[1]).path


def events(path: str) -> list[Any]:
    response = Client().get(path)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


@pytest.fixture(autouse=True)
def _nobody_guessed_before(db: None) -> None:
    counts.begin_anew()


# --- what it says ---


def test_it_holds_the_persons_dates_and_says_no_more_than_a_stranger_may_read(
    casa: Any, ana: Any, window: Any, fresh: Client
) -> None:
    offer(casa, ana, words="Bring your letters."), own(ana), hearing(casa, ana)
    response = Client().get(make(fresh))
    calendar = Calendar.from_ical(response.content)
    found = calendar.walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in found} == {"Cita", "Recordatorio"}
    assert len(found) >= 4
    for secret in (b"Doctor", b"Bring", b"Hearing", b"Audiencia", b"Ana", b"A123456789", b"Main Street"):
        assert secret not in response.content or secret == b"Main Street"
    assert {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")} == {PHOENIX}


def test_full_words_are_the_persons_choice(casa: Any, ana: Any, fresh: Client) -> None:
    offer(casa, ana), own(ana, title="Doctor موعد"), hearing(casa, ana)
    said = {str(event["SUMMARY"]) for event in events(make(fresh, titles="full"))}
    assert said >= {"Doctor موعد", "Audiencia"}


def test_an_event_is_called_as_in_the_messages(casa: Any, ana: Any, fresh: Client) -> None:
    rows = [offer(casa, ana), hearing(casa, ana), own(ana)]
    uids = {str(event["UID"]) for event in events(make(fresh))}
    assert {calendar_update.uid_of(row.id) for row in rows} <= uids


def test_what_is_off_is_said_to_be_for_a_while(casa: Any, ana: Any, fresh: Client) -> None:
    visit, mine, path = offer(casa, ana), own(ana), make(fresh)
    by = person_actor(ana)
    with acting(casa.luz):
        actions.cancel(visit.id, by=casa.luz, at=clock.now())
    with acting(by):
        actions.remove(mine.id, by=by, at=clock.now())
    assert {str(event["STATUS"]) for event in events(path)} == {"CANCELLED"}
    assert {str(event["SUMMARY"]) for event in events(path)} == {"Se canceló: Cita"}


def test_a_time_nobody_agreed_to_is_tentative(casa: Any, ana: Any, fresh: Client) -> None:
    visit, path = offer(casa, ana), make(fresh)
    assert [str(event["STATUS"]) for event in events(path)] == ["TENTATIVE"]
    with acting(person_actor(ana)):
        actions.agree(visit.id, by=person_actor(ana), at=clock.now())
    assert [str(event["STATUS"]) for event in events(path)] == ["CONFIRMED"]


def test_what_did_not_change_is_the_same_byte_for_byte(casa: Any, ana: Any, fresh: Client) -> None:
    offer(casa, ana), own(ana)
    path = make(fresh, titles="full")
    assert Client().get(path).content == Client().get(path).content


# --- who may have it ---


def test_it_is_shown_once_and_kept_as_a_keyed_hash(ana: Any, fresh: Client) -> None:
    path = make(fresh)
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert token not in fresh.get("/my/calendar/link/").content.decode()
    with acting(person_actor(ana)):
        kept = bytes(CalendarLink.objects.get(person=ana).token_hash)
    assert len(base64url.decode(token)) * 8 >= 128 + 40
    assert kept not in base64url.decode(token) and token.encode() not in kept
    with connection.cursor() as cursor, acting(person_actor(ana)):
        cursor.execute("SELECT count(*) FROM visits_calendarlink v WHERE v::text LIKE %s", [f"%{token}%"])
        assert cursor.fetchone() == (0,)


def test_a_new_one_ends_the_old_one_and_ending_it_ends_it_at_once(fresh: Client) -> None:
    first = make(fresh)
    second = make(fresh)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    for _ in range(2):
        assert fresh.post("/my/calendar/link/end/").status_code == 302
    assert Client().get(second).status_code == 404


def test_the_same_tap_sent_again_makes_no_other(fresh: Client) -> None:
    path = make(fresh)
    assert fresh.post("/my/calendar/link/new/", {"instead_of": ""}).status_code == 302
    assert Client().get(path).status_code == 200


def test_whoever_holds_the_phone_an_hour_later_makes_none(ana: Any, fresh: Client) -> None:
    hour_ago = clock.now() - timedelta(hours=1)
    with acting(person_actor(ana)):
        Session.objects.filter(person=ana).update(started_at=hour_ago, shown_at=hour_ago)
    response = fresh.post("/my/calendar/link/new/", {"instead_of": ""})
    assert response.status_code == 302 and response["Location"].startswith("/my/it-is-me/?next=%2Fmy%2Fcalendar%2F")
    with acting(person_actor(ana)):
        assert not CalendarLink.objects.filter(person=ana).exists()


def test_the_verb_itself_asks_who_it_is(ana: Any) -> None:
    from uuid import uuid4

    by = person_actor(ana)
    with acting(by), pytest.raises((Refused, ObjectDoesNotExist)):
        actions.make_link(uuid4(), by=by, at=clock.now())
    with acting(by):
        assert not CalendarLink.objects.filter(person=ana).exists()


def test_no_worker_and_no_other_programme_sees_that_there_is_one(casa: Any, ana: Any, fresh: Client) -> None:
    make(fresh)
    there = make_programme()
    eva = person_actor(enrol(there))
    for by in (there.luz, eva):
        with acting(by):
            assert CalendarLink.objects.count() == 0
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        gate.require(casa.luz, Permission.CALENDAR_LINK_OWN, CalendarLink.objects.get(person=ana))


def test_who_is_forgotten_has_no_calendar(casa: Any, ana: Any, fresh: Client) -> None:
    path = make(fresh)
    with acting(casa.sol):
        type(ana).objects.filter(id=ana.id).update(state="erasing")
    assert Client().get(path).status_code == 404


def test_the_person_is_told_of_a_new_one_on_their_own_channels(ana: Any, fresh: Client) -> None:
    make(fresh), make(fresh)
    with acting(person_actor(ana)):
        told = Reminder.objects.filter(kind="way_in", step="new_calendar", state="planned")
        assert [row.about_id for row in told] == [CalendarLink.objects.get(person=ana).id]


def test_a_new_personal_link_from_staff_ends_it_as_all_that_was_added(casa: Any, ana: Any, fresh: Client) -> None:
    path = make(fresh)
    with acting(casa.luz):
        identity.issue_link_and_pin(ana.id, by=casa.luz, at=clock.now())
    assert Client().get(path).status_code == 404


# --- guessing ---


def flipped(path: str, at: int) -> str:
    token = path.rpartition("/")[2].removesuffix(".ics")
    other = "A" if token[at] != "A" else "B"
    return f"/calendar/{token[:at]}{other}{token[at + 1 :]}.ics"


def plain(response: Any) -> tuple[Any, ...]:
    kept = {name: value for name, value in response.items() if name not in ("X-Server-Time",)}
    return response.status_code, response.content, tuple(sorted(kept.items()))


def test_unknown_ended_and_mangled_links_are_answered_alike(fresh: Client) -> None:
    ended = make(fresh)
    fresh.post("/my/calendar/link/end/")
    guesses = [ended, flipped(ended, 3), flipped(ended, -1), "/calendar/x.ics", f"/calendar/{'A' * 34}.ics"]
    guesses += ["/calendar/%00.ics", f"/calendar/{'é' * 40}.ics", f"/calendar/{'A' * 9000}.ics"]
    [said] = {plain(Client().get(path)) for path in guesses}
    assert said[:2] == (404, b"")


def test_a_guess_asks_the_database_for_no_row_of_anybody(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def opened(*_: Any) -> Any:
        raise AssertionError("a guess came as far as the rows")

    monkeypatch.setattr(links, "acting", opened)
    for token in ("A" * 34, "x", "", base64url.encode(b"\1" * 25)):
        assert links.found(token, at=clock.now()) is None


def test_guessing_is_slowed_down_and_a_true_link_is_never_locked_out(fresh: Client) -> None:
    path, stranger = make(fresh), Client()
    said = [stranger.get(flipped(path, 5)).status_code for _ in range(calendar_link.GUESSES + 3)]
    assert said[0] == 404 and said[-1] == 429
    assert stranger.get(path).status_code == 200


def test_behind_a_proxy_of_ours_each_visitor_counts_alone(fresh: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    wrong = flipped(make(fresh), 5)
    for _ in range(calendar_link.GUESSES + 1):
        told = Client().get(wrong, headers={"x-forwarded-for": "203.0.113.1, 198.51.100.7"}).status_code
    assert told == 429
    assert Client().get(wrong, headers={"x-forwarded-for": "203.0.113.1, 198.51.100.8"}).status_code == 404


def test_an_ended_link_counts_as_a_guess_and_says_so_alike(fresh: Client) -> None:
    ended = make(fresh)
    fresh.post("/my/calendar/link/end/")
    for _ in range(calendar_link.GUESSES + 1):
        last = Client().get(ended)
    assert plain(last) == plain(Client().get(flipped(ended, 5)))


def test_whoever_reads_all_day_long_fills_no_log(ana: Any, fresh: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    own(ana)
    path = make(fresh, titles="full")
    monkeypatch.setattr(calendar_link, "OPENED_A_DAY", 2)
    said = [str(events(path)[0]["SUMMARY"]) for _ in range(3)]
    assert said == ["Doctor", "Doctor", "Mi propia fecha"]


# --- what leaks on the way ---


def test_no_cache_search_engine_or_page_learns_of_it(fresh: Client) -> None:
    response = Client().get(make(fresh))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(response.headers) and not response.cookies
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "//calendar/{}.ics", "/CALENDAR/{}.ics", "/Calendar/{}.ics?x=1"])
def test_no_log_line_holds_it(path: str) -> None:
    token = base64url.encode(b"s" * 25)
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path.format(token),), None)
    NoLinks().filter(line)
    assert token not in line.getMessage()


def test_a_page_that_shows_it_is_kept_nowhere_and_its_address_does_not_hold_it(fresh: Client) -> None:
    page = fresh.post("/my/calendar/link/new/", {"instead_of": ""})
    assert page.status_code == 200 and "/calendar/" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    # With no referrer at all a browser sends "Origin: null", and the next form is refused as a forged one.
    assert '<meta name="referrer" content="same-origin">' in page.content.decode()


# --- the file is what calendar programs read ---

NASTY = [
    "a;b,c\\d",
    "line\r\nURL:https://evil.example",
    "x" * 300,
    "موعد " * 30,
    "👨‍👩‍👧‍👦" * 40,
    "a\u2028b",
    "\u202edlrow",
]


def entry(summary: str = "x", **more: Any) -> Entry:
    start = datetime(2027, 3, 14, 15, tzinfo=UTC)
    facts = {
        "about_id": links.UUID(int=7), "sequence": 1, "starts_at": start, "ends_at": start + timedelta(hours=1),
        "zone": "America/New_York", "status": "CONFIRMED", "changed_at": start, "summary": summary,
    }  # fmt: skip
    return Entry(**facts | more)


@pytest.mark.parametrize("title", NASTY)
def test_words_fold_escape_and_add_nothing(title: str) -> None:
    data = calendar_whole.written([entry(title)], name="Mis fechas", language="es", by_itself=True)
    assert (
        data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"") and b"\r" not in data.replace(b"\r\n", b"")
    )
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # folded between signs, not within one
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == title.replace("\r\n", "\n") and "URL" not in event


def test_a_program_is_told_when_to_come_back() -> None:
    data = calendar_whole.written([], name="My dates", language="en", by_itself=True)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in data and b"X-PUBLISHED-TTL:PT4H\r\n" in data
    assert b"NAME;LANGUAGE=en:My dates\r\n" in data


@given(
    minutes=st.integers(0, 60 * 24 * 900),
    length=st.integers(15, 60 * 50),
    zone=st.sampled_from(["America/New_York", "America/Phoenix", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"]),
)
@effort(max_examples=150, deadline=None)
def test_every_moment_is_read_back_as_it_was_in_nights_of_clock_changes_too(
    minutes: int, length: int, zone: str
) -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    far = start + timedelta(days=500)
    ends = start + timedelta(minutes=length)
    both = [
        entry(starts_at=one, ends_at=one + (ends - start), zone=zone, about_id=links.UUID(int=n))
        for n, one in enumerate((start, far))
    ]
    data = calendar_whole.written(both, name="x", language="en", by_itself=True)
    found = sorted(Calendar.from_ical(data).walk("VEVENT"), key=lambda event: event.start)
    # Compared in UTC: Python takes no time of a night of two equal hours for equal to one of another zone.
    assert [event.start.astimezone(UTC) for event in found] == [start, far]
    assert [event.end.astimezone(UTC) for event in found] == [ends, far + (ends - start)]


@pytest.mark.parametrize("second", [False, True], ids=["the first half past one", "the second"])
def test_the_hour_that_is_shown_twice_keeps_its_moment(second: bool) -> None:
    start = wall.instant(
        datetime(2027, 11, 7, 1, 30),  # noqa: DTZ001  on the wall
        "America/New_York",
        overlap="later" if second else "earlier",
    )
    [event] = Calendar.from_ical(
        calendar_whole.written(
            [entry(starts_at=start, ends_at=start + timedelta(hours=1))], name="", language="en", by_itself=False
        )
    ).walk("VEVENT")
    assert event.start.astimezone(UTC) == start


# --- however a visit is moved ---

STEPS = st.lists(
    st.tuples(st.sampled_from(["agree", "ask", "back", "accept", "again", "cancel"]), st.integers(3, 40)), max_size=10
)


@given(steps=STEPS)
@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_it_is_moved_one_event_stands_and_its_number_rises(casa: Any, ana: Any, steps: Any) -> None:
    by = person_actor(ana)
    with acting(casa.luz):
        Visit.objects.filter(person=ana).delete()
    visit = offer(casa, ana)
    last = one_event(ana, visit)
    for step, day in steps:
        before = state(visit, by)
        try:
            _take(step, day, visit, casa, by)
        except Refused:
            assert state(visit, by) == before
        now = one_event(ana, visit)
        moved = (now.start, str(now["STATUS"])) != (last.start, str(last["STATUS"]))
        assert now["SEQUENCE"] >= last["SEQUENCE"] + moved
        last = now
    row = state(visit, by)
    assert last.start == row[1] and (str(last["STATUS"]) == "CANCELLED") == (row[0] == "cancelled")


def state(visit: Visit, by: Any) -> tuple[Any, ...]:
    with acting(by):
        row = Visit.objects.get(id=visit.id)
    return row.state, row.starts_at, row.sequence


def _take(step: str, day: int, visit: Visit, casa: Any, by: Any) -> None:
    at = clock.now()
    if step in ("agree", "ask", "back"):
        with acting(by):
            if step == "agree":
                actions.agree(visit.id, by=by, at=at)
            elif step == "back":
                actions.take_back(visit.id, by=by, at=at)
            else:
                wanted = [in_days(day), in_days(day, 15)]
                actions.ask_for_another_time(visit.id, wanted=wanted, zone=PHOENIX, note="why", by=by, at=at)
        return
    with acting(casa.luz):
        if step == "accept":
            wanted = Visit.objects.get(id=visit.id).wanted
            actions.accept(visit.id, moment=wanted[0] if wanted else moment(day), by=casa.luz, at=at)
        elif step == "again":
            actions.offer_again(visit.id, starts=in_days(day, 9), zone=PHOENIX, minutes=30, by=casa.luz, at=at)
        else:
            actions.cancel(visit.id, by=casa.luz, at=at)


def one_event(person: Any, visit: Visit) -> Any:
    from amparo.casework import calendar
    from amparo.participant import calendar_files

    by = person_actor(person)
    with acting(by):
        dates = calendar.of(person, since=clock.now() - timedelta(days=30), by=by, at=clock.now())
    found = Calendar.from_ical(calendar_files.whole(dates, full=False, language="en")).walk("VEVENT")
    [event] = [one for one in found if one["UID"] == calendar_update.uid_of(visit.id)]
    return event


def test_a_locked_page_shows_no_dates_to_a_calendar_either(fresh: Client, ana: Any, casa: Any) -> None:
    path = make(fresh)
    assert Client().get(path).status_code == 200
    with acting(casa.luz):
        lock = locking.lock(ana.id, LockedBy.MEMBER, by=casa.luz, at=clock.now())
    assert lock is not None and Client().get(path).status_code == 404


def test_no_link_is_made_by_a_session_that_ended_a_moment_ago(fresh: Client, casa: Any) -> None:
    held = cookie.read(fresh.cookies[cookie.SESSION_NAME].value)
    assert held is not None
    with acting(system(held.programme_id)):
        Session.objects.filter(id=held.session_id).update(ended_at=clock.now())
        with pytest.raises(Refused, match="show_it_is_you"):
            sessions.require_just_now(held.session_id, at=clock.now())


def test_neutral_words_say_neither_by_address_nor_by_place_what_it_is(fresh: Client, ana: Any, casa: Any) -> None:
    """A calendar shows place and link on a locked screen too."""
    hearing(casa, ana, 9)
    path = make(fresh)
    said = Client().get(path).content.decode().replace("\r\n ", "").lower()
    assert "vevent" in said and "hearing" not in said and "court" not in said and "location" not in said

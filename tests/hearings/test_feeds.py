"""Whole files and feeds: only our people's rows, the same again changes nothing, and what is gone is asked about."""

# ruff: noqa: DTZ001 - what a wall clock shows has no zone of its own.

from __future__ import annotations

import collections
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.casework import hearing_intake
from amparo.directory import queries as directory
from amparo.foundation import clock, tables
from amparo.foundation.errors import Refused
from amparo.hearings import (
    actions,
    calendar_file,
    feed_guess,
    feed_reading,
    fetching,
    importing,
    jobs,
    queries,
    sources,
)
from amparo.hearings.feed_columns import Mapping
from amparo.hearings.importing import Judgement
from amparo.hearings.models import Hearing, Question, Sighting, Source
from amparo.hearings.rules import State, Verdict
from amparo.reminders.models import Reminder
from tests.conftest import enrol, shared
from tests.outside.web_server import Asked, Told, serving

AUTUMN = datetime(2017, 9, 1, 17, tzinfo=UTC)
HEAD = "Case,Date,Time,Court,Status\n"
PLAIN = Mapping(case_number="Case", date="Date", time="Time", place="Court", status="Status")
AT = datetime(2027, 1, 5, 17, tzinfo=UTC)


def bring(casa: Any, data: bytes, at: datetime, *, zone: str = "America/Anchorage", **more: Any) -> Judgement:
    """The file is brought in as its source's complete list, its columns guessed."""
    mapping = more.pop("mapping", None)
    if mapping is None and feed_reading.form_of(data) is feed_reading.Form.TABLE:
        mapping = feed_guess.guess(tables.read(data, "feed.csv"))
    with acting(casa.system):
        courts = directory.court_book()
        read = feed_reading.read(data, mapping=mapping or Mapping(), courts=courts, zone=zone, **more)
        source = sources.of_file("Court", Source.Kind.TABLE, zone=zone, columns=mapping or Mapping(), by=casa.system)
        return importing.bring_in(read, source=source, courts=courts, complete=True, by=casa.system, at=at)


def hearings(casa: Any, person: Any = None) -> list[Hearing]:
    with acting(casa.system):
        rows = Hearing.objects.order_by("starts_at")
        return list(rows.filter(person=person) if person else rows)


def asked(casa: Any) -> list[str]:
    with acting(casa.system):
        return sorted(Question.objects.filter(decided_at=None).values_list("kind", flat=True))


def rows(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


def counted(found: Judgement) -> dict[str, int]:
    return {name: n for name, n in found.counts().items() if n}


@pytest.fixture
def anchorage(casa: Any) -> dict[str, Any]:
    """Three people whose case numbers stand in the real list of Anchorage."""
    numbers = {"ana": "1AG-13-81590CR", "bo": "1CR-15-83016CR", "cy": "1ha-17-03082cr"}
    return {name: enrol(casa, name=f"{name} Test", case_number=number) for name, number in numbers.items()}


def real(name: str = "anchorage_acs_cr_event.redacted.csv") -> bytes:
    return shared(f"courts/feeds/{name}").read_bytes()


def test_of_a_real_list_only_our_peoples_rows_are_kept(casa, anchorage) -> None:
    found = bring(casa, real(), AUTUMN)
    assert counted(found) == {"new": 3, "not_ours": 17}
    [hearing] = hearings(casa, anchorage["ana"])
    assert (hearing.day, hearing.time.hour, hearing.zone) == (datetime(2017, 9, 27).date(), 14, "America/Anchorage")
    assert (hearing.place, hearing.room, hearing.kind) == ("Juneau Courthouse", "Courtroom D", "Motion Hearing")
    with acting(casa.system):
        assert (Hearing.objects.count(), Sighting.objects.count()) == (3, 3)
        assert Reminder.objects.filter(person=anchorage["bo"], state="planned").count() == 5


def test_the_same_list_again_changes_nothing(casa, anchorage) -> None:
    bring(casa, real(), AUTUMN)
    assert counted(bring(casa, real(), AUTUMN + timedelta(days=1))) == {"same": 3, "not_ours": 17}
    assert {one.sequence for one in hearings(casa)} == {0}
    assert {one.last_confirmed_at for one in hearings(casa)} == {AUTUMN + timedelta(days=1)}


def test_a_changed_list_changes_what_it_says(casa, anchorage) -> None:
    bring(casa, real(), AUTUMN)
    text = real().decode()
    lines = [line for line in text.splitlines() if "1HA-17-03082CR" not in line]
    changed = "\n".join(lines).replace('12/06/2017,"NAME003"', '12/20/2017,"NAME003"')
    changed = changed.replace('09/27/2017,"NAME002"', '09/20/2017,"NAME002"')
    found = bring(casa, changed.encode(), AUTUMN)
    assert counted(found) == {"changed": 1, "moved_earlier": 1, "gone": 1, "not_ours": 17}
    assert hearings(casa, anchorage["bo"])[0].day == datetime(2017, 12, 20).date()
    assert hearings(casa, anchorage["cy"])[0].state == State.GONE_FROM_FEED
    assert asked(casa) == ["gone", "moved_earlier"]
    assert counted(bring(casa, changed.encode(), AUTUMN)) == {"same": 2, "not_ours": 17}


def test_what_is_listed_again_needs_no_human(casa, anchorage) -> None:
    bring(casa, real(), AUTUMN)
    without = b"\n".join(line for line in real().splitlines() if b"1HA-17-03082CR" not in line)
    bring(casa, without, AUTUMN)
    assert counted(bring(casa, real(), AUTUMN)) == {"changed": 1, "same": 2, "not_ours": 17}
    assert asked(casa) == []
    assert {one.state for one in hearings(casa)} == {State.SCHEDULED}


def test_yesterdays_hearings_drop_out_of_a_list_without_a_word(casa, anchorage) -> None:
    bring(casa, real(), AUTUMN)
    later = datetime(2017, 10, 1, tzinfo=UTC)
    coming = b"\n".join(line for line in real().splitlines() if b"09/2" not in line)
    assert counted(bring(casa, coming, later)) == {"same": 1, "not_ours": 13}
    assert asked(casa) == []


@pytest.mark.parametrize(
    ("name", "number", "at", "count"),
    [
        ("anchorage_acs_mo_event.redacted.csv", "JUNZE000002850050", datetime(2016, 8, 1, tzinfo=UTC), 1),
        ("anchorage-small.csv", "A 01234567", datetime(2018, 6, 1, tzinfo=UTC), 1),
        ("idaho.csv", "CR14-18-00007", datetime(2019, 4, 1, tzinfo=UTC), 2),
        ("idaho.csv", "2018-cr-00001", datetime(2019, 4, 1, tzinfo=UTC), 2),
        ("atlanta.csv", "000000", datetime(2018, 6, 1, tzinfo=UTC), 1),
    ],
)
def test_every_real_list_finds_its_person_and_comes_in_once(casa, name, number, at, count) -> None:
    person = enrol(casa, case_number=number)
    assert bring(casa, real(name), at).counts()["new"] == count
    again = bring(casa, real(name), at).counts()
    assert (again["new"], again["same"], len(hearings(casa, person))) == (0, count, count)


def test_one_number_of_a_family_is_everybodys_hearing(casa, ana) -> None:
    child = enrol(casa, name="Child Pérez", contacts=[("sms", "+13055550199")])
    found = bring(casa, rows("A-123456789,2027-03-09,9:00,Newark,"), AT, mapping=PLAIN)
    assert counted(found) == {"new": 2}
    assert len(hearings(casa, ana)) == len(hearings(casa, child)) == 1


def test_bad_lines_are_said_and_the_good_ones_come_in(casa, ana) -> None:
    found = bring(
        casa,
        rows(
            "A123456789,2027-03-09,9:00,Newark,",
            "A123456789,2027-02-31,9:00,Newark,",
            "A123456789,2027-03-14,2:30 am,Newark,",
            "A123456789,2026-03-09,9:00,Newark,",
            "A123456789,3/9/2027,9:00,Newark,",
        ),
        AT,
        zone="America/New_York",
        mapping=PLAIN,
    )
    assert [(p.line, p.code) for p in found.problems] == [
        (3, "no_such_date"),
        (4, "no_such_time"),
        (6, "date_order_needed"),
    ]
    assert counted(found) == {"new": 1, "in_the_past": 1, "problems": 3}
    assert len(hearings(casa)) == 1


def test_a_date_that_became_unreadable_is_not_gone(casa, ana) -> None:
    bring(casa, rows("A123456789,2027-03-09,9:00,Newark,", "B1,2027-03-09,9:00,X,"), AT, mapping=PLAIN)
    found = bring(casa, rows("A123456789,2027-02-31,9:00,Newark,", "B1,2027-03-09,9:00,X,"), AT, mapping=PLAIN)
    assert counted(found) == {"not_ours": 1, "problems": 1}
    assert hearings(casa)[0].state == State.SCHEDULED


def test_more_than_half_gone_at_once_is_a_fault_of_the_source(casa) -> None:
    for n in range(5):
        enrol(casa, case_number=f"C-2027-{n}", contacts=[("sms", f"+1305555010{n}")])
    lines = [f"C-2027-{n},2027-03-09,9:00,Newark," for n in range(5)]
    bring(casa, rows(*lines), AT, mapping=PLAIN)
    found = bring(casa, rows(*lines[:2]), AT, mapping=PLAIN)
    assert (found.suspicious, counted(found)) == (True, {"same": 2})
    assert asked(casa) == []
    assert counted(bring(casa, rows(*lines[:3]), AT, mapping=PLAIN)) == {"same": 3, "gone": 2}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7 \xff\xfe" * 200, "not_a_table"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "end_without_begin|not_closed|line_unreadable"),
        (b"{}", "not_a_daily_list"),
        (rows("A123456789,2027-03-09,9:00,Newark,").replace(b"Case", b"Fall"), "column_missing"),
    ],
)
def test_what_is_no_list_is_refused(casa, data, code) -> None:
    with pytest.raises(Refused, match=code):
        bring(casa, data, AT, mapping=PLAIN)


def test_another_encoding_is_read(casa, ana) -> None:
    data = rows("A123456789,2027-03-09,9:00,Corte de Añasco,").decode().encode("cp1252")
    bring(casa, data, AT, mapping=PLAIN, zone="America/Puerto_Rico")
    assert hearings(casa)[0].place == "Corte de Añasco"


def event(*lines: str, uid: str = "1", summary: str = "Ana Pérez A123-456-789: Master hearing") -> str:
    words = (f"UID:{uid}", f"SUMMARY:{summary}", "DTSTART;TZID=America/New_York:20270309T090000", *lines)
    return "\r\n".join(("BEGIN:VEVENT", *words, "END:VEVENT"))


def calendar(*events: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", "")).encode()


def test_of_a_calendar_nothing_is_kept_that_names_anybody(casa, ana) -> None:
    found = bring(casa, calendar(event(), event(uid="2", summary="Somebody else 1AG-17-52601CR")), AT)
    assert counted(found) == {"new": 1, "not_ours": 1}
    [hearing] = hearings(casa)
    assert hearing.kind == "Master hearing"


def test_an_event_with_a_higher_version_moves_and_cancels_its_hearing(casa, ana) -> None:
    bring(casa, calendar(event()), AT)
    moved = event("SEQUENCE:1").replace("20270309", "20270409")
    assert counted(bring(casa, calendar(moved), AT)) == {"changed": 1}
    assert counted(bring(casa, calendar(moved.replace("SEQUENCE:1", "SEQUENCE:2\r\nSTATUS:CANCELLED")), AT)) == {
        "cancelled": 1
    }
    assert hearings(casa)[0].state == State.CANCELLED


def test_an_event_that_a_human_must_settle_is_said_with_its_line(casa, ana) -> None:
    weekly = event("RRULE:FREQ=WEEKLY")
    nameless = event(uid="3", summary="Staff meeting")
    found = bring(casa, calendar(weekly, nameless), AT)
    assert sorted(p.code for p in found.problems) == ["case_number_missing", "recurring"]
    assert hearings(casa) == []


def test_real_calendars_come_in_or_are_refused_with_their_line(casa, ana) -> None:
    brought = refused = 0
    for file in sorted(shared("protocol/ics/calendars").glob("*.ics")):
        try:
            ready = calendar_file.read(file.read_bytes()).entries
            found = bring(casa, file.read_bytes(), datetime(2000, 1, 1, tzinfo=UTC), about=ana.id)
        except Refused as no:
            assert "line" in no.details or no.code == "file_empty", (file.name, no.code)
            refused += 1
        else:
            assert len({one.line for one in [*found.entries, *found.problems]}) <= len(ready) + len(found.problems)
            brought += 1
    assert brought > 80 and refused == 7
    assert len(hearings(casa, ana)) > 30


class Website:
    """Answers with what a test puts there."""

    def __init__(self) -> None:
        self.faults: collections.deque[int | str] = collections.deque()
        self.told = Told(200, b"")
        self.asked: list[str] = []

    def answer(self, asked: Asked) -> Told:
        self.asked.append(asked.path)
        return self.told if asked.path != "/new" else Told(200, b"moved here")


@pytest.fixture
def website(settings: Any) -> Iterator[Any]:
    settings.ALLOW_LOCAL_PROVIDERS = True
    site = Website()
    with serving(site) as port:
        site.url = f"http://127.0.0.1:{port}/list"  # type: ignore[attr-defined]
        yield site


def feed(casa: Any, website: Any, at: datetime = AT) -> Source:
    with acting(casa.sol):
        zone = "America/New_York"
        return actions.add_feed("Newark", website.url, zone=zone, mapping=PLAIN, by=casa.sol, at=at)


def source_now(casa: Any) -> Source:
    with acting(casa.system):
        return Source.objects.get(name="Newark")


def test_a_feed_is_read_when_its_time_has_come(casa, ana, website) -> None:
    website.told = Told(200, rows("A123456789,2027-03-09,9:00,Newark,"))
    feed(casa, website)
    assert jobs.read_sources(casa.id, AT) == 1
    assert jobs.read_sources(casa.id, AT) == 0
    assert [one.starts_at for one in hearings(casa, ana)] == [datetime(2027, 3, 9, 14, tzinfo=UTC)]
    assert (source_now(casa).problem, source_now(casa).read_at) == ("", AT)
    assert jobs.read_sources(casa.id, AT + sources.READ_EVERY) == 1
    assert hearings(casa)[0].last_confirmed_at == AT + sources.READ_EVERY


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (404, "source_not_found"),
        (403, "source_not_allowed"),
        (500, "source_answered_badly"),
        ("drop before", "unreachable"),
    ],
)
def test_a_feed_that_does_not_answer_changes_nothing_and_is_tried_again(casa, ana, website, fault, code) -> None:
    website.told = Told(200, rows("A123456789,2027-03-09,9:00,Newark,"))
    feed(casa, website)
    jobs.read_sources(casa.id, AT)
    website.faults.append(fault)
    after = AT + sources.READ_EVERY
    assert jobs.read_sources(casa.id, after) == 0
    assert (source_now(casa).problem, hearings(casa)[0].state) == (code, State.SCHEDULED)
    assert jobs.read_sources(casa.id, after + sources.TRY_AGAIN) == 1
    assert source_now(casa).problem == ""


def test_a_feed_that_turns_into_a_web_page_loses_no_hearing(casa, ana, website) -> None:
    website.told = Told(200, rows("A123456789,2027-03-09,9:00,Newark,"))
    feed(casa, website)
    jobs.read_sources(casa.id, AT)
    for body in (b"<!doctype html><title>Sign in</title>", b"", HEAD.encode()):
        website.told = Told(200, body)
        jobs.read_sources(casa.id, AT + timedelta(days=1 + website.asked.__len__()))
        assert source_now(casa).problem
    assert hearings(casa)[0].state == State.SCHEDULED


def test_an_answer_without_end_is_cut_off(website, monkeypatch) -> None:
    monkeypatch.setattr(fetching, "LONGEST", 1000)
    website.told = Told(200, b"x" * 5000)
    with pytest.raises(Refused, match="file_too_large"):
        fetching.fetch(website.url)


def test_a_redirection_is_followed(website) -> None:
    website.told = Told(302, b"", {"Location": "/new"})
    assert fetching.fetch(website.url) == b"moved here"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/list",
        "https://localhost/x",
        "webcal://10.0.0.1/a.ics",
        "https://[::1]/",
        "https://db.internal/",
    ],
)
def test_no_private_address_is_asked(url) -> None:
    with pytest.raises(Refused, match="private_address"):
        fetching.fetch(url)


def test_a_public_name_that_leads_inside_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(fetching, "normal_url", lambda address: address)
    with pytest.raises(Refused, match="private_address"):
        fetching.fetch("http://127.0.0.1:1/list")


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "ftp://example.org/a", "https://u:p@example.org/", "https://a b/"]
)
def test_what_is_no_address_of_the_web_is_refused(url) -> None:
    with pytest.raises(Refused, match="bad_url"):
        fetching.normal_url(url)


def test_a_calendars_address_is_asked_by_https() -> None:
    assert fetching.normal_url(" webcal://court.example.org/a.ics ") == "https://court.example.org/a.ics"


def test_a_feed_has_a_name_of_its_own_and_can_be_stopped(casa, website) -> None:
    found = feed(casa, website)
    with pytest.raises(Refused, match="name_taken"):
        feed(casa, website)
    with acting(casa.sol):
        actions.stop_reading(found.id, by=casa.sol, at=AT)
        assert queries.sources_to_read(AT) == []
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        actions.add_feed("X", website.url, by=casa.paz, at=AT)


def test_no_programme_reads_anothers_feed(casa, elsewhere, website) -> None:
    found = feed(casa, website)
    assert jobs.read_sources(elsewhere.id, AT) == 0
    assert sources.read_source(found.id, programme_id=elsewhere.id, at=AT) is None


def test_a_file_is_staged_looked_at_and_applied_once(casa, ana) -> None:
    data, at = rows("A123456789,2027-03-09,9:00,Newark,", "B1,2027-03-09,9:00,X,"), clock.now()
    with acting(casa.luz):
        run = hearing_intake.stage(data, "x.csv", source="Clinic", zone="America/New_York", by=casa.luz, at=at)
        look = hearing_intake.look(run.id, by=casa.luz, at=at)
    assert (counted(look.found), hearings(casa)) == ({"new": 1, "not_ours": 1}, [])
    for _ in range(2):
        done = hearing_intake.apply(run.id, by=casa.luz, at=at)
    assert (done.state, done.counts["new"], done.salt) == ("applied", 1, None)
    assert len(hearings(casa, ana)) == 1


def test_a_broken_calendar_is_refused_with_its_line_before_it_is_kept(casa) -> None:
    with acting(casa.luz), pytest.raises(Refused) as caught:
        data = calendar(event()).replace(b"END:VEVENT", b"")
        hearing_intake.stage(data, "x.ics", source="C", zone="UTC", by=casa.luz, at=clock.now())
    assert "line" in caught.value.details


def test_two_sources_at_the_same_time_make_one_hearing(casa, ana) -> None:
    def one(name: str) -> None:
        data = rows("A123456789,2027-03-09,9:00,Newark,")
        with acting(casa.system):
            courts = directory.court_book()
            read = feed_reading.read(data, mapping=PLAIN, courts=courts, zone="UTC")
            source = sources.of_file(name, Source.Kind.TABLE, zone="UTC", columns=PLAIN, by=casa.system)
            importing.bring_in(read, source=source, courts=courts, complete=True, by=casa.system, at=AT)
        connection.close()

    threads = [threading.Thread(target=one, args=(f"Court {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hearings(casa, ana)) == 1


def test_what_a_look_needs_is_said_by_line(casa, ana) -> None:
    with acting(casa.luz):
        data = rows("A123456789,3/9/2027,9:00,Newark,")
        run = hearing_intake.stage(data, "x.csv", source="Clinic", zone="UTC", by=casa.luz, at=clock.now())
        assert hearing_intake.look(run.id, by=casa.luz, at=clock.now()).found.problems[0].code == "date_order_needed"
        hearing_intake.choose(run.id, PLAIN_MDY, complete=False, by=casa.luz, at=clock.now())
        assert hearing_intake.look(run.id, by=casa.luz, at=clock.now()).found.counts()["new"] == 1


PLAIN_MDY = Mapping(case_number="Case", date="Date", time="Time", place="Court", status="Status", order="mdy")


def test_a_closed_persons_rows_are_nobodys(casa, ana) -> None:
    from amparo.people import actions as people

    with acting(casa.luz):
        people.close(ana.id, why="case_ended", by=casa.luz, at=AT)
    assert counted(bring(casa, rows("A123456789,2027-03-09,9:00,Newark,"), AT, mapping=PLAIN)) == {"not_ours": 1}


def test_a_court_that_is_named_is_the_courts_own_zone_and_place(casa, ana) -> None:
    from amparo.directory import actions as courts
    from tests.conftest import role
    from tests.directory.test_courts import AT as LISTED_AT
    from tests.directory.test_courts import LISTED, published

    with role("owner"):
        courts.import_courts(published(), listed_on=LISTED, at=LISTED_AT)
    mapping = Mapping(case_number="Case", date="Date", time="Time", court_code="Court", status="Status")
    found = bring(casa, rows("A123456789,2027-03-09,9:00,WAS,"), AT, mapping=mapping, zone="UTC")
    [hearing] = hearings(casa, ana)
    assert (found.entries[0].verdict, hearing.court_id, hearing.zone) == (Verdict.NEW, "ANN", "America/New_York")
    bring(casa, rows("A123456789,2027-03-09,9:00,BTV,"), AT, mapping=mapping, zone="America/New_York")
    with acting(casa.system):
        place = queries.place_of(queries.by_id(hearing.id))
    assert (place.court, place.address, place.ask_court) == ("Batavia", "", True)

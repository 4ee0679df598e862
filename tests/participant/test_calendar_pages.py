"""The person's calendar: a month, each date, dates of their own, and another time for a visit; all without script."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from amparo.access.rows import acting
from amparo.checkins.models import Checkin
from amparo.foundation import clock, languages, month_words, wall
from amparo.hearings import actions as hearings
from amparo.participant import calendar_words, months
from amparo.visits import actions
from amparo.visits.models import Appointment, Visit
from tests.conftest import enrol, person_actor
from tests.contracts.world import person_browser
from tests.visits.conftest import PHOENIX, in_days, moment, offer

# As people write: right-to-left in left-to-right, one sign of seven code points, accents of their own, invisible signs.
SCRIPTS = [
    "Doctor موعد الطبيب 10:30",
    "👨‍👩‍👧‍👦 escuela",
    "看医生",
    "q̃ ẽ Avañeʼẽ",
    "a\u200bb\u200dc",
    "<b>x</b>; drop, \\n",
    "Визит к врачу",
]


@pytest.fixture
def phone(ana: Any) -> Client:
    """Ana's phone, signed in, on which she picked English."""
    client = person_browser(ana)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def visit(casa: Any, ana: Any) -> Visit:
    return offer(casa, ana, words="Bring your letters.", where="Room 4")


def own(person: Any, title: str = "Doctor", days: int = 3, **more: Any) -> Appointment:
    by = person_actor(person)
    facts = {"where": "12 Main Street", "starts": in_days(days, 9), "zone": PHOENIX, "key": uuid4()} | more
    with acting(by):
        return actions.add(title=title, **facts, by=by, at=clock.now())


def hearing(casa: Any, person: Any, days: int = 9) -> Any:
    day = in_days(days)
    with acting(casa.luz):
        return hearings.add_by_hand(
            person, day=day.date(), time=day.time(), zone=PHOENIX, place="26 Main Street", by=casa.luz, at=clock.now()
        )


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def month_of(days: int) -> str:
    return f"/my/calendar/?month={in_days(days):%Y-%m}"


# --- the month ---


def test_the_month_shows_dates_of_every_kind(casa: Any, ana: Any, phone: Client, window: Any, visit: Visit) -> None:
    own(ana, days=5), hearing(casa, ana, days=5)
    page = text(phone.get(month_of(5)))
    for words in ("Meeting at our office", "Doctor", "Hearing", "12 Main Street", "26 Main Street"):
        assert words in page
    assert f'<a href="#d{in_days(5):%Y-%m-%d}">' in page
    assert "Check-in" in text(phone.get("/my/calendar/"))


def test_a_check_in_is_marked_on_its_first_day_and_on_its_last(casa: Any, ana: Any, phone: Client, window: Any) -> None:
    begins = datetime(2027, 2, 27, 9, tzinfo=UTC)
    with acting(casa.luz):
        Checkin.objects.filter(id=window.id).update(opens_at=begins, closes_at=begins + timedelta(days=3))
    for month, day in (("2027-02", "2027-02-27"), ("2027-03", "2027-03-02")):
        page = phone.get(f"/my/calendar/?month={month}").content.decode()
        assert page.count(f'id="d{day}"') == 1 and re.findall(r'href="#d([\d-]+)"', page).count(day) == 1
    with acting(casa.luz):
        midnight = wall.instant(datetime(2027, 3, 1), PHOENIX)  # noqa: DTZ001  on the wall
        Checkin.objects.filter(id=window.id).update(closes_at=midnight)
    assert 'id="d2027-03-01"' not in phone.get("/my/calendar/?month=2027-03").content.decode()
    assert 'id="d2027-02-28"' in phone.get("/my/calendar/?month=2027-02").content.decode()


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_the_grid_is_a_table_of_real_days_in_each_language(phone: Client, code: str) -> None:
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    page = phone.get("/my/calendar/?month=2027-02").content.decode()
    days = re.findall(r'<time datetime="(2027-02-\d\d)"', page)
    assert days == [f"2027-02-{day:02}" for day in range(1, 29)]
    heads = re.findall(r'<th scope="col" abbr="([^"]+)">', page)
    assert heads == [languages.spelled_weekday(day, code) for day in month_words.weekdays(code)]
    assert month_words.spelled_month(2027, 2, code) in page


@pytest.mark.parametrize(
    ("code", "first"),
    [("en", 6), ("es", 6), ("pt", 6), ("ht", 0), ("fr", 0), ("ru", 0), ("zh-hans", 0), ("ar", 5)],
)
def test_a_week_begins_where_people_begin_it(code: str, first: int) -> None:
    week = month_words.weeks_of(2027, 3, code)[1]
    assert [day.weekday() for day in week if day] == month_words.weekdays(code)
    assert week[0] is not None and week[0].weekday() == first


@pytest.mark.parametrize(
    "asked", ["2027-13", "0000-01", "1999-01", "9999-12", "x", "２０２７-０３", "2027-03-01", "\0"]
)
def test_a_month_that_is_none_or_far_away_is_this_one(phone: Client, asked: str) -> None:
    today = wall.shown(clock.now(), PHOENIX).date()
    response = phone.get("/my/calendar/", {"month": asked})
    assert response.status_code == 200
    assert month_words.spelled_month(today.year, today.month, "en") in response.content.decode()


def test_a_date_late_in_the_evening_stands_on_the_day_people_live_it(phone: Client, ana: Any) -> None:
    own(ana, days=4, starts=in_days(4, 23, 30))
    page = phone.get(month_of(4)).content.decode()
    assert f'id="d{in_days(4):%Y-%m-%d}"' in page


def test_months_meet_without_a_gap_across_the_year_and_the_clock_change() -> None:
    first = months.Month(2026, 11)
    bounds = [first.beside(n).bounds("America/New_York") for n in range(15)]
    assert all(one[1] == after[0] for one, after in zip(bounds, bounds[1:], strict=False))
    assert first.beside(2) == months.Month(2027, 1)


def test_without_the_vault_the_dates_are_still_there(phone: Client, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from amparo.foundation.errors import Refused

    own(ana)

    def closed(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    monkeypatch.setattr("amparo.privacy.vault.open_text", closed)
    page = text(phone.get(month_of(3)))
    assert "My own date" in page and "Doctor" not in page


# --- where it opens ---


def next_month() -> tuple[str, int]:
    """This month, and how many days it is to the third of the next one."""
    today = in_days(0).date()
    this = months.Month(today.year, today.month)
    return this.value, (this.beside(1).first - today).days + 2


def test_it_opens_where_the_next_date_is(phone: Client, ana: Any) -> None:
    this, days = next_month()
    own(ana, days=days)
    page = text(phone.get("/my/calendar/"))
    assert "Here is your next date." in page and f'id="d{in_days(days):%Y-%m-%d}"' in page
    # "Today" leads to this month all the same, and what was asked for is shown.
    assert f'href="?month={this}"' in page
    assert "Here is your next date." not in text(phone.get(f"/my/calendar/?month={this}"))


def test_without_any_date_to_come_it_opens_on_this_month(phone: Client) -> None:
    page = text(phone.get("/my/calendar/"))
    assert "There is nothing in this month." in page and f'datetime="{in_days(0):%Y-%m-%d}"' in page


def test_a_check_in_that_is_open_now_is_no_past_date(phone: Client, ana: Any, window: Any) -> None:
    own(ana, days=next_month()[1])
    opens = wall.shown(window.opens_at, PHOENIX)
    is_ahead = "Here is your next date." in text(phone.get("/my/calendar/"))
    assert is_ahead == (f"{opens:%Y-%m}" != next_month()[0])


def test_a_date_that_is_off_is_nowhere_to_open(phone: Client, ana: Any) -> None:
    by, gone = person_actor(ana), own(ana, days=next_month()[1])
    with acting(by):
        actions.remove(gone.id, by=by, at=clock.now())
    assert "Here is your next date." not in text(phone.get("/my/calendar/"))


def test_the_month_that_was_asked_for_survives_the_pin(phone: Client) -> None:
    phone.get("/my/leave/")
    asked = phone.get("/my/calendar/?month=2027-01")["Location"]
    assert asked == "/my/it-is-me/?next=%2Fmy%2Fcalendar%2F%3Fmonth%3D2027-01"
    assert 'name="next" value="/my/calendar/?month=2027-01"' in text(phone.get(asked))


# --- what is next ---


def test_visits_and_own_dates_are_among_what_is_next(phone: Client, ana: Any, visit: Visit) -> None:
    own(ana)
    page = text(phone.get("/my/"))
    assert "Meeting at our office" in page and "Look, and say if it suits you" in page
    # Its words stay closed until the person asks for them.
    assert "My own date" in page and "Doctor" not in page


def test_an_open_check_in_stands_before_a_visit_next_week(phone: Client, window: Any, visit: Visit) -> None:
    page = text(phone.get("/my/"))
    assert page.index("You can check in now") < page.index("Meeting at our office")


def test_what_the_person_moves_is_not_next(phone: Client, ana: Any, visit: Visit) -> None:
    by = person_actor(ana)
    with acting(by):
        actions.ask_for_another_time(visit.id, wanted=[in_days(6)], zone=PHOENIX, by=by, at=clock.now())
    assert "Meeting at our office" not in text(phone.get("/my/"))


# --- one date ---


def test_a_visit_says_what_when_where_and_what_to_bring(phone: Client, visit: Visit) -> None:
    page = text(phone.get(f"/my/calendar/visit/{visit.id}/"))
    for words in ("In 5 days", "Main office, 1 Long Street", "Room 4", "Bring your letters.", "60 minutes at most"):
        assert words in page


def test_a_hearing_cannot_be_moved_and_help_is_one_tap_away(phone: Client, casa: Any, ana: Any) -> None:
    page = text(phone.get(f"/my/calendar/hearing/{hearing(casa, ana).id}/"))
    assert "you cannot move it here" in page
    [reply] = re.findall(r'href="(/r/[^"]+)">Tell us: can you go', page)
    assert phone.get(reply).status_code == 200


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("coming", "You told us: you will be there."),
        ("help", "You told us: you need help."),
        ("cannot", "You told us: you cannot make it."),
    ],
)
def test_what_was_answered_stands_beside_the_date(phone: Client, casa: Any, ana: Any, answer: str, words: str) -> None:
    path = f"/my/calendar/hearing/{hearing(casa, ana).id}/"
    [reply] = re.findall(r'href="(/r/[^"]+)"', text(phone.get(path)))
    assert "You told us" not in text(phone.get(path))
    said = text(phone.post(reply, {"answer": answer}))
    assert 'href="/my/"' in said.partition("<main")[2].partition("</main")[0], "the way on to their page"
    assert words in text(phone.get(path)) and words in text(phone.get("/my/"))
    phone.post(reply, {"answer": "coming"})
    assert "you will be there" in text(phone.get(path))


def test_an_answer_that_a_worker_took_up_says_so() -> None:
    assert "took care" in str(calendar_words.said("cannot", settled=True))
    assert "took care" not in str(calendar_words.said("coming", settled=True))
    assert calendar_words.said("", settled=False) == ""


def test_a_date_on_another_clock_says_that_hour_too(phone: Client, casa: Any, ana: Any) -> None:
    visit = offer(casa, ana, zone="America/New_York", starts=datetime.combine(in_days(20).date(), moment(1).time()))
    page = text(phone.get(f"/my/calendar/visit/{visit.id}/"))
    assert "On the clock there it is" in page


@pytest.mark.parametrize("kind", ["hearing", "checkin", "visit", "own", "selfie"])
def test_what_is_somebody_elses_is_nowhere(casa: Any, ana: Any, visit: Visit, kind: str) -> None:
    bea = person_browser(enrol(casa, name="Bea", case_number="A123456780", contacts=[]))
    mine = {"visit": visit.id, "own": own(ana).id, "hearing": hearing(casa, ana).id}
    for path in ("", "date.ics"):
        assert bea.get(f"/my/calendar/{kind}/{mine.get(kind, uuid4())}/{path}").status_code == 404
    assert bea.get(f"/my/calendar/own/{mine['own']}/change/").status_code == 404
    assert bea.post(f"/my/visits/{visit.id}/", {"what": "agree"}).status_code == 404


# --- dates of one's own ---


def form(**more: str) -> dict[str, str]:
    key = str(uuid4())
    return {"title": "Doctor", "where": "", "day": f"{in_days(3):%Y-%m-%d}", "time": "10:30", "key": key} | more


@pytest.mark.parametrize("title", SCRIPTS)
def test_every_script_is_kept_as_it_was_written(phone: Client, ana: Any, title: str) -> None:
    page = phone.post("/my/calendar/new/", form(title=title), follow=True)
    from django.utils.html import escape

    assert page.status_code == 200 and escape(title) in page.content.decode()
    with acting(person_actor(ana)):
        assert title.encode() not in bytes(Appointment.objects.get(person=ana).title)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"title": " "}, "in a few words", id="no title"),
        pytest.param({"title": "x" * 10_000}, "too long", id="ten thousand signs"),
        pytest.param({"title": "a\0b"}, "cannot keep", id="a zero byte"),
        pytest.param({"day": ""}, "a day and an hour", id="no day"),
        pytest.param({"day": "2027-02-30"}, "a day and an hour", id="no such day"),
        pytest.param({"time": "25:00"}, "a day and an hour", id="no such hour"),
        pytest.param({"day": "2020-01-01"}, "has passed", id="the past"),
        pytest.param({"day": "9999-12-31"}, "more than a year", id="the end of time"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(phone: Client, wrong: dict[str, str], words: str) -> None:
    response = phone.post("/my/calendar/new/", form(where="12 Main Street") | wrong)
    page = text(response)
    assert response.status_code == 422 and words in page and 'role="alert"' in page
    assert 'value="12 Main Street"' in page


def test_sent_twice_it_is_one_date(phone: Client, ana: Any) -> None:
    said = form()
    for _ in range(2):
        phone.post("/my/calendar/new/", said)
    with acting(person_actor(ana)):
        assert Appointment.objects.filter(person=ana).count() == 1


def test_it_is_changed_and_taken_away_with_its_words(phone: Client, ana: Any) -> None:
    row = own(ana)
    phone.post(f"/my/calendar/own/{row.id}/change/", form(title="Dentist"))
    assert "Dentist" in text(phone.get(f"/my/calendar/own/{row.id}/"))
    for _ in range(2):
        assert phone.post(f"/my/calendar/own/{row.id}/change/", {"what": "remove"}).status_code == 302
    assert phone.get(f"/my/calendar/own/{row.id}/").status_code == 404
    with acting(person_actor(ana)):
        left = Appointment.objects.get(id=row.id)
    assert (left.title, left.where, left.sequence) == (None, None, 2)


def test_no_worker_opens_a_date_of_ones_own(casa: Any, ana: Any) -> None:
    from amparo.foundation.errors import Refused
    from amparo.visits import queries

    row = own(ana)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        queries.titles([row], ana, by=casa.luz, at=clock.now())


# --- another time ---


def wish(*days: int, note: str = "") -> dict[str, str]:
    said = {"what": "ask", "note": note}
    for n, day in enumerate(days, 1):
        said |= {f"day{n}": f"{in_days(day):%Y-%m-%d}", f"time{n}": "10:00"}
    return said


def test_it_suits_with_one_tap(phone: Client, visit: Visit) -> None:
    page = phone.post(f"/my/visits/{visit.id}/", {"what": "agree"}, follow=True)
    assert "Agreed" in text(page)


def test_three_other_times_are_asked_for_and_taken_back(phone: Client, visit: Visit) -> None:
    page = text(phone.post(f"/my/visits/{visit.id}/", wish(6, 7, 8, note="I work."), follow=True))
    assert "You asked for another time. A person answers you." in page and "I work." in page
    page = text(phone.post(f"/my/visits/{visit.id}/", {"what": "take_back"}, follow=True))
    assert "Agreed" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"what": "ask"}, "a day and an hour", id="nothing"),
        pytest.param({"what": "ask", "day1": "2027-05-05"}, "a day and an hour", id="half"),
        pytest.param(wish(6) | {"note": "y" * 2001}, "too long", id="a long note"),
        pytest.param({"what": "ask", "day1": "2020-01-01", "time1": "10:00"}, "has passed", id="the past"),
        pytest.param({"what": "burn"}, "choose one", id="another word"),
        pytest.param({"what": "take_back"}, "changed meanwhile", id="nothing to take back"),
    ],
)
def test_a_wish_that_is_none_is_said_kindly(phone: Client, visit: Visit, said: dict[str, str], words: str) -> None:
    response = phone.post(f"/my/visits/{visit.id}/", said)
    assert response.status_code == 422 and words in text(response)
    if said.get("day1"):
        assert f'value="{said["day1"]}"' in text(response)


# --- a date as a file ---


def test_a_date_to_add_is_called_as_in_the_messages_and_says_no_more(phone: Client, casa: Any, ana: Any) -> None:
    row = hearing(casa, ana)
    response = phone.get(f"/my/calendar/hearing/{row.id}/date.ics")
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    from amparo.reminders import calendar_update

    assert (event["UID"], event["SUMMARY"]) == (calendar_update.uid_of(row.id), "Appointment")
    assert event.start == row.starts_at
    assert response["Cache-Control"] == "private, no-store" and "attachment" in response["Content-Disposition"]


def test_an_own_date_takes_its_words_along(phone: Client, ana: Any) -> None:
    response = phone.get(f"/my/calendar/own/{own(ana, title='Doctor, 2nd; x').id}/date.ics")
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == "Doctor, 2nd; x"


def test_no_page_of_the_calendar_is_large(phone: Client, ana: Any, visit: Visit) -> None:
    for n in range(3, 20):
        own(ana, days=n)
    for path in (month_of(5), f"/my/calendar/visit/{visit.id}/", "/my/calendar/new/", f"/my/visits/{visit.id}/"):
        response = phone.get(path, headers={"accept-encoding": "gzip"})
        assert len(response.content) <= 14_000, urlsplit(path).path


def test_days_are_counted_on_the_wall() -> None:
    night = wall.instant(
        datetime.combine(date(2027, 3, 13), datetime.min.time()) + timedelta(hours=23), "America/New_York"
    )
    morning = wall.instant(
        datetime.combine(date(2027, 3, 14), datetime.min.time()) + timedelta(hours=8), "America/New_York"
    )
    assert months.days_until(morning, night, "America/New_York") == 1

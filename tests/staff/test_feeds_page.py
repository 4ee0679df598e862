"""Addresses that court dates are read from: looked at before they go live, read, stopped and read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import hearing_intake
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings import actions, importing
from amparo.hearings import queries as hearings
from amparo.hearings.models import Hearing, Source
from tests.outside.web_server import Asked, Told, serving

LIST = "staff:feeds"


class Court:
    """A court's web server: answers with what a test puts there."""

    def __init__(self) -> None:
        import collections

        self.faults: collections.deque[int | str] = collections.deque()
        self.told = Told(200, b"")

    def answer(self, asked: Asked) -> Told:
        return self.told


@pytest.fixture
def court(settings: Any) -> Iterator[Any]:
    settings.ALLOW_LOCAL_PROVIDERS = True
    one = Court()
    with serving(one) as port:
        one.url = f"http://127.0.0.1:{port}/key-9f3c/dates.ics"  # type: ignore[attr-defined]
        yield one


def calendar(*days: str, number: str = "A123-456-789") -> bytes:
    events = [
        f"BEGIN:VEVENT\r\nUID:{n}\r\nSUMMARY:{number} Master hearing\r\n"
        f"DTSTART;TZID=America/New_York:{day}T090000\r\nEND:VEVENT"
        for n, day in enumerate(days)
    ]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", "")).encode()


def on(days: int, form: str = "%Y%m%d") -> str:
    return (clock.now() + timedelta(days=days)).strftime(form)


def asked_for(client: Any, court: Any, name: str = "County calendar") -> Any:
    typed = {"name": name, "url": court.url, "zone": "America/New_York"}
    return client.post(reverse("staff:feed_new"), typed)


def added(client: Any, court: Any) -> str:
    """The address is looked at and applied; the page of the look."""
    court.told = Told(200, calendar(on(30)))
    look = str(asked_for(client, court).url)
    client.post(look + "apply/")
    return look


def source_of(casa: Any) -> Source:
    with acting(casa.luz):
        return Source.objects.get(kind="feed")


def shown(client: Any) -> str:
    return str(client.get(reverse(LIST)).content.decode())


def test_an_empty_list_says_what_to_do(luz: Any) -> None:
    assert "Add the address of a court" in shown(luz)


def test_an_address_is_looked_at_and_goes_live_only_when_applied(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    court.told = Told(200, calendar(on(30)))
    look = str(asked_for(luz, court).url)
    page = luz.get(look).content.decode()
    assert "Ana Lucía Pérez" in page and "read it each hour" in page and "lists every date" not in page
    with acting(casa.luz):
        assert hearings.sources() == [] and hearings.of_person(ana.id) == []
    for _twice in range(2):
        assert luz.post(look + "apply/").status_code == 302
    with acting(casa.luz):
        assert len(hearings.of_person(ana.id)) == 1
        assert hearings.sources_to_read(clock.now()) == [source_of(casa).id]


def test_a_table_has_its_columns_chosen_and_kept_with_the_address(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    table = f"Docket,Fecha,Hora,Sala\nA123456789,{on(30, '%Y-%m-%d')},09:00,4\nA123456789,2026-02-31,09:00,4\n"
    court.told = Told(200, table.encode())
    look = str(asked_for(luz, court).url)
    chosen = {"means-case_number": "Docket", "means-date": "Fecha", "means-time": "Hora", "means-room": "Sala"}
    page = luz.post(look, chosen, follow=True).content.decode()
    assert "There is no such date." in page and "Line 3" in page
    luz.post(look + "apply/")
    assert source_of(casa).columns["room"] == "Sala"
    luz.post(reverse("staff:feed_read", args=[source_of(casa).id]))
    assert source_of(casa).problem == ""


def test_an_address_that_is_not_added_leaves_nothing(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    court.told = Told(200, calendar(on(30)))
    luz.post(str(asked_for(luz, court).url) + "discard/")
    with acting(casa.luz):
        assert hearings.sources() == [] and Hearing.objects.count() == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/a", "This is not an address of the web."),
        ("https://10.0.0.1/a.ics", "lies on a private network"),
    ],
)
def test_an_address_that_may_not_be_read_is_refused_in_words(luz: Any, url: str, said: str) -> None:
    answer = luz.post(reverse("staff:feed_new"), {"name": "County", "url": url})
    assert answer.status_code == 400 and said in answer.content.decode()
    assert url in answer.content.decode()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told(404), "There is nothing at this address."),
        (Told(403), "This address does not let us in."),
        (Told(500), "The address answered with an error."),
        (Told(200, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), "The file may have been cut off."),
        (Told(200, b""), "This file has no rows."),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_kept(luz: Any, casa: Any, court: Any, told: Told, said: str) -> None:
    court.told = told
    answer = asked_for(luz, court)
    assert answer.status_code == 400 and said in answer.content.decode()
    with acting(casa.luz):
        assert hearings.sources() == []


def test_a_name_is_given_once(luz: Any, court: Any, ana: Any) -> None:
    added(luz, court)
    assert "Another source already has this name." in asked_for(luz, court).content.decode()


def test_read_now_says_what_came_in(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    added(luz, court)
    court.told = Told(200, calendar(on(30), on(40)))
    address = reverse("staff:feed_read", args=[source_of(casa).id])
    assert "Read: 1 new, 0 changed" in luz.post(address, follow=True).content.decode()
    assert "Read: 0 new, 0 changed" in luz.post(address, follow=True).content.decode()
    with acting(casa.luz):
        assert len(hearings.of_person(ana.id)) == 2


def test_a_source_that_fails_says_why_and_loses_nothing(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    added(luz, court)
    court.told = Told(404)
    page = luz.post(reverse("staff:feed_read", args=[source_of(casa).id]), follow=True).content.decode()
    assert "It could not be read this time." in page and "There is nothing at its address any more" in page
    with acting(casa.luz):
        assert len(hearings.of_person(ana.id)) == 1


def test_a_reading_that_breaks_half_way_leaves_nothing(
    luz: Any, casa: Any, ana: Any, court: Any, monkeypatch: Any
) -> None:
    court.told = Told(200, calendar(on(30)))
    look = str(asked_for(luz, court).url)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(importing.writing, "write", lambda *args, **more: 1 / 0)
        luz.post(look + "apply/")
    with acting(casa.luz):
        assert hearings.sources() == [] and hearings.of_person(ana.id) == []
    assert "Apply, and read it each hour" in luz.get(look).content.decode()


def test_an_address_is_stopped_and_read_again(luz: Any, casa: Any, ana: Any, court: Any) -> None:
    added(luz, court)
    stop = reverse("staff:feed_stop", args=[source_of(casa).id])
    for _twice in range(2):
        page = luz.post(stop, follow=True).content.decode()
    assert "stopped" in page and "Read again" in page
    assert source_of(casa).read_next_at is None
    luz.post(reverse("staff:feed_read", args=[source_of(casa).id]))
    assert source_of(casa).read_next_at > clock.now()
    assert "Read now" in shown(luz)


def test_the_whole_address_is_shown_nowhere_because_it_may_hold_a_key(luz: Any, court: Any, ana: Any) -> None:
    look = added(luz, court)
    assert "127.0.0.1" in shown(luz)
    assert "key-9f3c" not in shown(luz) + luz.get(look).content.decode()


def test_only_those_who_bring_in_dates_see_and_change_sources(
    luz: Any, omar: Any, casa: Any, court: Any, ana: Any
) -> None:
    from tests.staff.conftest import at_the_door

    added(luz, court)
    key, paz = source_of(casa).id, at_the_door(casa.members["paz"])
    for client, code in ((paz, 403), (omar, 404)):
        assert client.post(reverse("staff:feed_stop", args=[key])).status_code == code
        assert client.post(reverse("staff:feed_read", args=[key])).status_code == code
    assert paz.get(reverse(LIST)).status_code == 403
    assert "County calendar" not in shown(omar)
    with acting(casa.paz), pytest.raises(Refused, match="not_allowed"):
        actions.read_soon(key, by=casa.paz, at=clock.now())
    with pytest.raises(Refused, match="not_allowed"):
        hearing_intake.stage_feed("X", court.url, zone="UTC", by=casa.paz, at=clock.now())

"""What only a browser can tell: keys, the lock on the screen, narrow phones, accessibility, the content policy."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.people import forgetting
from tests.conftest import enrol
from tests.staff.a_full_day import full_day, silence
from tests.staff.browser import barriers, chromium, served
from tests.staff.conftest import PASSWORD, at_the_door, with_password

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("AMPARO_SHOTS")  # a folder, to look at the pages by eye
NAMES = ("Ana Lucía Pérez", "Jean-Baptiste Désir", "فاطمة الحسن", "Wilmer José Gutiérrez Ñandú")


@pytest.fixture
def at_work(casa: Any, monkeypatch: Any) -> Any:
    """Opens a page of Luz's day: `open(width, scheme)` gives (page, address of a page by name, complaints)."""
    # Playwright runs a loop in this thread; Django would take it for its own.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    people = [
        enrol(casa, name=n, case_number=f"A12345678{i}", contacts=[("sms", f"+1305555{i + 300:04d}")])
        for i, n in enumerate(NAMES)
    ]
    made = full_day(casa, people, clock.now())
    with acting(casa.sol):
        made.silence = silence(people[0], clock.now())
    keys = {
        who: at_the_door(with_password(casa.members[who])).cookies["amparo_staff"].value
        for who in ("luz", "ada", "sol")
    }
    with acting(casa.paz):
        forgetting.ask(people[1].id, why="own_wish", by=casa.paz, at=clock.now())
    with served() as site, chromium() as browser:

        def open_page(width: int = 1280, scheme: str = "light", who: str = "luz") -> tuple[Any, list[str]]:
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=site)
            context.add_cookies([{"name": "amparo_staff", "value": keys[who], "url": f"{site}/staff/"}])
            page, complaints = context.new_page(), []
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page, complaints

        open_page.made, open_page.people, open_page.casa = made, people, casa  # type: ignore[attr-defined]
        yield open_page


PLAIN = ("today", "people", "hearings", "concerns", "outages", "feeds", "feed_new", "person_new", "account", "members")


def addresses(at_work: Any) -> list[str]:
    who, made = at_work.people, at_work.made
    return [
        *(reverse(f"staff:{name}") for name in PLAIN),
        reverse("staff:person", args=[who[1].id]),
        reverse("staff:checkin", args=[made.look.id]),
        reverse("staff:hearing_new", args=[who[0].id]),
        reverse("staff:person_change", args=[who[2].id]),
        reverse("staff:text", args=[made.text.id]),
        reverse("staff:concern", args=[made.silence.concern.id]),
        reverse("staff:outreach", args=[made.silence.step.id]),
        reverse("staff:time_asked", args=[made.silence.deferral.id]),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark"), (360, "light"), (1280, "dark")])
def test_every_page_fits_and_has_no_barrier(at_work: Any, width: int, scheme: str) -> None:
    page, complaints = at_work(width, scheme)
    for address in addresses(at_work):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert barriers(page) == [], address
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_an_administrators_pages_fit_and_have_no_barrier(at_work: Any, width: int, scheme: str) -> None:
    page, complaints = at_work(width, scheme, who="ada")
    addresses = [reverse("staff:members"), reverse("staff:forgetting")]
    addresses += [reverse("staff:member", args=[at_work.casa.members[who].id]) for who in ("luz", "ada")]
    addresses += [reverse("staff:forget", args=[person.id]) for person in at_work.people[:2]]
    for address in addresses:
        page.goto(address)
        for one in page.locator("main details").all():
            one.evaluate("one => { one.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert barriers(page) == [], address
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_bringing_in_a_file_fits_and_has_no_barrier(at_work: Any, width: int, scheme: str, tmp_path: Path) -> None:
    day = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    table = tmp_path / "dates.csv"
    table.write_text(f"Case Number,Hearing Date,Hearing Time,Court\nA123456789,{day},09:00,x\nB1,{day},,x\n")
    page, complaints = at_work(width, scheme)
    page.goto(reverse("staff:imports"))
    assert barriers(page) == []
    page.fill("#id_source", "County court")
    page.set_input_files("#id_file", table)
    with page.expect_navigation():
        page.get_by_role("button", name="Look at it").click()
    assert page.get_by_role("heading", name="What would change").is_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark"), (360, "light"), (1280, "dark")])
def test_what_is_asked_and_shown_before_a_file_is_applied_fits(
    at_work: Any, width: int, scheme: str, tmp_path: Path
) -> None:
    page, complaints = at_work(width, scheme, who="sol")

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert barriers(page) == [], name
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)

    def send(table: str, kind: str) -> None:
        (tmp_path / "sent.csv").write_text(table)
        page.goto(reverse("staff:imports"))
        page.select_option("#id_kind", kind)
        page.fill("#id_source", "County court")
        page.set_input_files("#id_file", tmp_path / "sent.csv")
        with page.expect_navigation():
            page.get_by_role("button", name="Look at it").click()

    page.goto(reverse("staff:imports"))
    look("imports")
    people = "Full name,Case,Phone,E-mail,Language,ZIP,Case worker\n"
    people += "Marta Ruiz de la Cruz y Fernández,A111222333,305 555 0166,marta.ruiz@example.org,Spanish,33010,Luz\n"
    people += "=HYPERLINK(x) Paz,A111222334,,,Haitian Creole,33010,\nBo,A1,x,Klingon,00000,\n"
    send(people, "people")
    with page.expect_navigation():
        page.get_by_role("button", name="Show what would change").click()
    assert "Marta Ruiz" in page.inner_text("main") and "kept as text" in page.inner_text("main")
    look("people")
    year = clock.now().year + 1
    send(f"Case Number,Hearing Date,Hearing Time,Court\nA123456780,3/9/{year},09:00,x\nB1,4/9/{year},,x\n", "hearings")
    look("order")
    page.check("#order-dmy")
    page.select_option("#zone", "America/New_York")
    with page.expect_navigation():
        page.get_by_role("button", name="Read the dates so").click()
    assert f"3 Sep {year}" in page.inner_text("main")
    look("order-said")
    page.goto(reverse("staff:link_sheet", args=[at_work.people[0].id]))
    look("shown-once")
    assert complaints == []


def test_pages_turn_for_right_to_left_without_spilling(at_work: Any) -> None:
    page, _ = at_work(360)
    for address in addresses(at_work):
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_a_whole_day_goes_by_keys_alone(at_work: Any) -> None:
    page, _ = at_work()
    page.goto("/staff/")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert page.get_by_role("status").inner_text() == "Marked as taken care of."
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/staff/hearings/")
    page.keyboard.press("/")
    page.keyboard.type("perez")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{at_work.people[0].id}/")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()


def test_a_screen_left_alone_covers_itself_and_keeps_what_was_typed(at_work: Any) -> None:
    page, _ = at_work()
    page.clock.install()
    page.goto(reverse("staff:person_new"))
    page.fill("#id_name", "half a na")
    page.clock.run_for(16 * 60 * 1000)
    assert not page.locator("main").is_visible()
    page.keyboard.press("Escape")
    page.fill("#lock-secret", "a wrong guess")
    page.keyboard.press("Enter")
    page.locator("#lock-wrong").wait_for()
    page.fill("#lock-secret", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("main").wait_for()
    assert page.input_value("#id_name") == "half a na"

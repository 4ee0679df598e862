"""A person's calendar in a browser: a date of their own, a visit moved, a link for their phone, no network."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from tests.journeys.kept_pages import wait_until_kept
from tests.journeys.seeing import picture, sign_in, works_for_everybody


def test_a_date_of_ones_own_a_visit_and_a_link(amparo: Any, ana: Any, new_phone: Any) -> None:
    visit = amparo.ask("visit", person=ana.id)
    page = new_phone().new_page()
    sign_in(page, ana)
    page.click("nav >> text=Calendar")
    page.wait_for_selector("table.days")
    picture(page, "calendar-1-month")
    works_for_everybody(page)

    page.click("text=Add a date of my own")
    page.fill("#title", "Dentist")
    page.fill("#day", visit.day)
    page.fill("#time", "09:30")
    works_for_everybody(page)
    page.click("text=Save")
    page.wait_for_selector("h1:has-text('Dentist')")
    works_for_everybody(page)

    page.goto(f"/my/calendar/visit/{visit.id}/")
    picture(page, "calendar-2-visit")
    works_for_everybody(page)
    page.click("text=I would like another time")
    page.fill("#day1", visit.other)
    page.fill("#time1", "11:00")
    picture(page, "calendar-3-another-time")
    works_for_everybody(page)
    page.click("button:has-text('Ask for another time')")
    page.wait_for_selector("text=A person answers you.")
    works_for_everybody(page)

    page.goto("/my/calendar/link/")
    works_for_everybody(page)
    page.click("text=Make my calendar link")
    page.wait_for_selector("#address")
    picture(page, "calendar-4-link")
    works_for_everybody(page)
    path = "/calendar/" + page.input_value("#address").rpartition("/")[2]
    read = page.request.get(amparo.origin + path)
    summaries = {str(event["SUMMARY"]) for event in Calendar.from_ical(read.body()).walk("VEVENT")}
    assert summaries == {"Appointment", "Reminder"}
    page.goto("/my/calendar/link/")
    page.click("text=End this link now")
    page.wait_for_selector("text=You need no link.")
    assert page.request.get(amparo.origin + path).status == 404


def test_the_calendar_is_there_without_a_network(amparo: Any, ana: Any, kept_phone: Any) -> None:
    page = kept_phone().new_page()
    sign_in(page, ana)
    wait_until_kept(page, "/my/calendar/$")
    amparo.network.cut()
    try:
        page.goto("/my/calendar/")
        assert page.is_visible("table.days") and page.is_visible(".rows a:has-text('Check-in')")
        assert page.evaluate("getComputedStyle(document.querySelector('.days')).tableLayout") == "fixed"
        works_for_everybody(page)
    finally:
        amparo.network.join()

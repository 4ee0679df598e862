"""A reminder that arrives on the phone: shown in neutral words, and a tap leads to our own pages only."""

from __future__ import annotations

import json
from typing import Any

from tests.journeys.seeing import picture, sign_in, works_for_everybody

WORDS = {"tag": "t1", "title": "Casa", "body": "You have an appointment tomorrow.", "url": "https://evil.example/"}


def test_a_reminder_is_shown_once_in_the_words_it_came_with(amparo: Any, ana: Any, new_phone: Any) -> None:
    phone = new_phone(permissions=["notifications"])
    page = phone.new_page()
    session = phone.new_cdp_session(page)
    found: list[Any] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    sign_in(page, ana)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_timeout(100)
    for _ in range(2):
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": amparo.origin, "registrationId": found[-1]["registrationId"], "data": json.dumps(WORDS)},
        )
    shown = page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.ready;
          for (;;) {
            const all = await registration.getNotifications();
            if (all.length) return all.map(({ title, body }) => [title, body]);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }"""
    )
    assert shown == [[WORDS["title"], WORDS["body"]]]


def test_reminders_are_offered_where_the_browser_can_show_them(ana: Any, new_phone: Any) -> None:
    page = new_phone(permissions=["notifications"]).new_page()
    sign_in(page, ana)
    page.wait_for_selector("#reminders:visible")
    picture(page, "43-reminders")
    works_for_everybody(page)
    page.click("#reminders button")
    # This browser has no push service: the person reads so, and that nothing depends on it.
    page.wait_for_selector("#reminders [data-failed]:visible")
    works_for_everybody(page)

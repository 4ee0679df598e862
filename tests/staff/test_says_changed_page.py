"""A worker reads that somebody says they moved or have a new number: on the day, on the check-in, until they asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.checkins.models import Checkin
from amparo.foundation import clock
from tests.checkins.test_submitting import capture_of, send
from tests.participant.conftest import open_window

THEY_SAY = "They say that they moved, or have a new phone number. Ask them, and enter it."


@pytest.fixture
def moved(casa: Any, ana: Any) -> Checkin:
    window = open_window(casa, ana)
    send(ana, window, capture_of(answers={"address_changed": True}, says_changed=True), clock.now())
    return window


def page(client: Any, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"staff:{name}", args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_day_says_it_and_leads_to_the_check_in(luz: Any, moved: Checkin) -> None:
    today = page(luz, "today")
    assert "Says that they moved, or have a new phone number" in today
    assert reverse("staff:checkin", args=[moved.id]) in today
    assert reverse("staff:handled", args=["says_changed", moved.id]) in today


def test_the_check_in_says_it_once_and_leads_to_where_it_is_entered(luz: Any, ana: Any, moved: Checkin) -> None:
    shown = page(luz, "checkin", moved.id)
    assert shown.count(THEY_SAY) == 1 and "Why it needs a look" not in shown
    assert reverse("staff:address_new", args=[ana.id]) in shown
    assert f"{reverse('staff:person', args=[ana.id])}#t-contact" in shown
    assert 'id="t-contact"' in page(luz, "person", ana.id)


def test_the_answers_stay_sealed_until_somebody_opens_them(luz: Any, moved: Checkin) -> None:
    shown = page(luz, "checkin", moved.id)
    assert "Open the answers" in shown and "Have you moved to a new address?" not in shown


def test_taken_care_of_it_is_gone_from_both(luz: Any, moved: Checkin) -> None:
    assert luz.post(reverse("staff:handled", args=["says_changed", moved.id])).status_code == 302
    assert "Says that they moved" not in page(luz, "today")
    assert THEY_SAY not in page(luz, "checkin", moved.id)


def test_where_the_file_is_closed_nothing_can_be_entered(luz: Any, casa: Any, ana: Any, moved: Checkin) -> None:
    luz.post(reverse("staff:close", args=[ana.id]), {"why": "case_ended"})
    with acting(casa.luz):
        ana.refresh_from_db()
    shown = page(luz, "checkin", moved.id)
    assert ana.state == "closed" and THEY_SAY in shown
    assert reverse("staff:address_new", args=[ana.id]) not in shown


def test_a_look_that_comes_anyway_says_it_among_its_reasons(luz: Any, casa: Any, ana: Any, moved: Checkin) -> None:
    with acting(casa.luz):
        Checkin.objects.filter(id=moved.id).update(state="needs_look", looks=["late", "says_changed"])
    today = page(luz, "today")
    assert THEY_SAY in today and "Says that they moved" not in today

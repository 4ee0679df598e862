"""Whose rows a list shows when nobody has said it: whoever looks after nobody sees what Today counts for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.foundation import clock
from tests.staff.a_full_day import full_day, silence


@pytest.fixture
def day(casa: Any, ana: Any) -> Any:
    made = full_day(casa, [ana], clock.now())
    with acting(casa.sol):
        made.silence = silence(ana, clock.now())
    return made


def shown(browser: Any, address: str) -> str:
    return str(browser.get(address).content.decode())


def test_todays_decide_leads_a_supervisor_to_the_question(sol: Any, day: Any) -> None:
    today = shown(sol, reverse("staff:today"))
    link = f"{reverse('staff:hearings')}?who=all"
    assert f'href="{link}#q-{day.question.id}"' in today and f'id="q-{day.question.id}"' in shown(sol, link)


@pytest.mark.parametrize("name", ["hearings", "concerns"])
def test_whoever_looks_after_nobody_sees_the_whole_programme_at_first(sol: Any, day: Any, name: str) -> None:
    page = sol.get(reverse(f"staff:{name}"))
    assert page.context["everybody"] and (page.context.get("asked") or page.context.get("rows"))
    assert not sol.get(reverse(f"staff:{name}"), {"who": "mine"}).context["everybody"]


def test_after_a_decision_the_same_list_is_shown(sol: Any, day: Any) -> None:
    typed = {"decision": "keep", "reason": "The court says so.", "who": "all"}
    answer = sol.post(reverse("staff:hearing_decide", args=[day.question.id]), typed)
    assert answer.url == f"{reverse('staff:hearings')}?who=all"

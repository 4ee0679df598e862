"""Visits in copy: that one is new or changed and when it is, never where nor what about; with the notices alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import representing
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.mandates import queries
from amparo.mandates.models import Mandate, Notice
from amparo.people import queries as people
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.visits.models import Visit
from tests.mandates.conftest import Browser, invited
from tests.mandates.test_representatives import PUBLIC, shown_to
from tests.staff import a_full_day as day

SAID = "Bring the letter about your knee"


def visit(casa: Any, person: Any, kind: str = "home", **facts: Any) -> Visit:
    at = clock.now()
    with acting(casa.sol):
        made = Visit(
            programme_id=casa.id,
            person=person,
            kind=kind,
            day=(at + timedelta(days=4)).date(),
            time=at.time(),
            zone=day.ZONE,
            starts_at=at + timedelta(days=4),
            minutes=60,
            offered_by=casa.sol.id,
            said_at=at,
            changed_at=at,
            **facts,
        )
        made.words = vault.seal(people.subject_of(person), "visits.words", made.id, SAID)
        made.save(force_insert=True)
        return made


def change(casa: Any, row: Visit, **facts: Any) -> None:
    with acting(casa.sol):
        Visit.objects.filter(id=row.id).update(**facts)


def notices(casa: Any) -> list[str]:
    with acting(casa.system):
        return list(Notice.objects.filter(what="visit").order_by("noted_at").values_list("version", flat=True))


def test_a_new_visit_is_noted_once_and_shown_without_where_and_what_about(casa: Any, ana: Any, rita: Any) -> None:
    visit(casa, ana)
    assert representing.tell(casa.id, at=clock.now()) == 1
    assert representing.tell(casa.id, at=clock.now()) == 0
    page = rita.browser.see(rita.mandate, "notices/").content.decode()
    assert "A visit is new, or it changed." in page and "At home" in page and "Offered by the team" in page
    assert SAID not in page and "knee" not in page


def test_each_change_is_told_and_the_latest_says_how_it_stands(casa: Any, ana: Any, rita: Any) -> None:
    row = visit(casa, ana)
    representing.tell(casa.id, at=clock.now())
    change(casa, row, state="cancelled", sequence=1)
    representing.tell(casa.id, at=clock.now())
    assert notices(casa) == ["0.offered", "1.cancelled"]
    page = rita.browser.see(rita.mandate, "notices/").content.decode()
    assert page.count("A visit is new, or it changed.") == 2 and page.count("Cancelled") == 1
    assert page.count("At home") == 1


@pytest.mark.parametrize(
    ("facts", "noted"),
    [
        ({"state": "asked", "wanted": [clock.now() + timedelta(days=6)], "asked_at": clock.now()}, 0),
        ({"state": "agreed"}, 0),
        ({"state": "agreed", "said_by_person": True}, 1),
        ({"state": "cancelled"}, 1),
    ],
    ids=["they asked for another time", "they agreed", "their time was taken", "called off"],
)
def test_what_the_person_said_themselves_is_no_news(
    casa: Any, ana: Any, rita: Any, facts: dict[str, Any], noted: int
) -> None:
    visit(casa, ana, **facts)
    assert representing.tell(casa.id, at=clock.now()) == noted


def test_what_was_there_before_them_is_no_news(casa: Any, ana: Any) -> None:
    visit(casa, ana)
    browser, invitation = Browser(), invited(ana)
    browser.accept(casa, invitation)
    assert representing.tell(casa.id, at=clock.now()) == 0
    assert "A visit" not in browser.see(invitation.mandate_id, "notices/").content.decode()


def test_without_notices_no_visit_exists(casa: Any, ana: Any) -> None:
    """Court dates are granted by their name: nobody who was shown those is shown visits."""
    visit(casa, ana)
    for areas, expected in ((["hearings", "checkins", "documents"], 0), (["notices"], 1)):
        browser, invitation = Browser(), invited(ana, areas=areas)
        browser.accept(casa, invitation)
        seen = {k: n for k, n in shown_to(queries.under(invitation.mandate_id, casa.id)).items() if k not in PUBLIC}
        assert seen.get("visits.Visit", 0) == expected


def test_no_reason_opens_the_words_of_a_visit_and_nothing_of_it_can_be_changed(casa: Any, ana: Any, rita: Any) -> None:
    from django.db import DatabaseError, transaction

    row = visit(casa, ana)
    with acting(casa.system):
        actor = queries.actor_of(Mandate.objects.get(id=rita.mandate))
    item = vault.OpenItem(people.subject_of(ana), "visits.words", row.id, bytes(row.words))
    for why in Purpose:
        with pytest.raises(Refused):
            vault.open_text([item], by=actor, why=why, at=clock.now())
    with acting(queries.under(rita.mandate, casa.id)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Visit.objects.filter(id=row.id).update(state="agreed")
        assert Visit.objects.filter(id=row.id)._raw_delete(using="default") == 0

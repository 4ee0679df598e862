"""A representative gives back what they could see; and what ends by itself when a person's record does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import representing
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing
from amparo.mandates import cookie, inviting, queries, rules
from amparo.mandates.models import Mandate
from amparo.people.models import Person
from amparo.reminders.models import Reminder
from tests.conftest import enrol, person_actor
from tests.mandates.conftest import Browser, invited
from tests.mandates.test_representatives import PUBLIC, end, hearing, kept, shown_to


def give_back(browser: Browser, mandate: Any) -> Any:
    return browser.client.post(f"/rep/people/{mandate}/give-back/")


def told(casa: Any) -> list[str]:
    with acting(casa.system):
        return list(Reminder.objects.filter(kind="way_in").order_by("id").values_list("step", flat=True))


def test_given_back_they_see_nothing_and_the_person_is_told(casa: Any, ana: Any, rita: Any) -> None:
    assert "They are told" in rita.browser.see(rita.mandate, "give-back/").content.decode()
    assert give_back(rita.browser, rita.mandate)["Location"] == "/rep/"
    for what in ("", "hearings/", "documents/", "give-back/"):
        assert rita.browser.see(rita.mandate, what).status_code == 404
    assert "Ana" not in rita.browser.client.get("/rep/").content.decode()
    row = kept(casa, rita.mandate)
    assert (row.ended, row.expires_at) == ("given_back", row.ended_at)
    assert told(casa) == ["new_reader", "reader_left"]


def test_twice_is_once(casa: Any, ana: Any, rita: Any) -> None:
    assert [give_back(rita.browser, rita.mandate).status_code for _ in range(2)] == [302, 302]
    assert told(casa).count("reader_left") == 1


def test_what_the_person_ended_first_stays_ended_by_them(casa: Any, ana: Any, rita: Any) -> None:
    end(ana, rita.mandate)
    assert give_back(rita.browser, rita.mandate).status_code == 302
    assert kept(casa, rita.mandate).ended == "taken_back" and "reader_left" not in told(casa)


def test_after_it_the_persons_end_changes_nothing(casa: Any, ana: Any, rita: Any) -> None:
    give_back(rita.browser, rita.mandate)
    before = kept(casa, rita.mandate)
    end(ana, rita.mandate)
    assert (kept(casa, rita.mandate).ended, kept(casa, rita.mandate).ended_at) == ("given_back", before.ended_at)


def test_both_at_once_one_of_them_ended_it(casa: Any, ana: Any, rita: Any) -> None:
    held = cookie.read(rita.browser.client.cookies["amparo_rep"].value)
    assert held is not None
    me = person_actor(ana)

    def take_back() -> str:
        with acting(me):
            inviting.end(rita.mandate, by=me, at=clock.now())
        return ""

    def give() -> str:
        return "given_back" if representing.give_back(rita.mandate, held=held, at=clock.now()) else ""

    def closing(verb: Any) -> str:
        try:
            return str(verb())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        said = list(both.map(closing, (take_back, give)))
    assert kept(casa, rita.mandate).ended == (said[1] or "taken_back")
    assert told(casa).count("reader_left") == (said[1] == "given_back")


def test_nobody_gives_back_what_another_holds(casa: Any, ana: Any, rita: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other = Browser()
    other.accept(casa, invited(bea))
    assert give_back(other, rita.mandate).status_code == 404
    assert Client().post(f"/rep/people/{rita.mandate}/give-back/")["Location"] == "/rep/sign-in/"
    assert rita.browser.see(rita.mandate).status_code == 200
    # Nor with a seat that was forged: the mandate knows whose it is.
    from amparo.mandates import giving_back

    held = cookie.read(other.client.cookies["amparo_rep"].value)
    assert held is not None
    with acting(casa.system), pytest.raises(Refused, match="not_found"):
        giving_back.give_back(rita.mandate, account_id=held.account_id, at=clock.now())


def test_it_fails_half_way_and_nothing_has_ended(
    casa: Any, ana: Any, rita: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from amparo.reminders import actions as reminders

    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise Refused("not_now")

    with monkeypatch.context() as patch:
        patch.setattr(reminders, "plan", broken)
        assert give_back(rita.browser, rita.mandate).status_code == 503
    assert kept(casa, rita.mandate).ended_at is None
    assert give_back(rita.browser, rita.mandate).status_code == 302


def test_of_two_people_one_is_given_back_and_the_other_stays(casa: Any, ana: Any, elsewhere: Any, rita: Any) -> None:
    eva = enrol(elsewhere, name="Evangelina", case_number="A999888777", contacts=[])
    invitation = invited(eva)
    rita.browser.accept(elsewhere, invitation)
    assert give_back(rita.browser, invitation.mandate_id).status_code == 302
    page = rita.browser.client.get("/rep/").content.decode()
    assert "Ana Lucía Pérez" in page and "Evangelina" not in page
    with acting(elsewhere.system):
        assert Mandate.objects.get(id=invitation.mandate_id).ended == rules.Ended.GIVEN_BACK


# ── a record that does not stand any more: row security alone ──


@pytest.mark.parametrize("state", ["closed", "erasing"])
def test_of_whoever_is_closed_or_forgotten_no_row_exists(casa: Any, ana: Any, rita: Any, state: str) -> None:
    hearing(casa, ana)
    actor = queries.under(rita.mandate, casa.id)
    assert shown_to(actor)["hearings.Hearing"] == 1
    with acting(casa.system):
        Person.objects.filter(id=ana.id).update(state=state)
    assert {label: n for label, n in shown_to(actor).items() if label not in PUBLIC} == {"mandates.Mandate": 1}
    for what in ("", "hearings/", "check-ins/", "notices/", "documents/"):
        assert rita.browser.see(rita.mandate, what).status_code == 404


def test_closed_while_somebody_reads_the_next_statement_finds_nothing(casa: Any, ana: Any, rita: Any) -> None:
    import psycopg

    from amparo.machine import secrets

    hearing(casa, ana)
    with acting(queries.under(rita.mandate, casa.id)):
        assert Hearing.objects.count() == 1 and Person.objects.count() == 1
        with psycopg.connect(secrets.dsn("super")) as beside:
            beside.execute("UPDATE people_person SET state = 'erasing' WHERE id = %s", [ana.id])
        assert Hearing.objects.count() == 0 and Person.objects.count() == 0


def test_of_whoever_is_closed_nothing_is_noted_or_sent_and_nobody_accepts(
    casa: Any, ana: Any, tmp_path: Any, settings: Any
) -> None:
    from amparo.channels import providers

    settings.OUTBOX = str(tmp_path / "outbox.jsonl")
    providers.forget()
    browser, invitation, later = Browser(), invited(ana), invited(ana)
    browser.accept(casa, invitation, address="rita@example.org")
    hearing(casa, ana, days=5)
    with acting(casa.system):
        Person.objects.filter(id=ana.id).update(state="closed")
    assert representing.tell(casa.id, at=clock.now()) == 0
    providers.forget()
    assert not (tmp_path / "outbox.jsonl").exists()
    assert Browser().accept(casa, later).status_code == 422

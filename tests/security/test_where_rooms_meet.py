"""Where one room opens another: what somebody with a right of their own could do beside it, and cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.casework import access_log
from amparo.casework.evidence import facts, period
from amparo.casework.own_copy import gathering
from amparo.foundation import clock
from amparo.households import actions as households
from amparo.households.models import FamilyMember
from amparo.identity import locks
from amparo.identity.checks import LockedBy
from amparo.identity.models import Session
from amparo.mandates.models import Mandate
from amparo.participant.views import family as family_page
from amparo.people import actions as people
from amparo.people.models import Person
from amparo.privacy import retention
from amparo.programme import staffing
from amparo.representative import door as lawyers
from amparo.visits import actions as visits
from amparo.visits import queries as visits_of
from tests import counts
from tests.conftest import enrol, person_actor
from tests.households.conftest import fam as fam
from tests.households.conftest import leaves, listed, made, part, phone_of, sends
from tests.mandates.conftest import Browser
from tests.mandates.conftest import invited as let_see
from tests.mandates.conftest import rita as rita
from tests.participant.conftest import link as link
from tests.participant.conftest import phone as phone
from tests.staff.conftest import at_the_door

CHECK_IN = "/my/family/check-in/"


@pytest.fixture(autouse=True)
def _from_the_start(casa: Any) -> None:
    counts.begin_anew()


def lines_in_the_log(person: Any) -> int:
    me = person_actor(person)
    with acting(me):
        return len(access_log.exported(person, by=me))


# ── the head of a family ──


def test_a_head_floods_nobodys_log_and_still_sends(casa: Any, fam: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family_page, "LISTED_AN_HOUR", 3)
    rosa, before = phone_of(fam.rosa), lines_in_the_log(fam.ana)
    said = [rosa.get(CHECK_IN).status_code for _ in range(6)]
    said += [rosa.post(CHECK_IN, {}).status_code for _ in range(3)]
    assert said == [200] * 3 + [429] * 3 + [200] * 3
    assert lines_in_the_log(fam.ana) == before + 3
    now = fam.windows[fam.ana.id]
    page = rosa.post(CHECK_IN, {"part": str(part(casa, fam.ana).id), "checkin": str(now.id)}).content.decode()
    assert "Thank you. It is sent." in page and "Beto" not in page
    counts.begin_anew()  # an hour later
    assert "Beto" in rosa.get(CHECK_IN).content.decode()


def test_whose_page_is_locked_is_still_sent_for_and_whose_own_is_locked_sends_nothing(casa: Any, fam: Any) -> None:
    rosa = phone_of(fam.rosa)
    with acting(casa.luz):
        locks.lock(fam.ana.id, LockedBy.MEMBER, by=casa.luz, at=clock.now())
    assert "Ana" in [one.name for one in listed(fam.rosa) or []]
    assert sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id) is not None
    with acting(casa.luz):
        locks.lock(fam.rosa.id, LockedBy.MEMBER, by=casa.luz, at=clock.now())
    who = {"part": str(part(casa, fam.beto).id), "checkin": str(fam.windows[fam.beto.id].id)}
    assert rosa.post(CHECK_IN, who).status_code == 401


def test_with_a_link_given_anew_nobody_says_yes_for_the_one_whom_they_would_send_for(casa: Any) -> None:
    """The head may hold it. To say no, and to leave, asks for nothing."""
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    phone = phone_of(child)
    with acting(casa.system):
        Session.objects.filter(person=child).update(settles_at=clock.now() + timedelta(hours=70))
    assert phone.get("/my/family/answer/").status_code == 403
    assert phone.post("/my/family/answer/", {"language": "en"}).status_code == 403
    assert part(casa, child).agreed_at is None
    assert phone.post("/my/family/stop/").status_code == 302
    assert part(casa, child).ended == "said_no"


@pytest.mark.parametrize("settled", [True, False], ids=["after the sweep of families", "before it"])
def test_of_whom_is_forgotten_no_row_says_whose_relative_they_were(casa: Any, fam: Any, settled: bool) -> None:
    """Nameless check-ins of somebody who is known to be Rosa's are not nameless."""
    at, luz = clock.now(), at_the_door(casa.members["luz"])
    people.forget(fam.ana.id, by=casa.system, at=at)
    if settled:
        households.settle(casa.id, at)
    with acting(casa.system):
        assert not FamilyMember.objects.filter(person=fam.ana.id).exists()
    page = luz.get(f"/staff/families/{fam.house.id}/").content.decode()
    assert "Rosa" in page and fam.ana.reference not in page and str(fam.ana.id) not in page
    assert [one.name for one in listed(fam.rosa) or []] == ["Beto"]
    # The head's own row goes with them too, and with it the family.
    people.forget(fam.rosa.id, by=casa.system, at=at)
    assert households.settle(casa.id, at) == 1 and households.settle(casa.id, at) == 0
    row = part(casa, fam.beto)
    assert (row.ended, row.head_called) == ("over", None)
    with acting(casa.system):
        assert list(FamilyMember.objects.values_list("person_id", flat=True)) == [fam.beto.id]


def test_a_part_that_is_over_still_goes_after_its_year(casa: Any, fam: Any) -> None:
    leaves(fam.ana)
    assert retention.sweep(casa.id, clock.now()).get("households.FamilyMember") is None
    later = clock.now() + timedelta(days=366)
    assert retention.sweep(casa.id, later)["households.FamilyMember"] == 1


# ── whoever sees somebody's record in their name ──


def test_a_representative_floods_nobodys_log(casa: Any, ana: Any, rita: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lawyers, "LOOKS_AN_HOUR", 2)
    monkeypatch.setattr(lawyers, "LISTS_AN_HOUR", 2)
    before = lines_in_the_log(ana)
    assert [rita.browser.see(rita.mandate).status_code for _ in range(4)] == [200, 200, 429, 429]
    assert [rita.browser.client.get("/rep/").status_code for _ in range(4)] == [200, 200, 429, 429]
    assert lines_in_the_log(ana) == before + 4
    # Giving it back, and another person, are not shut out by it.
    other = let_see(ana)
    assert Browser().accept(casa, other).status_code == 200
    assert rita.browser.client.post(f"/rep/people/{rita.mandate}/give-back/").status_code == 302


def test_with_a_link_given_anew_nobody_shows_themselves_more_of_a_record(casa: Any, ana: Any, phone: Client) -> None:
    """Staff may have given it to the wrong one, who is named as a friend already."""
    invitation = let_see(ana, areas=["hearings", "notices"])
    Browser().accept(casa, invitation)
    with acting(casa.system):
        now = clock.now()
        Session.objects.update(shown_at=now, settles_at=now + timedelta(hours=70))
    page = f"/my/representatives/{invitation.mandate_id}/"
    assert phone.post(page, {"area": ["hearings", "notices", "documents"]}).status_code == 403
    assert phone.post(page, {"area": ["documents"]}).status_code == 403
    with acting(casa.system):
        assert Mandate.objects.get(id=invitation.mandate_id).areas == ["hearings", "notices"]
    assert phone.post(page, {"area": ["hearings"]}).status_code == 302  # less of it, at once
    with acting(casa.system):
        assert Mandate.objects.get(id=invitation.mandate_id).areas == ["hearings"]
        Session.objects.update(settles_at=None)
    assert phone.post(page, {"area": ["hearings", "documents"]}).status_code == 302


# ── a worker's calendar ──


@pytest.mark.parametrize("how", ["password", "sessions"])
def test_a_workers_calendar_ends_with_the_ways_in_that_an_administrator_ended(casa: Any, how: str) -> None:
    with acting(casa.luz):
        token = visits.make_worker_link(by=casa.luz, at=clock.now())
    at_the_door(casa.members["luz"])
    path = f"/staff/calendar/{token}.ics"
    assert Client().get(path).status_code == 200
    with acting(casa.ada):
        if how == "password":
            staffing.new_first_password(casa.luz.id, by=casa.ada, at=clock.now())
        else:
            assert staffing.end_sessions(casa.luz.id, by=casa.ada, at=clock.now()) == 1
    assert Client().get(path).status_code == 404
    with acting(casa.luz):
        assert visits_of.worker_link(by=casa.luz) is None
        anew = visits.make_worker_link(by=casa.luz, at=clock.now())
    assert Client().get(f"/staff/calendar/{anew}.ics").status_code == 200


def test_who_looks_after_nobody_any_more_has_no_calendar(casa: Any) -> None:
    with acting(casa.luz):
        token = visits.make_worker_link(by=casa.luz, at=clock.now())
    with acting(casa.ada):
        staffing.change_roles(casa.luz.id, ["supervisor"], by=casa.ada, at=clock.now())
    assert Client().get(f"/staff/calendar/{token}.ics").status_code == 404


# ── what one of a family is given about themselves ──


def everything_given_to(person: Any) -> str:
    """Their copy of everything, as a passkey opens it, and their evidence."""
    at, me = clock.now(), person_actor(person)
    with acting(me):
        row = Person.objects.get(id=person.id)
        copy = gathering.gather(row, whole=True, begins_with=0, by=me, at=at, names={})
        pack = facts.gather(person.id, period.offered(at, person.zone), by=me, at=at, words_since=None)
    rows = {label: [(one.clear, one.opened) for one in found] for label, found in copy.rows.items()}
    return f"{rows} {copy.looks} {copy.proof} {pack}"


def test_neither_copy_nor_evidence_of_one_of_a_family_holds_another(casa: Any, fam: Any) -> None:
    own = part(casa, fam.ana)
    sent = sends(fam.rosa, own.id, fam.windows[fam.ana.id].id)
    listed(fam.rosa)
    assert sent is not None
    heads, members = everything_given_to(fam.rosa), everything_given_to(fam.ana)
    of_ana = (sent.number, fam.ana.id, fam.ana.pseudonym, own.id, fam.windows[fam.ana.id].id, "Ana", "Lucía")
    of_rosa = (fam.rosa.id, fam.rosa.pseudonym, fam.rosa.reference, part(casa, fam.rosa).id, "Rosa Pérez")
    of_beto = (fam.beto.id, fam.beto.reference, part(casa, fam.beto).id, "Beto")
    assert [one for one in (*of_ana, *of_beto) if str(one) in heads] == []
    assert [one for one in (*of_rosa, *of_beto) if str(one) in members] == []
    assert str(sent.number) in members and "'head_called': 'Rosa'" in members
    # Who left takes it out of their own copy too, and nothing of it comes to the head.
    leaves(fam.ana)
    assert "'head_called': 'Rosa'" not in everything_given_to(fam.ana)
    assert everything_given_to(fam.rosa).count("FamilyMember") == heads.count("FamilyMember")

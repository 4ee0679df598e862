"""Moving: each verb works, is refused, happens twice, and leaves nothing half done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from amparo.access.rows import acting
from amparo.addresses import actions, queries
from amparo.addresses.models import NewAddress, Telling
from amparo.addresses.rules import State
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.people import actions as people
from tests.conftest import enrol, person_actor

ADDRESS = "12 Pier Road\nApt 4, Bayside, FL 33010"
DAY = timedelta(days=1)


def today() -> date:
    return clock.now().date() - DAY


def moved(person: Any, by: Any = None, **facts: Any) -> NewAddress:
    by = by or person_actor(person)
    said = {"client_id": ids.new(), "address": ADDRESS, "moved_on": today(), "at": clock.now()} | facts
    with acting(by):
        return actions.say(person.id, **said, by=by)


def to_tell(person: Any, office: str) -> Telling:
    with acting(person_actor(person)):
        return Telling.objects.select_related("person").get(person=person, office=office, new_address__ended_at=None)


def done(person: Any, office: str = "court", by: Any = None, **facts: Any) -> Telling:
    by = by or person_actor(person)
    said = {"told_on": today(), "number": "EOIR 77"} | facts
    with acting(by):
        return actions.tell(to_tell(person, office).id, **said, by=by, at=clock.now())


def test_a_new_address_is_sealed_and_counts_at_once(casa: Any, ana: Any) -> None:
    made = moved(ana)
    assert b"Pier" not in bytes(made.address)
    with acting(casa.luz):
        assert queries.address_of(queries.current(ana.id), by=casa.luz, at=clock.now()) == ADDRESS


def test_every_office_has_its_clock_on_the_persons_own_wall(ana: Any) -> None:
    at = datetime(2026, 11, 9, 20, tzinfo=UTC)
    moved(ana, moved_on=date(2026, 11, 9), at=at)
    court, uscis, school = (to_tell(ana, office) for office in ("court", "uscis", "school"))
    assert (court.last_day, uscis.last_day, school.last_day) == (date(2026, 11, 17), date(2026, 11, 19), None)
    # Phoenix is seven hours behind.
    assert court.due_at.isoformat() == "2026-11-18T07:00:00+00:00"


def test_the_same_form_again_is_one_move(ana: Any) -> None:
    client_id = ids.new()
    assert moved(ana, client_id=client_id).id == moved(ana, client_id=client_id, address="elsewhere 9").id
    with acting(person_actor(ana)):
        assert NewAddress.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        pytest.param({"address": " \u200b "}, "address_missing", id="nothing to be seen"),
        pytest.param({"address": "x" * 10_000}, "too_long", id="ten thousand letters"),
        pytest.param({"moved_on": date(2200, 1, 1)}, "day_too_far", id="a day far ahead"),
        pytest.param({"moved_on": date(1999, 1, 1)}, "day_too_long_ago", id="a day long ago"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(ana: Any, wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        moved(ana, **wrong)
    with acting(person_actor(ana)):
        assert (NewAddress.objects.count(), Telling.objects.count()) == (0, 0)


def test_a_flood_of_moves_is_stopped(ana: Any) -> None:
    for _ in range(actions.MOST_A_DAY):
        moved(ana)
    with pytest.raises(Refused, match="too_many_moves"):
        moved(ana)


def test_nobody_says_where_somebody_else_lives(casa: Any, ana: Any, elsewhere: Any) -> None:
    other = enrol(casa)
    for by, code in ((person_actor(other), "unknown_person"), (elsewhere.luz, "unknown_person"), (casa.teo, "not_all")):
        with pytest.raises(Refused, match=code):
            moved(ana, by=by)


def test_a_worker_writes_it_down_and_has_seen_it(casa: Any, ana: Any) -> None:
    assert moved(ana, by=casa.luz).seen_by == casa.luz.id


def test_a_second_move_overtakes_what_was_open_and_keeps_what_was_done(ana: Any) -> None:
    first = moved(ana)
    done(ana)
    moved(ana, address="99 Other Street")
    with acting(person_actor(ana)):
        states = dict(Telling.objects.filter(new_address=first).values_list("office", "state"))
        assert NewAddress.objects.filter(ended_at=None).count() == 1
    assert states.pop("court") == State.DONE and set(states.values()) == {State.OVERTAKEN}


def test_an_office_is_told_with_a_day_and_a_proof(casa: Any, ana: Any) -> None:
    moved(ana)
    row = done(ana, note="by post", picture=b"webp")
    with acting(casa.luz):
        kept = queries.proofs([row], row.person, by=casa.luz, at=clock.now())[row.id]
        assert (kept.number, kept.note) == ("EOIR 77", "by post")
        assert queries.picture(row, by=casa.luz, at=clock.now()) == b"webp"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        pytest.param({"number": " "}, "proof_missing", id="nothing that shows it"),
        pytest.param({"number": "\u200d"}, "proof_missing", id="a proof that nobody sees"),
        pytest.param({"told_on": date(2200, 1, 1)}, "day_not_yet", id="a day that has not come"),
        pytest.param({"told_on": date(1999, 1, 1)}, "day_too_long_ago", id="long before they moved"),
        pytest.param({"note": "x" * 10_000}, "too_long", id="ten thousand letters"),
        pytest.param({"picture": b"x" * 3_000_000}, "too_large", id="a picture we did not write anew"),
    ],
)
def test_without_a_proof_nothing_is_told(ana: Any, wrong: dict[str, Any], code: str) -> None:
    moved(ana)
    with pytest.raises(Refused, match=code):
        done(ana, **wrong)
    assert to_tell(ana, "court").state == State.OPEN


def test_a_proof_is_added_to_and_never_replaced(casa: Any, ana: Any) -> None:
    moved(ana)
    first = done(ana)
    again = done(ana, number="other", note="the slip came back", told_on=today() - DAY)
    with acting(casa.luz):
        kept = queries.proofs([again], again.person, by=casa.luz, at=clock.now())[again.id]
    assert (kept.number, kept.note, again.told_on) == ("EOIR 77", "the slip came back", first.told_on)


def test_a_colleague_marks_it_with_a_reason_only(casa: Any, ana: Any) -> None:
    moved(ana)
    with pytest.raises(Refused, match="reason_missing"):
        done(ana, by=casa.luz)
    row = done(ana, by=casa.luz, note="I sent the form with her")
    assert (row.state, row.state_by) == (State.DONE, casa.luz.id)


def test_what_must_be_told_is_left_out_for_a_reason_only(ana: Any) -> None:
    moved(ana)
    me = person_actor(ana)
    with acting(me):
        with pytest.raises(Refused, match="reason_missing"):
            actions.leave_out(to_tell(ana, "court").id, by=me, at=clock.now())
        assert actions.leave_out(to_tell(ana, "school").id, by=me, at=clock.now()).state == State.NOT_NEEDED
        actions.leave_out(to_tell(ana, "court").id, reason="My case has ended", by=me, at=clock.now())


def test_only_the_person_takes_a_proof_back(casa: Any, ana: Any) -> None:
    moved(ana)
    row = done(ana)
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        actions.take_back(row.id, by=casa.luz, at=clock.now())
    me = person_actor(ana)
    for _ in range(2):
        with acting(me):
            assert actions.take_back(row.id, by=me, at=clock.now()).number is None


def test_help_is_asked_once_and_taken_care_of_once(casa: Any, ana: Any) -> None:
    moved(ana)
    me, court = person_actor(ana), to_tell(ana, "court")
    with acting(me):
        first = actions.ask_help(court.id, by=me, at=clock.now()).help_asked_at
        assert actions.ask_help(court.id, by=me, at=clock.now()).help_asked_at == first
    with acting(casa.luz):
        actions.handle_help(court.id, by=casa.luz, at=clock.now())
        with pytest.raises(Refused, match="already_handled"):
            actions.handle_help(court.id, by=casa.luz, at=clock.now())


def test_somebody_elses_telling_does_not_exist(casa: Any, ana: Any, elsewhere: Any) -> None:
    moved(ana)
    row, other = to_tell(ana, "court"), person_actor(enrol(casa))
    for by in (other, elsewhere.luz):
        with acting(by), pytest.raises(Refused, match="unknown_telling"):
            actions.tell(row.id, told_on=today(), number="1", by=by, at=clock.now())


def test_postgresql_takes_no_telling_without_a_proof(ana: Any) -> None:
    moved(ana)
    with pytest.raises(IntegrityError), acting(person_actor(ana)), transaction.atomic():
        Telling.objects.filter(office="court").update(state=State.DONE)


def test_a_former_address_is_gone_after_a_year_with_its_tellings(casa: SimpleNamespace, ana: Any) -> None:
    moved(ana)
    moved(ana, address="99 Other Street")
    later = clock.now() + timedelta(days=366)
    with acting(casa.system):
        assert actions.let_go_former(casa.id, by=casa.system, at=later) == 1
        assert NewAddress.objects.filter(person=ana).count() == 1
        assert set(Telling.objects.filter(person=ana).values_list("state", flat=True)) == {State.OPEN}


def test_forgetting_the_person_forgets_where_they_live(casa: Any, ana: Any) -> None:
    moved(ana)
    at = clock.now()
    with acting(casa.luz):
        people.close(ana.id, why="own_wish", by=casa.luz, at=at)
    people.forget(ana.id, by=casa.system, at=at + timedelta(days=400))
    with acting(casa.system):
        assert not NewAddress.objects.filter(person=ana).exists()

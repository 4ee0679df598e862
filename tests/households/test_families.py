"""A family from the first word to the last: who is asked, who says yes, who is sent for, and who leaves silently."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from amparo.access import gate
from amparo.access.actor import Actor, Kind
from amparo.access.permissions import Permission
from amparo.access.rows import acting
from amparo.access.rules import TABLE
from amparo.casework import access_log, consents, family
from amparo.casework.evidence import document, facts, period
from amparo.checkins import actions as checkins
from amparo.checkins import receipt
from amparo.checkins.models import Checkin, CheckinMove, Submission
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.households import actions, queries, rules
from amparo.households.models import FamilyMember, Household
from amparo.people import actions as people
from amparo.people import consent_words
from amparo.people.models import Consent, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.reminders.models import Reminder
from tests.checkins.test_submitting import capture_of
from tests.conftest import enrol, person_actor
from tests.households.conftest import leaves, listed, made, part, says_yes, sends, window

# ── setting up ──


def test_each_is_asked_and_nothing_can_be_sent_before_they_said_yes(casa: Any, fam: Any) -> None:
    head = enrol(casa, name="Inés Ruiz", case_number="A3", contacts=[])
    child = enrol(casa, name="Teo Ruiz", case_number="A4", contacts=[])
    made(casa, head, child)
    now = window(casa, child)
    assert listed(head) is None  # the head has not said yes either
    says_yes(head)
    assert listed(head) == []
    assert sends(head, part(casa, child).id, now.id) is None
    says_yes(child)
    assert [one.name for one in listed(head) or []] == ["Teo"]


def test_without_the_heads_yes_nothing_is_sent(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    says_yes(child)
    now = window(casa, child)
    assert sends(head, part(casa, child).id, now.id) is None


@pytest.mark.parametrize("who", ["teo", "paz", "ada"])
def test_only_who_has_all_of_them_on_their_work_sets_a_family_up(casa: Any, who: str) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    with pytest.raises(Refused, match="not_allowed"):
        made(casa, head, child, by=getattr(casa, who))


def test_one_who_is_anothers_is_enough_to_refuse(casa: Any) -> None:
    mine, theirs = enrol(casa, case_number="A3", contacts=[]), enrol(casa, worker="teo", case_number="A4", contacts=[])
    with pytest.raises(Refused, match="not_allowed"):
        made(casa, mine, theirs)
    made(casa, mine, theirs, by=casa.sol)


def test_nobody_of_another_programme_can_be_in_it(casa: Any, elsewhere: Any) -> None:
    mine, theirs = enrol(casa, case_number="A3", contacts=[]), enrol(elsewhere, case_number="A4", contacts=[])
    with pytest.raises(Refused, match="no_such_reference"):
        made(casa, mine, theirs)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"why": "because"}, "why_missing"),
        ({"days": 91}, "days_missing"),
        ({"days": -1}, "days_missing"),
        ({"person_ids": []}, "too_few"),
        ({"head_id": ids.new()}, "head_missing"),
    ],
)
def test_what_cannot_be_is_refused(casa: Any, said: dict[str, Any], code: str) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    known: dict[str, Any] = {"person_ids": [head.id, child.id], "head_id": head.id, "why": "they_asked", "days": 30}
    known |= said
    who, leads = known.pop("person_ids"), known.pop("head_id")
    with pytest.raises(Refused, match=code), acting(casa.luz):
        actions.set_up(who, leads, called={}, by=casa.luz, at=clock.now(), **known)


def test_nobody_is_in_two_families(casa: Any, fam: Any) -> None:
    other = enrol(casa, case_number="A9", contacts=[])
    with pytest.raises(Refused, match="in_a_family"):
        made(casa, other, fam.ana)
    with acting(casa.system):
        assert Household.objects.count() == 1  # half a family is left by nobody


def test_no_family_lasts_longer_than_ninety_days(casa: Any, fam: Any) -> None:
    with pytest.raises(DatabaseError), acting(casa.sol):
        Household.objects.filter(id=fam.house.id).update(until=clock.now() + timedelta(days=92))


# ── saying yes ──


def test_the_words_are_kept_as_they_were_shown(casa: Any, fam: Any) -> None:
    with acting(casa.system):
        kept = {row.person_id: row for row in Consent.objects.filter(withdrawn_at=None)}
    ana, rosa = kept[fam.ana.id], kept[fam.rosa.id]
    assert (ana.what, ana.language, ana.given_how) == ("family", "es", "on_own_page")
    assert ana.words == consent_words.shown("family", "es", programme="Casa")
    assert (rosa.what, rosa.recorded_by) == ("family_head", rosa.person_id)


def test_said_twice_it_is_one_yes(casa: Any, fam: Any) -> None:
    before = part(casa, fam.ana).agreed_at
    says_yes(fam.ana)
    assert part(casa, fam.ana).agreed_at == before
    with acting(casa.system):
        assert Consent.objects.filter(person=fam.ana).count() == 1


def test_a_worker_writes_down_a_yes_said_before_them(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    with acting(casa.luz):
        actions.agree(child.id, by=casa.luz, at=clock.now())
    with acting(casa.system):
        kept = Consent.objects.get(person=child)
    assert (kept.given_how, kept.recorded_by) == ("in_person", casa.luz.id)


def test_over_a_no_only_the_person_can_say_yes(casa: Any, fam: Any) -> None:
    leaves(fam.ana)
    other = enrol(casa, case_number="A9", contacts=[])
    made(casa, other, fam.ana)
    with pytest.raises(Refused, match="said_no_before"), acting(casa.luz):
        actions.agree(fam.ana.id, by=casa.luz, at=clock.now())
    assert part(casa, fam.ana).agreed_at is None
    says_yes(fam.ana)
    assert part(casa, fam.ana).agreed_at is not None


def test_nobody_is_made_head_of_somebody_who_said_no(casa: Any, fam: Any) -> None:
    leaves(fam.ana)
    leaves(fam.rosa)
    with pytest.raises(Refused, match="said_no"):
        made(casa, fam.rosa, fam.ana)
    made(casa, fam.rosa, fam.beto)  # he had said nothing


def test_whoever_said_no_to_being_head_is_not_asked_again_at_once(casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    leaves(head)
    with pytest.raises(Refused, match="said_no"):
        made(casa, head, child)
    made(casa, child, head)  # to be one of it is another question
    leaves(child)
    monkeypatch.setattr(rules, "ASK_AGAIN", timedelta(0))
    made(casa, head, child)


def test_nobody_says_yes_for_somebody_else(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    me = person_actor(head)
    with pytest.raises(Refused, match="unknown_person"), acting(me):
        actions.agree(child.id, by=me, at=clock.now())
    with pytest.raises(Refused, match="not_allowed"), acting(casa.teo):
        actions.agree(child.id, by=casa.teo, at=clock.now())


def test_a_yes_that_fails_half_way_leaves_nothing(casa: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions.consent_words, "read_in", broken)
    with pytest.raises(RuntimeError):
        says_yes(child)
    with acting(casa.system):
        assert not Consent.objects.filter(person=child).exists()
    assert part(casa, child).agreed_at is None


# ── sending ──


def test_the_head_sees_first_names_and_until_when_and_the_member_reads_that_they_saw(casa: Any, fam: Any) -> None:
    shown = {one.name: one for one in listed(fam.rosa) or []}
    assert sorted(shown) == ["Ana", "Beto"]
    assert shown["Ana"].closes_at == fam.windows[fam.ana.id].closes_at
    me = person_actor(fam.ana)
    with acting(me):
        looks = access_log.read(fam.ana, by=me, at=clock.now()).looks
    assert [(look.kind, look.fields, look.purpose) for look in looks if look.kind == "head"] == [
        ("head", ("households.called",), "family_list")
    ]


def test_the_member_holds_a_receipt_of_their_own_that_says_who_sent_it(casa: Any, fam: Any) -> None:
    sent = sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id)
    with acting(person_actor(fam.ana)):
        row = Submission.objects.get(person=fam.ana)
        assert Checkin.objects.get(id=fam.windows[fam.ana.id].id).state == "done"
        move = CheckinMove.objects.get(person=fam.ana)
    said = receipt.read(bytes(row.receipt))
    assert sent is not None and (said.number, said.received_at) == (sent.number, sent.at)
    assert said.person_ref == receipt.person_ref(fam.ana.pseudonym) and said.on_time
    assert row.sent_by == part(casa, fam.ana).id and row.identity == "family" and not row.signed_in
    assert row.answers is None and row.place is None
    assert (move.by_kind, move.by_id) == ("head", row.sent_by)
    assert [one.name for one in listed(fam.rosa) or []] == ["Beto"]


def test_twice_is_one(casa: Any, fam: Any) -> None:
    who, now = part(casa, fam.ana).id, fam.windows[fam.ana.id].id
    first, second = sends(fam.rosa, who, now), sends(fam.rosa, who, now)
    assert first is not None and first == second
    with acting(casa.system):
        assert Submission.objects.get(person=fam.ana).replays == 1


def test_many_at_once_are_one(casa: Any, fam: Any) -> None:
    who, now, found = part(casa, fam.ana).id, fam.windows[fam.ana.id].id, []

    def once() -> None:
        try:
            found.append(sends(fam.rosa, who, now))
        finally:
            connection.close()

    threads = [threading.Thread(target=once) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 6 and len(set(found)) == 1 and found[0] is not None
    with acting(casa.system):
        assert Submission.objects.filter(person=fam.ana).count() == 1


def test_what_was_still_to_be_said_about_it_is_said_no_more(casa: Any, fam: Any) -> None:
    now = fam.windows[fam.ana.id]
    with acting(casa.system):
        Reminder.objects.create(
            programme_id=casa.id, person=fam.ana, kind="checkin", about_id=now.id, step="-2h",
            send_at=clock.now() + timedelta(hours=5), state="planned", starts_at=now.closes_at, zone=fam.ana.zone,
            not_after=now.closes_at,
        )  # fmt: skip
    sends(fam.rosa, part(casa, fam.ana).id, now.id)
    with acting(casa.system):
        assert not Reminder.objects.filter(about_id=now.id, state="planned").exists()


def test_the_member_still_checks_in_by_themselves_after_the_head_did(casa: Any, fam: Any) -> None:
    now, me = fam.windows[fam.ana.id], person_actor(fam.ana)
    sends(fam.rosa, part(casa, fam.ana).id, now.id)
    with acting(me):
        checkins.submit(now.id, capture=capture_of(wants_help=True), by=me, at=clock.now())
        assert Submission.objects.filter(person=fam.ana).count() == 2
        assert Checkin.objects.get(id=now.id).wants_help


def test_what_fails_half_way_leaves_nothing(casa: Any, fam: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(family.reminders, "cancel", broken)
    with pytest.raises(RuntimeError):
        sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id)
    with acting(casa.system):
        assert not Submission.objects.filter(person=fam.ana).exists()
        assert Checkin.objects.get(id=fam.windows[fam.ana.id].id).state == "due"


@pytest.mark.parametrize("when", ["before", "after", "planned later"])
def test_only_a_window_that_is_open_now_is_sent_for(casa: Any, fam: Any, when: str) -> None:
    sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id)
    at = {"before": 72, "after": -72, "planned later": 5}[when]
    state = "unanswered" if when == "after" else "planned"
    other = window(casa, fam.ana, opens=clock.now() + timedelta(hours=at), state=state, hours=24)
    assert [one.name for one in listed(fam.rosa) or []] == ["Beto"]
    assert sends(fam.rosa, part(casa, fam.ana).id, other.id) is None


def test_the_evidence_says_who_sent_it_and_nothing_of_the_family(casa: Any, fam: Any) -> None:
    sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id)
    at, me = clock.now(), person_actor(fam.ana)
    with acting(me):
        told = facts.gather(fam.ana.id, period.offered(at, fam.ana.zone), by=me, at=at)
    (window_,) = told["checkins"]
    assert [row["by_head"] for row in window_["receipts"]] == [True]
    assert [move["by"] for move in window_["moves"]] == ["head"]
    page = document.html(told, digest="d", key_url="k")
    assert "Sent by the head of the family, as the person had agreed" in page and "Rosa" not in page


# ── the head learns nothing ──


def nothing_said(head: Any, who: Any, now: Any) -> tuple[Any, Any]:
    """What the head sees of one member: in the list, and from a page that was open before."""
    return [one.part_id for one in listed(head) or [] if one.part_id == who], sends(head, who, now)


def test_leaving_looks_like_having_checked_in(casa: Any, fam: Any) -> None:
    who, now, me = part(casa, fam.ana).id, fam.windows[fam.ana.id].id, person_actor(fam.ana)
    other, later = part(casa, fam.beto).id, fam.windows[fam.beto.id].id
    leaves(fam.ana)
    with acting(person_actor(fam.beto)):
        checkins.submit(later, capture=capture_of(), by=person_actor(fam.beto), at=clock.now())
    assert nothing_said(fam.rosa, who, now) == nothing_said(fam.rosa, other, later) == ([], None)
    with acting(me):
        assert not Submission.objects.exists()  # nothing was kept of the try
        assert Checkin.objects.get(id=now).state == "due"  # and they are still asked themselves


def test_what_the_head_sent_is_answered_as_before_also_after_they_left(casa: Any, fam: Any) -> None:
    """Sending once more from an old page must not tell who has left."""
    who, now = part(casa, fam.ana).id, fam.windows[fam.ana.id].id
    first = sends(fam.rosa, who, now)
    leaves(fam.ana)
    assert sends(fam.rosa, who, now) == first is not None


def test_leaving_writes_no_line_into_the_heads_log_nor_looking(casa: Any, fam: Any) -> None:
    rosa = person_actor(fam.rosa)
    with acting(rosa):
        before = access_log.exported(fam.rosa, by=rosa)
    me = person_actor(fam.ana)
    with acting(me):
        mine = queries.part_of(fam.ana.id, clock.now())
        assert mine is not None
        assert queries.head_called(mine, fam.ana, by=me, at=clock.now()) == "Rosa"
    leaves(fam.ana)
    with acting(rosa):
        assert access_log.exported(fam.rosa, by=rosa) == before


def test_of_whom_nothing_can_be_sent_no_name_is_opened(casa: Any, fam: Any) -> None:
    me = person_actor(fam.ana)
    leaves(fam.ana)
    listed(fam.rosa)
    with acting(me):
        assert all(look.kind != "head" for look in access_log.read(fam.ana, by=me, at=clock.now()).looks)


# ── leaving ──


def test_who_leaves_takes_back_their_consent_and_their_name_is_gone(casa: Any, fam: Any) -> None:
    leaves(fam.ana)
    row = part(casa, fam.ana)
    assert (row.ended, row.called, row.head_called) == ("left", None, None)
    with acting(casa.system):
        assert Consent.objects.get(person=fam.ana).withdrawn_at is not None
    leaves(fam.ana)  # twice is once


def test_who_was_only_asked_says_no(casa: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    leaves(child)
    assert part(casa, child).ended == "said_no"
    with pytest.raises(Refused, match="no_family"):
        says_yes(child)


def test_stopping_it_among_what_they_agreed_to_is_leaving(casa: Any, fam: Any) -> None:
    me = person_actor(fam.ana)
    with acting(me):
        (agreed,) = consents.of(fam.ana)
        consents.stop(fam.ana, agreed.id, by=me, at=clock.now())
    assert part(casa, fam.ana).ended == "left"


def test_consent_taken_back_by_whatever_way_ends_the_part_in_the_database(casa: Any, fam: Any) -> None:
    as_head = queries.acts_for(part(casa, fam.ana))
    with acting(casa.system):
        people.withdraw_consent(fam.ana.id, "family", how="x", by=casa.system, at=clock.now())
    assert part(casa, fam.ana).ended == "left"
    with acting(as_head):
        assert not Checkin.objects.exists()


def test_if_the_head_leaves_nobody_is_sent_for(casa: Any, fam: Any) -> None:
    who = part(casa, fam.ana).id
    leaves(fam.rosa)
    assert listed(fam.rosa) is None
    assert sends(fam.rosa, who, fam.windows[fam.ana.id].id) is None
    assert part(casa, fam.ana).ended == "over"
    with acting(casa.system):
        assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_a_member_cannot_make_another_leave(casa: Any, fam: Any) -> None:
    me = person_actor(fam.rosa)
    with pytest.raises(Refused, match="unknown_person"), acting(me):
        actions.leave(fam.ana.id, by=me, at=clock.now())  # for her nobody else exists
    assert part(casa, fam.ana).ended_at is None


def test_who_leaves_while_it_is_being_sent_is_out_after_it_and_not_half_way(casa: Any, fam: Any) -> None:
    who, now, order = part(casa, fam.ana).id, fam.windows[fam.ana.id].id, []
    held, go = threading.Event(), threading.Event()

    def slow() -> None:
        me = person_actor(fam.rosa)
        try:
            with acting(me):
                assert family.send(who, now, language="en", by=me, at=clock.now())
                held.set()
                go.wait(5)
                order.append("sent")
        finally:
            connection.close()

    def leaving() -> None:
        try:
            leaves(fam.ana)
            order.append("left")
        finally:
            connection.close()

    first = threading.Thread(target=slow)
    first.start()
    assert held.wait(10)
    second = threading.Thread(target=leaving)
    second.start()
    second.join(0.5)
    assert second.is_alive()
    go.set()
    first.join(10)
    second.join(10)
    assert order == ["sent", "left"] and part(casa, fam.ana).ended == "left"


def test_who_left_just_before_is_not_sent_for_although_it_was_begun(
    casa: Any, fam: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row security looks again when the check-in is kept, whatever the code believed."""
    real, who = family.queries.sent_for_by, part(casa, fam.ana)
    believed = real
    with acting(casa.system):
        stale = [row for row in real(fam.rosa.id, clock.now()) if row.id == who.id]
    leaves(fam.ana)
    believed = lambda *_: stale  # noqa: E731
    monkeypatch.setattr(actions.queries, "sent_for_by", believed)
    assert sends(fam.rosa, who.id, fam.windows[fam.ana.id].id) is None
    with acting(casa.system):
        assert not Submission.objects.filter(person=fam.ana).exists()


# ── the end ──


def test_renewed_it_counts_anew_from_today(casa: Any, fam: Any) -> None:
    at = clock.now() + timedelta(days=80)
    with acting(casa.luz):
        actions.renew(fam.house.id, why="one_phone", days=60, by=casa.luz, at=at)
        row = queries.one(fam.house.id)
    assert (row.until, row.renewals, row.renewed_by) == (at + timedelta(days=60), 1, casa.luz.id)


@pytest.mark.parametrize(
    ("said", "code"), [({"why": ""}, "why_missing"), ({"days": 365}, "days_missing"), ({"by": "teo"}, "not_allowed")]
)
def test_what_cannot_be_renewed_is_refused(casa: Any, fam: Any, said: dict[str, Any], code: str) -> None:
    by = getattr(casa, said.pop("by", "luz"))
    with pytest.raises(Refused, match=code), acting(by):
        actions.renew(fam.house.id, **({"why": "one_phone", "days": 30} | said), by=by, at=clock.now())


def test_what_is_over_is_not_renewed(casa: Any, fam: Any) -> None:
    leaves(fam.rosa)
    with pytest.raises(Refused, match="not_allowed|household_over"), acting(casa.luz):
        actions.renew(fam.house.id, why="one_phone", days=30, by=casa.luz, at=clock.now())


def test_the_team_ends_it_at_once(casa: Any, fam: Any) -> None:
    who = part(casa, fam.ana).id
    with pytest.raises(Refused, match="not_allowed"), acting(casa.teo):
        actions.end(fam.house.id, by=casa.teo, at=clock.now())
    with acting(casa.luz):
        actions.end(fam.house.id, by=casa.luz, at=clock.now())
        actions.end(fam.house.id, by=casa.luz, at=clock.now())
    assert part(casa, fam.ana).ended == "by_team"
    assert listed(fam.rosa) is None and sends(fam.rosa, who, fam.windows[fam.ana.id].id) is None


def test_on_its_last_day_it_ends_by_itself(casa: Any, fam: Any) -> None:
    who, at = part(casa, fam.ana).id, clock.now()
    with acting(casa.system):
        Household.objects.filter(id=fam.house.id).update(until=at)
    assert listed(fam.rosa) is None and sends(fam.rosa, who, fam.windows[fam.ana.id].id) is None
    assert actions.settle(casa.id, at) == 1
    assert actions.settle(casa.id, at) == 0
    row = part(casa, fam.ana)
    assert (row.ended, row.called, row.head_called) == ("over", None, None)


def test_whose_file_is_closed_is_sent_for_by_nobody(casa: Any, fam: Any) -> None:
    who = part(casa, fam.ana).id
    with acting(casa.luz):
        people.close(fam.ana.id, why="own_wish", by=casa.luz, at=clock.now())
    assert sends(fam.rosa, who, fam.windows[fam.ana.id].id) is None
    assert actions.settle(casa.id, clock.now()) == 1
    assert part(casa, fam.ana).ended == "over" and part(casa, fam.beto).ended_at is None


def test_if_the_head_is_forgotten_no_copy_of_their_name_stays(casa: Any, fam: Any) -> None:
    people.forget(fam.rosa.id, by=casa.system, at=clock.now())
    assert sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id) is None
    actions.settle(casa.id, clock.now())
    assert part(casa, fam.ana).head_called is None
    with acting(casa.system):
        assert Household.objects.get(id=fam.house.id).ended_at is not None


# ── locks ──


def test_under_the_heads_token_only_what_may_be_sent_for_exists(casa: Any, fam: Any) -> None:
    from tests.contracts.test_row_security_alone import OF_A_PROGRAMME

    row = part(casa, fam.ana)
    with acting(casa.luz):
        window(casa, fam.ana, opens=clock.now() - timedelta(days=30), state="done")
    with acting(person_actor(fam.ana)):
        old = Checkin.objects.order_by("opens_at").first()
        assert old is not None
        checkins.submit(old.id, capture=capture_of(), by=person_actor(fam.ana), at=clock.now())
    with acting(queries.acts_for(row)):
        seen = {
            model._meta.label: list(model.objects.values_list("pk", flat=True))
            for model in OF_A_PROGRAMME
            if not model._meta.label.startswith(("programme.", "faults.Outage", "hearings.Source"))
            and model.objects.exists()
        }
    assert seen == {
        "people.Person": [fam.ana.id],
        "checkins.Checkin": [fam.windows[fam.ana.id].id],
        "households.Household": [fam.house.id],
        "households.FamilyMember": [row.id],
    }


@pytest.mark.parametrize("who", ["left", "asked", "head", "other programme", "over", "closed", "being forgotten"])
def test_a_token_that_does_not_hold_opens_no_row(casa: Any, elsewhere: Any, fam: Any, who: str) -> None:
    row = part(casa, fam.rosa if who == "head" else fam.ana)
    by = queries.acts_for(row)
    if who == "left":
        leaves(fam.ana)
    if who == "asked":
        with acting(casa.system):
            FamilyMember.objects.filter(id=row.id).update(agreed_at=None)
    if who == "over":
        with acting(casa.system):
            Household.objects.filter(id=fam.house.id).update(until=clock.now())
    if who in ("closed", "being forgotten"):
        with acting(casa.system):
            state = Person.State.CLOSED if who == "closed" else Person.State.ERASING
            Person.objects.filter(id=fam.ana.id).update(state=state, closed_at=clock.now())
    if who == "other programme":
        by = Actor(Kind.HEAD, row.id, elsewhere.id, represents=fam.ana.id)
    with acting(by):
        assert not Person.objects.exists() and not Checkin.objects.exists() and not Submission.objects.exists()


def test_under_the_heads_token_nothing_else_is_written(casa: Any, fam: Any) -> None:
    row, now = part(casa, fam.ana), fam.windows[fam.ana.id]
    by = queries.acts_for(row)
    tries = [
        lambda: Person.objects.update(language="en"),
        lambda: Checkin.objects.update(closes_at=now.closes_at + timedelta(days=9)),
        lambda: Checkin.objects.update(wants_help=True),
        lambda: Household.objects.update(until=clock.now() + timedelta(days=1)),
        lambda: FamilyMember.objects.update(agreed_at=clock.now()),
        lambda: Checkin.objects.create(
            programme_id=casa.id,
            person=fam.ana,
            opens_at=now.closes_at,
            closes_at=now.closes_at + timedelta(days=2),
            zone="UTC",
            state="due",
            state_at=now.opens_at,
        ),  # fmt: skip
        lambda: CheckinMove.objects.create(
            programme_id=casa.id,
            person=fam.beto,
            checkin=now,
            before="due",
            after="done",
            at=clock.now(),
            by_kind="head",
            by_id=row.id,
        ),  # fmt: skip
        lambda: Consent.objects.create(
            programme_id=casa.id,
            person=fam.ana,
            what="face",
            words="",
            language="en",
            given_at=clock.now(),
            given_how="x",
            recorded_by=row.id,
        ),  # fmt: skip
    ]
    with acting(by):
        for attempt in tries:
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
        for model in (Person, Checkin, Household, FamilyMember, Submission):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
                assert (model, cursor.rowcount) == (model, 0)


def test_a_head_has_one_permission_and_for_one_person(casa: Any, fam: Any) -> None:
    by = queries.acts_for(part(casa, fam.ana))
    allowed = {
        permission
        for permission in TABLE
        for subject in (fam.ana, fam.windows[fam.ana.id], fam.beto, fam.windows[fam.beto.id], fam.rosa, by)
        if _may(by, permission, subject)
    }
    assert allowed == {Permission.CHECKIN_SUBMIT}
    assert not _may(by, Permission.CHECKIN_SUBMIT, fam.windows[fam.beto.id])
    assert not _may(by, Permission.CHECKIN_SUBMIT, fam.windows[fam.rosa.id])


def _may(by: Actor, permission: Permission, subject: Any) -> bool:
    try:
        gate.require(by, permission, subject)
    except Refused:
        return False
    return True


def test_the_vault_opens_for_a_head_a_first_name_and_nothing_else(casa: Any, fam: Any) -> None:
    row, at = part(casa, fam.ana), clock.now()
    by = queries.acts_for(row)
    subject = vault.Subject(casa.id, fam.ana.id, bytes(fam.ana.salt))
    name = vault.OpenItem(subject, "people.name", fam.ana.id, bytes(fam.ana.name))
    for why in Purpose:
        with pytest.raises(Refused):
            vault.open_text([name], by=by, why=why, at=at)
    other = part(casa, fam.beto)
    both = [
        vault.OpenItem(vault.Subject(casa.id, one.id, bytes(one.salt)), "households.called", r.id, bytes(r.called))
        for one, r in ((fam.ana, row), (fam.beto, other))
    ]
    with pytest.raises(Refused, match="not_allowed"):
        vault.open_text(both, by=by, why=Purpose.FAMILY_LIST, at=at)
    with pytest.raises(Refused, match="not_allowed"):
        vault.forget(casa.id, [fam.ana.id], by=by, at=at)
    with pytest.raises(Refused, match="not_allowed"):
        vault.open_text(both[:1], by=person_actor(fam.rosa), why=Purpose.FAMILY_LIST, at=at)


def test_another_head_cannot_send_by_the_number_of_the_part(casa: Any, fam: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    made(casa, head, child)
    says_yes(head, child)
    who, now = part(casa, fam.ana).id, fam.windows[fam.ana.id].id
    assert sends(head, who, now) is None
    assert sends(fam.beto, who, now) is None  # a member is no head
    assert sends(fam.rosa, who, fam.windows[fam.beto.id].id) is None  # nor is Beto's window Ana's
    first = sends(fam.rosa, who, now)
    assert first is not None and sends(head, who, now) is None  # nor does the number tell its receipt
    assert sends(fam.rosa, ids.new(), now) is None


def test_the_head_of_another_programme_sends_nothing(casa: Any, elsewhere: Any, fam: Any) -> None:
    head, child = enrol(elsewhere, case_number="A3", contacts=[]), enrol(elsewhere, case_number="A4", contacts=[])
    made(elsewhere, head, child)
    says_yes(head, child)
    assert sends(head, part(casa, fam.ana).id, fam.windows[fam.ana.id].id) is None


def test_of_a_family_each_sees_their_own_part_alone(casa: Any, fam: Any) -> None:
    for one in (fam.rosa, fam.ana):
        with acting(person_actor(one)):
            assert list(FamilyMember.objects.values_list("person_id", flat=True)) == [one.id]
            with pytest.raises(DatabaseError), transaction.atomic():
                Household.objects.update(ended_at=None, until=clock.now() + timedelta(days=3))


def test_rules_of_time(casa: Any) -> None:
    at = clock.now()
    assert rules.state(None, None, at, at) is rules.State.OVER
    assert rules.state(at, None, at + timedelta(seconds=1), at) is rules.State.AGREED
    assert rules.state(None, None, at + timedelta(seconds=1), at) is rules.State.ASKED

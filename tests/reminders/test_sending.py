"""A due reminder leaves once: in the day, by a living contact point, whatever breaks on the way."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.channels import paces
from amparo.channels.models import Pace
from amparo.foundation import clock
from amparo.machine import database, secrets
from amparo.people import contacts
from amparo.people.models import ContactPoint
from amparo.reminders import claiming, planning, sending
from amparo.reminders.models import Reminder
from tests.conftest import enrol
from tests.reminders.conftest import at_noon, fate, hearing, midday_zone

MINUTE = timedelta(minutes=1)


def test_a_due_reminder_leaves_once_in_the_persons_language(casa, ana, texts) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    assert sending.send_due(casa.id, at=at) == 1
    assert sending.send_due(casa.id, at=at + MINUTE) == 0
    (message,) = texts.messages
    assert (message.to, "Su cita es en 3 dias" in message.body) == ("+13055550123", True)
    now = fate(casa, reminder)
    assert (now.states, now.row.state, now.deliveries[0].provider_ref) == (
        [("sms", "sent")],
        "taken",
        message.sid,
    )


def test_the_callback_address_names_the_programme_and_the_delivery(casa, ana, texts) -> None:
    reminder = hearing(casa, ana, at_noon(ana))
    sending.send_due(casa.id, at=at_noon(ana))
    called = urlsplit(texts.messages[0].callback)
    assert called.path == f"/callbacks/sms/status/{casa.programme.slug}/"
    assert parse_qs(called.query)["ref"] == [str(fate(casa, reminder).deliveries[0].id)]


def test_what_is_not_due_yet_waits(casa, ana, texts) -> None:
    at = at_noon(ana)
    hearing(casa, ana, at)
    assert sending.send_due(casa.id, at=at - MINUTE) == 0
    assert texts.messages == []


def test_two_workers_at_once_send_each_reminder_once(casa, ana, texts, django_db_blocker) -> None:
    at = at_noon(ana)
    for _ in range(30):
        hearing(casa, ana, at)

    def work() -> None:
        with django_db_blocker.unblock():
            while sending.send_due(casa.id, at=at, limit=3):
                pass
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({m.body for m in texts.messages}) == len(texts.messages) == 30


def test_nobody_is_written_to_at_night_where_they_live(casa, ana, texts) -> None:
    noon = at_noon(ana)
    night, morning = noon + timedelta(hours=10), noon + timedelta(hours=20)
    hearing(casa, ana, noon, zone="Asia/Tokyo")
    assert sending.send_due(casa.id, at=night) == 0
    assert sending.send_due(casa.id, at=morning - MINUTE) == 0
    assert sending.send_due(casa.id, at=morning) == 1
    assert len(texts.messages) == 1


def test_what_comes_too_late_to_be_useful_is_dropped_even_at_night(casa, ana, texts) -> None:
    noon = at_noon(ana)
    reminder = hearing(casa, ana, noon, not_after=noon + timedelta(hours=9))
    assert sending.send_due(casa.id, at=noon + timedelta(hours=10)) == 1
    now = fate(casa, reminder)
    assert (now.row.state, now.row.unheard_at, now.states, texts.messages) == ("dropped", None, [], [])


def test_a_reminder_nobody_can_receive_is_a_line_on_the_workers_day(casa, texts) -> None:
    person = enrol(casa, contacts=[])
    reminder = hearing(casa, person, at_noon(person))
    sending.send_due(casa.id, at=at_noon(person))
    now = fate(casa, reminder)
    assert (now.row.state, now.row.unheard_at, now.states) == ("dropped", at_noon(person), [])


def test_a_provider_out_of_order_is_tried_again_with_patience(casa, ana, texts) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    texts.faults.extend([503, 503])  # each asks for seven seconds
    sending.send_due(casa.id, at=at)
    tried = [sending.send_again(casa.id, at=at + timedelta(seconds=n)) for n in (5, 8, 12, 17, 30)]
    assert tried == [0, 1, 0, 1, 0]
    now = fate(casa, reminder)
    assert (now.states, now.deliveries[0].attempt, len(texts.messages)) == ([("sms", "sent")], 3, 1)


def test_words_are_chosen_anew_when_the_first_attempt_surely_did_not_leave(casa, ana, texts) -> None:
    at = at_noon(ana) + timedelta(hours=8, minutes=55)
    hearing(casa, ana, at, days=1, step="-1d")
    texts.faults.append(503)
    sending.send_due(casa.id, at=at)
    assert sending.send_again(casa.id, at=at + timedelta(minutes=6)) == 0
    assert texts.messages == []
    sending.send_again(casa.id, at=at + timedelta(hours=12))
    assert "Su cita es hoy" in texts.messages[0].body


def test_in_doubt_the_provider_is_asked_before_a_second_attempt(casa, texts) -> None:
    person, at = enrol(casa, zone=midday_zone()), clock.now()
    reminder = hearing(casa, person, at)
    texts.faults.append("drop after")
    sending.send_due(casa.id, at=at)
    assert fate(casa, reminder).states == [("sms", "sending")]
    sending.send_again(casa.id, at=at + MINUTE)
    assert (len(texts.messages), fate(casa, reminder).states) == (1, [("sms", "sent")])


def test_in_doubt_and_unknown_to_the_provider_it_is_sent_after_all(casa, ana, texts) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    with acting(casa.system):
        claiming.due(casa.id, at=at, limit=10)  # and the worker is gone
    assert sending.send_again(casa.id, at=at + MINUTE) == 0
    assert sending.send_again(casa.id, at=at + 2 * MINUTE) == 1
    assert (len(texts.messages), fate(casa, reminder).states) == (1, [("sms", "sent")])


def test_a_worker_that_slept_through_its_lease_does_not_overwrite_the_other(casa, ana, texts) -> None:
    from amparo.channels import actions, settling
    from amparo.channels.outcomes import Kind, Outcome

    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    with acting(casa.system):
        (row,) = claiming.due(casa.id, at=at, limit=10)
    sending.send_again(casa.id, at=at + 2 * MINUTE)
    late = settling.Parcel(row.delivery_id, row.attempt, "sms", None)
    with acting(casa.system):
        actions.settle([(late, Outcome(row.delivery_id, Kind.PERMANENT))], by=casa.system, at=at)
    assert fate(casa, reminder).states == [("sms", "sent")]


def test_a_dead_number_is_retired_and_the_next_channel_follows_at_once(casa, texts, mails) -> None:
    person = enrol(casa, contacts=[("sms", "+15005550009"), ("email", "ana@example.org")], case_number="")
    at = at_noon(person)
    reminder = hearing(casa, person, at)
    sending.send_due(casa.id, at=at)
    assert fate(casa, reminder).states == [("sms", "failed"), ("email", "sent")]
    with acting(casa.system):
        dead = ContactPoint.objects.get(person=person, kind="sms")
    assert (dead.state, dead.state_reason) == ("retired", "bad_address")


def test_a_number_that_said_stop_to_the_provider_counts_as_stopped(casa, texts) -> None:
    person = enrol(casa, contacts=[("sms", "+15005550004")])
    reminder = hearing(casa, person, at_noon(person))
    sending.send_due(casa.id, at=at_noon(person))
    with acting(casa.system):
        assert ContactPoint.objects.get(person=person).state == "stopped"
    assert fate(casa, reminder).row.unheard_at is not None


def test_without_a_receipt_in_time_the_next_channel_follows_and_then_a_worker(casa, texts, mails) -> None:
    person = enrol(casa, contacts=[("sms", "+13055550123"), ("sms", "+13055550124")])
    at = at_noon(person)
    reminder = hearing(casa, person, at)
    sending.send_due(casa.id, at=at)
    assert sending.follow_up(casa.id, at=at + 59 * MINUTE) == 0
    assert sending.follow_up(casa.id, at=at + 60 * MINUTE) == 1
    assert [m.to for m in texts.messages] == ["+13055550123", "+13055550124"]
    assert fate(casa, reminder).row.unheard_at is None
    sending.follow_up(casa.id, at=at + 121 * MINUTE)
    assert fate(casa, reminder).row.unheard_at == at + 121 * MINUTE
    assert sending.follow_up(casa.id, at=at + 300 * MINUTE) == 0


def test_what_was_sent_by_mail_counts_as_heard(casa, texts, mails) -> None:
    person = enrol(casa, contacts=[("email", "ana@example.org"), ("sms", "+13055550123")])
    at = at_noon(person)
    reminder = hearing(casa, person, at)
    sending.send_due(casa.id, at=at)
    assert sending.follow_up(casa.id, at=at + 61 * MINUTE) == 1
    now = fate(casa, reminder)
    assert (now.states, now.row.follow_up_at, now.row.unheard_at) == ([("email", "sent")], None, None)


def test_a_mail_about_a_hearing_brings_it_into_the_calendar(casa, texts, mails) -> None:
    person = enrol(casa, contacts=[("email", "ana@example.org")])
    reminder = hearing(casa, person, at_noon(person), sequence=2)
    sending.send_due(casa.id, at=at_noon(person))
    hearing(casa, person, at_noon(person), step="cancelled", sequence=3, about_id=reminder.about_id)
    sending.send_due(casa.id, at=at_noon(person))
    methods = [_calendar(message) for message in mails.mails]
    assert methods == [("REQUEST", "2"), ("CANCEL", "3")]


def _calendar(message: Any) -> tuple[str, str]:
    part = next(p for p in message.walk() if p.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    return str(calendar["METHOD"]), str(calendar.walk("VEVENT")[0]["SEQUENCE"])


def test_cancelled_between_claim_and_sending_it_does_not_leave(casa, ana, texts, monkeypatch) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    opened = sending._addresses

    def cancelled_meanwhile(*args: Any, **kwargs: Any) -> Any:
        with acting(casa.system):
            planning.cancel([reminder.about_id], at=at)
        return opened(*args, **kwargs)

    monkeypatch.setattr(sending, "_addresses", cancelled_meanwhile)
    sending.send_due(casa.id, at=at)
    assert (texts.messages, fate(casa, reminder).states) == ([], [("sms", "dropped")])
    assert sending.follow_up(casa.id, at=at + 61 * MINUTE) == 0


def test_a_cancelled_appointment_takes_its_planned_reminders_with_it(casa, ana, texts) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    with acting(casa.system):
        assert planning.cancel([reminder.about_id], at=at) == 1
        assert planning.cancel([reminder.about_id], at=at) == 0
    assert sending.send_due(casa.id, at=at) == 0


def test_who_said_stop_gets_nothing_there_not_even_a_second_attempt(casa, ana, texts) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    texts.faults.append(503)
    sending.send_due(casa.id, at=at)
    with acting(casa.system):
        contacts.stop_contact(ContactPoint.objects.get(person=ana, kind="sms").id, by=casa.system, at=at)
    hearing(casa, ana, at)
    sending.send_due(casa.id, at=at + MINUTE)
    sending.send_again(casa.id, at=at + MINUTE)
    assert texts.messages == []
    assert fate(casa, reminder).states == [("sms", "failed")]


def test_a_busy_provider_is_left_alone_by_all(casa, ana, texts) -> None:
    at = at_noon(ana)
    hearing(casa, ana, at)
    texts.faults.append(429)
    sending.send_due(casa.id, at=at)
    with acting(casa.system):
        closed_until = Pace.objects.get(channel="sms").closed_until
    hearing(casa, ana, at)
    assert sending.send_due(casa.id, at=at + timedelta(seconds=1)) == 0
    assert closed_until > at + timedelta(seconds=1)
    assert sending.send_due(casa.id, at=closed_until + timedelta(seconds=1)) == 1


def test_a_channel_carries_no_more_than_its_pace(casa, ana, texts) -> None:
    at = at_noon(ana)
    with acting(casa.system):
        paces.set_pace(casa.id, "sms", rate=1.0, burst=2.0, at=at)
    for _ in range(5):
        hearing(casa, ana, at)
    assert [sending.send_due(casa.id, at=at + timedelta(seconds=n)) for n in range(5)] == [2, 1, 1, 1, 0]


def test_one_message_that_cannot_be_made_keeps_no_other_from_leaving(casa, ana, texts) -> None:
    at = at_noon(ana)
    odd = hearing(casa, ana, at, kind="nonsense")
    hearing(casa, ana, at)
    sending.send_due(casa.id, at=at)
    assert (len(texts.messages), fate(casa, odd).deliveries[0].code) == (1, "not_made")
    assert fate(casa, odd).row.unheard_at is not None


def test_a_programme_sends_only_its_own(casa, elsewhere, ana, texts) -> None:
    hearing(casa, ana, at_noon(ana))
    assert sending.send_due(elsewhere.id, at=at_noon(ana)) == 0
    assert texts.messages == []


def test_a_person_whose_support_has_ended_is_not_written_to(casa, ana, texts) -> None:
    from amparo.people import actions as people

    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    with acting(casa.luz):
        people.close(ana.id, why="case_ended", by=casa.luz, at=at)
    sending.send_due(casa.id, at=at)
    now = fate(casa, reminder)
    assert (texts.messages, now.row.state, now.row.unheard_at) == ([], "dropped", None)


def test_half_way_through_what_is_known_is_kept_and_the_rest_stays_in_doubt(casa, ana, texts, monkeypatch) -> None:
    from amparo.channels import actions

    at = at_noon(ana)
    rows = [hearing(casa, ana, at) for _ in range(2)]
    whole = actions.hand_over

    def broken(parcels: Any, **kwargs: Any) -> Any:
        yield next(iter(whole(parcels[:1], **kwargs)))
        raise RuntimeError("the machine is on fire")

    monkeypatch.setattr(actions, "hand_over", broken)
    with pytest.raises(RuntimeError):
        sending.send_due(casa.id, at=at)
    states = sorted(fate(casa, row).states[0][1] for row in rows)
    assert states == ["sending", "sent"]
    monkeypatch.setattr(actions, "hand_over", whole)
    sending.send_again(casa.id, at=at + 2 * MINUTE)
    assert (len(texts.messages), {fate(casa, r).states[0][1] for r in rows}) == (2, {"sent"})
    with acting(casa.system):
        assert Reminder.objects.filter(state="planned").count() == 0


def test_what_has_left_is_known_even_if_the_database_was_away_then(casa, ana, texts, monkeypatch) -> None:
    at = at_noon(ana)
    reminder = hearing(casa, ana, at)
    hand_over, broken = sending.channels.hand_over, []

    def and_then_the_line_breaks(*args: Any, **more: Any) -> Any:
        yield from hand_over(*args, **more)
        pid = connection.connection.info.backend_pid
        with database.connect("super", dbname=secrets.DATABASE, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])
        broken.append(pid)

    monkeypatch.setattr(sending.channels, "hand_over", and_then_the_line_breaks)
    assert sending.send_due(casa.id, at=at) == 1
    assert (len(broken), fate(casa, reminder).states) == (1, [("sms", "sent")])
    assert len(texts.messages) == 1

"""A worker hears the person's own words: what that confirms, and what it never changes."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.checkins import jobs, phrase_review, queries, rules, unconfirmed, voice_review, voice_rules, voices
from amparo.checkins.capture import Channel
from amparo.checkins.models import Checkin, CheckinMove, Recording, Submission
from amparo.checkins.phrase_review import Said
from amparo.checkins.rules import CheckinState, Look
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import phrases
from amparo.identity.models import Phrase
from amparo.identity.ways import Way
from amparo.reminders.models import Reminder
from tests.checkins.test_confirming import stands, waits
from tests.checkins.test_submitting import capture_of
from tests.checkins.test_ways import after
from tests.conftest import enrol, person_actor
from tests.identity.test_passkeys import signed_in
from tests.media import made
from tests.participant.conftest import open_window

MINUTE = timedelta(minutes=1)
CLIP = made.sound("webm", "libopus", made.tone())


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    return open_window(casa, ana)


@pytest.fixture
def words(casa: Any, ana: Any) -> tuple[str, ...]:
    return given(casa, ana)


def given(casa: Any, person: Any) -> tuple[str, ...]:
    """The person's words, drawn a while ago."""
    at = clock.now() - timedelta(minutes=30)
    who = signed_in(casa, person, at)
    with acting(who.me):
        return phrases.make(who.session, language="es", by=who.me, at=at)


def with_the_link(casa: Any, person: Any, clip: bytes = CLIP, at: Any = None, **changes: Any) -> None:
    by = person_actor(person)
    with acting(by):
        unconfirmed.submit(person.id, capture=capture_of(**changes), words=clip, by=by, at=at or clock.now())
    jobs.read_recordings(casa.id, clock.now())


def clips(casa: Any) -> list[Recording]:
    with acting(casa.system):
        return list(Recording.objects.filter(about=voice_rules.PHRASE).order_by("begun_at"))


def decide(casa: Any, said: Said = Said.THEIR_WORDS, by: Any = None, at: Any = None) -> Checkin:
    row, by = clips(casa)[-1], by or casa.luz
    with acting(by):
        return phrase_review.decide(row.id, said, checkin_id=row.checkin_id, by=by, at=at or clock.now())


def shown_words(casa: Any, window: Any, by: Any = None) -> list[str]:
    by = by or casa.luz
    with acting(by):
        rows = voice_review.sent(window.id)
        return list(phrase_review.words(queries.one(window.id), rows, by=by, at=clock.now()).values())


# ── what it confirms ──


def test_what_came_with_the_link_alone_is_confirmed_by_the_words(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["identity_not_confirmed"], ["none"])
    assert shown_words(casa, window) == [" ".join(words)]
    decide(casa)
    assert stands(casa, window) == (CheckinState.DONE, [], ["phrase"]) and waits(casa, ana) == []
    with acting(casa.luz):
        move = CheckinMove.objects.filter(checkin=window).order_by("at").last()
        assert (move.after, move.by_kind, move.by_id) == ("done", "member", casa.luz.id)
        assert not Reminder.objects.filter(about_id=window.id, state="planned").exists()
    [row] = clips(casa)
    assert row.known_by == casa.luz.id and row.known_at


def test_the_words_stay_the_persons_after_they_were_known(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    decide(casa)
    with acting(casa.system):
        assert Phrase.objects.filter(person=ana).count() == 1


def test_i_cannot_tell_changes_nothing_and_somebody_else_may_still_know(
    casa: Any, ana: Any, window: Any, words: Any
) -> None:
    with_the_link(casa, ana)
    before = (stands(casa, window), clips(casa), waits(casa, ana))
    decide(casa, Said.CANNOT_TELL)
    assert (stands(casa, window), clips(casa), waits(casa, ana)) == before
    with acting(casa.luz):
        assert not CheckinMove.objects.filter(checkin=window, by_id=casa.luz.id).exists()
    decide(casa, by=casa.sol)
    assert stands(casa, window)[0] == CheckinState.DONE


def test_a_silence_is_answered_once_the_words_are_known(casa: Any, ana: Any, words: Any) -> None:
    window = open_window(casa, ana, opened=timedelta(hours=60))
    with_the_link(casa, ana)
    assert stands(casa, window)[0] == CheckinState.UNANSWERED
    decide(casa)
    assert stands(casa, window) == (CheckinState.DONE, ["late"], ["phrase"])


def test_something_else_that_came_without_still_waits_for_a_human(casa: Any, ana: Any, window: Any, words: Any) -> None:
    now = clock.now()
    with_the_link(casa, ana, b"", now - timedelta(minutes=61))
    with_the_link(casa, ana, at=now)
    decide(casa)
    assert stands(casa, window) == (CheckinState.DONE, ["identity_not_confirmed"], ["none", "phrase"])


def test_a_call_for_help_is_still_heard(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana, wants_help=True)
    decide(casa)
    assert stands(casa, window) == (CheckinState.DONE, ["wants_help"], ["phrase"])


def test_what_was_spoken_and_never_shown_waits_for_an_ear_and_for_nothing_else(
    casa: Any, ana: Any, window: Any, words: Any
) -> None:
    """Confirmed later, a spoken check-in stands where it would if it had been shown at once."""
    by, at, key = person_actor(ana), clock.now(), ids.new()
    said = capture_of(channel=Channel.VOICE, identity=Way.NONE)
    with acting(by):
        about = {"client_id": key, "about": voice_rules.PHRASE, "size": len(CLIP)}
        voices.take_piece(window.id, **about, start=0, data=CLIP, by=by, at=at)
        voices.send(window.id, recordings=[key], capture=said, by=by, at=at)
    jobs.read_recordings(casa.id, at)
    assert stands(casa, window)[1] == ["identity_not_confirmed", "voice_to_hear"]
    decide(casa)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["voice_to_hear"], ["phrase"])
    with acting(casa.luz):
        assert not Reminder.objects.filter(about_id=window.id, state="planned").exists()


def test_only_an_ear_is_waited_for_only_if_nothing_else_is() -> None:
    assert rules.waits_only_for_an_ear([Look.VOICE_TO_HEAR, Look.WANTS_HELP, Look.LATE])
    for other in (Look.TOO_EARLY, Look.CLOCK_DOUBTFUL, Look.IDENTITY_NOT_CONFIRMED):
        assert not rules.waits_only_for_an_ear([Look.VOICE_TO_HEAR, other])
    assert not rules.waits_only_for_an_ear([])


@pytest.mark.parametrize("wants_help", [False, True])
def test_words_that_are_known_are_followed_by_exactly_what_a_pin_is(casa: Any, wants_help: bool) -> None:
    """Cadence, windows, reminders, needs and their order: words are required for none and change none."""

    def known(person: Any, window: Checkin) -> None:
        given(casa, person)
        by = person_actor(person)
        with acting(by):
            [sent] = Submission.objects.filter(checkin=window)
            voices.keep_words(window.id, CLIP, sent_with=sent.client_id, by=by, at=clock.now())
        jobs.read_recordings(casa.id, clock.now())
        decide(casa)

    plain = after(casa, Way.PIN, wants_help=wants_help)
    for way in (Way.NONE, Way.PIN, Way.PASSKEY):
        assert after(casa, way, then=known, wants_help=wants_help) == plain


def test_what_a_worker_saw_or_a_selfie_showed_stays_so(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    with acting(casa.system):
        Submission.objects.filter(checkin=window).update(identity=Way.SEEN_BY_WORKER)
    decide(casa)
    assert stands(casa, window)[2] == ["seen_by_worker"]


# ── who, when, twice ──


def test_decided_twice_it_is_decided_once(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    decide(casa)
    assert shown_words(casa, window) == []
    with pytest.raises(Refused, match="already_handled"):
        decide(casa, by=casa.sol)
    assert clips(casa)[0].known_by == casa.luz.id


def test_two_workers_at_once_and_one_of_them_is_first(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    told: list[str] = []

    def one(by: Any) -> None:
        try:
            decide(casa, by=by)
            told.append("known")
        except Refused as no:
            told.append(no.code)
        finally:
            connection.close()

    both = [threading.Thread(target=one, args=(by,)) for by in (casa.luz, casa.sol)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(told) == ["already_handled", "known"]
    with acting(casa.luz):
        assert CheckinMove.objects.filter(checkin=window, after="done").count() == 1


def test_another_workers_person_and_another_programme(
    casa: Any, elsewhere: Any, ana: Any, window: Any, words: Any
) -> None:
    with_the_link(casa, ana)
    [row] = clips(casa)
    with pytest.raises(Refused, match="not_allowed"):
        decide(casa, by=casa.teo)
    with acting(elsewhere.luz), pytest.raises(Refused, match="not_found"):
        phrase_review.decide(row.id, Said.THEIR_WORDS, checkin_id=window.id, by=elsewhere.luz, at=clock.now())
    with acting(person_actor(ana)), pytest.raises(Refused, match="not_allowed"):
        phrase_review.decide(row.id, Said.THEIR_WORDS, checkin_id=window.id, by=person_actor(ana), at=clock.now())
    assert stands(casa, window)[2] == ["none"]


def test_a_recording_is_of_its_own_check_in(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    other = open_window(casa, bea)
    with acting(casa.luz), pytest.raises(Refused, match="not_found"):
        phrase_review.decide(clips(casa)[0].id, Said.THEIR_WORDS, checkin_id=other.id, by=casa.luz, at=clock.now())


@pytest.mark.parametrize("again", [False, True], ids=["taken back", "replaced"])
def test_words_that_changed_between_speaking_and_hearing_confirm_nothing(
    casa: Any, ana: Any, window: Any, words: Any, again: bool
) -> None:
    with_the_link(casa, ana)
    with acting(casa.system):
        Phrase.objects.filter(person=ana).delete()
    if again:
        with acting(casa.system):
            at = clock.now()
            Phrase.objects.create(
                programme_id=casa.id, person=ana, words=b"x", made_at=at, expires_at=at + timedelta(days=1)
            )
    assert shown_words(casa, window) == []
    with pytest.raises(Refused, match="words_changed"):
        decide(casa)
    assert stands(casa, window)[2] == ["none"] and clips(casa)[0].known_at is None


def test_it_fails_half_way_and_leaves_nothing(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    [row] = clips(casa)
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        phrase_review.decide(row.id, Said.THEIR_WORDS, checkin_id=window.id, by=casa.luz, at=clock.now())
        1 / 0  # noqa: B018
    assert stands(casa, window)[2] == ["none"] and clips(casa)[0].known_at is None


def test_erased_it_confirms_nothing(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    [row] = clips(casa)
    by = person_actor(ana)
    with acting(by):
        voices.erase(window.id, row.client_id, by=by, at=clock.now())
    with pytest.raises(Refused, match="not_found"):
        decide(casa)


def test_another_recording_is_no_phrase(casa: Any, ana: Any, window: Any, words: Any) -> None:
    with_the_link(casa, ana)
    with acting(casa.system):
        Recording.objects.update(about="how")
        [row] = Recording.objects.all()
    assert shown_words(casa, window) == []
    with acting(casa.luz), pytest.raises(Refused, match="not_found"):
        phrase_review.decide(row.id, Said.THEIR_WORDS, checkin_id=window.id, by=casa.luz, at=clock.now())


# ── it never stands in the way ──


@pytest.mark.parametrize(
    "clip",
    [
        pytest.param(b"", id="none"),
        pytest.param(b"x" * (voice_rules.LONGEST_WORDS + 1), id="too long"),
        pytest.param(b"%PDF-1.7", id="no sound"),
    ],
)
def test_whatever_was_recorded_the_check_in_is_kept(casa: Any, ana: Any, window: Any, words: Any, clip: bytes) -> None:
    with_the_link(casa, ana, clip)
    assert stands(casa, window) == (CheckinState.NEEDS_LOOK, ["identity_not_confirmed"], ["none"])
    assert shown_words(casa, window) == []


def test_while_the_vault_cannot_take_it_the_check_in_is_kept(
    casa: Any, ana: Any, window: Any, monkeypatch: Any
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise Refused("many_recordings")

    monkeypatch.setattr(voices, "take_piece", full)
    with_the_link(casa, ana)
    assert stands(casa, window)[2] == ["none"] and clips(casa) == []


def test_the_same_page_sent_twice_keeps_one_recording(casa: Any, ana: Any, window: Any, words: Any) -> None:
    key = ids.new()
    with_the_link(casa, ana, client_id=key)
    with_the_link(casa, ana, client_id=key)
    assert len(clips(casa)) == 1

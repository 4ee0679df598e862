"""A check-in by voice: pieces over a line that breaks, recordings that are none, and a worker who listens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from amparo.access.rows import acting
from amparo.checkins import actions, capture, jobs, receipt, voice_review, voice_rules, voices
from amparo.checkins.capture import Capture, Channel, hash_of
from amparo.checkins.models import Checkin, Recording, RecordingPiece
from amparo.checkins.rules import CheckinState
from amparo.checkins.voice_rules import State
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.identity.ways import Way
from amparo.media.unusable import Unusable
from amparo.privacy import leases
from amparo.reminders.models import Reminder
from tests.checkins.test_submitting import window
from tests.conftest import enrol, person_actor, shared
from tests.media import made

__all__ = ["window"]
HOUR = timedelta(hours=1)


class Stand:
    """Stands in for the reading process where only its failing matters."""

    def __init__(self, trouble: str) -> None:
        self.trouble = trouble

    def recording(self, data: bytes, *, longest: float) -> Any:
        raise Unusable(self.trouble)


def piece(ana: Any, checkin: Any, key: Any, data: bytes, start: int, size: int, **more: Any) -> Any:
    me, at = person_actor(ana), checkin.opens_at + HOUR
    with acting(me):
        return voices.take_piece(
            checkin.id,
            client_id=key,
            about=more.pop("about", "how"),
            size=size,
            start=start,
            data=data,
            by=more.pop("by", me),
            at=at,
        )


def upload(ana: Any, checkin: Any, data: bytes, about: str = "how") -> Any:
    key = ids.new()
    for start in range(0, max(len(data), 1), 100_000):
        piece(ana, checkin, key, data[start : start + 100_000], start, len(data), about=about)
    return key


def sweep(casa: Any, checkin: Any, reader: Any = None, at: Any = None) -> int:
    before = jobs.of_this_process
    if reader:
        jobs.of_this_process = lambda: reader
    try:
        return jobs.read_recordings(casa.id, at or checkin.opens_at + HOUR)
    finally:
        jobs.of_this_process = before


def row(casa: Any, key: Any) -> Any:
    with acting(casa.luz):
        return Recording.objects.get(client_id=key)


def pieces(casa: Any) -> list[tuple[int, int]]:
    with acting(casa.luz):
        return [(one.start, len(one.sealed)) for one in RecordingPiece.objects.order_by("start")]


def cap(**more: Any) -> Capture:
    base = {"client_id": ids.new(), "channel": Channel.VOICE, "identity": Way.PIN, "language": "es"}
    return Capture(**base | {"body_hash": hash_of(b"x"), "place_cause": capture.PlaceCause.NOT_ASKED} | more)


def send(ana: Any, checkin: Any, keys: list[Any], it: Capture | None = None) -> tuple[bytes, bool]:
    me = person_actor(ana)
    with acting(me):
        return voices.send(checkin.id, recordings=keys, capture=it or cap(), by=me, at=checkin.opens_at + 2 * HOUR)


def spoken() -> bytes:
    return Path(shared("speech") / "speechrecognition" / "french.aiff").read_bytes()


# ── pieces ──


@pytest.mark.parametrize("cut", [10, 50, 99])
def test_cut_and_resumed_nothing_is_doubled(casa: Any, ana: Any, window: Any, cut: int) -> None:
    data, key = bytes(range(256)) * 40, ids.new()
    at = len(data) * cut // 100
    assert piece(ana, window, key, data[:at], 0, len(data)).arrived == at
    assert piece(ana, window, key, data[: at + 7], 0, len(data)).arrived == at + 7  # sent again, and a little more
    assert piece(ana, window, key, data[at + 50 :], at + 50, len(data)).arrived == at + 7  # a gap is not filled
    whole = piece(ana, window, key, data[at + 7 :], at + 7, len(data))
    assert (whole.arrived, whole.state) == (len(data), State.RECEIVED)
    assert piece(ana, window, key, data[at:], at, len(data)).state == State.RECEIVED
    assert [start for start, _ in pieces(casa)] == [0, at, at + 7]


def test_no_piece_stands_in_clear(casa: Any, ana: Any, window: Any) -> None:
    upload(ana, window, b"what I say to my worker" * 9)
    with acting(casa.luz):
        assert all(b"worker" not in bytes(one.sealed) for one in RecordingPiece.objects.all())


@pytest.mark.parametrize(
    ("more", "code"),
    [
        pytest.param({"size": voice_rules.MOST_BYTES + 1}, "too_large", id="announced too large"),
        pytest.param({"size": 3}, "too_large", id="more than was announced"),
        pytest.param({"about": "weight"}, "unreadable", id="a question nobody asked"),
    ],
)
def test_what_is_out_of_bounds_is_refused(ana: Any, window: Any, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        piece(ana, window, ids.new(), b"four", 0, **{"size": 4} | more)


def test_the_same_key_for_another_question_is_refused(ana: Any, window: Any) -> None:
    key = ids.new()
    piece(ana, window, key, b"ab", 0, 4)
    with pytest.raises(Refused, match="key_used_differently"):
        piece(ana, window, key, b"cd", 2, 4, about="tell")


def test_another_person_has_no_such_check_in(casa: Any, ana: Any, window: Any) -> None:
    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    with pytest.raises(Checkin.DoesNotExist):
        piece(bea, window, ids.new(), b"ab", 0, 2)


# ── reading ──


def test_speech_becomes_opus_and_what_the_phone_sent_is_gone(casa: Any, ana: Any, window: Any) -> None:
    key = upload(ana, window, spoken())
    assert sweep(casa, window) == 1
    kept = row(casa, key)
    assert (kept.state, kept.code) == (State.READY, "") and kept.speech_seconds > 1
    assert pieces(casa) == [] and b"OggS" not in bytes(kept.sound)
    assert sweep(casa, window) == 0


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: b"", "empty", id="empty"),
        pytest.param(lambda: b"%PDF-1.7 named answer.webm" * 40, "not_a_sound", id="a document"),
        pytest.param(
            lambda: made.sound("webm", "libopus", np.zeros(2 * made.RATE, np.float32)), "silent", id="microphone off"
        ),
        pytest.param(lambda: made.sound("webm", "libopus", made.tone(), film="libvpx"), "has_video", id="a film"),
        pytest.param(
            lambda: made.sound("webm", "libopus", np.zeros(11 * 60 * made.RATE, np.float32)), "too_long", id="too long"
        ),
        pytest.param(lambda: made.hours(3, np.zeros(made.RATE, np.float32)), "too_long", id="three quiet hours"),
        pytest.param(lambda: b"\x1aE\xdf\xa3" + b"\0" * 900, "damaged", id="damaged"),
    ],
)
def test_what_is_no_answer_ends_in_a_word_for_it(casa: Any, ana: Any, window: Any, make: Any, code: str) -> None:
    key = upload(ana, window, make())
    sweep(casa, window)
    kept = row(casa, key)
    assert (kept.state, kept.code, kept.sound) == (State.UNUSABLE, code, None)
    assert pieces(casa) == []


def test_a_fault_of_ours_is_tried_again_and_then_called_ours(casa: Any, ana: Any, window: Any) -> None:
    key = upload(ana, window, b"something")
    for look in range(leases.MOST_LOOKS):
        assert row(casa, key).state == State.RECEIVED
        sweep(casa, window, Stand("reader_died"), window.opens_at + 2 * HOUR * (look + 1))
    assert (row(casa, key).state, row(casa, key).code) == (State.UNUSABLE, leases.NOT_READ)
    assert pieces(casa) == []


def test_while_the_vault_is_away_what_was_said_waits(casa: Any, ana: Any, window: Any, monkeypatch: Any) -> None:
    key, at = upload(ana, window, b"something"), window.opens_at

    def away(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    with monkeypatch.context() as patch:
        patch.setattr("amparo.checkins.voice_reading.vault.open_sealed", away)
        for minute in range(5 * leases.MOST_LOOKS):
            sweep(casa, window, Stand("damaged"), at + timedelta(minutes=2 * minute))
    waiting = row(casa, key)
    assert (waiting.state, waiting.code, waiting.looks) == (State.RECEIVED, "", 0) and pieces(casa)
    sweep(casa, window, Stand("damaged"), at + 4 * HOUR)
    assert row(casa, key).code == "damaged"


def test_a_fault_of_ours_is_given_time_to_be_mended(casa: Any, ana: Any, window: Any) -> None:
    key, at = upload(ana, window, b"something"), window.opens_at
    for _ in range(60):
        sweep(casa, window, Stand("reader_failed"), at)
        at += timedelta(seconds=10)
    assert row(casa, key).state == State.RECEIVED and pieces(casa)


def test_erased_while_it_is_read_nothing_is_written(casa: Any, ana: Any, window: Any) -> None:
    key, me = upload(ana, window, b"something"), person_actor(ana)

    class Slow:
        def recording(self, data: bytes, *, longest: float) -> Any:
            with acting(me):
                voices.erase(window.id, key, by=me, at=window.opens_at)
            raise Unusable("damaged")

    sweep(casa, window, Slow())
    assert (row(casa, key).state, row(casa, key).code, pieces(casa)) == (State.ERASED, "", [])


# ── sending ──


def test_sent_by_voice_it_is_on_time_and_waits_for_an_ear(casa: Any, ana: Any, window: Any) -> None:
    keys = [upload(ana, window, b"one"), upload(ana, window, b"two", "tell")]
    signed, new = send(ana, window, keys)
    said = receipt.verify(signed, bytes(casa.programme.receipt_key))
    with acting(casa.luz):
        kept = Checkin.objects.get(id=window.id)
        open_reminders = Reminder.objects.filter(about_id=window.id, state="planned").count()
    assert (new, said.on_time, kept.state, kept.looks) == (True, True, CheckinState.NEEDS_LOOK, ["voice_to_hear"])
    assert open_reminders == 0
    with acting(casa.system):
        actions.mark_unanswered(casa.id, at=window.closes_at + HOUR)
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).state == CheckinState.NEEDS_LOOK


def test_sent_twice_it_is_one_receipt(ana: Any, window: Any) -> None:
    keys, it = [upload(ana, window, b"one")], cap()
    first, again = send(ana, window, keys, it), send(ana, window, keys, it)
    assert first[0] == again[0] and (first[1], again[1]) == (True, False)


def test_what_has_not_arrived_is_not_sent(casa: Any, ana: Any, window: Any) -> None:
    half = ids.new()
    piece(ana, window, half, b"ab", 0, 4)
    for keys in ([half], [ids.new()], []):
        with pytest.raises(Refused, match="recording_missing"):
            send(ana, window, keys)
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).state == CheckinState.DUE


def test_what_we_could_not_read_does_not_stop_the_check_in(casa: Any, ana: Any, window: Any) -> None:
    key = upload(ana, window, b"no sound at all")
    sweep(casa, window)
    assert send(ana, window, [key])[1]


# ── listening ──


def test_her_worker_hears_it_and_nobody_else_does(casa: Any, ana: Any, window: Any) -> None:
    key = upload(ana, window, spoken())
    sweep(casa, window)
    send(ana, window, [key])
    with acting(casa.luz):
        checkin = Checkin.objects.select_related("person").get(id=window.id)
        rows = voice_review.sent(window.id)
        heard = voice_review.sounds(checkin, rows, by=casa.luz, at=window.opens_at)
    assert [data[:4] for data in heard.values()] == [b"OggS"]
    with acting(casa.teo), pytest.raises(Refused, match="not_allowed"):
        voice_review.sounds(checkin, rows, by=casa.teo, at=window.opens_at)


def test_erased_after_sending_nobody_hears_it(casa: Any, ana: Any, window: Any) -> None:
    key, me = upload(ana, window, spoken()), person_actor(ana)
    sweep(casa, window)
    send(ana, window, [key])
    for _ in range(2):
        with acting(me):
            voices.erase(window.id, key, by=me, at=window.opens_at)
    with acting(casa.luz):
        assert voice_review.sent(window.id) == []
    assert row(casa, key).sound is None

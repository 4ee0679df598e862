"""Pictures and recordings: each comes once, is written anew without what it said about place, and the rest is gone."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from amparo.access.rows import acting
from amparo.conversations import attaching, jobs, queries, reading, rules
from amparo.conversations.models import Attachment
from amparo.conversations.rules import Kind
from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.media.unusable import Unusable
from amparo.privacy import leases
from tests.conftest import enrol, person_actor
from tests.conversations.conftest import AT

PLACE = b"GPS 25.7617 N 80.1918 W"


def photo() -> bytes:
    """A picture that says where it was taken."""
    held, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE.decode()
    Image.linear_gradient("L").resize((400, 300)).convert("RGB").save(held, "JPEG", exif=exif)
    assert PLACE in held.getvalue()
    return held.getvalue()


@pytest.fixture
def attach(ana: Any, says: Callable[..., Any]) -> Callable[..., Any]:
    key = ids.new()
    says("look", key=key, promised=1)

    def take(data: bytes = b"", *, kind: Kind = Kind.PHOTO, by: Any = None, **more: Any) -> Any:
        me = by or person_actor(ana)
        facts = {"client_id": ids.new(), "message": key} | more
        with acting(me):
            return attaching.attach(facts.pop("message"), kind=kind, data=data, by=me, at=AT, **facts)

    return take


def kept(casa: Any) -> list[Attachment]:
    with acting(casa.luz):
        return list(Attachment.objects.order_by("arrived_at", "id"))


def test_a_picture_becomes_clean_and_what_was_sent_is_gone(casa: Any, ana: Any, attach: Any) -> None:
    row, _ = attach(photo())
    [before] = kept(casa)
    assert b"JFIF" not in bytes(before.raw) and before.clean is None
    assert jobs.read_attachments(casa.id, AT) == 1
    with acting(casa.luz):
        found, data = queries.file(row.id, by=casa.luz, at=AT)
    assert found.raw is None and PLACE not in data
    assert Image.open(io.BytesIO(data)).size == (400, 300)


def test_the_same_file_again_is_one_and_another_under_its_key_is_refused(casa: Any, attach: Any) -> None:
    key = ids.new()
    assert [attach(b"one", client_id=key)[1] for _ in range(3)] == [True, False, False]
    with pytest.raises(Refused, match="key_used_differently"):
        attach(b"two", client_id=key)
    assert len(kept(casa)) == 1


def test_what_is_no_picture_is_unusable_and_nothing_of_it_is_kept(casa: Any, attach: Any) -> None:
    row, _ = attach(b"MZ\x90 not a picture")
    jobs.read_attachments(casa.id, AT)
    [found] = kept(casa)
    assert (found.state, found.code, found.raw, found.clean) == ("unusable", "not_a_picture", None, None)
    with acting(casa.luz), pytest.raises(Refused, match="not_ready"):
        queries.file(row.id, by=casa.luz, at=AT)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "unreadable"), (b"x" * (rules.LONGEST_FILE + 1), "too_large")], ids=["nothing", "too much"]
)
def test_nothing_and_too_much_are_refused(attach: Any, data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        attach(data)


def test_no_more_than_some_hang_on_one_message(attach: Any) -> None:
    for n in range(rules.MOST_ATTACHED):
        attach(b"%d" % n)
    with pytest.raises(Refused, match="many_files"):
        attach(b"more")


def test_nobody_hangs_something_on_another_persons_message(casa: Any, attach: Any) -> None:
    bea = enrol(casa, worker="teo", case_number="A123456780")
    for who in (person_actor(bea), casa.luz):
        with pytest.raises(Refused, match="unknown_message"):
            attach(b"x", by=who)
    with pytest.raises(Refused, match="unknown_message"):
        attach(b"x", message=ids.new())


def test_only_the_persons_workers_see_it_and_amparo_itself_does_not_any_more(casa: Any, ana: Any, attach: Any) -> None:
    row, _ = attach(photo())
    jobs.read_attachments(casa.id, AT)
    for who in (casa.teo, casa.paz, casa.ada, casa.system):
        with acting(who), pytest.raises(Refused, match="not_allowed"):
            queries.file(row.id, by=who, at=AT)


class Stand:
    """Stands in for a reading process that fails."""

    def picture(self, data: bytes, *, longest: int) -> Any:
        raise Unusable("reader_died")


def test_a_fault_of_ours_is_tried_again_and_then_said_to_be_ours(casa: Any, attach: Any) -> None:
    attach(photo())
    at = AT
    for _ in range(leases.MOST_LOOKS):
        with acting(casa.system):
            [row] = reading.claim(casa.id, by=casa.system, at=at)
        found = reading.read(row, Stand(), Stand(), by=casa.system, at=at)
        with acting(casa.system):
            assert reading.settle(row, found, by=casa.system, at=at)
        at += leases.AGAIN_AFTER[-1]
    [after] = kept(casa)
    assert (after.state, after.code) == ("unusable", leases.NOT_READ)

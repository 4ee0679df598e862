"""What is sealed opens again: for the same person, field, row and version, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from amparo.foundation import ids
from amparo.foundation.errors import Refused
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.privacy.vault import OpenItem, SealItem, Subject
from tests.vault.installation import AT, somebody, worker


def opened(item, by, why=Purpose.PERSON_PAGE):
    return vault.open_sealed([item], by=by, why=why, at=AT)[0]


def test_what_was_sealed_opens_again(ana, luz):
    assert opened(ana.sealed("Ana Ñandú"), luz) == "Ana Ñandú".encode()


@pytest.mark.parametrize("value", [b"", b"\x80", b"\x80" + bytes(40), bytes(1000)])
def test_bytes_come_back_unchanged(value, ana, luz):
    row = ids.new()
    item = OpenItem(ana.subject, "people.name", row, vault.seal(ana.subject, "people.name", row, value))
    assert opened(item, luz) == value


def test_yes_and_no_have_the_same_length(ana):
    assert len(ana.sealed("yes").blob) == len(ana.sealed("no").blob)


def test_the_same_value_never_looks_the_same_twice(ana):
    row = ids.new()
    assert vault.seal(ana.subject, "people.name", row, "Ana") != vault.seal(ana.subject, "people.name", row, "Ana")


def test_many_are_sealed_and_opened_in_their_order(programme, luz):
    people = [somebody(programme) for _ in range(5)]
    rows = [ids.new() for _ in range(50)]
    items = [SealItem(people[n % 5].subject, "people.name", row, f"name {n}") for n, row in enumerate(rows)]
    blobs = vault.seal_many([*items, replace(items[0], value=None)])
    sealed = [OpenItem(i.subject, i.field, i.row_id, b) for i, b in zip(items, blobs, strict=False)]
    assert blobs[-1] is None
    assert vault.open_text(sealed, by=luz, why=Purpose.CASELOAD_LIST, at=AT) == [f"name {n}" for n in range(50)]


def test_nothing_sealed_opens_as_nothing_and_leaves_no_line(ana, luz, installed):
    assert opened(ana.sealed(None), luz) is None
    assert installed.entries(ana.known.pseudonym) == []


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param({"row_id": UUID(int=7)}, id="another row"),
        pytest.param({"field": "people.case_number"}, id="another field"),
        pytest.param({"version": 2}, id="another version"),
    ],
)
def test_a_moved_value_does_not_open(moved, ana, luz):
    with pytest.raises(Refused, match="cannot_open"):
        opened(replace(ana.sealed("Ana"), **moved), luz)


def test_a_value_moved_to_another_person_does_not_open(ana, luz, programme):
    with pytest.raises(Refused, match="cannot_open"):
        opened(replace(ana.sealed("Ana"), subject=somebody(programme).subject), luz)


def test_a_damaged_value_does_not_open(ana, luz):
    item = ana.sealed("Ana")
    for at in (0, 1, 2, 5, 20, -1):
        blob = bytearray(item.blob)
        blob[at] ^= 1
        with pytest.raises(Refused, match="cannot_open"):
            opened(replace(item, blob=bytes(blob)), luz)
    with pytest.raises(Refused, match="cannot_open"):
        opened(replace(item, blob=b"\x01"), luz)


def test_omar_of_another_programme_opens_nothing(ana):
    with pytest.raises(Refused, match="wrong_programme"):
        opened(ana.sealed("Ana"), worker(ids.new()))


def test_a_person_of_another_programme_is_not_known_here(ana):
    elsewhere = ids.new()
    item = ana.sealed("Ana")
    moved = replace(item, subject=Subject(elsewhere, ana.known.id, ana.known.salt))
    assert opened(moved, worker(elsewhere)) is None


def test_the_wrong_salt_opens_nothing(ana, luz):
    item = ana.sealed("Ana")
    with pytest.raises(Refused, match="cannot_open"):
        opened(replace(item, subject=replace(ana.subject, salt=bytes(16))), luz)


def sealed_on_a_phone(who, field, client_id, value, *, older=False):
    kem, first = (KEM.P256, b"\x03") if older else (KEM.X25519, b"\x02")
    key = (
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), who.known.hpke_p256)
        if older
        else x25519.X25519PublicKey.from_public_bytes(who.known.hpke_x25519)
    )
    info = f"amparo/phone/1|{field}|{who.subject.programme_id}|{who.subject.id}|{client_id}".encode()
    return first + Suite(kem, KDF.HKDF_SHA256, AEAD.AES_128_GCM).encrypt(value, key, info)


@pytest.mark.parametrize("older", [False, True])
def test_what_a_phone_sealed_opens(older, ana, luz):
    client_id = ids.new()
    blob = sealed_on_a_phone(ana, "checkins.answers", client_id, b'{"how":"well"}', older=older)
    item = OpenItem(ana.subject, "checkins.answers", client_id, blob)
    assert opened(item, luz, Purpose.CHECKIN_REVIEW) == b'{"how":"well"}'


@pytest.mark.parametrize("older", [False, True])
def test_what_a_phone_sealed_is_refused_under_another_person_field_or_id(older, ana, luz, programme):
    client_id, luis = ids.new(), somebody(programme)
    blob = sealed_on_a_phone(ana, "checkins.answers", client_id, b"well", older=older)
    item = OpenItem(ana.subject, "checkins.answers", client_id, blob)
    for change in (
        {"subject": luis.subject},
        {"field": "people.name"},
        {"row_id": ids.new()},
        {"blob": blob[:30]},
    ):
        with pytest.raises(Refused, match="cannot_open"):
            opened(replace(item, **change), luz, Purpose.CHECKIN_REVIEW)


def test_a_new_subject_asked_for_twice_keeps_its_keys(programme):
    name = ids.new()
    first, again = vault.new_subjects(programme, [name])[0], vault.new_subjects(programme, [name])[0]
    assert (first.pseudonym, first.hpke_x25519, first.hpke_p256) == (
        again.pseudonym,
        again.hpke_x25519,
        again.hpke_p256,
    )


def test_a_receipt_is_signed_in_the_same_trip_as_the_sealing(ana, luz, programme):
    row = ids.new()
    blobs, signature = vault.seal_and_sign(
        [SealItem(ana.subject, "checkins.answers", row, "well")], b"receipt", programme_id=programme
    )
    Ed25519PublicKey.from_public_bytes(vault.receipt_public_key(programme)).verify(signature, b"receipt")
    assert opened(OpenItem(ana.subject, "checkins.answers", row, blobs[0]), luz) == b"well"
    assert vault.seal_and_sign([], b"receipt", programme_id=programme) == ([], signature)


def test_programmes_have_receipt_keys_and_search_keys_of_their_own(programme):
    other, value = ids.new(), [("name", "ana")]
    assert vault.receipt_public_key(programme) != vault.receipt_public_key(other)
    assert vault.blind(programme, value) == vault.blind(programme, value) != vault.blind(other, value)
    assert len(vault.blind(programme, value)[0]) == 8


@pytest.mark.parametrize("field", ["", "Name", "a|b", "x" * 80])
def test_a_field_without_a_proper_name_is_refused(field, ana):
    with pytest.raises(Refused, match="bad_request"):
        vault.seal(ana.subject, field, ids.new(), "Ana")


def test_too_much_at_once_is_refused(ana):
    with pytest.raises(Refused, match="too_large"):
        vault.seal(ana.subject, "people.name", ids.new(), bytes(17 * 1024 * 1024))
    assert vault.health()

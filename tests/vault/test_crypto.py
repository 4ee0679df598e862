"""The rules of sealing, without a process."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from amparo.foundation import ids
from amparo.privacy.vault import crypto

KEY, NONCE = bytes(range(32)), bytes(12)
keys = st.binary(min_size=32, max_size=32)


def sealed(value: bytes, bound_to: bytes = b"here") -> bytes:
    return crypto.seal(KEY, bound_to, value, kek_id=1, nonce=NONCE)


@given(st.binary(max_size=200))
def test_any_value_comes_back(value):
    assert crypto.open_here(KEY, b"here", sealed(value)) == value


@given(st.integers(0, 47), st.integers(1, 255))
def test_any_changed_byte_is_noticed(at, flip):
    blob = bytearray(sealed(b"a value"))
    blob[at % len(blob)] ^= flip
    with pytest.raises(crypto.CannotOpen):
        crypto.open_here(KEY, b"here", bytes(blob) if blob[0] == 1 else bytes([1]))


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_a_value_opens_only_where_it_was_bound(one, other):
    blob = sealed(b"a value", one)
    if one != other:
        with pytest.raises(crypto.CannotOpen):
            crypto.open_here(KEY, other, blob)


@given(keys, st.binary(max_size=40), st.binary(max_size=40), st.integers(1, 200))
def test_keys_are_derived_as_rfc_5869_says(key, salt, info, length):
    theirs = HKDF(SHA256(), length, salt, info).derive(key)
    assert crypto.expand(crypto.extract(key, salt), info, length) == theirs
    assert crypto.derive(key, info, length) == HKDF(SHA256(), length, None, info).derive(key)


@given(keys)
def test_every_share_has_a_key_for_each_kind_of_phone_and_a_pseudonym(share):
    x25519, p256 = crypto.public_keys(share)
    assert (len(x25519), len(p256), p256[0]) == (32, 65, 4)
    assert crypto.pseudonym(share).version == 8
    assert crypto.pseudonym(share) == crypto.pseudonym(share)


def test_no_two_contexts_read_the_same():
    a, b, c = (ids.new().bytes for _ in range(3))
    made = [
        crypto.context(a, b, c, 1, "people.name"),
        crypto.context(b, a, c, 1, "people.name"),
        crypto.context(a, b, a, 1, "people.name"),
        crypto.context(a, b, c, 2, "people.name"),
        crypto.context(a, b, c, 1, "people.names"),
    ]
    assert len(set(made)) == len(made)

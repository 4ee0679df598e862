"""Bytes in an address: there and back, and nothing else is taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amparo.foundation import base64url


@given(some.binary(max_size=300))
def test_what_was_written_is_read(raw: bytes) -> None:
    text = base64url.encode(raw)
    assert base64url.decode(text) == raw
    assert not set(text) & set("+/= ")


@pytest.mark.parametrize("text", ["A", "QU1Q+A", "QU1Q/A", "QU1 QA", "ñandú", "QUIQ\n"])
def test_what_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="."):
        base64url.decode(text)

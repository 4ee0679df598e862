"""The cookies of a person's phone."""

import pytest

from amparo.foundation import ids
from amparo.identity import cookie
from amparo.people import references

HELD = cookie.Held(ids.new(), ids.new(), ids.new(), cookie.new_secret())


def test_a_cookie_says_what_was_written_and_fits_a_header() -> None:
    assert cookie.read(cookie.write(HELD)) == HELD
    assert len(cookie.write(HELD)) < 200


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("x", id="a letter"),
        pytest.param("a:b", id="a pair"),
        pytest.param("é", id="not ascii"),
        pytest.param("x" * 5000, id="long"),
        pytest.param(cookie.write(HELD)[:-1], id="cut short"),
        pytest.param(cookie.new_device(), id="the other cookie"),
    ],
)
def test_anything_else_says_nothing(value) -> None:
    assert cookie.read(value) is None


def test_every_changed_letter_is_noticed() -> None:
    value = cookie.write(HELD)
    for at in range(len(value)):
        other = "A" if value[at] != "A" else "B"
        assert cookie.read(value[:at] + other + value[at + 1 :]) is None


def test_a_phone_is_known_by_a_cookie_of_ours_only() -> None:
    mine = cookie.new_device()
    assert len(cookie.device_hash(mine) or b"") == 32
    assert cookie.device_hash("made-up:signature") is None and cookie.device_hash(cookie.write(HELD)) is None


def test_the_secret_stays_out_of_repr() -> None:
    assert HELD.secret.hex()[:8] not in repr(HELD) and "secret" not in repr(HELD)


def test_a_link_is_128_random_bits_in_letters_that_can_be_read_aloud() -> None:
    tokens = {references.token() for _ in range(1000)}
    assert len(tokens) == 1000 and all(len(t) == 26 and t[0] in "01234567" for t in tokens)
    one = tokens.pop()
    assert references.read_token(f" {one.upper()} ".replace("0", "O").replace("1", "l")) == one
    assert references.read_token(one[:-1]) is None and references.read_token(one[:-1] + "u") is None

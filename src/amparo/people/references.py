"""Random references: short enough to say on the telephone, without letters that sound or look alike."""

import secrets

# Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new() -> str:
    """A reference such as "K7M-3QD": one of a thousand million, and no secret."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read(text: str) -> str | None:
    """The reference somebody typed or heard; None if it cannot be one."""
    plain = "".join(text.upper().split()).replace("-", "").translate(_LOOK_ALIKES)
    if len(plain) != LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    return _grouped(plain)


def token() -> str:
    """128 random bits in the same letters, small: for links that are also read aloud or typed."""
    number = secrets.randbits(128)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5)).lower()


def read_token(text: str) -> str | None:
    """The token somebody typed; None if it cannot be one."""
    plain = text.strip().upper().translate(_LOOK_ALIKES)
    if len(plain) != 26 or any(letter not in ALPHABET for letter in plain):
        return None
    return plain.lower()


def _grouped(plain: str) -> str:
    return f"{plain[:3]}-{plain[3:]}"

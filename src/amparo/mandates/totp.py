"""One-time codes of a telephone (RFC 6238 with SHA-1, six digits, thirty seconds: what every authenticator speaks)."""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

STEP, DIGITS, SECRET_BYTES = 30, 6, 20
# A phone's clock may be half a minute off.
AROUND = (0, -1, 1)


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """The code of one step of time."""
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    at = mac[-1] & 15
    return f"{(int.from_bytes(mac[at : at + 4]) & 0x7FFFFFFF) % 10**digits:0{digits}d}"


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def fits(secret: bytes, said: str, *, after: int, at: datetime) -> int | None:
    """The step whose code this is, None if it is none, or one of a step that was used already (up to `after`)."""
    digits = "".join(str(int(sign)) for sign in said if sign.isdecimal())
    now = step_of(at)
    found = None
    for step in (now + away for away in AROUND):
        # Each is compared, so that the time taken says nothing.
        same = hmac.compare_digest(code(secret, step).encode(), digits.encode())
        if same and step > after:
            found = step
    return found


def spelled(secret: bytes) -> str:
    """The secret to type into an authenticator, in groups of four."""
    plain = base64.b32encode(secret).decode()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def address(secret: bytes, *, issuer: str, account: str) -> str:
    """What the square code holds. The names in it are neutral: a phone shows them to whoever looks."""
    said = {"secret": base64.b32encode(secret).decode(), "issuer": issuer, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(said)}"

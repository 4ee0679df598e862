"""What a mail server's reply means (RFC 5321, enhanced codes of RFC 3463)."""

from __future__ import annotations

import re
from enum import StrEnum

from amparo.channels.outcomes import Kind, Verdict, Why

ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


class Stage(StrEnum):
    GREETING = "greeting"  # connecting, encrypting, signing in
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


PERMANENT, RETRY = Kind.PERMANENT, Kind.RETRY_LATER

BY_ENHANCED = {
    "5.1.1": Verdict(PERMANENT, Why.BAD_ADDRESS),
    "5.1.2": Verdict(PERMANENT, Why.BAD_ADDRESS),
    "5.1.3": Verdict(PERMANENT, Why.BAD_ADDRESS),
    "5.1.6": Verdict(PERMANENT, Why.BAD_ADDRESS),  # moved, no forwarding
    "5.1.7": Verdict(PERMANENT, Why.OURS),
    "5.1.8": Verdict(PERMANENT, Why.OURS),
    "5.1.10": Verdict(PERMANENT, Why.BAD_ADDRESS),  # the domain takes no mail
    "5.2.1": Verdict(PERMANENT, Why.BAD_ADDRESS),  # mailbox disabled
    "5.2.2": Verdict(PERMANENT, Why.UNREACHABLE),  # mailbox full
    "5.2.3": Verdict(PERMANENT, Why.TOO_LARGE),
    "5.3.4": Verdict(PERMANENT, Why.TOO_LARGE),
    "4.2.2": Verdict(RETRY, Why.UNREACHABLE),
}
# First two figures of the enhanced code, where the last says nothing more.
BY_CLASS = {
    "5.7": Verdict(PERMANENT, Why.FILTERED),
    "4.7": Verdict(RETRY, Why.BUSY),  # greylisting, too fast
    "4.2": Verdict(RETRY, Why.UNREACHABLE),
}
BY_STAGE = {
    Stage.SENDER: Verdict(PERMANENT, Why.OURS),
    Stage.RECIPIENT: Verdict(PERMANENT, Why.BAD_ADDRESS),
    Stage.CONTENT: Verdict(PERMANENT, Why.FILTERED),
}
SPECIAL = {
    (Stage.RECIPIENT, 552): Verdict(PERMANENT, Why.UNREACHABLE),
    (Stage.RECIPIENT, 554): Verdict(PERMANENT, Why.FILTERED),
    (Stage.CONTENT, 552): Verdict(PERMANENT, Why.TOO_LARGE),
}


def verdict(stage: Stage, code: int, text: bytes) -> Verdict:
    """What a refusal means. Before a message is begun it is never about the person."""
    enhanced = _enhanced(text)
    if stage is Stage.GREETING or code in (530, 535, 538):
        return Verdict(RETRY, Why.OURS if code >= 500 else Why.OUTAGE)
    listed = BY_ENHANCED.get(enhanced) or BY_CLASS.get(enhanced.rpartition(".")[0])
    if code >= 500:
        return listed or SPECIAL.get((stage, code)) or BY_STAGE[stage]
    return listed if listed and listed.kind is RETRY else Verdict(RETRY, Why.BUSY)


def shown(code: int, text: bytes) -> str:
    """The enhanced code if there is one; never the text, which repeats the address."""
    return _enhanced(text) or str(code)


def _enhanced(text: bytes) -> str:
    found = ENHANCED.match(text.decode("ascii", "replace"))
    return found.group() if found else ""

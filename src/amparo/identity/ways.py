"""How somebody shows that it is them: a closed list of ways. They have equal standing, and the person picks."""

from enum import StrEnum


class Way(StrEnum):
    """A way. What it is good for beyond a check-in stands in the doors' own tables."""

    PASSKEY = "passkey"  # the phone's own lock, face or fingerprint: what it looks at never leaves the phone
    PIN = "pin"
    SELFIE = "selfie"
    PHRASE = "phrase"  # words of their own that they spoke, and a human knew
    SEEN_BY_WORKER = "seen_by_worker"  # at the office, at a kiosk, on a visit or by video: the channel says where
    KNOWN_VOICE = "known_voice"  # a worker who knows their voice heard them
    FAMILY = "family"  # the head of their family sent it, who had shown who they are; the person had agreed
    NONE = "none"  # sent without: kept, receipted, and looked at by a human


def confirms(way: Way | str) -> bool:
    """Whether anything says that it was them. Among the ways that do, none is better than another."""
    return Way(way) is not Way.NONE


class Device(StrEnum):
    """Where a passkey is, in the person's word: a closed list, so that nobody's name ends up in it."""

    PHONE = "phone"
    COMPUTER = "computer"
    KEY = "key"  # a small thing for the pocket
    OTHER = "other"

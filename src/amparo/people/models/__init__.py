"""Participants, how to reach them, what they agreed to, and the files they came from."""

from amparo.people.models.call_times import CallTimes
from amparo.people.models.imports import ImportChunk, ImportMapping, ImportRun
from amparo.people.models.person import BlindTag, Consent, ContactPoint, FileMove, ForgetAsk, Person, Trusted

__all__ = [
    "BlindTag",
    "CallTimes",
    "Consent",
    "ContactPoint",
    "FileMove",
    "ForgetAsk",
    "ImportChunk",
    "ImportMapping",
    "ImportRun",
    "Person",
    "Trusted",
]

"""What of each table is in a person's copy. A table or sealed column that is in none of these fails a test."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Sealed:
    """Under which name a column is sealed, of which row it is part, and in which version."""

    field: str
    row: str = "id"
    version: int = 1
    # Opened alone and counted; so many are in one copy.
    counted: bool = False
    # Only in a copy that was asked for with a passkey: whoever knows a PIN may be the danger.
    passkey: bool = False
    # Other names for rows of these kinds.
    by_kind: tuple[tuple[str, str], ...] = ()


SEALED: dict[str, dict[str, Sealed]] = {
    "people.Person": {"name": Sealed("people.name"), "case_number": Sealed("people.case_number")},
    "people.ContactPoint": {"address": Sealed("people.address", passkey=True)},
    # When and where one may be reached, and what is changing there: not for whoever knows a PIN.
    "people.CallTimes": {"words": Sealed("people.call_times", passkey=True)},
    "identity.Recovery": {"number": Sealed("identity.recovery_number", passkey=True)},
    "people.Trusted": {
        "name": Sealed("people.trusted_name", passkey=True),
        "address": Sealed("people.trusted_address", passkey=True),
    },
    "addresses.NewAddress": {"address": Sealed("addresses.address", passkey=True)},
    "addresses.Telling": {
        "number": Sealed("addresses.number"),
        "note": Sealed("addresses.note"),
        "picture": Sealed("addresses.picture", passkey=True),
    },
    "checkins.Checkin": {"help_words": Sealed("checkins.help_words")},
    "checkins.Submission": {
        "answers": Sealed("answers", row="client_id"),
        "place": Sealed("place", row="client_id", counted=True),
    },
    "checkins.Deferral": {"words": Sealed("checkins.words"), "reply": Sealed("checkins.reply")},
    "checkins.CheckinMove": {"note": Sealed("checkins.note")},
    "checkins.Recording": {"sound": Sealed("checkins.voice_recording", version=2, counted=True)},
    "channels.InboundText": {"body": Sealed("channels.body")},
    # A PIN opens what was written lately, on the page; years of it only a passkey, here as there.
    "conversations.Message": {"body": Sealed("conversations.body", row="client_id", passkey=True)},
    "conversations.Attachment": {
        "clean": Sealed(
            "conversations.photo",
            row="client_id",
            version=2,
            counted=True,
            passkey=True,
            by_kind=(("voice", "conversations.recording"), ("paper", "conversations.paper")),
        )
    },
    "documents.Document": {
        "about": Sealed("documents.about"),
        "paper": Sealed("documents.paper", version=2, counted=True),
    },
    "documents.DocumentPart": {"original": Sealed("documents.original_paper", version=2, counted=True)},
    "concerns.Step": {"note": Sealed("concerns.note")},
    "concerns.Concern": {name: Sealed(f"concerns.{name}") for name in ("question", "answer", "reason", "contest")},
    "visits.Visit": {name: Sealed(f"visits.{name}") for name in ("where", "words", "note")},
    "visits.Appointment": {name: Sealed(f"visits.{name}") for name in ("title", "where")},
    "mandates.Mandate": {name: Sealed(f"mandates.{name}", passkey=True) for name in ("name", "organisation")},
    "households.FamilyMember": {
        "called": Sealed("households.called"),
        "head_called": Sealed("households.head_called", passkey=True),
    },
    "rights.Request": {
        "words": Sealed("rights.request"),
        "answer": Sealed("rights.answer_request"),
        "where": Sealed("rights.where_request"),
    },
}

# Sealed columns that no copy opens, and why: the person reads it.
CLOSED: dict[str, dict[str, Any]] = {
    "mandates.Mandate": {
        "address": _("How to reach them is theirs. They gave it to hear of news, and were not told that you see it.")
    },
    "identity.Phrase": {"words": _("Your words are shown once only. Nobody who finds this copy can learn them.")},
    "identity.FaceTemplate": {
        "template": _("The numbers of your face are left out. Somebody who finds this copy could misuse them.")
    },
    "identity.FaceTry": {
        "picture": _("A selfie is destroyed after it is compared. A copy of it would stay longer than we promise.")
    },
    "checkins.RecordingPiece": {"sealed": _("Pieces of a recording become the recording, or go.")},
    "conversations.Attachment": {"raw": _("A photo or recording stays as it was sent for some minutes only.")},
    "documents.DocumentPiece": {"sealed": _("Pieces of a document become the document, or go.")},
    "rights.CopyPart": {"sealed": _("This is the copy itself.")},
}

# Whole tables that are in no copy, and why.
LEFT_OUT: dict[str, Any] = {
    "people.BlindTag": _("Checksums of your name and numbers. We find you by them; nobody can read them."),
    "checkins.RecordingPiece": _("Pieces of a recording become the recording, or go."),
    "documents.DocumentPiece": _("Pieces of a document become the document, or go."),
    "identity.SpentChallenge": _("Numbers for one use only. So nobody can use the answer of a passkey twice."),
    "rights.Copy": _("This is the copy itself."),
    "rights.CopyPart": _("This is the copy itself."),
}

# Columns in clear that say nothing to a reader; they stand in the data beside the page.
FOR_MACHINES = frozenset(
    {"page_sizes", "provider_ref", "clock_offset", "sequence", "replays", "segments", "question_set", "leased_until"}
)

KEYS_LEFT_OUT = _("Keys and checksums are left out. They say nothing about you, and somebody could misuse them.")
WITH_PASSKEY = _(
    "Left out, because you asked with a PIN, and somebody may have seen it. Ask with a passkey, or call us."
)
NOT_NOW = _("Not opened this time: only some areas and recordings are opened in one copy and in one hour. Ask again.")
UNREADABLE = _("This cannot be opened by anybody any more.")

# So many areas, and so many recordings, are in one copy: the pace at which any of them is opened holds here too.
AT_ONCE = 20

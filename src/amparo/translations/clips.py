"""Reading a page aloud for people: the verbs. A clip is played once somebody else has listened to it."""

from datetime import datetime
from uuid import UUID

from amparo.access import gate
from amparo.access.actor import Actor
from amparo.access.rules import Permission
from amparo.foundation import languages
from amparo.foundation.errors import Refused
from amparo.media.made import Recording
from amparo.translations import clip_queries, spoken_pages
from amparo.translations import clip_rules as rules
from amparo.translations.models import Clip, SpokenLanguage


def add_language(endonym: str, read_from: str, *, by: Actor, at: datetime) -> SpokenLanguage:
    """Pages can be recorded in this language too. The same name again only says from what its readers read.

    Codes: "endonym_missing", "endonym_too_long", "endonym_ours", "unknown_language", "too_many_spoken".
    """
    gate.require_any(by, Permission.WORDS_READ)
    name = " ".join(endonym.split())
    if not name:
        raise Refused("endonym_missing")
    if len(name) > rules.LONGEST_NAME:
        raise Refused("endonym_too_long")
    if any(name.casefold() in (one.code, one.endonym.casefold()) for one in languages.LANGUAGES.values()):
        raise Refused("endonym_ours")
    code = languages.known(read_from).code
    known = SpokenLanguage.objects.filter(endonym=name)
    if not known.exists() and SpokenLanguage.objects.count() >= rules.MOST_LANGUAGES:
        raise Refused("too_many_spoken")
    row, new = SpokenLanguage.objects.get_or_create(
        programme_id=by.programme_id, endonym=name, defaults={"read_from": code, "added_by": by.id, "added_at": at}
    )
    if not new:
        known.update(read_from=code)
    return row


def remove_language(code: str, *, by: Actor) -> None:
    """Nobody hears it any more, and its clips are gone. Gone already, nothing changes."""
    gate.require_any(by, Permission.WORDS_HEARD)
    found = next((one for one in clip_queries.spoken() if one.code == code and one.only_spoken), None)
    if found is not None:
        Clip.objects.filter(language=code).delete()
        SpokenLanguage.objects.filter(endonym=code).delete()


def record(page: str, language: str, sound: Recording, *, read: str, by: Actor, at: datetime) -> Clip:
    """The page is read aloud in this language, and waits for somebody else to listen. It replaces the clip before.

    `read` stands for the words that were on the reader's screen. Codes: "no_such_page", "no_such_spoken",
    "sentence_changed", "clip_silent".
    """
    gate.require_any(by, Permission.WORDS_READ)
    spoken = clip_queries.one_spoken(language)
    if spoken_pages.read(page, spoken.read_from) != read:
        raise Refused("sentence_changed")
    if sound.speech_seconds < rules.SOME_SPEECH:
        raise Refused("clip_silent")
    Clip.objects.filter(page=page, language=language).delete()
    return Clip.objects.create(
        programme_id=by.programme_id,
        page=page,
        language=language,
        read_from=spoken.read_from,
        read=read,
        sound=sound.data,
        seconds=sound.seconds,
        recorded_by=by.id,
        recorded_at=at,
    )


def approve(clip_id: UUID, *, read: str, by: Actor, at: datetime) -> None:
    """Somebody else has listened: it says what the page says now, and is played from now on.

    Codes: "no_such_clip", "own_clip", "sentence_changed".
    """
    clip = _locked(clip_id)
    gate.require(by, Permission.WORDS_HEARD, clip)
    if clip.recorded_by == by.id:
        raise Refused("own_clip")
    if spoken_pages.read(clip.page, clip.read_from) != read:
        raise Refused("sentence_changed")
    clip.read, clip.heard_by, clip.heard_at = read, by.id, at
    clip.save(update_fields=["read", "heard_by", "heard_at"])


def remove(clip_id: UUID, *, by: Actor) -> None:
    """It is played to nobody any more. Code: "no_such_clip"."""
    clip = _locked(clip_id)
    gate.require(by, Permission.WORDS_READ, clip)
    clip.delete()


def _locked(clip_id: UUID) -> Clip:
    found = Clip.objects.select_for_update().defer("sound").filter(id=clip_id).first()
    if found is None:
        raise Refused("no_such_clip")
    return found

"""What people text back: it works at once, in any shipped language, and never costs a hearing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.adapters.sms import callbacks
from amparo.channels.models import InboundText
from amparo.foundation import clock, ids
from amparo.identity.models import Lock
from amparo.people.models import ContactPoint
from amparo.privacy import vault
from amparo.reminders import sending
from amparo.reminders.models import Reminder, Reply
from tests.conftest import enrol
from tests.outside.sms_provider import SECRET
from tests.reminders.conftest import hearing, midday_zone

ANA = "+13055550123"


def write(casa: Any, words: str, *, number: str = ANA, ref: str = "", **more: str) -> str:
    """Somebody texts; returns what they are texted back."""
    form = {"MessageSid": ref or f"SM{ids.new().hex}", "From": number, "To": "+15550000000", "Body": words, **more}
    url = providers.incoming_url(casa.programme.slug)
    answer = Client().post(
        urlsplit(url).path,
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": callbacks.signature(url, form.items(), SECRET)},
    )
    assert answer.status_code == 200
    return "".join(re.findall("<Message>(.*)</Message>", answer.content.decode()))


def state_of(casa: Any, person: Any) -> str:
    with acting(casa.system):
        return str(ContactPoint.objects.get(person=person, kind="sms").state)


def kept(casa: Any) -> list[InboundText]:
    with acting(casa.system):
        return list(InboundText.objects.order_by("received_at"))


@pytest.fixture
def reminded(casa: Any, texts: Any) -> Any:
    """Ana, with a reminder that left just now."""
    ana = enrol(casa, zone=midday_zone())
    reminder = hearing(casa, ana, clock.now())
    sending.send_due(casa.id, at=clock.now())
    return reminder


@pytest.mark.parametrize("word", ["STOP", "alto", "Sispann.", "parar!", "arrêt", "توقف", "стоп", "退订"])
def test_stop_in_any_language_works_at_once_and_is_confirmed_once(casa, ana, texts, word) -> None:
    confirmed = write(casa, word)
    assert "Sus citas siguen en pie" in confirmed and "+1 305 555 0100" in confirmed
    assert state_of(casa, ana) == "stopped"
    assert write(casa, word) == ""


def test_told_twice_by_the_provider_it_is_heard_once(casa, ana, texts) -> None:
    assert write(casa, "STOP", ref="SM1") and write(casa, "STOP", ref="SM1") == ""
    assert len(kept(casa)) == 1


def test_stop_never_costs_a_hearing(casa, reminded) -> None:
    write(casa, "STOP")
    with acting(casa.system):
        assert Reminder.objects.filter(id=reminded.id).exists()


def test_what_the_provider_understood_itself_is_not_confirmed_again(casa, ana, texts) -> None:
    assert write(casa, "HALT", OptOutType="STOP") == ""
    assert state_of(casa, ana) == "stopped"


def test_start_resumes(casa, ana, texts) -> None:
    write(casa, "STOP")
    assert "otra vez" in write(casa, "START")
    assert state_of(casa, ana) == "active"
    assert write(casa, "start") == ""


def test_help_is_answered_and_reaches_the_workers_day(casa, ana, texts) -> None:
    assert "+1 305 555 0100" in write(casa, "AYUDA")
    (text,) = kept(casa)
    assert (text.meaning, text.handled_at, text.person_id, text.body) == ("help", None, ana.id, None)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("1", "coming"), ("Sí, voy", "coming"), ("2", "help"), ("3", "cannot"), ("no puedo ir", "cannot")],
)
def test_a_short_answer_belongs_to_the_newest_reminder(casa, reminded, words, answer) -> None:
    assert "Gracias" in write(casa, words)
    with acting(casa.system):
        reply = Reply.objects.get(about_id=reminded.about_id)
    assert (reply.answer, reply.reminder_id, reply.handled_at) == (answer, reminded.id, None)
    assert kept(casa)[0].handled_at is not None


def test_an_answer_to_nothing_is_for_a_worker_to_read(casa, ana, texts) -> None:
    assert write(casa, "1") == ""
    assert (kept(casa)[0].meaning, kept(casa)[0].handled_at) == ("other", None)


def test_other_words_are_kept_sealed_for_a_worker(casa, ana, texts) -> None:
    assert write(casa, "Can you call me after five?") == ""
    (text,) = kept(casa)
    assert b"call me" not in bytes(text.body) and (text.meaning, text.handled_at) == ("other", None)
    item = vault.OpenItem(vault.Subject(casa.id, ana.id, bytes(ana.salt)), "channels.body", text.id, bytes(text.body))
    from amparo.privacy.purposes import Purpose

    opened = vault.open_text([item], by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    assert opened == ["Can you call me after five?"]


def test_of_a_stranger_only_a_count_is_kept(casa, ana, texts) -> None:
    answered = write(casa, "I know things", number="+13055559999")
    assert "only sends reminders" in answered and "Casa" in answered
    (text,) = kept(casa)
    assert (text.person_id, text.body, text.meaning, text.handled_at is None) == (None, None, "unknown", False)


def test_a_family_that_shares_a_phone_is_stopped_together(casa, ana, texts) -> None:
    son = enrol(casa, name="Luis Pérez", case_number="", contacts=[("sms", ANA)])
    write(casa, "STOP")
    assert (state_of(casa, ana), state_of(casa, son)) == ("stopped", "stopped")


def test_a_forged_text_is_refused(casa, ana, texts) -> None:
    url = urlsplit(providers.incoming_url(casa.programme.slug)).path
    answer = Client().post(url, {"MessageSid": "SM1", "From": ANA, "Body": "STOP"})
    assert (answer.status_code, answer.content, state_of(casa, ana)) == (403, b"", "active")


def test_another_programmes_number_knows_nothing_of_ana(casa, elsewhere, ana, texts) -> None:
    assert "only sends reminders" in write(elsewhere, "STOP")
    assert state_of(casa, ana) == "active"


def test_an_old_reminder_is_not_answered_by_a_text(casa, texts) -> None:
    ana = enrol(casa, zone=midday_zone())
    old = clock.now() - timedelta(days=20)
    hearing(casa, ana, old, days=2, state="taken")
    assert write(casa, "1") == ""


@pytest.mark.parametrize(
    "word",
    ["LOCK", "bloquear", "Perdí mi teléfono!", "bloke", "bloqueio", "verrouiller", "قفل", "Заблокировать", "锁定"],
)
def test_lock_in_any_language_locks_at_once_and_is_answered_there(casa, ana, texts, word) -> None:
    answered = write(casa, word)
    assert "bloqueada" in answered and "+1 305 555 0100" in answered and ana.reference not in answered
    with acting(casa.system):
        assert Lock.objects.get(person=ana.id).locked_by == "text"
        # The number that said it has its answer; it is not told a second time.
        said_there = ContactPoint.objects.get(person=ana.id, kind="sms").id
        assert not Reminder.objects.filter(person=ana.id, kind="way_in", only_to=said_there).exists()
    assert state_of(casa, ana) == "active"


def test_lock_from_a_number_that_was_stopped_is_heard(casa, ana, texts) -> None:
    write(casa, "STOP"), write(casa, "LOCK")
    with acting(casa.system):
        assert Lock.objects.filter(person=ana.id).exists()


def test_told_twice_by_the_provider_it_is_locked_once(casa, ana, texts) -> None:
    assert write(casa, "LOCK", ref="SM2") and write(casa, "LOCK", ref="SM2") == ""
    with acting(casa.system):
        assert Lock.objects.filter(person=ana.id).count() == 1


def test_a_stranger_locks_nobody(casa, ana, texts) -> None:
    assert "only sends reminders" in write(casa, "LOCK", number="+13055559999")
    with acting(casa.system):
        assert not Lock.objects.filter(programme_id=casa.id).exists()


def test_a_sentence_with_the_word_in_it_locks_nothing(casa, ana, texts) -> None:
    assert write(casa, "Please lock the door when you leave, I am coming at nine") == ""
    with acting(casa.system):
        assert not Lock.objects.filter(programme_id=casa.id).exists()

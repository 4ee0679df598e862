"""Text messages by Twilio's interface: sent once, or known to be in doubt."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from amparo.channels.adapters.sms import codes
from amparo.channels.adapters.sms.twilio import Twilio
from amparo.channels.outcomes import Kind, Outcome, Text, Why
from amparo.foundation import clock, ids
from tests.outside.sms_provider import SmsProvider

AT = clock.now()
ANA = "+15550001111"


def a_text(address: str = ANA, text: str = "Mañana a las 9:00. ¿Vienes? & más", **more: object) -> Text:
    return Text(ids.new(), address, text, **more)  # type: ignore[arg-type]


def send(provider: SmsProvider, *texts: Text, **account: object) -> dict[UUID, Outcome]:
    twilio = Twilio(provider.account(**account), line=provider.line())
    outcomes = {outcome.reference: outcome for outcome in twilio.send(texts, at=AT)}
    twilio.close()
    return outcomes


def seen(provider: SmsProvider, *texts: Text, claimed: tuple[str, ...] = ()) -> dict[UUID, Outcome]:
    twilio = Twilio(provider.account(), line=provider.line())
    found = twilio.seen(texts, since=AT, claimed=claimed)
    twilio.close()
    return found


def test_a_text_arrives_as_written_and_names_its_reference_only_to_us(sms: SmsProvider) -> None:
    text = a_text()
    outcome = send(sms, text)[text.reference]
    [message] = sms.messages
    assert (message.to, message.body, message.form["From"]) == (ANA, text.text, "+15550000000")
    assert parse_qs(urlsplit(message.callback).query) == {"ref": [str(text.reference)]}
    assert outcome == Outcome(text.reference, Kind.ACCEPTED, message.sid, segments=1)


def test_a_batch_gets_one_outcome_each(sms: SmsProvider) -> None:
    texts = [a_text(text=f"number {n}") for n in range(40)]
    outcomes = send(sms, *texts)
    assert set(outcomes) == {text.reference for text in texts}
    assert {message.key for message in sms.messages} == {str(text.reference) for text in texts}


def test_a_messaging_service_and_an_api_key_can_stand_for_number_and_account(sms: SmsProvider) -> None:
    send(sms, a_text(), sender="MG" + "1" * 32, callback_url="")
    [message] = sms.messages
    assert "From" not in message.form and message.form["MessagingServiceSid"].startswith("MG")
    assert "StatusCallback" not in message.form


@pytest.mark.parametrize(
    ("left", "seconds"),
    [(timedelta(hours=2), 7200), (timedelta(days=3), 36000), (timedelta(seconds=-5), 1)],
    ids=["two hours", "longer than Twilio waits", "its moment has passed"],
)
def test_the_provider_is_asked_to_forget_a_stale_text(sms: SmsProvider, left: timedelta, seconds: int) -> None:
    send(sms, a_text(expires_at=AT + left))
    assert sms.messages[0].form["ValidityPeriod"] == str(seconds)


@pytest.mark.parametrize(
    ("address", "code", "why"),
    [
        ("+15005550001", "21211", Why.BAD_ADDRESS),
        ("+15005550009", "21614", Why.BAD_ADDRESS),
        ("+15005550004", "21610", Why.STOPPED),
        ("+15005550002", "21612", Why.UNREACHABLE),
        ("+15005550003", "21408", Why.OURS),
    ],
)
def test_a_refusal_says_why(sms: SmsProvider, address: str, code: str, why: Why) -> None:
    good, bad = a_text(), a_text(address)
    outcomes = send(sms, bad, good)
    assert outcomes[bad.reference] == Outcome(bad.reference, Kind.PERMANENT, code=code, why=why)
    assert outcomes[good.reference].kind is Kind.ACCEPTED


@pytest.mark.parametrize(
    ("fault", "kind", "why"),
    [
        pytest.param(429, Kind.RETRY_LATER, Why.BUSY, id="too fast"),
        pytest.param(503, Kind.RETRY_LATER, Why.OUTAGE, id="closed"),
        pytest.param(500, Kind.UNKNOWN, Why.OUTAGE, id="broken, perhaps after it took the message"),
        pytest.param(504, Kind.UNKNOWN, Why.OUTAGE, id="a gateway that did not wait"),
        pytest.param("drop before", Kind.UNKNOWN, Why.OUTAGE, id="no answer"),
        pytest.param("slow", Kind.UNKNOWN, Why.OUTAGE, id="an answer too late"),
    ],
)
def test_trouble_of_the_provider_is_never_about_the_person(
    sms: SmsProvider, fault: int | str, kind: Kind, why: Why
) -> None:
    sms.faults.append(fault)
    text = a_text()
    outcome = send(sms, text)[text.reference]
    assert (outcome.kind, outcome.why) == (kind, why)
    assert outcome.retry_after == (timedelta(seconds=7) if fault in (429, 503) else None)


def test_wrong_credentials_are_ours_to_repair(sms: SmsProvider) -> None:
    text = a_text()
    outcome = send(sms, text, secret="another")[text.reference]
    assert (outcome.kind, outcome.code, outcome.why) == (Kind.RETRY_LATER, "20003", Why.OURS)


def test_a_message_taken_without_an_answer_is_found_by_asking(sms: SmsProvider) -> None:
    sms.faults.append("drop after")
    lost, never = a_text(), a_text(text="this one was never sent")
    assert send(sms, lost)[lost.reference].kind is Kind.UNKNOWN
    found = seen(sms, lost, never)
    assert found == {lost.reference: Outcome(lost.reference, Kind.ACCEPTED, sms.messages[0].sid)}


def test_asking_tells_what_became_of_it(sms: SmsProvider) -> None:
    text = a_text()
    send(sms, text)
    sms.call_back(sms.messages[0], "undelivered", "30005")
    outcome = seen(sms, text)[text.reference]
    assert (outcome.kind, outcome.code, outcome.why) == (Kind.PERMANENT, "30005", Why.BAD_ADDRESS)


def test_two_equal_texts_are_two_messages(sms: SmsProvider) -> None:
    first, second = a_text(), a_text()
    send(sms, first)
    assert len(seen(sms, first, second)) == 1
    assert seen(sms, second, claimed=(sms.messages[0].sid,)) == {}
    send(sms, second)
    assert len(seen(sms, first, second)) == 2


def test_typographic_signs_that_the_provider_simplified_still_match(sms: SmsProvider) -> None:
    text = a_text(text="We’ll call — “soon”…")
    send(sms, text)
    sms.messages[0].body = 'We\'ll call - "soon"...'
    assert text.reference in seen(sms, text)


def test_a_provider_that_cannot_be_asked_leaves_the_message_in_doubt(sms: SmsProvider) -> None:
    sms.faults.append(500)
    text = a_text()
    assert seen(sms, text)[text.reference].kind is Kind.UNKNOWN


def test_nothing_of_the_person_is_in_what_we_keep_or_print(sms: SmsProvider) -> None:
    text = a_text("+15005550001")
    outcome = send(sms, text)[text.reference]
    assert "5005550001" not in repr(outcome) and "5005550001" not in repr(text)
    assert sms.account().secret not in repr(sms.account())


def test_an_unlisted_code_says_no_more_than_its_status() -> None:
    assert codes.of_error(21999, 400) == codes.of_status(400)
    assert codes.of_error(21999, 429).kind is Kind.RETRY_LATER

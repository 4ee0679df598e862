"""Call-backs of Twilio: only Twilio's are heard, and they say what they say."""

from __future__ import annotations

import pytest

from amparo.channels.adapters.sms import callbacks
from amparo.channels.adapters.sms.twilio import Twilio
from amparo.channels.outcomes import Text, Why
from amparo.channels.receipts import Event, Receipt
from amparo.foundation import clock, ids
from tests.outside.sms_provider import SECRET, SmsProvider

# The example that Twilio publishes with its libraries.
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234"}
FORM |= {"From": "+14158675309", "To": "+18005551212"}
SIGNED = "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_twilios_own_example_verifies() -> None:
    assert callbacks.signature(URL, FORM.items(), "12345") == SIGNED
    assert callbacks.genuine(URL, FORM.items(), SIGNED, ["12345"])


def test_repeated_fields_are_signed_as_twilio_does() -> None:
    pairs = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]
    assert callbacks.signature(URL, pairs, "12345") == "IK+Dwps556ElfBT0I3Rgjkr1wJU="


@pytest.mark.parametrize(
    ("url", "form", "given", "secrets"),
    [
        pytest.param(URL + "&x=1", FORM, SIGNED, ["12345"], id="another address"),
        pytest.param(URL, FORM | {"Digits": "1235"}, SIGNED, ["12345"], id="a changed field"),
        pytest.param(URL, FORM | {"New": "1"}, SIGNED, ["12345"], id="an added field"),
        pytest.param(URL, FORM, SIGNED, ["54321"], id="another secret"),
        pytest.param(URL, FORM, SIGNED, [""], id="an empty secret"),
        pytest.param(URL, FORM, SIGNED, [], id="no secret"),
        pytest.param(URL, FORM, "", ["12345"], id="no signature"),
        pytest.param(URL, FORM, "ñ", ["12345"], id="a signature that is none"),
    ],
)
def test_anything_else_is_not_twilio(url: str, form: dict[str, str], given: str, secrets: list[str]) -> None:
    assert not callbacks.genuine(url, form.items(), given, secrets)


def test_two_secrets_are_valid_while_one_replaces_the_other() -> None:
    assert callbacks.genuine(URL, FORM.items(), SIGNED, ["new", "12345"])


def test_the_usual_port_may_be_written_or_not() -> None:
    with_port = URL.replace(".com/", ".com:443/")
    signed = callbacks.signature(with_port, FORM.items(), "12345")
    assert callbacks.genuine(URL, FORM.items(), signed, ["12345"])
    assert callbacks.genuine(with_port, FORM.items(), SIGNED, ["12345"])


@pytest.mark.parametrize(
    ("status", "code", "event", "why"),
    [
        ("queued", "", Event.TAKEN, Why.NONE),
        ("sent", "", Event.TAKEN, Why.NONE),
        ("delivered", "", Event.DELIVERED, Why.NONE),
        ("undelivered", "30003", Event.UNDELIVERED, Why.UNREACHABLE),
        ("undelivered", "30005", Event.UNDELIVERED, Why.BAD_ADDRESS),
        ("undelivered", "30006", Event.UNDELIVERED, Why.BAD_ADDRESS),
        ("undelivered", "30007", Event.UNDELIVERED, Why.FILTERED),
        ("failed", "21610", Event.FAILED, Why.STOPPED),
    ],
)
def test_a_receipt_says_what_became_of_its_delivery(status: str, code: str, event: Event, why: Why) -> None:
    ref = ids.new()
    told = {"MessageSid": "SM1", "MessageStatus": status, "ErrorCode": code, "To": "+15550001111"}
    assert callbacks.receipt(told, str(ref)) == Receipt(ref, "SM1", event, code, why)


def test_a_receipt_without_a_good_reference_still_has_the_providers_id() -> None:
    told = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    for ref in (None, "", "not-a-reference"):
        assert callbacks.receipt(told, ref) == Receipt(None, "SM1", Event.DELIVERED)


def test_news_that_nobody_knows_is_no_receipt() -> None:
    assert callbacks.receipt({"MessageSid": "SM1", "MessageStatus": "teleported"}, None) is None
    assert callbacks.receipt({"MessageStatus": "sent"}, None) is None


def test_a_text_that_came_in_is_read() -> None:
    told = {
        "MessageSid": "SM2",
        "From": "+15550001111",
        "To": "+15550000000",
        "Body": "PARE",
        "OptOutType": "STOP",
    }
    heard = callbacks.incoming(told)
    assert heard == callbacks.Incoming("SM2", "+15550001111", "+15550000000", "PARE", "stop")
    assert "555" not in repr(heard) and "PARE" not in repr(heard)
    assert callbacks.incoming({"Body": "hello"}) is None


def test_the_whole_way_from_a_text_to_its_signed_receipt(sms: SmsProvider) -> None:
    text = Text(ids.new(), "+15550001111", "hello")
    twilio = Twilio(sms.account(), line=sms.line())
    list(twilio.send([text], at=clock.now()))
    url, form, signed = sms.call_back(sms.messages[0], "delivered")
    assert callbacks.genuine(url, form.items(), signed, [SECRET])
    told = callbacks.receipt(form, url.partition("ref=")[2])
    assert told and (told.reference, told.event) == (text.reference, Event.DELIVERED)

"""E-mail over true SMTP: encrypted, complete, one refusal at a time."""

from __future__ import annotations

from email.message import EmailMessage
from uuid import UUID

import pytest

from amparo.channels.adapters.email import letter, replies, smtp
from amparo.channels.adapters.email.replies import Stage
from amparo.channels.outcomes import Calendar, Kind, Mail, Outcome, Why
from amparo.foundation import clock, ids
from tests.outside.mail_server import MailServer

AT = clock.now()
SENDER = letter.From("notices@amparo.example", "Recordatorio")
ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Cita mañana\r\nEND:VEVENT\r\n".encode()


def a_mail(address: str = "ana@people.example", **more: object) -> Mail:
    known = {"subject": "Mañana a las 9:00", "text": "Hola.\n\nMira https://amparo.example/r?a=1&b=2 hoy."}
    return Mail(ids.new(), address, **(known | more))  # type: ignore[arg-type]


def send(server: MailServer, *mails: Mail, **changes: object) -> dict[UUID, Outcome]:
    adapter = smtp.Smtp(server.server(**changes), SENDER)
    return {outcome.reference: outcome for outcome in adapter.send(mails, at=AT)}


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    return next(one for one in mail.walk() if one.get_content_type() == kind)  # type: ignore[return-value]


def test_a_mail_arrives_with_words_for_every_program(mail: MailServer) -> None:
    sent = a_mail()
    outcome = send(mail, sent)[sent.reference]
    [arrived] = mail.mails
    assert (outcome.kind, outcome.provider_ref) == (Kind.SENT, f"{sent.reference}@amparo.example")
    assert (arrived["subject"], arrived["from"]) == (sent.subject, "Recordatorio <notices@amparo.example>")
    assert part(arrived, "text/plain").get_content().replace("\r\n", "\n").strip() == sent.text
    assert '<a href="https://amparo.example/r?a=1&amp;b=2">' in part(arrived, "text/html").get_content()
    assert arrived["auto-submitted"] == "auto-generated" and mail.raw[0].isascii()


def test_an_invitation_is_a_part_and_a_file(mail: MailServer) -> None:
    send(mail, a_mail(calendar=Calendar("REQUEST", ICS)))
    invitation = part(mail.mails[0], "text/calendar")
    assert invitation.get_param("method") == "REQUEST"
    assert "Cita mañana" in invitation.get_content()
    file = part(mail.mails[0], "application/ics")
    assert (file.get_content(), file.get_filename()) == (ICS, "event.ics")


def test_the_way_out_is_one_line_that_programs_can_follow(mail: MailServer) -> None:
    link = "https://amparo.example/stop/" + "x" * 200
    send(mail, a_mail(unsubscribe_url=link))
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in mail.raw[0]
    assert mail.mails[0]["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"


def test_every_attempt_carries_the_same_message_id(mail: MailServer) -> None:
    sent = a_mail()
    send(mail, sent)
    send(mail, sent)
    assert {one["message-id"] for one in mail.mails} == {f"<{sent.reference}@amparo.example>"}


def test_a_batch_uses_one_connection(mail: MailServer) -> None:
    outcomes = send(mail, *(a_mail() for _ in range(20)))
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.SENT}
    assert len(mail.mails) == 20 and mail.connections == 1


def test_a_connection_is_renewed_before_the_server_tires(mail: MailServer) -> None:
    outcomes = send(mail, *(a_mail() for _ in range(10)), messages_a_connection=2)
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.SENT} and mail.connections == 5


@pytest.mark.parametrize(
    ("mailbox", "kind", "code", "why"),
    [
        ("nobody", Kind.PERMANENT, "5.1.1", Why.BAD_ADDRESS),
        ("full", Kind.RETRY_LATER, "4.2.2", Why.UNREACHABLE),
        ("grey", Kind.RETRY_LATER, "4.7.1", Why.BUSY),
        ("refused", Kind.PERMANENT, "5.7.1", Why.FILTERED),
        ("spam", Kind.PERMANENT, "5.7.1", Why.FILTERED),
        ("large", Kind.PERMANENT, "5.3.4", Why.TOO_LARGE),
        ("leaving", Kind.RETRY_LATER, "4.3.2", Why.BUSY),
        ("silent", Kind.UNKNOWN, "no_answer", Why.OUTAGE),
    ],
)
def test_one_bad_mailbox_does_not_stop_the_others(
    mail: MailServer, mailbox: str, kind: Kind, code: str, why: Why
) -> None:
    before, bad, after = a_mail(), a_mail(f"{mailbox}@people.example"), a_mail()
    outcomes = send(mail, before, bad, after)
    assert outcomes[bad.reference] == Outcome(bad.reference, kind, code=code, why=why)
    assert {outcomes[one.reference].kind for one in (before, after)} == {Kind.SENT}


@pytest.mark.parametrize(
    "address",
    [
        "ana@people.example\r\nBcc: all@people.example",
        "ana@people.example>\r\nRCPT TO:<all@people.example",
        "ana@people.example, luz@people.example",
        "<ana@people.example>",
        "no address",
        "@people.example",
        "ana@",
        "ana@-x",
        "a" * 65 + "@people.example",
    ],
)
def test_an_address_cannot_carry_anything_else(mail: MailServer, address: str) -> None:
    bad = a_mail(address)
    assert send(mail, bad)[bad.reference] == Outcome(bad.reference, Kind.PERMANENT, code="malformed", why=Why.MALFORMED)
    assert mail.recipients == []


def test_a_subject_cannot_carry_a_header(mail: MailServer) -> None:
    send(mail, a_mail(subject="Hola\r\nBcc: all@people.example\n\nbody"))
    assert mail.mails[0]["bcc"] is None
    assert mail.mails[0]["subject"] == "Hola Bcc: all@people.example body"


def test_an_unsubscribe_link_cannot_carry_a_header(mail: MailServer) -> None:
    bad = a_mail(unsubscribe_url="https://a.example/>\r\nBcc: all@people.example")
    assert send(mail, bad)[bad.reference].why is Why.MALFORMED


def test_a_line_with_one_dot_does_not_end_the_mail(mail: MailServer) -> None:
    send(mail, a_mail(text="one\n.\n..two\nthree"))
    words = part(mail.mails[0], "text/plain").get_content()
    assert words.split() == ["one", ".", "..two", "three"]


def test_words_become_html_only_as_words(mail: MailServer) -> None:
    send(mail, a_mail(text='<script>alert(1)</script> https://a.example/"onclick=x'))
    page = part(mail.mails[0], "text/html").get_content()
    assert "<script" not in page and '"onclick' not in page


def test_an_address_in_another_script_is_written_as_the_server_can(mail: MailServer) -> None:
    send(mail, a_mail("аня@people.example"), a_mail("ana@españa.example"))
    assert mail.recipients == ["аня@people.example", "ana@xn--espaa-rta.example"]


def test_a_wrong_password_is_ours_to_repair_and_tried_once(mail: MailServer) -> None:
    outcomes = send(mail, a_mail(), a_mail(), password="another")
    assert {(one.kind, one.why) for one in outcomes.values()} == {(Kind.RETRY_LATER, Why.OURS)}
    assert mail.connections == 1


def test_a_server_nobody_vouches_for_gets_neither_password_nor_mail(mail: MailServer) -> None:
    sent = a_mail()
    outcome = send(mail, sent, authorities="")[sent.reference]
    assert (outcome.kind, outcome.code, mail.mails) == (Kind.RETRY_LATER, "encryption", [])


def test_a_password_is_never_sent_in_clear(mail: MailServer) -> None:
    with pytest.raises(ValueError):
        smtp.Smtp(mail.server(security="none"), SENDER)


def test_where_nobody_listens_every_mail_waits(mail: MailServer) -> None:
    outcomes = send(mail, a_mail(), a_mail(), port=1)
    assert {(one.kind, one.code) for one in outcomes.values()} == {(Kind.RETRY_LATER, "connection")}


def test_nobody_can_be_asked(mail: MailServer) -> None:
    adapter, sent = smtp.Smtp(mail.server(), SENDER), a_mail()
    assert adapter.seen([sent], since=AT) == {sent.reference: Outcome(sent.reference, Kind.UNKNOWN)}
    assert not adapter.can_be_asked and not adapter.repeats_are_harmless


@pytest.mark.parametrize(
    ("stage", "code", "text", "kind", "why"),
    [
        (Stage.GREETING, 535, b"5.7.8 bad credentials", Kind.RETRY_LATER, Why.OURS),
        (Stage.GREETING, 421, b"busy", Kind.RETRY_LATER, Why.OUTAGE),
        (Stage.SENDER, 550, b"who are you", Kind.PERMANENT, Why.OURS),
        (Stage.RECIPIENT, 550, b"no such user", Kind.PERMANENT, Why.BAD_ADDRESS),
        (Stage.RECIPIENT, 550, b"5.7.1 relaying denied", Kind.PERMANENT, Why.FILTERED),
        (Stage.RECIPIENT, 550, b"5.1.10 null mx", Kind.PERMANENT, Why.BAD_ADDRESS),
        (Stage.RECIPIENT, 552, b"over quota", Kind.PERMANENT, Why.UNREACHABLE),
        (Stage.RECIPIENT, 451, b"5.1.1 confused", Kind.RETRY_LATER, Why.BUSY),
        (Stage.CONTENT, 554, b"spam", Kind.PERMANENT, Why.FILTERED),
        (Stage.CONTENT, 451, b"try later", Kind.RETRY_LATER, Why.BUSY),
    ],
)
def test_a_reply_is_read_by_stage_and_enhanced_code(stage: Stage, code: int, text: bytes, kind: Kind, why: Why) -> None:
    verdict = replies.verdict(stage, code, text)
    assert (verdict.kind, verdict.why) == (kind, why)

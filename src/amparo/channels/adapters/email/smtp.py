"""E-mail by SMTP, one connection a batch.

A mail server cannot be asked what it took. When the connection breaks after a message's last line, that
message is in doubt; sent again, it carries the same Message-ID and the same calendar UID, so that programs
can show it once.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from amparo.channels.adapters.email import letter, replies
from amparo.channels.adapters.email.replies import Stage
from amparo.channels.outcomes import Kind, Mail, Outcome, Verdict, Why

LEADING_DOT = re.compile(rb"(?m)^\.")
# How often a batch may begin anew before the rest is left for later.
CONNECTIONS = 3


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""
    timeout: float = 20.0
    # Many servers close after a hundred messages; better we do.
    messages_a_connection: int = 100


class _StoppedError(Exception):
    """The server said no, or nothing more."""

    def __init__(self, verdict: Verdict, code: str, *, broken: bool = False) -> None:
        super().__init__(code)
        self.verdict, self.code, self.broken = verdict, code, broken


class Smtp:
    can_be_asked = False
    repeats_are_harmless = False

    def __init__(self, server: Server, sender: letter.From) -> None:
        if server.user and server.security == "none":
            raise ValueError("a password is never sent in clear")
        letter.recipient(sender.address)
        self._server, self._sender = server, sender
        self._connection: smtplib.SMTP | None = None
        self._carried = 0
        self._begun = 0

    def send(self, batch: Iterable[Mail], *, at: datetime) -> Iterator[Outcome]:
        self._begun = 0
        stopped: _StoppedError | None = None
        try:
            for mail in batch:
                if stopped:
                    yield _outcome(mail, stopped)
                    continue
                try:
                    yield self._one(mail, at)
                except _StoppedError as error:
                    # The way to the server is closed: the others need not find that out one by one.
                    stopped = error
                    yield _outcome(mail, error)
        finally:
            self.close()

    def seen(self, batch: Sequence[Mail], *, since: datetime, claimed: Collection[str] = ()) -> dict[UUID, Outcome]:
        """Nobody can tell: every message stays in doubt."""
        return {mail.reference: Outcome(mail.reference, Kind.UNKNOWN) for mail in batch}

    def close(self) -> None:
        if self._connection:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()
        self._connection = None

    def _one(self, mail: Mail, at: datetime) -> Outcome:
        try:
            written = letter.write(mail, self._sender, at)
        except ValueError:
            return Outcome(mail.reference, Kind.PERMANENT, code="malformed", why=Why.MALFORMED)
        connection = self._open()
        try:
            self._envelope(connection, written)
            _content(connection, written)
        except _StoppedError as error:
            self._recover(connection, error)
            return _outcome(mail, error)
        return Outcome(mail.reference, Kind.SENT, letter.message_id(mail, self._sender).strip("<>")[:80])

    def _envelope(self, connection: smtplib.SMTP, written: letter.Letter) -> None:
        options = ["SMTPUTF8", "BODY=8BITMIME"] if written.needs_utf8 else []
        if written.needs_utf8 and not connection.has_extn("smtputf8"):
            raise _StoppedError(Verdict(Kind.PERMANENT, Why.BAD_ADDRESS), "smtputf8")
        connection.command_encoding = "utf-8" if written.needs_utf8 else "ascii"
        _expect(connection, Stage.SENDER, 250, "MAIL", " ".join([f"FROM:<{self._sender.address}>", *options]))
        _expect(connection, Stage.RECIPIENT, 250, "RCPT", f"TO:<{written.address}>")

    def _open(self) -> smtplib.SMTP:
        if self._connection and self._carried >= self._server.messages_a_connection:
            self.close()
            self._begun -= 1  # closing by count is no trouble
        if self._connection is None:
            if self._begun >= CONNECTIONS:
                raise _StoppedError(Verdict(Kind.RETRY_LATER, Why.OUTAGE), "connections")
            self._begun, self._carried = self._begun + 1, 0
            self._connection = _connect(self._server)
        self._carried += 1
        return self._connection

    def _recover(self, connection: smtplib.SMTP, error: _StoppedError) -> None:
        """Ready for the next message: the transaction is forgotten, or a broken connection is."""
        try:
            if error.broken or connection.rset()[0] != 250:
                self._drop()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


def _connect(server: Server) -> smtplib.SMTP:
    """A greeted, encrypted, signed-in connection; any trouble here is never about the person."""
    try:
        return _greeted(server)
    except smtplib.SMTPResponseException as error:
        text = error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()
        verdict = replies.verdict(Stage.GREETING, error.smtp_code, text)
        raise _StoppedError(verdict, replies.shown(error.smtp_code, text)) from None
    except (smtplib.SMTPNotSupportedError, ssl.SSLError):
        raise _StoppedError(Verdict(Kind.RETRY_LATER, Why.OURS), "encryption") from None
    except (smtplib.SMTPException, OSError):
        raise _StoppedError(Verdict(Kind.RETRY_LATER, Why.OUTAGE), "connection") from None


def _greeted(server: Server) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=server.authorities or None)
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            connection.starttls(context=trust)
            connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _content(connection: smtplib.SMTP, written: letter.Letter) -> None:
    _expect(connection, Stage.CONTENT, 354, "DATA")
    ended = written.content if written.content.endswith(b"\r\n") else written.content + b"\r\n"
    try:
        connection.send(LEADING_DOT.sub(b"..", ended) + b".\r\n")
        code, text = connection.getreply()
    except (smtplib.SMTPException, OSError):
        # The last line may have arrived: nobody knows whether the server took the message.
        raise _StoppedError(Verdict(Kind.UNKNOWN, Why.OUTAGE), "no_answer", broken=True) from None
    if code != 250:
        raise _refused(Stage.CONTENT, code, text)


def _expect(connection: smtplib.SMTP, stage: Stage, wanted: int, command: str, words: str = "") -> None:
    try:
        code, text = connection.docmd(command, words)
    except (smtplib.SMTPException, OSError):
        raise _StoppedError(Verdict(Kind.RETRY_LATER, Why.OUTAGE), "connection", broken=True) from None
    # 251: the server forwards the mail for that recipient.
    if code != wanted and (stage, code) != (Stage.RECIPIENT, 251):
        raise _refused(stage, code, text)


def _refused(stage: Stage, code: int, text: bytes) -> _StoppedError:
    # 421: the server closes the connection.
    return _StoppedError(replies.verdict(stage, code, text), replies.shown(code, text), broken=code == 421)


def _outcome(mail: Mail, error: _StoppedError) -> Outcome:
    return Outcome(mail.reference, error.verdict.kind, code=error.code, why=error.verdict.why)

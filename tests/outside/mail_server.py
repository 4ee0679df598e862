"""A true SMTP server with STARTTLS and sign-in (aiosmtpd), whose mailboxes misbehave by name.

Checked against RFC 5321 (replies by stage, dot-stuffing), RFC 3207 (nothing but EHLO before STARTTLS),
RFC 4954 (sign-in) and RFC 3463 (enhanced codes).
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from amparo.channels.adapters.email import smtp
from tests.outside.certificates import Certificates

USER, PASSWORD = "amparo", "a-password-of-tests"
RECIPIENTS = {
    "nobody": "550 5.1.1 no such user",
    "full": "452 4.2.2 mailbox full",
    "grey": "450 4.7.1 come back later",
    "refused": "554 5.7.1 relay access denied",
    "leaving": "421 4.3.2 closing",
}
CONTENTS = {"spam": "550 5.7.1 looks like spam", "large": "552 5.3.4 too large"}


@dataclass
class MailServer:
    port: int
    authorities: str
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0

    def server(self, **changes: object) -> smtp.Server:
        known = {"host": "localhost", "port": self.port, "user": USER, "password": PASSWORD, "timeout": 3.0}
        known |= {"authorities": self.authorities}
        return smtp.Server(**(known | changes))  # type: ignore[arg-type]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, replies: list[str]) -> list[str]:
        session.host_name = name
        self.connections += session.ssl is not None
        return replies

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        reply = RECIPIENTS.get(address.partition("@")[0])
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        who = envelope.rcpt_tos[0].partition("@")[0]
        if who in CONTENTS:
            return CONTENTS[who]
        self.raw.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos[0])
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if who == "silent":
            # Taken, but the answer is lost.
            server.transport.abort()
        return "250 taken"


def _sign_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=known, handled=False)


@contextlib.contextmanager
def running(certificates: Certificates) -> Iterator[MailServer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mail_server = MailServer(port, str(certificates.authority))
    controller = Controller(
        mail_server,
        hostname="127.0.0.1",
        port=port,
        tls_context=certificates.server(),
        require_starttls=True,
        authenticator=_sign_in,
        auth_required=True,
        enable_SMTPUTF8=True,
    )
    controller.start()
    try:
        yield mail_server
    finally:
        controller.stop()

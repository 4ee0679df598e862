"""Builds one e-mail: plain words, simple HTML, an invitation for calendars, and no way to bend a header."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from amparo.channels.outcomes import Mail

# RFC 5321: 64 signs before the @, 254 in all. Nothing a server or header could read as its own syntax.
LOCAL = re.compile(r"[^\s\x00-\x1f\x7f<>()\[\]\\,;:\"@]{1,64}")
DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
URL = re.compile(r"https?://[!-;=?-~]{1,1900}")
LINK = re.compile(r"https?://[^\s<>\"]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
WIRE = policy.SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class From:
    """Who writes. The name is neutral: it shows on a locked screen."""

    address: str
    name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    address: str
    content: bytes
    needs_utf8: bool


def write(mail: Mail, sender: From, at: datetime) -> Letter:
    """The mail as it goes over the wire; ValueError when its address or its unsubscribe link is none."""
    to = recipient(mail.address)
    needs_utf8 = not to.username.isascii()
    wire = WIRE.clone(utf8=True) if needs_utf8 else WIRE
    message = EmailMessage(policy=wire)
    _head(message, mail, sender, to, at)
    _body(message, mail)
    return Letter(to.addr_spec, _unsubscribe(mail) + message.as_bytes(policy=wire), needs_utf8)


def recipient(address: str) -> Address:
    """The address, its domain in the spelling of the name system; ValueError when it is none."""
    local, _, domain = address.strip().rpartition("@")
    ascii_domain = domain if domain.isascii() else domain.encode("idna").decode()
    if not LOCAL.fullmatch(local) or not DOMAIN.fullmatch(ascii_domain) or len(address) > 254:
        raise ValueError("not an e-mail address")
    return Address(username=local, domain=ascii_domain)


def message_id(mail: Mail, sender: From) -> str:
    """The same for every attempt, so that mail programs can drop a second copy."""
    return f"<{mail.reference}@{sender.address.rpartition('@')[2]}>"


def _head(message: EmailMessage, mail: Mail, sender: From, to: Address, at: datetime) -> None:
    local, _, domain = sender.address.rpartition("@")
    message["From"] = Address(_one_line(sender.name), local, domain)
    message["To"] = to
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = at
    message["Message-ID"] = message_id(mail, sender)
    if sender.reply_to:
        message["Reply-To"] = sender.reply_to
    # Holiday notices and other robots stay silent.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _body(message: EmailMessage, mail: Mail) -> None:
    message.set_content(mail.text)
    message.add_alternative(mail.html or simple_html(mail.text), subtype="html")
    if mail.calendar:
        method = {"method": mail.calendar.method}
        message.add_alternative(mail.calendar.ics.decode(), subtype="calendar", params=method)
        message.add_attachment(mail.calendar.ics, maintype="application", subtype="ics", filename="event.ics")


def simple_html(text: str) -> str:
    """The same words as paragraphs, in the reader's direction, with links that can be tapped."""
    paragraphs = [_linked(part) for part in re.split(r"\n\s*\n", text.strip())]
    inner = "".join(f'<p dir="auto">{part}</p>' for part in paragraphs)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'


def _linked(words: str) -> str:
    made, done = [], 0
    for link in LINK.finditer(words):
        place = html.escape(link.group())
        made += [html.escape(words[done : link.start()]), f'<a href="{place}">{place}</a>']
        done = link.end()
    return "".join((*made, html.escape(words[done:]))).replace("\n", "<br>")


def _unsubscribe(mail: Mail) -> bytes:
    """Written by hand: Python's generator breaks a long address into encoded words that nobody can follow."""
    if not mail.unsubscribe_url:
        return b""
    if not URL.fullmatch(mail.unsubscribe_url):
        raise ValueError("not a link")
    post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return f"List-Unsubscribe: <{mail.unsubscribe_url}>\r\n{post}".encode("ascii")


def _one_line(words: str) -> str:
    return " ".join(CONTROL.sub(" ", words).split())

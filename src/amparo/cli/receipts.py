"""`amparo verify-receipt`: needs no database, no vault, no network."""

import sys
from pathlib import Path

from rich.console import Console

from amparo.checkins import receipt
from amparo.foundation.errors import Refused

ON_TIME = {True: "yes", False: "no, after the window had closed", None: "not known (a human looked at it)"}


def run(console: Console, given: str, key: str) -> int:
    """0 and what the receipt says, if the key's programme signed it; 1 otherwise, and what to do."""
    try:
        public_key = bytes.fromhex(key.strip())
    except ValueError:
        public_key = b""
    if len(public_key) != 32:
        console.print("The key is not a public key: it has 64 hexadecimal digits. See /verify/key/ of the programme.")
        return 1
    try:
        said = receipt.verify(receipt.from_text(_text(given)), public_key)
    except Refused as refused:
        console.print(
            "This is not a receipt: part of the text may be missing. Copy all of it."
            if refused.code == "receipt_unreadable"
            else "[bold red]Not genuine.[/] The programme with this key did not sign this receipt."
        )
        return 1
    console.print(f"[bold green]Genuine.[/] Receipt {said.number}")
    console.print(f"Received: {said.received_at:%d %B %Y, %H:%M:%S} UTC")
    if said.said_at:
        console.print(f"Captured: {said.said_at:%d %B %Y, %H:%M:%S} UTC")
    console.print(f"The window closed: {said.closes_at:%d %B %Y, %H:%M} UTC. In time: {ON_TIME[said.on_time]}.")
    console.print("Only what stands here was signed. Words around a receipt can be changed by anybody.")
    return 0


def _text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    file = Path(given)
    return file.read_text() if len(given) < 200 and file.is_file() else given

"""`amparo verify-evidence`: needs no database, no vault, no network."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from amparo.casework.evidence import archive, signing
from amparo.foundation.errors import Refused

WRONG = {
    "pack_unreadable": "This is no evidence pack: it needs evidence.json and signature.txt, as they were handed over.",
    "pack_too_large": "This is too large for an evidence pack.",
    "pack_forged": "[bold red]Not genuine.[/] No programme with this key signed it, or its signature was changed.",
    "json_changed": "[bold red]Not genuine.[/] evidence.json is not as it was signed.",
    "document_changed": "[bold red]Not genuine.[/] The document to read is not as it was signed.",
    "document_missing": "The document to read (evidence.pdf) is missing. Put it beside the others.",
    "receipt_forged": "[bold red]Not genuine.[/] The receipt {number} was not signed by this programme.",
    "receipt_of_another": "[bold red]Not genuine.[/] The receipt {number} says something else than the pack.",
}


def run(console: Console, place: Path, key: str) -> int:
    """0 and what was checked, if the key's programme signed all of it; 1 otherwise, and what is wrong."""
    try:
        public_key = bytes.fromhex(key.strip())
    except ValueError:
        public_key = b""
    if len(public_key) != 32:
        console.print("The key is not a public key: it has 64 hexadecimal digits. See /verify/key/ of the programme.")
        return 1
    try:
        found = signing.verify(archive.read(place), public_key)
    except Refused as no:
        number = escape(str(no.details.get("number", "")))
        console.print(WRONG[no.code].format(number=number), soft_wrap=True)
        return 1
    console.print("[bold green]Genuine.[/] Both files are as the programme signed them.")
    console.print(f"Period: {escape(found.begins)} to {escape(found.ends)}. Made: {found.made_at:%d %B %Y, %H:%M} UTC.")
    console.print(f"Receipts inside, each genuine by itself: {found.receipts}.")
    return 0

"""Checks an exported access log. One file, the standard library only: it can be run far away from Amparo.

    python verify_log.py export.jsonl [--head SEQ:LEAF]

Each line of the export is one entry, oldest first:
{"programme": uuid, "subject": uuid, "seq": 1, "prev": hex, "body": hex, "leaf": hex}

`--head` is the number and leaf that the person's phone remembers: it shows entries cut off at the end, and a
history written anew.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

LABEL = b"\x00amparo-log/1"


def leaf_of(programme: UUID, subject: UUID, seq: int, prev: bytes, body: bytes) -> bytes:
    """The hash that an entry must have."""
    place = programme.bytes + subject.bytes + seq.to_bytes(8) + len(prev).to_bytes(4)
    return hashlib.sha256(LABEL + place + prev + body).digest()


def faults(entries: Iterable[dict[str, Any]], *, head: tuple[int, bytes] | None = None) -> Iterator[str]:
    """What is wrong with the chain, in words; nothing when it is whole."""
    owner, seq, prev, at_head = None, 0, b"", None
    for seq, entry in enumerate(entries, start=1):
        named = UUID(entry["programme"]), UUID(entry["subject"])
        owner = owner or named
        leaf, body, said = (bytes.fromhex(entry[part]) for part in ("leaf", "body", "prev"))
        if named != owner:
            yield f"entry {seq}: belongs to another log"
        if entry["seq"] != seq:
            yield f"entry {seq}: carries the number {entry['seq']}"
        if said != prev:
            yield f"entry {seq}: does not follow the one before"
        if leaf_of(*named, entry["seq"], said, body) != leaf:
            yield f"entry {seq}: was changed"
        prev = leaf
        if head and seq == head[0]:
            at_head = leaf
    if head and head[0] > 0 and at_head != head[1]:
        yield (
            f"entry {head[0]}: is not the one the phone remembers" if at_head else f"ends at {seq}, before {head[0]}"
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Checks an exported access log.")
    parser.add_argument("export")
    parser.add_argument("--head", help="SEQ:LEAF, as the phone remembers it")
    asked = parser.parse_args(arguments)
    head = None
    if asked.head:
        seq, _, leaf = asked.head.partition(":")
        head = int(seq), bytes.fromhex(leaf)
    with open(asked.export, encoding="utf-8") as lines:
        found = list(faults((json.loads(line) for line in lines if line.strip()), head=head))
    print("\n".join(found) or "ok")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Faults of ours that would cost somebody a check-in: the drill `phone` plants each of them, and has to notice it."""

from __future__ import annotations

from dataclasses import dataclass

from drills.releases import SCRIPTS, Edit


@dataclass(frozen=True, slots=True)
class Fault:
    """What is changed in Amparo, and in which scene it must show."""

    name: str
    scene: str
    edits: tuple[Edit, ...]
    with_the_upgrade: bool = False  # the version before it is sound


QUEUE = SCRIPTS + "queue.js"
POST = "  const response = await fetch(item.url, {"
MATCHES = "  if (!(await receipts.matches(body?.receipt, item))) return postpone(item);"
EMPTIED = "        for (const old of [...asked.result.objectStoreNames]) asked.result.deleteObjectStore(old);"
STORES = "        for (const [store, keyPath] of Object.entries(stores))"
SORTED = "rank(a) - rank(b) || (a.order ?? 0) - (b.order ?? 0)"

FAULTS = (
    Fault(
        "let_go_before_the_receipt",
        "killed_on_the_way",
        (Edit(QUEUE, POST, f'  await storage.remove("outbox", item.client_id);\n{POST}'),),
    ),
    Fault(
        "any_answer_is_a_receipt",
        "a_stranger_answers",
        (Edit(QUEUE, MATCHES, ""),),
    ),
    Fault(
        "another_key_at_each_try",
        "answer_never_heard",
        (
            Edit(QUEUE, "    body: item.body,", "    body: item.body.replace(item.client_id, crypto.randomUUID()),"),
            Edit(QUEUE, MATCHES, ""),
        ),
    ),
    Fault(
        "no_key_in_forms",
        "script_disabled",
        (
            Edit(
                "participant/views/check_in.py",
                'client_id=_client_id(posted.get("client_id", "")),',
                "client_id=ids.new(),",
            ),
        ),
    ),
    Fault(
        "an_upgrade_begins_anew",
        "a_new_version",
        (
            Edit(SCRIPTS + "storage.js", "indexedDB.open(name, 1)", "indexedDB.open(name, 2)"),
            Edit(
                SCRIPTS + "storage.js",
                STORES,
                f"{EMPTIED}\n{STORES}",
            ),
        ),
        with_the_upgrade=True,
    ),
    Fault(
        "saved_they_say",
        "no_space",
        (
            Edit(
                SCRIPTS + "check_in.js", "    await queue.keep(item);", "    await queue.keep(item).catch(() => null);"
            ),
        ),
    ),
    Fault(
        "as_it_comes",
        "many_waiting",
        (Edit(QUEUE, SORTED, "rank(a) - rank(b) || (b.order ?? 0) - (a.order ?? 0)"),),
    ),
)

"""A forgotten person cannot be read again: not from old rows, not from the keystore's file."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from amparo.access.actor import Role, system
from amparo.foundation.errors import Refused
from amparo.machine import paths
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from tests.vault.installation import AT, somebody, worker


def opened(items, by):
    return vault.open_text(items, by=by, why=Purpose.CASELOAD_LIST, at=AT)


def wrapped(who):
    with sqlite3.connect(f"file:{paths.vault() / 'keys.db'}?mode=ro", uri=True) as db:
        row = db.execute("SELECT nonce, ct FROM share WHERE subject = ?", [who.subject.id.bytes]).fetchone()
    db.close()
    return row


def test_old_rows_of_a_forgotten_person_stay_closed_and_others_open(programme, luz, installed):
    people = [somebody(programme) for _ in range(12)]
    rows = [person.sealed(f"name {n}") for n, person in enumerate(people)]
    assert opened(rows, luz) == [f"name {n}" for n in range(12)]  # the shares are in the vault's memory
    assert vault.forget(programme, [p.subject.id for p in people[:5]], by=luz, at=AT) == 5
    assert opened(rows, luz) == [None] * 5 + [f"name {n}" for n in range(5, 12)]


def test_nothing_of_a_forgotten_share_is_left_in_the_keystore(programme, luz, installed):
    people = [somebody(programme) for _ in range(60)]
    secrets = [part for person in people for part in wrapped(person)]
    vault.forget(programme, [p.subject.id for p in people], by=luz, at=AT)
    left = b"".join(file.read_bytes() for file in paths.vault().glob("keys.db*"))
    assert secrets and not [part for part in secrets if part in left]


def test_after_a_restart_with_the_old_rows_the_person_stays_forgotten(ana, luz, programme, installed):
    row = ana.sealed("Ana")
    vault.forget(programme, [ana.subject.id], by=luz, at=AT)
    installed.vault.kill()
    installed.vault.start()
    assert opened([row], luz) == [None]


def test_a_row_whose_salt_is_gone_reads_as_nothing(ana, luz):
    row = ana.sealed("Ana")
    assert opened([replace(row, subject=replace(ana.subject, salt=b"")), row], luz) == [None, "Ana"]


def test_a_share_made_anew_for_the_same_id_opens_nothing_old(ana, luz, programme):
    row = ana.sealed("Ana")
    vault.forget(programme, [ana.subject.id], by=luz, at=AT)
    assert vault.new_subjects(programme, [ana.subject.id])[0].pseudonym != ana.known.pseudonym
    with pytest.raises(Refused, match="cannot_open"):
        opened([row], luz)


def test_forgetting_twice_is_harmless_and_the_log_ends_with_who_did_it(ana, luz, programme, installed):
    opened([ana.sealed("Ana")], luz)
    assert vault.forget(programme, [ana.subject.id], by=luz, at=AT) == 1
    assert vault.forget(programme, [ana.subject.id], by=luz, at=AT) == 0
    assert [seq for seq, *_ in installed.entries(ana.known.pseudonym)] == [1, 2]


def test_nothing_is_sealed_for_a_forgotten_person_and_their_log_stays_closed(ana, luz, programme, installed):
    opened([ana.sealed("Ana")], luz)
    bodies = [body for _, _, body, _ in installed.entries(ana.known.pseudonym)]
    vault.forget(programme, [ana.subject.id], by=luz, at=AT)
    with pytest.raises(Refused, match="forgotten"):
        ana.sealed("Ana again")
    for by in (ana.actor, worker(programme, Role.PRIVACY_OFFICER)):
        with pytest.raises(Refused, match="forgotten"):
            vault.log_read(ana.subject, bodies, by=by, at=AT)


def test_not_everybody_can_be_forgotten_in_one_day(programme, luz, installed):
    people = [somebody(programme) for _ in range(130)]
    rows = [person.sealed("here") for person in people]
    some, others = [p.subject.id for p in people[:90]], [p.subject.id for p in people[90:]]
    assert vault.forget(programme, some, by=luz, at=AT) == 90
    for by in (luz, worker(programme), system(programme)):
        with pytest.raises(Refused, match="budget_spent"):
            vault.forget(programme, others, by=by, at=AT)
    assert opened(rows[90:], luz) == ["here"] * 40


def test_all_of_them_or_none_is_counted(programme, luz, installed):
    people = [somebody(programme) for _ in range(110)]
    everybody = [p.subject.id for p in people]
    with pytest.raises(Refused, match="budget_spent"):
        vault.forget(programme, everybody, by=luz, at=AT)
    assert vault.forget(programme, everybody[:100], by=luz, at=AT) == 100

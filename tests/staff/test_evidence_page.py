"""A case worker makes the evidence for a person; the person reads that they did."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import access_log
from amparo.casework.evidence import archive, signing
from amparo.foundation import clock
from amparo.people.models import Person
from tests.conftest import person_actor

DAYS = {"begins": "2026-01-01", "ends": "2026-12-31", "take": "pack"}


def address(person: Any) -> str:
    return reverse("staff:evidence", args=[person.id])


def test_her_worker_makes_it_and_the_person_reads_who_did(luz: Client, casa: Any, ana: Any) -> None:
    assert address(ana) in luz.get(reverse("staff:person", args=[ana.id])).content.decode()
    assert 'type="date"' in luz.get(address(ana)).content.decode()
    answer = luz.post(address(ana), DAYS)
    assert signing.verify(archive.unzipped(answer.content), bytes(casa.programme.receipt_key)).receipts == 0
    me = person_actor(ana)
    with acting(me):
        log = access_log.read(Person.objects.get(id=ana.id), by=me, at=clock.now())
    assert [look.name for look in log.looks if look.purpose == "export_to_person"] == ["Luz"]


def test_a_supervisor_may_and_others_may_not(sol: Client, teo: Client, omar: Client, ana: Any) -> None:
    assert sol.post(address(ana), DAYS | {"take": "document"})["Content-Type"] == "application/pdf"
    for other in (teo, omar):
        assert other.get(address(ana)).status_code in (403, 404)
        assert other.post(address(ana), DAYS).status_code in (403, 404)


@pytest.mark.parametrize("days", [{}, {"begins": "2026-02-01", "ends": "2026-01-01"}])
def test_days_that_are_no_period_are_asked_for_again(luz: Client, ana: Any, days: dict[str, str]) -> None:
    assert luz.post(address(ana), days).status_code == 422

"""Messages written to a file instead of being sent: how the demo can be tried without any provider."""

from __future__ import annotations

import json
from datetime import timedelta

from amparo.access.rows import acting
from amparo.channels import providers
from amparo.channels.models import Delivery
from amparo.foundation import clock, ids
from amparo.programme.rules import Rules
from amparo.reminders import actions, jobs
from amparo.reminders.actions import Occasion


def test_a_due_reminder_is_delivered_into_the_file_once(casa, ana, settings, tmp_path) -> None:
    settings.OUTBOX = str(tmp_path / "outbox.jsonl")
    providers.forget()
    at = clock.now().replace(hour=20)  # daytime in Phoenix
    about = Occasion("hearing", ids.new(), ana.id, at + timedelta(days=3), "America/Phoenix")
    with acting(casa.system):
        actions.plan(casa.id, [about], steps=["scheduled"], policy=Rules(), at=at)
    assert jobs.send_due(casa.id, at) == 1
    assert jobs.send_due(casa.id, at) == 0
    said = [json.loads(line) for line in (tmp_path / "outbox.jsonl").read_text().splitlines()]
    assert [one["kind"] for one in said] == ["text"]
    with acting(casa.system):
        assert Delivery.objects.get().state == "delivered"
    providers.forget()

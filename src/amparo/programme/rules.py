"""A programme's rules as values: what the policy document says, with the defaults of a new programme."""

from dataclasses import dataclass, field, fields
from datetime import time
from typing import Any


@dataclass(frozen=True, slots=True)
class Rules:
    """The programme's policy on one day. Every value has a safe default."""

    # Reminders: names of steps, read by reminders.rules.
    hearing_steps: tuple[str, ...] = ("scheduled", "-7d", "-3d", "-1d", "-2h")
    checkin_steps: tuple[str, ...] = ("opens", "middle", "-3h")
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    reminders_a_window: int = 3
    # How long to wait for a delivery receipt before the next channel is tried.
    unheard_after_minutes: int = 60
    # Check-ins.
    plan_days: int = 35
    cell_metres: int = 1000
    ask_place: bool = True
    window_hours: int = 48
    # How long a worker may leave an asked-for help, a look or an unanswered check-in, in hours.
    help_hours: int = 4
    look_hours: int = 24
    unanswered_hours: int = 24
    unconfirmed_days: int = 7
    # Asking for more time: granted at once this often in a window, and for how long; after that a worker answers.
    deferrals_at_once: int = 1
    deferral_hours: int = 48
    # After a window closed in silence: when somebody the person trusts is asked, when their worker calls.
    outreach_trusted_hours: int = 24
    outreach_call_hours: int = 48
    concern_hours: int = 48
    # What a person asks about their own data is answered within so many days.
    rights_days: int = 30
    # Sessions and links.
    link_days: int = 365
    session_days: int = 30
    extra: dict[str, Any] = field(default_factory=dict)


def read(document: dict[str, Any]) -> Rules:
    """The rules a policy document says; what it leaves out has the default, what is unknown is kept aside."""
    known = {f.name for f in fields(Rules)} - {"extra"}
    said = {name: _value(name, value) for name, value in document.items() if name in known}
    return Rules(**said, extra={k: v for k, v in document.items() if k not in known})


def _value(name: str, value: Any) -> Any:
    if name.startswith("quiet_"):
        return time.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value

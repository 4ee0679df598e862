"""The verbs of reminders: promise, take back, send, follow up, hear the answer."""

from amparo.reminders.planning import Occasion, cancel, plan

__all__ = ["Occasion", "cancel", "plan"]

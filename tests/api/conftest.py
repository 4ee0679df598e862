"""The provider of texts, as this installation knows it."""

from tests.reminders.conftest import sms, texts

__all__ = ["sms", "texts"]

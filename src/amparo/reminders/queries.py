"""Reads of reminders and answers that more than one caller needs."""

from uuid import UUID

from django.db.models import QuerySet

from amparo.reminders.models import Reminder


def about(about_id: UUID) -> QuerySet[Reminder]:
    return Reminder.objects.filter(about_id=about_id).order_by("send_at")


def newest_about(reminder: Reminder) -> Reminder:
    """What was said last about the same thing, or is about to be: an older link shows today's date too."""
    said = Reminder.objects.filter(about_id=reminder.about_id)
    return said.order_by("-sequence", "-send_at").first() or reminder

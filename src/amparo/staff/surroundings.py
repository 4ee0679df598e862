"""What every page of the staff site may show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from amparo.access.rules import Permission
from amparo.staff import guard


def around(request: HttpRequest) -> dict[str, Any]:
    """After how long a screen left alone covers itself, and which parts of the site this member may open."""
    actor = getattr(request, "actor", None) if request.path.startswith("/staff/") else None
    if actor is None:
        return {}
    return {
        "lock_minutes": settings.STAFF_LOCK_MINUTES,
        "may_see_day": guard.could(actor, Permission.TODAY_VIEW),
        "may_search": guard.could(actor, Permission.PEOPLE_SEARCH),
        "may_see_hearings": guard.could(actor, Permission.HEARING_VIEW),
        "may_declare_outage": guard.could(actor, Permission.OUTAGE_DECLARE),
        "may_read_words": guard.could(actor, Permission.WORDS_READ),
        "may_approve_clips": guard.could(actor, Permission.WORDS_HEARD),
        "may_import": guard.could(actor, Permission.HEARING_IMPORT),
        "may_change_help": guard.could(actor, Permission.HELP_LINES_CHANGE),
        "may_change_kiosks": guard.could(actor, Permission.KIOSK_CHANGE),
        "may_answer_rights": guard.could(actor, Permission.RIGHTS_DECIDE),
        "may_sign_forgetting": guard.could(actor, Permission.PERSON_FORGET_CONFIRM),
    }

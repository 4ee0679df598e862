"""How to reach the programme: on every page where something can fail."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest

from amparo.programme import queries as programmes


def of_person(person: Any) -> dict[str, str]:
    """The office the person goes to, else the programme. Inside the person's transaction."""
    programme = programmes.by_id(person.programme_id)
    offices = list(programmes.offices())
    mine = next((office for office in offices if office.id == person.office_id), None)
    return _card(programme, mine or (offices[0] if len(offices) == 1 else None))


def of_programme(programme: Any) -> dict[str, str]:
    """What is public about a programme."""
    return _card(programme, None)


def known_from(request: HttpRequest) -> dict[str, str]:
    """For pages without a person: the programme of the phone's cookie, or the only one there is; never a failure."""
    try:
        programme = programme_of(request)
        return of_programme(programme) if programme else {}
    except (DatabaseError, LookupError):
        return {}


def programme_of(request: HttpRequest) -> Any:
    """The programme of the phone's or tablet's cookie, or the only one there is; else None."""
    held = request.held or request.tablet
    if held:
        return programmes.by_id(held.programme_id)
    every = programmes.all_programmes()
    return every[0] if len(every) == 1 else None


def tel(phone: str) -> str:
    """The number as a link."""
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _card(programme: Any, office: Any) -> dict[str, str]:
    # The programme's number first, on every page: also before it is known who reads it. The office's own beside it.
    own = office.phone if office else ""
    phone = programme.phone or own
    return {
        "name": programme.neutral_name,
        "phone": phone,
        "phone_link": tel(phone),
        "office_phone": own if own != phone else "",
        "office_link": tel(own),
        "office": office.address if office else "",
        "hours": office.hours if office else "",
        "zone": office.zone if office else programme.zone,
        "country": programme.country,
    }

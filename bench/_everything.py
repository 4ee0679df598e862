"""Every page that somebody with a phone can see, with something on it: `python -m bench._everything en` prints where.

Made in an installation by the same world that the contract tests knock at, so that a page that is new is here too.
`python -m bench._everything es`: everybody in it speaks Spanish.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from typing import Any

from amparo.cli.ready import ready

DOORS = ("participant", "representative", "public")
# What has to be given for one address, where a row under the address's own word will not do.
OF_ITS_OWN = {
    "participant:kiosk_new": {"token": "kiosk_token"},
    "participant:hello": {"token": "link_token"},
    "participant:hello_passkey": {"token": "link_token"},
    "participant:hello_without": {"token": "link_token"},
    "participant:reply": {"token": "reply_token"},
    "representative:invitation": {"token": "invitation_token"},
    "representative:receipt": {"number": "number"},
}
BEFORE = ("hello", "hello_passkey", "hello_without", "kiosk_new", "signed_out", "invitation", "sign_in", "reply")
DATES = {"hearing": "hearing_id", "checkin": "due_id", "visit": "visit_id"}
NOWHERE = {"a person's door": "/my/nothing/", "a lawyer's door": "/rep/nothing/", "the street": "/nothing/"}
LASTS = timedelta(days=1)


def everything() -> dict[str, Any]:
    """{pages: [{name, path, who}], cookies: {who: {name: value}}, kiosk: {path, number, pin, check_in}}."""
    from amparo.foundation import clock
    from tests.contracts import addresses, world

    at = clock.now()
    made = world.build()
    house, bea = made.here, made.here.people["bea"]
    values, link, pin = _values(house, bea, at)
    pages = [
        {"name": one.name, "path": _path(one, values), "who": _who(one.name)}
        for one in addresses.every()
        if one.name.partition(":")[0] in DOORS
    ]
    pages += [
        {"name": f"a date: {kind}", "path": f"/my/calendar/{kind}/{values[key]}/", "who": "ana"}
        for kind, key in DATES.items()
    ]
    pages += [{"name": f"no such page at {door}", "path": path, "who": "nobody"} for door, path in NOWHERE.items()]
    pages.append({"name": "refused", "path": f"/my/check-in/{house.rows['bea']['due_id']}/", "who": "ana"})
    _asks_for_a_family(bea)
    asked = {name: _signed_in(house.people[name], at) for name in ("ana", "bea")}
    return {
        "pages": pages,
        "cookies": asked | {"rita": _cookies(made.browsers["rita"]())},
        "kiosk": {
            "path": f"/my/kiosk/new/{values['slug']}/{values['kiosk_token']}/",
            "number": link,
            "pin": pin,
            "check_in": f"/my/check-in/{house.rows['bea']['due_id']}/",
        },
    }


def speak(language: str) -> None:
    """From now on everybody has chosen this language: on a kiosk, and in answers to a message, it is theirs."""
    from amparo.access.actor import system
    from amparo.access.rows import acting
    from amparo.people.models import Person
    from amparo.programme import queries

    for programme in queries.all_programmes():
        with acting(system(programme.id)):
            Person.objects.update(language=language)


def _values(house: Any, bea: Any, at: datetime) -> tuple[dict[str, Any], str, str]:
    """What addresses take, and Bea's link and PIN."""
    from amparo.access.rows import acting
    from amparo.identity import actions as identity
    from amparo.identity import kiosks
    from amparo.mandates import queries as mandates
    from amparo.mandates.models import Mandate
    from amparo.people import references
    from amparo.reminders import reply_link
    from amparo.reminders.models import Reply

    values, invitation = dict(house.rows["ana"]), references.token()
    with acting(house.casa.sol):
        reply = Reply.objects.get(id=values["row_id"])
        # Others of the world, of which the lawyer has accepted one: an invitation that is still open.
        Mandate.objects.filter(id=values["spare_mandate_id"]).update(token_hash=mandates.link_hash(invitation))
        kiosk_token = kiosks.make(house.casa.office.id, "Front desk", by=house.casa.sol, at=at)[1]
        link, pin = identity.issue_link_and_pin(bea.id, by=house.casa.sol, at=at)
    values |= {
        "kiosk_token": kiosk_token,
        "link_token": link,
        "invitation_token": invitation,
        "reply_token": reply_link.token(reply.reminder_id),
    }
    return values, link, pin


def _path(one: Any, values: dict[str, Any]) -> str:
    from tests.contracts.test_matrix import FIXED

    named = FIXED.get(one.name, {}) | OF_ITS_OWN.get(one.name, {})
    return str(one.at(values | {param: values.get(said, said) for param, said in named.items()}))


def _asks_for_a_family(person: Any) -> None:
    """She has not said yes to being sent for, nor no."""
    from amparo.access.actor import system
    from amparo.access.rows import acting
    from amparo.households.models import FamilyMember

    with acting(system(person.programme_id)):
        FamilyMember.objects.filter(person=person).update(agreed_at=None, consent=None)


def _who(name: str) -> str:
    door, _, page = name.partition(":")
    if name == "participant:family_answer":
        return "bea"
    if door == "public" or page in BEFORE:
        return "nobody"
    return "rita" if door == "representative" else "ana"


def _signed_in(person: Any, at: datetime) -> dict[str, str]:
    """A phone on which she typed her PIN just now, for as long as it takes to look at everything."""
    from amparo.access.actor import Actor, Kind
    from amparo.access.rows import acting
    from amparo.identity.models import Session
    from tests.contracts import world

    browser = world.person_browser(person)
    with acting(Actor(Kind.SYSTEM, person.id, person.programme_id)):
        Session.objects.filter(person_id=person.id).update(shown_at=at + LASTS, expires_at=at + LASTS)
    return _cookies(browser)


def _cookies(browser: Any) -> dict[str, str]:
    return {name: morsel.value for name, morsel in browser.cookies.items()}


if __name__ == "__main__":
    ready("web")
    made = everything()
    speak(sys.argv[1])
    print(json.dumps(made, default=str))

"""`amparo init` and `amparo staff add`: what only the owner of an installation may do."""

import secrets as random
from zoneinfo import available_timezones

from rich.console import Console

from amparo.cli.apart import ground
from amparo.cli.ready import ready
from amparo.foundation.errors import Refused

console = Console()


def init(*, slug: str, name: str, neutral_name: str, country: str, zone: str, phone: str) -> None:
    """A programme exists in this installation."""
    if zone not in available_timezones():
        raise Refused("zone_unknown")
    with ground():
        ready("owner")
        from amparo.foundation import clock
        from amparo.programme import actions

        made = actions.set_up(
            slug=slug,
            name=name,
            neutral_name=neutral_name,
            country=country.upper(),
            zone=zone,
            phone=phone,
            at=clock.now(),
        )
    console.print(f"Programme [bold]{made.slug}[/bold] is ready. Next: amparo staff add YOU@EXAMPLE.ORG")


def add_staff(*, email: str, name: str, slug: str, roles: list[str]) -> None:
    """Somebody can sign in; their password is shown once."""
    with ground():
        ready("owner")
        from django.conf import settings

        from amparo.access.actor import Role, system
        from amparo.access.rows import acting
        from amparo.foundation import clock
        from amparo.programme import actions, queries

        programme = queries.by_slug(slug)
        if programme is None:
            raise Refused("programme_unknown")
        password = random.token_urlsafe(12)
        with acting(system(programme.id)):
            actions.add_member(
                programme.id,
                email=email,
                name=name,
                roles=[Role(role) for role in roles],
                at=clock.now(),
                password=password,
            )
    console.print(
        f"{email} can sign in at {settings.PUBLIC_URL}/staff/ with this first password: [bold]{password}[/bold]"
    )
    console.print("It is not shown again. At the first sign-in they set up a code app and choose their own.")

"""How often the page of an invitation may be asked for: each time, the vault makes the key of a telephone for it.

Counted by a digest of the address, for a minute; the address itself is not kept. What a link says is not asked: so
the page tells nobody, by being slow or refused, whether a link is of anybody. Each address has a few looks that nothing
uses up but itself: whoever floods the page from elsewhere does not shut out who was invited.
"""

from django.http import HttpRequest

from amparo.foundation import guesses
from amparo.foundation.errors import Refused

A_MINUTE = 60
FROM_ONE, ITS_OWN, FROM_ALL = 30, 5, 600


def require(request: HttpRequest) -> None:
    """One more look. Refused("too_often") for a minute at most."""
    seen = guesses.by(request, "invitation", seconds=A_MINUTE)
    if seen <= ITS_OWN:
        return
    if seen > FROM_ONE or guesses.count("rep-invitation-all", seconds=A_MINUTE) > FROM_ALL:
        raise Refused("too_often")

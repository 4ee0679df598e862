"""The casts of the two doors, for tests that knock at both."""

from tests.participant.conftest import link, phone, window
from tests.staff.conftest import luz, sol

__all__ = ["link", "luz", "phone", "sol", "window"]

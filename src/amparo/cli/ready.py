"""Django, made ready for one database role. Commands that need no database never load it."""

import os

from amparo.machine import secrets


def ready(role: secrets.Role) -> None:
    """Django is set up, and speaks to the database as `role`."""
    os.environ["AMPARO_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amparo.config.settings")
    import django

    django.setup()

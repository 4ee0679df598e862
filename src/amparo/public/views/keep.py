"""What we keep: read from what each table says about itself, so that it cannot be out of date."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.casework import kept_words as wording
from amparo.privacy.declared import Keep, KeepWithPerson


def page(request: HttpRequest) -> HttpResponse:
    """Everything that is kept: about people first, then about the programme."""
    told = [_told(model) for model in declared()]
    context = {
        "about_people": [one for one in told if one["about_people"]],
        "about_programme": [one for one in told if not one["about_people"]],
    }
    return render(request, "public/keep.html", context)


def declared() -> list[Any]:
    """Every table that declares what it keeps, in the order of the rooms."""
    return [model for model in apps.get_models() if hasattr(model, "Privacy")]


def _told(model: Any) -> dict[str, Any]:
    privacy = model.Privacy
    return {
        "title": wording.TITLES.get(model._meta.label, model._meta.verbose_name),
        "purpose": wording.said(privacy.purpose),
        "locked": _columns(privacy.sealed),
        "open": _columns(privacy.clear),
        "seen_by": [wording.SEEN_BY[who] for who in privacy.seen_by],
        "until": wording.until(privacy.keep),
        "about_people": isinstance(privacy.keep, Keep | KeepWithPerson),
    }


def _columns(declared: dict[str, str]) -> list[tuple[str, str]]:
    return sorted((wording.column(name), wording.said(why)) for name, why in declared.items())

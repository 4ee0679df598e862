"""The person's app, piece by piece: every component in every state, in each language and in both lights."""

from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from amparo.foundation import clock, languages
from amparo.staff import colours

DARK = "@media(prefers-color-scheme:dark)"
LIGHTS = ("light", "dark")


def page(request: HttpRequest) -> HttpResponse:
    """What a person may see, with invented words in it; nothing here belongs to anybody."""
    code = request.GET.get("language", languages.DEFAULT)
    code = code if code in languages.LANGUAGES else languages.DEFAULT
    light = request.GET.get("light", "")
    light = light if light in LIGHTS else "light"
    at = clock.now()
    with languages.speaking(code):
        context = {
            "style": _style(light),
            "light": light,
            "lights": LIGHTS,
            "code": code,
            "languages": [
                {"code": one.code, "name": one.endonym, "dir": one.direction, "current": one.code == code}
                for one in languages.LANGUAGES.values()
            ],
            "colours": colours.of(_css(), dark=light == "dark"),
            "pairs": colours.pairs(_css(), dark=light == "dark"),
            "programme": {"phone": "+1 555 0100", "phone_link": "tel:+15550100", "office": "12 Calle Luna"},
            "steps": _steps(at),
            "question": _question(),
            "wrong": _question() | {"key": "again", "error": _("Please answer this one.")},
            "words": {
                "key": "more",
                "text": _("Is there anything you want to tell your worker?"),
                "kind": "text",
                "typed": "",
            },
            "soon": at + timedelta(days=3),
            "place": {"asked": True, "cause": "declined"},
            "server_time": at.isoformat(timespec="milliseconds"),
        }
        return render(request, "staff/design.html", context)


def _steps(at: Any) -> list[dict[str, Any]]:
    times = {"opens_at": at + timedelta(days=3), "closes_at": at + timedelta(days=1), "url": "#", "time_url": "#"}
    hearing = {"kind": "hearing", "starts_at": at + timedelta(days=3), "days": 3, "reply_url": "#", "calendar_url": "#"}
    court = {"place": "Sala 3, 77 Calle Sol", "room": "3", "mode": "in_person", "in_question": False}
    return [
        *({"kind": kind} | times for kind in ("check_in_open", "check_in_later", "check_in_missed")),
        {"kind": "check_in_unconfirmed"} | times,
        {"kind": "question", "contest": False, "until": at + timedelta(days=2), "asked_at": at, "url": "#"},
        {"kind": "question", "contest": True, "until": None, "asked_at": at, "url": "#"},
        hearing | court,
        hearing | {"place": "", "room": "", "mode": "video", "in_question": True},
        {"kind": "nothing"},
    ]


def _question() -> dict[str, Any]:
    choices = [
        {"value": "well", "label": _("Well"), "chosen": True},
        {"value": "bad", "label": _("Very bad. I need help soon"), "help": True},
    ]
    return {"key": "how", "text": _("How are you doing?"), "kind": "one", "required": True, "choices": choices}


@cache
def _css() -> str:
    found = finders.find("amparo/critical.css")
    assert isinstance(found, str)
    with open(found, encoding="utf-8") as file:
        return file.read().strip()


def _style(light: str) -> SafeString:
    """The app's own style, in the light that was picked rather than the machine's."""
    text = _css().replace(DARK, "@media all" if light == "dark" else "@media not all")
    text = text.replace("color-scheme:light dark", f"color-scheme:{light}")
    assert "</" not in text
    return mark_safe(text)  # noqa: S308  # nosec B308 B703

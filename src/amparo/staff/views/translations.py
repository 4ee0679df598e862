"""Our words in each language, for colleagues who grew up with it: what they have read, and would say instead."""

from typing import Any

from babel.messages import pofile
from babel.messages.catalog import Catalog
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from amparo.access.rows import acting
from amparo.foundation import clock, languages
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import refused_words
from amparo.translations import actions, queries
from amparo.translations.rules import Said

SHOWN = ("unread", "better", "right", "all")
A_PAGE = 25


def page(request: HttpRequest) -> HttpResponse:
    """How far each language has been read."""
    with acting(request.actor):
        progress = queries.progress()
    rows = [{"language": languages.LANGUAGES[one.code], "progress": one} for one in progress]
    return render(request, "staff/translations.html", {"rows": rows})


def language(request: HttpRequest) -> HttpResponse:
    """The sentences of one language, and a form for each."""
    known = _known(request)
    problem: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _say(request, known.code)
        except Refused as no:
            happened, what_to_do, _status = refused_words.REFUSED[no.code]
            problem = {
                "key": request.POST.get("key", ""),
                "happened": happened,
                "what_to_do": what_to_do,
                "typed": request.POST.get("better", ""),
            }
        else:
            return redirect(f"{request.path}?{urlencode(_asked(request))}#next")
    with acting(request.actor):
        found = queries.listed(known.code)
        names = programme.names_of_members()
    asked = _asked(request)
    # What was refused stands alone, with what was typed.
    wanted = [row for row in found if (row[0].key == problem["key"] if problem else _matches(row, asked))]
    context = {
        "language": known,
        "rows": Paginator(wanted, A_PAGE).get_page(asked["page"]),
        "shown": SHOWN,
        "asked": asked,
        "names": names,
        "problem": problem,
        "me": request.actor.id,
    }
    return render(request, "staff/translation.html", context, status=422 if problem else 200)


def better(request: HttpRequest) -> HttpResponse:
    """The better words as a file for whoever keeps the translations: the newest word for each sentence."""
    known = _known(request)
    with acting(request.actor):
        found = queries.listed(known.code)
    words = Catalog(locale=None, charset="utf-8")
    for sentence, state, said in found:
        newest = [row.better for row in said if row.said == Said.BETTER][-1:]
        if state == Said.BETTER and "\n" not in sentence.english:
            words.add(sentence.english, newest[0], context=sentence.context or None)
    response = HttpResponse(content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="better-{known.code}.po"'
    pofile.write_po(response, words, sort_output=True)
    return response


def _known(request: HttpRequest) -> languages.Language:
    code = request.GET.get("language", "") or queries.codes()[0]
    if code not in queries.codes():
        raise Http404
    return languages.LANGUAGES[code]


def _say(request: HttpRequest, code: str) -> None:
    said, key = request.POST.get("said", ""), request.POST.get("key", "")
    with acting(request.actor):
        if said == "back":
            actions.take_back(code, key, by=request.actor)
            messages.success(request, _("Taken back."))
            return
        words, read = request.POST.get("better", ""), request.POST.get("read", "")
        actions.say(code, key, said, words, read=read, by=request.actor, at=clock.now())
    messages.success(request, _("Thank you. It is written down."))


def _asked(request: HttpRequest) -> dict[str, str]:
    asked = request.GET
    shown = asked.get("show", "")
    return {
        "language": asked.get("language", ""),
        "show": shown if shown in SHOWN else SHOWN[0],
        "q": asked.get("q", "")[:80],
        "page": asked.get("page", "1"),
    }


def _matches(row: tuple[Any, str, Any], asked: dict[str, str]) -> bool:
    sentence, state, _said = row
    if asked["show"] != "all" and (state or "unread") != asked["show"]:
        return False
    return asked["q"].casefold() in f"{sentence.english}\n{sentence.words}".casefold()

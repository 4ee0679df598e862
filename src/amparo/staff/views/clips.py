"""Pages of the person's app, read aloud by colleagues: what there is in each language, recording, and listening."""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.access.rows import acting
from amparo.foundation import clock, languages
from amparo.foundation.errors import Refused
from amparo.programme import queries as programme
from amparo.staff import from_microphone, wording
from amparo.translations import clip_queries, clips, spoken_pages
from amparo.translations import clip_rules as rules

# The only page of the staff's that may ask for the microphone.
ASKS_MICROPHONE = "geolocation=(), camera=(), microphone=(self), payment=(), usb=()"


class Language(forms.Form):
    """A language that is only spoken here."""

    endonym = forms.CharField(label=gettext_lazy("How its speakers call it"), max_length=rules.LONGEST_NAME)
    read_from = forms.ChoiceField(
        label=gettext_lazy("Which language its readers read"),
        choices=[(one.code, one.endonym) for one in languages.LANGUAGES.values()],
    )


def index(request: HttpRequest) -> HttpResponse:
    """How much of the app can be heard in each language, and a form for one that is only spoken."""
    form = Language(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(request.actor):
                row = clips.add_language(**form.cleaned_data, by=request.actor, at=clock.now())
        except Refused as no:
            said = wording.refused(no.code)
            form.add_error("endonym", f"{said['happened']} {said['what_to_do']}")
        else:
            messages.success(request, _("Written down. Its pages can be recorded now."))
            return redirect(_pages(row.endonym))
    with acting(request.actor):
        rows = clip_queries.coverage()
    context = {"rows": rows, "form": form, "any": any(row.missing < row.pages for row in rows)}
    return render(request, "staff/clips.html", context, status=400 if form.errors else 200)


def pages(request: HttpRequest) -> HttpResponse:
    """Every page in one language, and where its clip stands."""
    with acting(request.actor):
        spoken = _spoken(request)
        rows, names = clip_queries.pages_of(spoken.code), programme.names_of_members()
    return render(request, "staff/clip_pages.html", {"spoken": spoken, "rows": rows, "names": names})


def end(request: HttpRequest) -> HttpResponse:
    """A language that is only spoken goes, with its clips."""
    with acting(request.actor):
        clips.remove_language(request.POST.get("language", ""), by=request.actor)
    messages.success(request, _("Taken away."))
    return redirect("staff:clips")


def page(request: HttpRequest) -> HttpResponse:
    """The words of one page to read aloud, its clip, and a form to record it; or its clip is taken away."""
    with acting(request.actor):
        spoken = _spoken(request)
    problem: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _change(request, spoken)
        except Refused as no:
            problem = wording.refused(no.code) | {"status": wording.status(no.code)}
        else:
            return redirect(_pages(spoken.code))
    return _show(request, spoken, problem)


def approve(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    """Somebody else has listened, and it is right."""
    with acting(request.actor):
        spoken = _spoken(request)
        clips.approve(clip_id, read=request.POST.get("read", ""), by=request.actor, at=clock.now())
    messages.success(request, _("People hear it from now on."))
    return redirect(_pages(spoken.code))


def sound(request: HttpRequest, clip_id: UUID) -> HttpResponse:
    """A clip to listen to, before anybody else hears it."""
    with acting(request.actor):
        found = clip_queries.any_of(clip_id)
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.sound), content_type="audio/ogg")


def _show(request: HttpRequest, spoken: clip_queries.Spoken, problem: dict[str, Any]) -> HttpResponse:
    with acting(request.actor):
        found = next((one for one in clip_queries.pages_of(spoken.code) if one.page == _page_asked(request)), None)
        names = programme.names_of_members()
    if found is None:
        raise Refused("no_such_page")
    context = {
        "spoken": spoken,
        "row": found,
        "written": languages.LANGUAGES[spoken.read_from],
        "words": spoken_pages.words(found.page, spoken.read_from),
        "read": spoken_pages.read(found.page, spoken.read_from),
        "names": names,
        "mine": found.clip is not None and found.clip.recorded_by == request.actor.id,
        "problem": problem,
        "longest": int(rules.LONGEST_SECONDS),
    }

    @csp_update({"media-src": ["'self'", "blob:"]})  # the clip, and what was just recorded
    def shown(request: HttpRequest) -> HttpResponse:
        return render(request, "staff/clip.html", context, status=problem.get("status", 200))

    response: HttpResponse = shown(request)
    response["Permissions-Policy"] = ASKS_MICROPHONE
    return response


def _change(request: HttpRequest, spoken: clip_queries.Spoken) -> None:
    if "remove" in request.POST:
        with acting(request.actor):
            found = [one.clip for one in clip_queries.pages_of(spoken.code) if one.page == _page_asked(request)]
            if found and found[0] is not None:
                clips.remove(found[0].id, by=request.actor)
        messages.success(request, _("Taken away."))
        return
    if request.POST.get("nobody") != "yes":
        raise Refused("clip_names_somebody")
    clean, read = from_microphone.cleaned(request, "sound"), request.POST.get("read", "")
    with acting(request.actor):
        clips.record(_page_asked(request), spoken.code, clean, read=read, by=request.actor, at=clock.now())
    messages.success(request, _("Recorded. People hear it once somebody else has listened to it."))


def _spoken(request: HttpRequest) -> clip_queries.Spoken:
    return clip_queries.one_spoken(request.GET.get("language", "") or languages.DEFAULT)


def _page_asked(request: HttpRequest) -> str:
    return request.GET.get("page", "") or next(iter(spoken_pages.PAGES))


def _pages(code: str) -> str:
    return f"{reverse('staff:clip_pages')}?{urlencode({'language': code})}"

"""The numbers that people are told to call: for a lawyer, and when they are not safe."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.access.rows import acting
from amparo.foundation import clock
from amparo.programme import help_lines
from amparo.programme import queries as programme

MOST = help_lines.LONGEST


class Line(forms.Form):
    """What people read, and how it is known."""

    kind = forms.ChoiceField(
        label=gettext_lazy("For what"),
        choices=[("legal", gettext_lazy("Legal help")), ("safety", gettext_lazy("When they are not safe"))],
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=MOST["name"])
    phone = forms.CharField(label=gettext_lazy("Telephone number"), max_length=MOST["phone"])
    hours = forms.CharField(label=gettext_lazy("When somebody answers"), max_length=MOST["hours"], required=False)
    languages = forms.CharField(label=gettext_lazy("In which languages"), max_length=MOST["languages"], required=False)
    source = forms.CharField(label=gettext_lazy("Where it is known from"), max_length=MOST["source"])
    called = forms.BooleanField(label=gettext_lazy("I called it today, and it is right"))


def page(request: HttpRequest) -> HttpResponse:
    """Which there are, and a form for one more."""
    form, by = Line(request.POST or None), request.actor
    with acting(by):
        if request.method == "POST" and form.is_valid():
            said = {name: form.cleaned_data[name] for name in MOST}
            help_lines.write_down(form.cleaned_data["kind"], by=by, at=clock.now(), **said)
            messages.success(request, _("Written down. People see it on their help page now."))
            return redirect("staff:help_lines")
        rows, names = help_lines.of_programme(), programme.names_of_members()
    context = {"rows": rows, "names": names, "form": form}
    return render(request, "staff/help_lines.html", context, status=400 if form.errors else 200)


def verify(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Somebody called it today."""
    with acting(request.actor):
        help_lines.verify(line_id, by=request.actor, at=clock.now())
    messages.success(request, _("Noted: it was called today."))
    return redirect("staff:help_lines")


def remove(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """Nobody is told it any more."""
    with acting(request.actor):
        help_lines.remove(line_id, by=request.actor)
    messages.success(request, _("Taken away."))
    return redirect("staff:help_lines")

"""The first page: neutral, for whoever comes without a link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amparo.programme import queries


def page(request: HttpRequest) -> HttpResponse:
    """Each programme and its telephone; nothing that says who takes part."""
    return render(request, "public/landing.html", {"programmes": queries.all_programmes()})

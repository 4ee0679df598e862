"""Where the source is: whoever uses Amparo over a network may have it (AGPL, section 13)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from amparo import __version__
from amparo.machine import own_source


def page(request: HttpRequest) -> HttpResponse:
    """The licence, the version, and where its source is."""
    return render(request, "public/source.html", {"version": __version__, "source_url": settings.SOURCE_URL})


def archive(request: HttpRequest) -> HttpResponse:
    """The source of the Amparo that runs here, unless it is published elsewhere."""
    if settings.SOURCE_URL:
        return redirect("public:source")
    name = f'attachment; filename="{own_source.NAME}.tar.gz"'
    data = own_source.archive().read_bytes()
    return HttpResponse(data, content_type="application/gzip", headers={"Content-Disposition": name})

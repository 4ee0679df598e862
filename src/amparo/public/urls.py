"""Addresses of this door: what anybody may see."""

from django.urls import URLPattern, URLResolver

from amparo.public.guard import open_path
from amparo.public.views import health, keep, landing, source, verify

app_name = "public"

urlpatterns: list[URLPattern | URLResolver] = [
    open_path("", landing.page, name="landing", because="names the programmes and how to reach them, nobody else"),
    open_path(
        "verify/",
        verify.page,
        name="verify",
        because="a receipt proves something only if anybody can check it",
        methods="GET POST",
    ),
    open_path("verify/key/<slug:slug>/", verify.key, name="key", because="a public key is public"),
    open_path("keep/", keep.page, name="keep", because="what is kept about people must be known before they come"),
    open_path("source/", source.page, name="source", because="the licence owes its users the source"),
    open_path(
        "source/amparo.tar.gz",
        source.archive,
        name="source_archive",
        because="the same; it holds the program's own files only",
        compress=False,
    ),
    open_path("healthz", health.page, name="health", because="a machine asks whether this one works"),
]

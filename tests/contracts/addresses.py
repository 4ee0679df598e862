"""Every address of the house, from the URLconf: its name, its parameters, its guard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True, slots=True)
class Address:
    """One address. `name` is how it is reversed: "staff:person"."""

    name: str
    route: str
    params: tuple[str, ...]
    view: Any

    @property
    def guard(self) -> Any:
        return getattr(self.view, "guard", None)

    def at(self, values: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={param: values[param] for param in self.params})


def every() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", ()), key=lambda address: address.route)


def _walk(patterns: list[Any], before: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or f"unnamed {route}"])
            yield Address(name, route, tuple(pattern.pattern.converters), pattern.callback)

"""Turns catalogues of translations into the form that is read while running."""

from __future__ import annotations

from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog


def compile_catalogues(locale_dir: Path, *, into: Path | None = None) -> list[Path]:
    """Every language's .mo is there and no older than its .po; returns those that were written now.

    A language's catalogue is django.po with the files of its folder parts/, where they hold more;
    a sentence of django.po goes before the same one in a part.
    """
    written = []
    for folder in sorted(locale_dir.glob("*/LC_MESSAGES")):
        files = sources(folder)
        target = (into or locale_dir) / folder.relative_to(locale_dir) / "django.mo"
        if files and _is_older(target, files):
            _write(target, merged(folder))
            written.append(target)
    return written


def _is_older(target: Path, sources: list[Path]) -> bool:
    return not target.exists() or target.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def folder_of(code: str) -> str:
    """The folder of a language below locale/: zh_Hans for zh-hans."""
    first, _, script = code.partition("-")
    return f"{first}_{script.title()}" if script else first


def sources(folder: Path) -> list[Path]:
    """The files that hold a language's sentences, the first one before the others."""
    return [*folder.glob("django.po"), *sorted(folder.glob("parts/*.po"))]


def merged(folder: Path) -> Catalog:
    """What the files of one language's folder hold together."""
    first, *others = [read(source) for source in sources(folder)]
    for other in others:
        for message in other:
            have = first.get(message.id, message.context) if message.id else message
            if have is None or not have.string:
                first[message.id] = message
    return first


def read(source: Path) -> Catalog:
    """The catalogue of one .po file."""
    with source.open("rb") as stream:
        # The folder of a language is named after it: es/LC_MESSAGES/django.po
        messages = next(parent for parent in source.parents if parent.name == "LC_MESSAGES")
        return pofile.read_po(stream, locale=messages.parent.name, abort_invalid=True)


def _write(target: Path, catalogue: Catalog) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside, then renamed: a process that starts meanwhile reads the old one or the new one, never a half.
    beside = target.with_suffix(".mo.new")
    with beside.open("wb") as stream:
        mofile.write_mo(stream, catalogue)
    beside.replace(target)

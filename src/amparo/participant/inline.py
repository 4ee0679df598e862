"""The style that every page carries inside, so that a slow network shows it with the first answer."""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

CRITICAL = Path(__file__).parent / "static" / "amparo" / "critical.css"


@cache
def css() -> SafeString:
    """The text of critical.css. It is our own file, and the page's nonce lets exactly this element in."""
    text = CRITICAL.read_text(encoding="utf-8").strip()
    assert "</" not in text
    return mark_safe(text)  # noqa: S308  # nosec B308 B703

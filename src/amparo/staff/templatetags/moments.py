"""How the staff site writes moments, durations and codes."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from amparo.foundation import wall
from amparo.staff import wording

register = template.Library()
MINUTE, HOUR, DAY = 60, 3600, 86400


@register.filter
def span(value: timedelta | None) -> str:
    """A length in its largest unit: "4 days", "3 h", "20 min"."""
    seconds = abs(int(value.total_seconds())) if value is not None else 0
    if seconds >= 2 * DAY:
        return ngettext("%(n)d day", "%(n)d days", seconds // DAY) % {"n": seconds // DAY}
    if seconds >= HOUR:
        return gettext("%(n)d h") % {"n": round(seconds / HOUR)}
    return gettext("%(n)d min") % {"n": max(seconds // MINUTE, 1)}


@register.filter
def until(moment: datetime, at: datetime) -> timedelta:
    """How long from `at` to the moment; negative when it has passed."""
    return moment - at


@register.filter
def short(moment: datetime | None) -> str:
    """A moment on the reader's own clock, months written out: "Mon 23 Nov, 09:00"."""
    if moment is None:
        return ""
    return str(formats.date_format(timezone.localtime(moment), "D j M, H:i"))


@register.filter
def full(moment: datetime | None) -> str:
    """The same with the year, for what must not be mistaken."""
    if moment is None:
        return ""
    return str(formats.date_format(timezone.localtime(moment), "l j F Y, H:i"))


@register.filter
def on_wall(moment: datetime | None, zone: str) -> str:
    """What clocks in `zone` show: "Mon 23 Nov 2026, 09:00"."""
    if moment is None:
        return ""
    return str(formats.date_format(wall.shown(moment, zone), "D j M Y, H:i"))


@register.filter
def there(moment: datetime | None, zone: str) -> str:
    """What clocks show where it happens, which is named unless the reader's show the same: "Mon 7 Dec, 13:00 (MST)"."""
    if moment is None:
        return ""
    if not zone:
        return short(moment)
    local = moment.astimezone(wall.zone_named(zone))
    said = str(formats.date_format(wall.shown(moment, zone), "D j M, H:i"))
    return said if local.utcoffset() == timezone.localtime(moment).utcoffset() else f"{said} ({local:%Z})"


@register.filter
def clock_in(moment: datetime, zone: str) -> str:
    """The hour in a zone, and what the zone calls it: "07:00 (MST)"."""
    there = moment.astimezone(wall.zone_named(zone))
    return f"{there:%H:%M} ({there:%Z})"


@register.filter
def words(code: Any, table: str) -> Any:
    """The words for a code; an unknown code is shown without its underscores."""
    known: dict[str, Any] = getattr(wording, table)
    return known.get(str(code), str(code).replace("_", " "))


@register.filter
def weekday(number: int) -> Any:
    return wording.WEEKDAYS[number]


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """The value for a key, None without one."""
    return mapping.get(key) if mapping else None


@register.filter
def attribute(value: Any, name: str) -> Any:
    """One field of a value whose name is known only when the page is made."""
    return getattr(value, name, "")


@register.simple_tag
def happened(event: Any, names: dict[Any, str]) -> SafeString | str:
    """One line of a person's history, in words."""
    from amparo.staff import history_words

    return history_words.line(event, names)


@register.simple_tag
def refused_words(code: str) -> dict[str, Any]:
    """What happened and what to do, for a code."""
    return wording.refused(code)


@register.filter
def unlocal(number: float) -> str:
    """A number for a drawing: always with a point."""
    return f"{number:g}"


@register.filter
def place_words(place: dict[str, Any]) -> str:
    """A coarse place: its corner and size, never more exact than what was sealed."""
    known = [f"{place[key]}" for key in ("lat", "latitude") if key in place]
    known += [f"{place[key]}" for key in ("lon", "lng", "longitude") if key in place]
    size = next((place[key] for key in ("cell", "cell_metres", "metres") if key in place), None)
    return ", ".join(known) + (f" ± {size} m" if size else "")


@register.filter
def percent(share: float) -> str:
    """A share as people say it: "25 %"."""
    return f"{round(share * 100)} %"

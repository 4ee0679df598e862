"""What of the page that is being shown can be heard."""

from typing import Any

from django import template

from amparo.participant import aloud

register = template.Library()


@register.simple_tag(takes_context=True)
def clips_of_this_page(context: Any) -> list[dict[str, Any]]:
    """The clips of this very template: under the same address stand pages that say something else (a refusal)."""
    request = context.get("request")
    return aloud.on_this_page(request, context.template.name) if request else []

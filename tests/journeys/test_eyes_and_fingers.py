"""Large text, big fingers, a screen that picks its own colours, eyes that movement hurts: on every page of the app."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.seeing import picture, sign_in

# What a thumb finds. A link within a sentence is as high as its line: the sentence around it is read, not aimed at.
SMALL_TARGETS = """() => {
  const within = (a) => a.tagName === "A" && getComputedStyle(a).display === "inline" &&
    [...a.parentElement.childNodes].some((n) => n !== a && n.textContent.trim().length > 1)
  const small = []
  for (const one of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    let box = one
    if (one.matches("input") && one.closest("label")) box = one.closest("label")
    const seen = one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
    if (!seen || within(one) || one.closest(".skip")) continue
    const {width, height} = box.getBoundingClientRect()
    if (width && (width < 47.5 || height < 47.5))
      small.push(`${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 120)}`)
  }
  return small
}"""

CUT_OFF = """() => {
  const wide = document.documentElement.scrollWidth
  const cut = wide > innerWidth ? [`page: ${wide}`] : []
  for (const one of document.querySelectorAll("body *")) {
    const style = getComputedStyle(one)
    if (!one.textContent.trim() || style.display === "inline" || one.closest("svg, .skip, pre")) continue
    if (one.scrollWidth > one.clientWidth + 1 && ["hidden", "clip"].includes(style.overflowX) && one.clientWidth > 1)
      cut.push(one.outerHTML.slice(0, 120))
    const {left, right} = one.getBoundingClientRect()
    if (one.children.length === 0 && right - left > 1 && (right > innerWidth + 1 || left < -1) && one.checkVisibility())
      cut.push(`${Math.round(left)}..${Math.round(right)} ${one.outerHTML.slice(0, 120)}`)
  }
  return cut
}"""

UNSEEN_BUTTONS = """() => [...document.querySelectorAll(".btn, button, .card, .field")].filter((one) => {
  const style = getComputedStyle(one)
  const quiet = style.textDecorationLine.includes("underline")
  return one.checkVisibility() && !quiet && parseFloat(style.borderTopWidth) < 1
}).map((one) => one.outerHTML.slice(0, 120))"""

MOVING = """() => document.getAnimations().filter((one) => one.playState === "running")
  .map((one) => one.animationName || one.transitionProperty)"""


def pages_of(page: Any) -> list[str]:
    """The first page, the list of all pages, and every page that it names."""
    page.goto("/my/pages/")
    named = page.eval_on_selector_all("main a[href^='/my/']", "all => all.map((a) => a.getAttribute('href'))")
    return ["/my/", "/my/pages/", *dict.fromkeys(path for path in named if "." not in path.rsplit("/", 1)[-1])]


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_every_page_bears_large_text_thumbs_and_chosen_colours(
    ana: Any, new_phone: Any, amparo: Any, language: str
) -> None:
    phone = new_phone()
    page = phone.new_page()
    sign_in(page, ana)
    phone.add_cookies([{"name": "amparo_language", "value": language, "url": amparo.origin}])
    found: list[tuple[str, str, Any]] = []
    paths = pages_of(page)
    assert len(paths) > 12
    for path in paths:
        page.goto(path)
        name = path.strip("/").replace("/", "-")
        page.emulate_media(reduced_motion="reduce")
        found += [(path, "too small for a thumb", one) for one in page.evaluate(SMALL_TARGETS)]
        found += [(path, "moves", one) for one in page.evaluate(MOVING)]
        page.emulate_media(forced_colors="active")
        found += [(path, "a button without an edge", one) for one in page.evaluate(UNSEEN_BUTTONS)]
        picture(page, f"90-{language}-{name}-forced")
        page.emulate_media(forced_colors="none")
        page.evaluate("document.documentElement.style.fontSize = '225%'")
        found += [(path, "cut off at twice the size", one) for one in page.evaluate(CUT_OFF)]
        picture(page, f"91-{language}-{name}-large")
    assert found == [], "\n".join(f"{path}: {what}: {one}" for path, what, one in found)

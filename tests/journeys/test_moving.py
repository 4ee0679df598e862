"""Somebody moved: said, told to the court with a picture of the slip, seen by their worker; with and without script."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from tests.journeys.seeing import picture, sign_in, works_for_everybody

NEW = "7 Tamarind Court\nBayside"


def slip() -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "JPEG")
    return {"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def moved(page: Any) -> None:
    page.goto("/my/")
    page.click("text=All my pages")
    page.click("text=I moved")
    page.click("text=Tell us where I live now")
    page.fill("#address", NEW)
    page.click("text=Save my new address")
    page.wait_for_selector("text=You told us.")


def told(page: Any) -> None:
    page.click("text=Show me how >> nth=0")
    page.set_input_files("#picture", slip())
    page.click("text=Save that I told them")
    page.wait_for_selector("text=You told them on:")


def test_a_move_is_said_and_the_court_is_told(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    for path, name in (("/my/case/", "case"), ("/my/case/steps/", "steps"), ("/my/case/number/", "number")):
        page.goto(path)
        picture(page, f"moving-{name}")
        works_for_everybody(page)
    page.goto("/my/address/new/")
    works_for_everybody(page)
    moved(page)
    picture(page, "moving-1-list")
    works_for_everybody(page)
    page.click("text=Show me how >> nth=0")
    works_for_everybody(page)
    page.click("text=Save that I told them")
    page.wait_for_selector("text=Please add one thing that shows it")
    works_for_everybody(page)
    page.goto("/my/address/")
    told(page)
    works_for_everybody(page)
    page.click("text=Show what I kept")
    assert page.inner_text("main dd >> nth=0") == NEW
    assert page.evaluate("document.querySelector('main img').naturalWidth") == 300
    picture(page, "moving-2-kept")
    works_for_everybody(page)
    at_her_desk(amparo, new_phone, page.url)


def at_her_desk(amparo: Any, new_phone: Any, kept: str) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    luz = desk.new_page()
    luz.goto("/staff/")
    luz.click(".need:has-text('Has a new address') >> text=Look")
    luz.click("text=Show the picture they kept")
    luz.wait_for_selector("main img")
    picture(luz, "moving-3-desk")
    works_for_everybody(luz)
    luz.click(".crumb a")
    luz.wait_for_selector("text=At a new address since")
    works_for_everybody(luz)


def test_it_works_without_script(luis: Any, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, luis)
    moved(page)
    told(page)
    page.click("text=Show what I kept")
    assert page.is_visible("text=7 Tamarind Court")
    page.goto("/my/case/")
    page.click("text=What happens in a case")
    page.click("text=If you moved")
    assert page.is_visible("text=Whom to tell, and how")

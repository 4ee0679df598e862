"""A paper on a table becomes a document: cut on the phone, put in order, sent over a line that breaks, seen by Luz."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from tests.journeys.seeing import picture, sign_in, works_for_everybody

TILTED = [(160, 90), (640, 150), (590, 990), (90, 920)]


def photo(corners: list[tuple[int, int]] | None, color: tuple[int, int, int] = (244, 242, 236)) -> dict[str, Any]:
    """What the camera gives: a paper on a dark table, or nothing that has edges."""
    image = Image.new("RGB", (760, 1080), (70, 62, 58) if corners else (150, 150, 150))
    draw = ImageDraw.Draw(image)
    if corners:
        draw.polygon(corners, fill=color)
        for n in range(12):
            draw.line([(210, 220 + 55 * n), (520, 250 + 55 * n)], fill=(60, 60, 70), width=6)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def reading(amparo: Any) -> Iterator[None]:
    """Documents are read as they come, as the worker process does."""
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            amparo.ask("read_documents")
            time.sleep(0.2)

    running = threading.Thread(target=run)
    running.start()
    yield
    over.set()
    running.join()


def take(page: Any, corners: list[tuple[int, int]] | None) -> None:
    page.set_input_files("#camera", photo(corners))
    page.wait_for_selector("[data-edit]:not([hidden])")


def begin(page: Any, person: Any) -> None:
    sign_in(page, person)
    page.goto("/my/documents/")
    page.wait_for_selector("text=There is no document yet.")
    works_for_everybody(page)
    page.click("text=Add a document")
    page.wait_for_selector("#papers")


def names(page: Any) -> list[str]:
    return [one.inner_text() for one in page.locator("[data-pages] li strong").all()]


def test_a_paper_is_cut_sent_and_seen(amparo: Any, ana: Any, reading: None, new_phone: Any) -> None:
    phone = new_phone()
    page = phone.new_page()
    begin(page, ana)
    picture(page, "documents-1-new")
    works_for_everybody(page)
    take(page, TILTED)
    assert page.is_visible("text=We think that the paper is inside the lines.")
    picture(page, "documents-2-edges")
    works_for_everybody(page)
    # The corner can be moved by the keyboard, and by two presses.
    corner = page.locator("[data-corner='0']")
    before = corner.evaluate("it => [it.style.left, it.style.top]")
    corner.press("ArrowRight")
    corner.press("Shift+ArrowDown")
    after = corner.evaluate("it => [it.style.left, it.style.top]")
    assert before != after
    corner.click()
    assert corner.get_attribute("aria-pressed") == "true"
    box = page.locator(".sheet canvas").bounding_box()
    for x, y in ((380, 540), TILTED[0]):
        at = {"x": box["width"] * x / 760, "y": box["height"] * y / 1080}
        page.locator(".sheet canvas").click(position=at)
        left = float(corner.evaluate("it => parseFloat(it.style.left)"))
        assert abs(left - 100 * x / 760) < 1
    page.click("text=Use what is inside the lines")
    page.wait_for_selector("[data-pages] li")
    take(page, None)
    assert page.is_visible("text=We found no edges.")
    page.click("text=Keep the whole picture")
    page.wait_for_selector("[data-pages] li >> nth=1")
    take(page, TILTED)
    page.click("text=Leave this picture out")
    # Put in another order, by buttons.
    page.locator("[data-pages] li").nth(1).locator("[data-up]").click()
    assert names(page) == ["1", "2"]
    picture(page, "documents-3-pages")
    works_for_everybody(page)
    # The browser is closed and opened again: the pages are still there.
    page.goto("/my/")
    page.goto("/my/documents/new/")
    page.wait_for_selector("[data-pages] li >> nth=1")
    page.check("text=A letter from the court")
    page.fill("#title", "Carta \u202dde la corte")
    page.route("**/piece/", lambda route: route.abort())
    page.click("#papers [data-send]")
    page.wait_for_selector("text=The line broke.", timeout=30_000)
    works_for_everybody(page)
    page.unroute("**/piece/")
    page.click("#papers [data-send]")
    page.wait_for_url(re.compile(r"/my/documents/\?sent$"), timeout=60_000)
    assert "has arrived" in page.evaluate("document.activeElement.innerText"), "what Send did is where they are"
    page.wait_for_selector("text=You and your case team can see it. >> nth=0")
    assert page.is_visible("text=2 pages")
    picture(page, "documents-4-list")
    works_for_everybody(page)
    page.goto("/my/documents/new/")
    page.wait_for_selector("#papers")
    page.wait_for_timeout(700)
    assert names(page) == []
    look_and_save(page)
    luz_looks(amparo, new_phone, ana)
    page.goto("/my/who-looked/")
    assert page.is_visible("text=To look at one of your documents.")
    page.goto("/my/documents/")
    page.click("text=Look at it")
    page.click("text=Delete it")
    works_for_everybody(page)
    page.click("form .btn")
    page.wait_for_selector("text=There is no document yet.")


def look_and_save(page: Any) -> None:
    page.goto("/my/documents/")
    page.click("text=Look at it")
    page.wait_for_selector("text=Page 1 of 2")
    shown = page.locator("img.paper")
    assert shown.evaluate("async it => { await it.decode(); return it.naturalWidth; }") > 300
    picture(page, "documents-5-look")
    works_for_everybody(page)
    with page.expect_download() as saved:
        page.click("text=Save it as a PDF")
    with open(saved.value.path(), "rb") as file:
        read = pypdfium2.PdfDocument(file.read())
    assert len(read) == 2
    drawn = [read[n].render(scale=0.5).to_pil().convert("L") for n in range(2)]
    # The second is the paper, cut along its edges: bright to its corners.
    corners = [min(one.getpixel(at) for at in ((6, 6), (one.width - 7, one.height - 7))) for one in drawn]  # type: ignore[type-var]
    assert corners[0] < 200 < corners[1]


def luz_looks(amparo: Any, new_phone: Any, ana: Any) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    page = desk.new_page()
    page.goto(f"/staff/people/{ana.id}/documents/")
    page.wait_for_selector("text=not looked at yet")
    picture(page, "documents-6-staff-list")
    works_for_everybody(page)
    page.click("main table a")
    page.click("text=Show the pages")
    page.wait_for_selector("img.paper")
    picture(page, "documents-7-staff-look")
    works_for_everybody(page)
    page.goto(f"/staff/people/{ana.id}/documents/")
    assert not page.is_visible("text=not looked at yet")


def test_what_is_open_is_sent_too_and_it_is_said_how(ana: Any, reading: None, new_phone: Any) -> None:
    page = new_phone().new_page()
    begin(page, ana)
    page.check("text=A letter from the court")
    # Two are chosen at once; neither was looked at. What we only think to be the paper cuts nothing off.
    page.set_input_files("#file", [photo(TILTED), photo(TILTED)])
    page.wait_for_selector("[data-edit]:not([hidden])")
    page.route("**/piece/", lambda route: route.abort())
    page.click("#papers [data-send]")
    page.wait_for_selector("text=The picture that was open is sent whole.")
    page.wait_for_selector("[data-pages] li >> nth=1")
    assert not page.is_visible("[data-edit]")
    page.wait_for_selector("text=The line broke.", timeout=30_000)
    works_for_everybody(page)
    take(page, TILTED)
    page.locator("[data-corner='0']").press("ArrowRight")
    page.unroute("**/piece/")
    page.click("#papers [data-send]")
    page.wait_for_selector("text=The picture that was open is cut along your lines.")
    picture(page, "documents-8-open")
    page.wait_for_url(re.compile(r"/my/documents/\?sent$"), timeout=60_000)
    page.wait_for_selector("text=3 pages")
    page.click("text=Look at it")
    page.wait_for_selector("text=Page 1 of 3")
    shape = "async it => { await it.decode(); return it.naturalWidth / it.naturalHeight; }"
    whole = []
    for n in (1, 2, 3):
        page.goto(f"{page.url.split('?')[0]}?page={n}")
        whole.append(round(page.locator("img.paper").evaluate(shape), 2))
    assert whole[0] == whole[1] == round(760 / 1080, 2) != whole[2]


def test_without_script_a_form_is_enough(luis: Any, reading: None, new_phone: Any) -> None:
    page = new_phone(java_script_enabled=False).new_page()
    begin_plainly(page, luis)
    page.set_input_files("#camera", photo(TILTED))
    page.set_input_files("#file", [photo(None), photo(TILTED)])
    page.check("text=An identity paper")
    page.click("#papers [data-send]")
    page.wait_for_url(re.compile(r"/my/documents/\?sent$"))
    for _ in range(40):
        if page.is_visible("text=3 pages"):
            break
        page.wait_for_timeout(500)
        page.reload()
    assert page.is_visible("text=3 pages") and page.is_visible("text=An identity paper")


def begin_plainly(page: Any, person: Any) -> None:
    sign_in(page, person)
    page.goto("/my/documents/new/")

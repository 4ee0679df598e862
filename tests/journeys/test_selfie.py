"""Ana checks in with a selfie: the camera shows a photograph of somebody who agreed to be measured with."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.conftest import shared
from tests.journeys.conftest import ARGUMENTS, CHROMIUM, PHONE
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_check_in import answer

FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


def film(photograph: Path, where: Path) -> Path:
    """A film of one picture, as Chromium's pretended camera plays it."""
    image = Image.open(photograph).convert("RGB")
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    still = io.BytesIO()
    image.crop((left, top, left + side, top + side)).resize((640, 640)).save(still, "JPEG", quality=92)
    where.write_bytes(still.getvalue() * 30)
    return where


@pytest.fixture
def camera(playwright: Any, amparo: Any, watched: Any, tmp_path: Path) -> Iterator[Any]:
    """A phone whose camera sees this person."""
    folder, opened = shared("faces"), []

    def phone(who: int) -> Any:
        shot = sorted((folder / "neutral").iterdir())[who]
        path = film(shot, tmp_path / f"{who}.mjpeg")
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=[*ARGUMENTS, *FAKE, f"--use-file-for-fake-video-capture={path}"]
        )
        opened.append(browser)
        return watched(browser.new_context(base_url=amparo.origin, permissions=["camera"], **PHONE))

    yield phone
    for browser in opened:
        browser.close()


def agree(page: Any, ana: Any) -> None:
    page.goto(ana.path)
    sign_in(page, ana)
    page.goto("/my/selfie/")
    works_for_everybody(page)
    page.click("button[value=agree]")


def take(page: Any, name: str, *, turning: bool = False) -> None:
    """A picture is taken and sent. The camera sees a photograph: it turns its head for nobody."""
    page.click("#camera [data-open]")
    page.wait_for_selector("#camera [data-take]:visible")
    page.wait_for_timeout(700)  # a camera begins dark
    picture(page, f"selfie-{name}-1-ring")
    page.click("#camera [data-take]")
    if not turning and page.get_attribute("#camera", "data-turns") is not None:
        page.click("#camera [data-still]")
    page.wait_for_selector("#camera [data-send]:visible", timeout=60_000)
    picture(page, f"selfie-{name}-2-shown")
    works_for_everybody(page)
    page.click("#camera [data-send]")
    page.wait_for_url("**/my/selfie/*-*/")


def test_from_agreeing_to_it_is_you_and_back(amparo: Any, ana: Any, camera: Any) -> None:
    page = camera(0).new_page()
    agree(page, ana)
    take(page, "enrol")
    assert "being compared" in page.inner_text("main")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=Your face is set up")
    page.goto(f"/my/selfie/?about={ana.checkin}")
    take(page, "compare")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=It is you")
    works_for_everybody(page)
    assert {(row.state, row.kept) for row in amparo.ask("selfies")} >= {("enrolled", False), ("match", False)}
    page.click("text=Go on with my check-in")
    page.wait_for_selector("#check-in")
    page.goto("/my/selfie/")
    page.click("button[value=take_back]")
    page.wait_for_selector("text=because you took your agreement back")


def set_up(amparo: Any, page: Any, ana: Any) -> None:
    agree(page, ana)
    take(page, "enrol")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=Your face is set up")


def from_the_check_in(page: Any, ana: Any) -> None:
    page.goto(ana.check_in)
    page.click("#ways summary")
    works_for_everybody(page)
    picture(page, "selfie-3-ways")
    page.click("#ways >> text=Take a selfie for this check-in")


def check_in(amparo: Any, page: Any, ana: Any) -> Any:
    answer(page)
    page.click("#check-in > .stack > .btn")
    page.click("[data-confirm]")
    page.wait_for_url("**/my/receipts/**")
    return amparo.ask("checkin", checkin=ana.checkin)


def test_from_the_check_in_page_to_a_receipt_with_a_selfie(amparo: Any, ana: Any, camera: Any) -> None:
    page = camera(0).new_page()
    set_up(amparo, page, ana)
    from_the_check_in(page, ana)
    take(page, "for-it")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=It is you")
    page.click("text=Go on with my check-in")
    page.wait_for_selector("#answering >> text=Your selfie showed that it is you")
    works_for_everybody(page)
    picture(page, "selfie-4-shown")
    now = check_in(amparo, page, ana)
    assert (now.state, now.arrived[0].identity) == ("done", "selfie")
    works_for_everybody(page)


def test_one_that_could_not_be_told_leaves_every_other_way(amparo: Any, luis: Any, camera: Any) -> None:
    page = camera(0).new_page()
    set_up(amparo, page, luis)
    kept = page.context.cookies()
    other = camera(3)
    other.add_cookies(kept)
    page = other.new_page()
    from_the_check_in(page, luis)
    take(page, "another")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=The computer could not tell")
    page.click("text=Go on with my check-in")
    page.wait_for_selector("#answering >> text=It never counts against you")
    works_for_everybody(page)
    picture(page, "selfie-5-could-not-tell")
    now = check_in(amparo, page, luis)
    assert (now.state, now.arrived[0].identity) == ("done", "pin")


def test_with_the_camera_denied_the_other_ways_are_offered(amparo: Any, ana: Any, camera: Any) -> None:
    page = camera(0).new_page()
    set_up(amparo, page, ana)
    page.context.clear_permissions()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }"
    )
    from_the_check_in(page, ana)
    page.click("#camera [data-open]")
    page.wait_for_selector("text=The camera did not open.")
    works_for_everybody(page)
    page.click("text=Check in without a selfie")
    now = check_in(amparo, page, ana)
    assert (now.state, now.arrived[0].identity) == ("done", "pin")


def test_without_a_camera_the_form_and_the_other_ways_stay(amparo: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    agree(page, luis)
    page.click("#camera [data-open]")
    page.wait_for_selector("text=The camera did not open.")
    works_for_everybody(page)
    assert page.is_visible("#picture") and page.is_visible("#camera [data-open]")
    page.goto("/my/")
    page.wait_for_timeout(1500)
    assert {"camera_denied", "camera_missing"} & set(amparo.ask("troubles"))

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


def take(page: Any, name: str) -> None:
    page.click("#camera [data-open]")
    page.wait_for_selector("#camera [data-take]:visible")
    page.wait_for_timeout(700)  # a camera begins dark
    picture(page, f"selfie-{name}-1-ring")
    page.click("#camera [data-take]")
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

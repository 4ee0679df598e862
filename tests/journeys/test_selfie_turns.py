"""Ana is asked to turn her head; the camera sees a photograph, which does not. Nothing is lost by it."""

from __future__ import annotations

from typing import Any

from tests.journeys.seeing import picture, works_for_everybody
from tests.journeys.test_selfie import agree, camera, take

__all__ = ["camera"]


def test_turns_that_are_not_seen_cost_a_second_picture_and_nothing_else(amparo: Any, ana: Any, camera: Any) -> None:
    page = camera(0).new_page()
    agree(page, ana)
    take(page, "enrol")
    assert amparo.ask("compare_faces") == 1
    here = f"/my/selfie/?about={ana.checkin}"
    page.goto(here)
    assert "It is not a guarantee" in page.inner_text("#camera")
    page.click("#camera [data-open]")
    page.wait_for_timeout(700)
    page.click("#camera [data-take]")
    page.wait_for_selector("#camera [data-left]:visible, #camera [data-right]:visible")
    picture(page, "turns-1-asked")
    works_for_everybody(page)
    page.wait_for_selector("#camera [data-send]:visible", timeout=60_000)
    page.click("#camera [data-send]")
    page.wait_for_url("**/my/selfie/*-*/")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=We did not see your head turn as we asked")
    picture(page, "turns-2-not-seen")
    works_for_everybody(page)
    last = amparo.ask("selfies")[-1]
    assert (last.state, last.code, last.kept) == ("inconclusive", "turns_not_seen", True)
    page.click("text=Take another picture")
    take(page, "still")
    assert amparo.ask("compare_faces") == 1
    page.wait_for_selector("text=It is you")
    last = amparo.ask("selfies")[-1]
    assert (last.state, last.code, last.kept) == ("match", "", False)
    page.click("text=Go on with my check-in")
    page.wait_for_selector("#check-in")

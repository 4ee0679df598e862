"""Words of a person's own: given on their page, said by the one who has them, known by the one who listens."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from tests.conftest import shared
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_voice import microphone, record, send, worker

__all__ = ["microphone", "worker"]


def give(page: Any) -> list[str]:
    page.goto("/my/")
    page.click("text=All my pages")
    page.click("text=My words")
    page.wait_for_selector("text=You have none, and you need none.")
    picture(page, "words-1-none")
    works_for_everybody(page)
    page.click("text=Give me words")
    page.wait_for_selector("text=We show them only now.")
    picture(page, "words-2-given")
    works_for_everybody(page)
    words = page.locator("main ol bdi").all_inner_texts()
    page.click("text=I know them")
    page.wait_for_selector("text=You have words.")
    picture(page, "words-3-kept")
    works_for_everybody(page)
    return list(words)


def at_her_desk(amparo: Any, new_phone: Any, checkin: str) -> Any:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    page = desk.new_page()
    page.goto(f"/staff/checkins/{checkin}/")
    return page


def test_words_are_given_said_and_known(amparo: Any, ana: Any, microphone: Any, worker: None, new_phone: Any) -> None:
    page = microphone().new_page()
    sign_in(page, ana)
    words = give(page)
    assert len(words) == 3
    open_page_again(page, ana)
    asked = page.inner_text("[data-voice=phrase]")
    assert "Say your words" in asked and not {*words} & {*re.findall(r"\w+", asked)}
    record(page, "how", 2)
    record(page, "phrase", 3)
    page.locator("[data-voice=phrase]").scroll_into_view_if_needed()
    picture(page, "words-4-said")
    works_for_everybody(page)
    send(page)
    luz = at_her_desk(amparo, new_phone, ana.checkin)
    luz.click("text=Open the recordings")
    luz.wait_for_selector("text=These are their words")
    assert luz.is_visible(f"text={' '.join(words)}")
    picture(luz, "words-5-beside")
    works_for_everybody(luz)
    luz.click("text=These are their words")
    luz.wait_for_selector("text=That it was them is confirmed.")
    picture(luz, "words-6-known")
    works_for_everybody(luz)


def open_page_again(page: Any, ana: Any) -> None:
    page.goto(f"/my/check-in/{ana.checkin}/voice/")
    page.wait_for_selector("#voice")


def test_with_the_link_alone_and_no_script(amparo: Any, luis: Any, worker: None, new_phone: Any) -> None:
    mine = new_phone().new_page()
    sign_in(mine, luis)
    words = give(mine)
    page = new_phone(java_script_enabled=False).new_page()
    page.goto(f"{luis.path}check-in/")
    page.click("text=Were you given words of your own?")
    page.set_input_files("#words", str(Path(shared("speech") / "speechrecognition" / "english.wav").resolve()))
    page.check("[name=q_how] >> nth=0")
    picture(page, "words-7-with-the-link")
    page.click("text=Send my check-in")
    page.wait_for_selector("svg")
    for _ in range(100):
        if [row.state for row in amparo.ask("recordings", checkin=luis.checkin)] == ["ready"]:
            break
        time.sleep(0.2)
    luz = at_her_desk(amparo, new_phone, luis.checkin)
    luz.click("text=Open the recordings")
    luz.wait_for_selector("text=I cannot tell")
    assert luz.is_visible(f"text={' '.join(words)}")
    luz.click("text=I cannot tell")
    luz.wait_for_selector("text=nothing counts against the person")
    assert luz.is_visible("text=not confirmed")
    works_for_everybody(luz)

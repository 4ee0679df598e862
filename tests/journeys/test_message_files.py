"""Luz sends a photo and a paper; Ana opens them on her phone, and her own photo again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conversations.test_answers_with_files import pdf
from tests.conversations.test_attaching import photo
from tests.journeys.kept_pages import KEPT
from tests.journeys.seeing import picture, sign_in, works_for_everybody
from tests.journeys.test_messages import NOTHING_LEFT, until

CACHED = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const kept = await Promise.all(caches_.map((one) => one.keys()));
  return kept.flat().map((one) => one.url);
}"""


def test_files_go_both_ways_and_are_opened_one_by_one(amparo: Any, ana: Any, new_phone: Any, tmp_path: Path) -> None:
    (tmp_path / "mine.jpg").write_bytes(photo())
    (tmp_path / "letter.pdf").write_bytes(pdf())
    page = new_phone().new_page()
    sign_in(page, ana)
    page.goto("/my/messages/")
    page.click("summary:has-text('Add a photo')")
    page.set_input_files("#photos", [str(tmp_path / "mine.jpg")])
    page.click("#message > .btn")
    page.wait_for_selector(".talk .mine:has-text('Photo: It arrived.')")
    until(page, NOTHING_LEFT)
    # The page as it stands after sending leads to the photo, also where it cannot be opened yet.
    page.click(".talk .mine >> text=See the photo")
    page.wait_for_selector("text=We are making it ready to open.")
    works_for_everybody(page)
    picture(page, "66-photo-being-made-ready")
    amparo.ask("read_attachments")
    page.wait_for_selector("img.photo")
    answers(amparo, ana, new_phone, tmp_path)
    assert amparo.ask("read_attachments") >= 1
    amparo.ask("read_attachments")
    page.goto("/my/messages/")
    works_for_everybody(page)
    picture(page, "67-files-in-the-thread")
    page.click(".talk .mine >> text=See the photo")
    page.wait_for_selector("img.photo")
    assert page.evaluate("document.querySelector('img.photo').naturalWidth") > 0
    works_for_everybody(page)
    picture(page, "68-own-photo-again")
    page.click("text=Back to my messages")
    with page.expect_download() as saved:
        page.click("text=Save the paper on this phone")
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    assert not any("/my/messages/files/" in url for url in page.evaluate(CACHED) + page.evaluate(KEPT)), (
        "a file is kept on no phone"
    )
    page.goto("/my/who-looked/")
    assert "a photo in a message" in page.inner_text("main")


def answers(amparo: Any, ana: Any, new_phone: Any, tmp_path: Path) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("luz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    page = desk.new_page()
    page.goto(f"/staff/people/{ana.id}/messages/")
    page.set_input_files("#files", [str(tmp_path / "mine.jpg"), str(tmp_path / "letter.pdf")])
    page.fill("#words", "La carta de la corte.")
    page.click("button:text-is('Send')")
    page.wait_for_selector(".talk .ours")
    works_for_everybody(page)
    picture(page, "69-staff-sent-files")

"""A worker hears words of the person's own, and says whether these are theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import access_log
from amparo.checkins.models import Checkin, Submission
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import phrases
from amparo.identity.models import Phrase
from amparo.identity.ways import Way
from tests.checkins.test_confirming import stands
from tests.checkins.test_phrase_review import clips, given, with_the_link
from tests.conftest import person_actor
from tests.participant.conftest import open_window


@pytest.fixture
def window(casa: Any, ana: Any) -> Checkin:
    return open_window(casa, ana)


@pytest.fixture
def words(casa: Any, ana: Any, window: Any) -> str:
    said = " ".join(given(casa, ana))
    with_the_link(casa, ana)
    return said


def hear(luz: Any, window: Any) -> str:
    return luz.post(reverse("staff:checkin_hear", args=[window.id])).content.decode()


def say(luz: Any, casa: Any, window: Any, said: str) -> Any:
    return luz.post(reverse("staff:checkin_words", args=[window.id, clips(casa)[0].id]), {"said": said}, follow=True)


def test_the_words_stand_beside_the_recording_only_after_a_button(luz: Any, window: Any, words: str) -> None:
    before = luz.get(reverse("staff:checkin", args=[window.id])).content.decode()
    assert "Their own words" in before and words not in before and "These are their words" not in before
    after = hear(luz, window)
    assert words in after and "These are their words" in after and "I cannot tell" in after


def test_when_no_more_words_open_today_the_recordings_are_heard_all_the_same(
    luz: Any, window: Any, words: str, monkeypatch: Any
) -> None:
    def spent(*_: Any, **__: Any) -> str:
        raise Refused("budget_spent")

    monkeypatch.setattr(phrases, "opened", spent)
    page = hear(luz, window)
    assert "<audio" in page and words not in page


@pytest.mark.parametrize(("way", "compared"), [(Way.PIN, True), (Way.SEEN_BY_WORKER, False)])
def test_words_are_compared_also_when_a_pin_was_typed_and_not_beside_a_workers_own_word(
    luz: Any, casa: Any, window: Any, words: str, way: Way, compared: bool
) -> None:
    with acting(casa.system):
        Submission.objects.filter(checkin=window).update(identity=way)
    page = hear(luz, window)
    assert "<audio" in page and (words in page) == compared and ("These are their words" in page) == compared


def test_each_look_stands_in_the_persons_log(luz: Any, casa: Any, ana: Any, window: Any, words: str) -> None:
    hear(luz, window)
    by = person_actor(ana)
    with acting(by):
        looks = access_log.read(ana, by=by, at=clock.now()).looks
    assert ("phrase_heard", ("identity.phrase",)) in [(look.purpose, look.fields) for look in looks]


def test_known_it_is_confirmed_and_says_by_whom(luz: Any, casa: Any, window: Any, words: str) -> None:
    page = say(luz, casa, window, "their_words").content.decode()
    assert "That it was them is confirmed." in page and "these are their words" in page and "Luz" in page
    assert "words they spoke" in page and stands(casa, window)[0] == "done"
    assert say(luz, casa, window, "their_words").status_code == 409
    assert words not in hear(luz, window)


def test_i_cannot_tell_leaves_all_as_it_is(luz: Any, casa: Any, window: Any, words: str) -> None:
    before = stands(casa, window)
    page = say(luz, casa, window, "cannot_tell").content.decode()
    assert "nothing counts against the person" in page and stands(casa, window) == before


@pytest.mark.parametrize("said", ["", "not_them", "no"])
def test_there_is_no_third_answer(luz: Any, casa: Any, window: Any, words: str, said: str) -> None:
    assert say(luz, casa, window, said).status_code == 400
    assert stands(casa, window)[0] == "needs_look"


def test_taken_back_meanwhile_there_is_nothing_to_compare(
    luz: Any, casa: Any, ana: Any, window: Any, words: str
) -> None:
    with acting(casa.system):
        Phrase.objects.filter(person=ana).delete()
    page = hear(luz, window)
    assert "Nothing to compare this with now" in page and "These are their words" not in page
    assert say(luz, casa, window, "their_words").status_code == 409

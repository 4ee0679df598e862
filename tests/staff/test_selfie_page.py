"""Two selfies that the machine could not settle, as a worker meets them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.checkins.models import Submission
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.identity import face_review
from amparo.identity.face_review import Said
from amparo.identity.models import FaceTry
from amparo.people import queries as people
from amparo.privacy import vault
from tests.checkins.test_submitting import capture_of, send
from tests.conftest import person_actor
from tests.participant.conftest import open_window
from tests.staff import a_full_day


@pytest.fixture
def selfies(casa: Any, ana: Any) -> list[FaceTry]:
    with acting(casa.sol):
        return a_full_day.selfies(ana, casa, clock.now())


def rows(casa: Any) -> list[FaceTry]:
    with acting(casa.sol):
        return list(FaceTry.objects.order_by("received_at"))


def test_the_day_shows_one_line_for_both(luz: Any, selfies: Any) -> None:
    said = luz.get(reverse("staff:today")).content.decode()
    assert said.count("could not tell from two selfies") == 1


def test_what_was_seen_of_the_turns_is_said_and_what_it_is_worth(luz: Any, casa: Any, selfies: Any) -> None:
    with acting(casa.sol):
        FaceTry.objects.filter(id=selfies[0].id).update(turns="turns_not_seen")
    said = luz.get(reverse("staff:selfie", args=[selfies[0].id])).content.decode()
    assert "Turns not seen." in said and "Turns not asked for: a still picture." in said
    assert "They are not a guarantee" in said


@pytest.mark.parametrize(
    ("turns", "words"),
    [("turns_seen", "Turns seen, in the order we asked for."), ("", "Turns not asked for: a still picture.")],
)
def test_a_check_in_shown_by_a_selfie_says_what_was_seen_and_what_it_is_worth(
    luz: Any, casa: Any, ana: Any, selfies: Any, turns: str, words: str
) -> None:
    window = open_window(casa, ana)
    page = reverse("staff:checkin", args=[window.id])
    send(ana, window, capture_of(), clock.now())
    assert "Turns" not in luz.get(page).content.decode()
    with acting(casa.system):
        FaceTry.objects.filter(id=selfies[0].id).update(
            about_id=window.id, state="match", picture=None, for_human_at=None, turns=turns
        )
        Submission.objects.filter(checkin=window).update(identity="selfie")
    said = luz.get(page).content.decode()
    assert words in said and "Not a guarantee that it was them." in said


def test_pictures_that_came_after_the_look_are_not_decided_about(luz: Any, casa: Any, ana: Any, selfies: Any) -> None:
    luz.post(reverse("staff:selfie", args=[selfies[0].id]))
    with acting(casa.luz):  # meanwhile, in another tab
        face_review.decide(selfies[0].id, Said.WILL_ASK, by=casa.luz, at=clock.now())
    with acting(casa.sol):
        later = a_full_day.selfies(ana, casa, clock.now() + timedelta(minutes=10))
    answer = luz.post(reverse("staff:selfie_decide", args=[selfies[0].id]), {"said": "it_is_them"})
    assert answer.status_code == 409
    with acting(casa.sol):
        assert {row.state for row in FaceTry.objects.filter(id__in=[row.id for row in later])} == {"inconclusive"}


def test_a_selfie_that_was_settled_late_takes_no_place_of_one_that_is_looked_at(
    luz: Any, casa: Any, ana: Any, selfies: Any
) -> None:
    said = luz.post(reverse("staff:selfie", args=[selfies[1].id])).content.decode()
    assert reverse("staff:selfie_decide", args=[selfies[0].id]) in said
    with acting(casa.sol):
        late, _ = a_full_day.selfies(ana, casa, clock.now() + timedelta(minutes=10))
        FaceTry.objects.filter(id=late.id).update(received_at=selfies[0].received_at - timedelta(minutes=1))
    luz.post(reverse("staff:selfie_decide", args=[selfies[0].id]), {"said": "it_is_them"})
    with acting(casa.sol):
        assert {FaceTry.objects.get(id=row.id).state for row in selfies} == {"it_is_them"}
        assert FaceTry.objects.get(id=late.id).state == "inconclusive"


def test_nothing_is_opened_before_a_button(luz: Any, selfies: Any) -> None:
    said = luz.get(reverse("staff:selfie", args=[selfies[0].id])).content.decode()
    assert "Show the pictures" in said and "data:image/webp" not in said and "It is them</button>" not in said


def test_both_are_shown_and_stand_in_her_log_as_two_looks(
    luz: Any, casa: Any, ana: Any, selfies: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[int, str]] = []
    opened = vault.open_sealed

    def watched(items: Any, **how: Any) -> Any:
        if how["why"] == "face_review":
            looked.append((len(items), items[0].field))
        return opened(items, **how)

    monkeypatch.setattr(vault, "open_sealed", watched)
    answer = luz.post(reverse("staff:selfie", args=[selfies[0].id]))
    said = answer.content.decode()
    assert said.count("data:image/webp;base64,") == 2 and answer["Cache-Control"] == "no-store"
    assert looked == [(1, "identity.selfie_face")] * 2


@pytest.mark.parametrize("said", list(Said))
def test_a_decision_destroys_the_pictures_and_says_who(luz: Any, casa: Any, selfies: Any, said: Said) -> None:
    luz.post(reverse("staff:selfie_decide", args=[selfies[1].id]), {"said": said.value})
    assert {(row.state, row.picture, row.decided_by) for row in rows(casa)} == {(said.value, None, casa.luz.id)}
    assert "could not tell from two selfies" not in luz.get(reverse("staff:today")).content.decode()


def test_decided_twice_is_said_and_changes_nothing(luz: Any, casa: Any, selfies: Any) -> None:
    for said, status in (("it_is_them", 302), ("will_ask", 409)):
        answer = luz.post(reverse("staff:selfie_decide", args=[selfies[0].id]), {"said": said})
        assert answer.status_code == status
    assert {row.state for row in rows(casa)} == {"it_is_them"}


@pytest.mark.parametrize("said", ["not_them", "mismatch", "", "taken_back"])
def test_nobody_can_say_that_it_is_not_them(luz: Any, casa: Any, selfies: Any, said: str) -> None:
    answer = luz.post(reverse("staff:selfie_decide", args=[selfies[0].id]), {"said": said})
    assert answer.status_code >= 400
    assert {row.state for row in rows(casa)} == {"inconclusive"}


def test_a_decision_that_fails_half_way_destroys_nothing(casa: Any, selfies: Any) -> None:
    with pytest.raises(ZeroDivisionError), acting(casa.luz):
        face_review.decide(selfies[0].id, Said.IT_IS_THEM, by=casa.luz, at=clock.now())
        raise ZeroDivisionError
    assert all(row.picture for row in rows(casa))


@pytest.mark.parametrize("who", ["teo", "sol", "paz", "ada"])
def test_only_her_own_worker_looks(casa: Any, selfies: Any, who: str) -> None:
    by = getattr(casa, who)
    with acting(by), pytest.raises(Refused, match="not_allowed"):
        face_review.pictures(selfies[0].id, by=by, at=clock.now())


def test_consent_taken_back_ends_it(luz: Any, casa: Any, ana: Any, selfies: Any) -> None:
    from amparo.identity import faces

    by = person_actor(ana)
    with acting(by):
        faces.take_back(ana.id, by=by, at=clock.now())
    assert luz.post(reverse("staff:selfie", args=[selfies[0].id])).status_code == 409
    assert {(row.state, row.picture) for row in rows(casa)} == {("taken_back", None)}


def test_a_worker_opens_few_faces_an_hour(casa: Any, ana: Any, selfies: Any) -> None:
    at = clock.now()
    with acting(casa.luz):
        for _ in range(12):
            face_review.pictures(selfies[0].id, by=casa.luz, at=at)
        with pytest.raises(Refused, match="budget_spent"):
            face_review.pictures(selfies[0].id, by=casa.luz, at=at + timedelta(seconds=1))


def test_what_is_shown_is_of_one_person(casa: Any, ana: Any, selfies: Any) -> None:
    with acting(casa.luz):
        assert {row.person_id for row in face_review.waiting(selfies[0].id, by=casa.luz)} == {ana.id}
        assert people.by_id(ana.id)

"""What a person agreed to, closing and opening their file, and forgetting them by two signatures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from amparo.access.rows import acting
from amparo.casework import support
from amparo.checkins.models import Checkin, Schedule
from amparo.foundation import clock
from amparo.foundation.errors import Refused
from amparo.hearings import queries as hearings
from amparo.people import actions, closing, forgetting
from amparo.people import queries as people
from amparo.people.models import Consent, ContactPoint, FileMove, ForgetAsk, Person
from amparo.privacy import retention
from amparo.reminders.models import Reminder
from amparo.staff import wording
from tests.staff.conftest import at_the_door


@pytest.fixture
def paz(casa: Any) -> Any:
    """Paz, the privacy officer, signed in."""
    return at_the_door(casa.members["paz"])


@pytest.fixture
def ada(casa: Any) -> Any:
    """Ada, the administrator, signed in."""
    return at_the_door(casa.members["ada"])


def post(client: Any, name: str, person: Any, **typed: Any) -> Any:
    return client.post(reverse(f"staff:{name}", args=[person.id]), typed)


def page(client: Any, person: Any) -> str:
    return str(client.get(reverse("staff:person", args=[person.id])).content.decode())


def row(casa: Any, person: Any) -> Person:
    with acting(casa.sol):
        return Person.objects.get(id=person.id)


def consents(casa: Any, person: Any) -> list[Consent]:
    with acting(casa.sol):
        return people.consents_of(person)


# --- messages ---


def test_an_agreement_is_kept_with_the_very_words_language_and_hour(luz: Any, casa: Any, ana: Any) -> None:
    assert "not asked yet" in page(luz, ana)
    for _twice in range(2):
        assert post(luz, "agree", ana, how="in_person", language="ht").status_code == 302
    [one] = consents(casa, ana)
    assert one.words.startswith("Casa ka voye mesaj") and (one.language, one.given_how) == ("ht", "in_person")
    told = page(luz, ana)
    assert "Casa ka voye mesaj" in told and "face to face, in Haitian Creole" in told


def test_taking_it_back_stops_every_number_and_address(luz: Any, casa: Any, ana: Any) -> None:
    post(luz, "agree", ana, how="on_paper", language="es")
    for _twice in range(2):
        told = luz.post(reverse("staff:agree_back", args=[ana.id]), {"how": "by_phone"}, follow=True).content.decode()
    assert "Nothing is sent to them any more" in told and "taken back" in told
    [one] = consents(casa, ana)
    assert one.withdrawn_at and one.withdrawn_how == "by_phone"
    with acting(casa.luz):
        assert {one.state for one in people.contacts_of(ana)} == {ContactPoint.State.STOPPED}
    post(luz, "agree", ana, how="in_person", language="es")
    assert len(consents(casa, ana)) == 2 and "Earlier" in page(luz, ana)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("agree", {"language": "es"}), ("agree", {"how": "by_force", "language": "es"}), ("agree_back", {})],
)
def test_how_they_said_it_must_be_known(luz: Any, casa: Any, ana: Any, name: str, typed: dict[str, str]) -> None:
    answer = post(luz, name, ana, **typed)
    assert answer.status_code == 400 and "how they told you" in answer.content.decode()
    assert consents(casa, ana) == []


def test_a_language_nobody_wrote_the_words_in_is_refused(luz: Any, casa: Any, ana: Any) -> None:
    assert post(luz, "agree", ana, how="in_person", language="tlh").status_code == 400
    assert consents(casa, ana) == []


def test_taking_back_half_way_changes_nothing(luz: Any, casa: Any, ana: Any, monkeypatch: Any) -> None:
    post(luz, "agree", ana, how="in_person", language="es")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(support.people, "stop_contact", lambda *args, **more: 1 / 0)
        post(luz, "agree_back", ana, how="in_person")
    assert consents(casa, ana)[0].withdrawn_at is None


# --- the file ---


@pytest.fixture
def planned(luz: Any, casa: Any, ana: Any) -> Any:
    """Ana has a day for check-ins and a hearing, with reminders of both."""
    post(luz, "schedule", ana, weeks=1, weekday=1, opens="09:00", hours=48)
    day = (clock.now() + timedelta(days=40)).date().isoformat()
    post(luz, "hearing_new", ana, day=day, time="09:00", zone="America/New_York", mode="in_person", place="Room 5")
    return ana


def planned_reminders(casa: Any, person: Any) -> set[str]:
    with acting(casa.sol):
        return set(Reminder.objects.filter(person=person, state="planned").values_list("kind", flat=True))


def test_a_closed_file_asks_and_reminds_no_more(luz: Any, casa: Any, planned: Any) -> None:
    assert planned_reminders(casa, planned) == {"checkin", "hearing"}
    for _twice in range(2):
        assert post(luz, "close", planned, why="moved").status_code == 302
    assert row(casa, planned).state == "closed" and row(casa, planned).closed_at
    assert planned_reminders(casa, planned) == set()
    with acting(casa.sol):
        assert not Schedule.objects.filter(person=planned, ended_at=None).exists()
        assert not Checkin.objects.filter(person=planned, state="planned").exists()
        assert FileMove.objects.filter(person=planned).count() == 1
    told = page(luz, planned)
    assert "they moved away" in told and "The file was closed: they moved away. By Luz." in told


def test_an_opened_file_reminds_of_hearings_again(luz: Any, casa: Any, planned: Any) -> None:
    post(luz, "close", planned, why="mistake")
    for _twice in range(2):
        assert post(luz, "reopen", planned).status_code == 302
    assert (row(casa, planned).state, row(casa, planned).closed_at) == ("active", None)
    assert planned_reminders(casa, planned) == {"hearing"}
    assert "The file was opened again. By Luz." in page(luz, planned)
    with acting(casa.sol):
        assert hearings.next_of(planned.id, clock.now()) is not None


@pytest.mark.parametrize("why", ["", "violated"])
def test_a_file_is_closed_for_a_reason_of_the_list(luz: Any, casa: Any, ana: Any, why: str) -> None:
    answer = post(luz, "close", ana, why=why)
    assert answer.status_code == 400 and "Please choose a reason." in answer.content.decode()
    assert row(casa, ana).state == "active"


def test_a_colleagues_and_a_strangers_person_is_not_touched(teo: Any, omar: Any, paz: Any, casa: Any, ana: Any) -> None:
    for name in ("agree", "agree_back", "close", "reopen"):
        typed = {"how": "in_person", "language": "es", "why": "moved"}
        assert [post(one, name, ana, **typed).status_code for one in (teo, omar, paz)] == [403, 404, 403]
    assert row(casa, ana).state == "active" and consents(casa, ana) == []


@pytest.mark.parametrize("broken", ["reminders.cancel", "checkins.end_schedule"])
def test_closing_half_way_leaves_the_file_open(
    luz: Any, casa: Any, planned: Any, monkeypatch: Any, broken: str
) -> None:
    room, verb = broken.split(".")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(getattr(support, room), verb, lambda *args, **more: 1 / 0)
        post(luz, "close", planned, why="moved")
    assert row(casa, planned).state == "active"
    assert planned_reminders(casa, planned) == {"checkin", "hearing"}


def test_a_forgotten_persons_file_is_not_opened(casa: Any, ana: Any) -> None:
    actions.forget(ana.id, by=casa.system, at=clock.now())
    with acting(casa.luz), pytest.raises(Refused, match="forgotten"):
        closing.reopen(ana.id, by=casa.luz, at=clock.now())


# --- forgetting ---


def forget_page(client: Any, person: Any) -> str:
    return str(client.get(reverse("staff:forget", args=[person.id])).content.decode())


def test_one_asks_another_confirms_and_then_nobody_can_read_who_it_was(
    paz: Any, ada: Any, luz: Any, casa: Any, ana: Any
) -> None:
    found = paz.post(reverse("staff:forgetting"), {"reference": ana.reference.lower()})
    assert found.url == reverse("staff:forget", args=[ana.id])
    told = forget_page(paz, ana)
    assert "numbers and addresses" in told and "Ask to forget this person" in told and "Pérez" not in told
    assert post(paz, "forget_ask", ana, why="own_wish").status_code == 302
    assert row(casa, ana).state == "active"
    assert "You asked, so another colleague must confirm" in forget_page(paz, ana)
    assert ana.reference in ada.get(reverse("staff:forgetting")).content.decode()
    assert "Paz asked on" in forget_page(ada, ana)
    for _twice in range(2):
        assert post(ada, "forget_confirm", ana, reference=ana.reference).status_code == 302
    gone = row(casa, ana)
    assert (gone.state, gone.salt, gone.name, gone.case_number) == ("erased", None, None, None)
    assert "This person is forgotten." in forget_page(ada, ana)
    assert luz.post(reverse("staff:people"), {"q": "Pérez"}).context["rows"] == []
    with acting(casa.paz):
        [signed] = ForgetAsk.objects.filter(person=ana)
        assert (signed.asked_by, signed.confirmed_by) == (casa.paz.id, casa.ada.id)


def test_nobody_signs_twice(paz: Any, casa: Any, ana: Any) -> None:
    post(paz, "forget_ask", ana, why="law")
    answer = post(paz, "forget_confirm", ana, reference=ana.reference)
    assert answer.status_code == 409 and "You asked for this yourself." in answer.content.decode()
    assert row(casa, ana).state == "active"


def test_postgresql_too_wants_two(casa: Any, ana: Any) -> None:
    from django.db import IntegrityError

    with acting(casa.paz):
        asked = actions.ask_to_forget(ana.id, why="law", by=casa.paz, at=clock.now())
    with pytest.raises(IntegrityError, match="nobody_forgets_alone"), acting(casa.paz):
        ForgetAsk.objects.filter(id=asked.id).update(confirmed_by=casa.paz.id)


def test_nothing_is_confirmed_that_nobody_asked_or_that_was_taken_back(
    paz: Any, ada: Any, sol: Any, casa: Any, ana: Any
) -> None:
    assert post(ada, "forget_confirm", ana, reference=ana.reference).status_code == 409
    post(paz, "forget_ask", ana, why="law")
    for _twice in range(2):
        assert post(sol, "forget_take_back", ana).status_code == 302
    assert post(ada, "forget_confirm", ana, reference=ana.reference).status_code == 409
    assert row(casa, ana).state == "active"
    assert post(ada, "forget_ask", ana, why="mistake").status_code == 302


def test_the_wrong_reference_confirms_nothing(paz: Any, ada: Any, casa: Any, ana: Any) -> None:
    post(paz, "forget_ask", ana, why="law")
    for typed in ("", "AAA-AAA"):
        assert post(ada, "forget_confirm", ana, reference=typed).status_code == 400
    assert row(casa, ana).state == "active"


def test_it_is_asked_once_and_for_a_reason(paz: Any, ada: Any, casa: Any, ana: Any) -> None:
    assert post(paz, "forget_ask", ana, why="").status_code == 400
    assert post(paz, "forget_ask", ana, why="law").status_code == 302
    assert post(ada, "forget_ask", ana, why="law").status_code == 409
    with acting(casa.paz):
        assert ForgetAsk.objects.filter(person=ana).count() == 1


def test_who_may_not_sign_is_refused(
    luz: Any, sol: Any, paz: Any, omar: Any, casa: Any, elsewhere: Any, ana: Any
) -> None:
    assert luz.get(reverse("staff:forgetting")).status_code == 403
    assert post(sol, "forget_ask", ana, why="law").status_code == 403
    post(paz, "forget_ask", ana, why="law")
    assert post(luz, "forget_confirm", ana, reference=ana.reference).status_code == 403
    stranger = at_the_door(elsewhere.members["ada"])
    assert stranger.get(reverse("staff:forget", args=[ana.id])).status_code == 404
    assert post(stranger, "forget_confirm", ana, reference=ana.reference).status_code == 404
    assert ana.reference not in stranger.get(reverse("staff:forgetting")).content.decode()
    assert stranger.post(reverse("staff:forgetting"), {"reference": ana.reference}).status_code == 400
    assert row(casa, ana).state == "active"


def test_confirmed_and_broken_off_it_is_finished_by_the_sweep(
    paz: Any, ada: Any, casa: Any, ana: Any, monkeypatch: Any
) -> None:
    def away(*args: Any, **more: Any) -> None:
        raise Refused("vault_unavailable")

    post(paz, "forget_ask", ana, why="law")
    with monkeypatch.context() as patch:
        patch.setattr(forgetting.vault, "forget", away)
        assert post(ada, "forget_confirm", ana, reference=ana.reference).status_code == 302
    assert row(casa, ana).state == "erasing" and "is being forgotten" in forget_page(ada, ana)
    assert actions.finish_forgetting(casa.id, clock.now()) == 1
    assert row(casa, ana).state == "erased"


def test_a_signature_that_breaks_leaves_the_person(paz: Any, ada: Any, casa: Any, ana: Any, monkeypatch: Any) -> None:
    post(paz, "forget_ask", ana, why="law")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(forgetting, "_begin", lambda *args: 1 / 0)
        post(ada, "forget_confirm", ana, reference=ana.reference)
    with acting(casa.paz):
        assert ForgetAsk.objects.get(person=ana).confirmed_by is None
    assert row(casa, ana).state == "active"


def test_what_is_gone_and_what_stays_has_words(casa: Any, ana: Any) -> None:
    from amparo.privacy.declared import Keep, KeepWithPerson
    from amparo.privacy.rows import SubjectRow

    timed = [m for m in retention.models_kept(Keep) if issubclass(m, SubjectRow)]
    labels = {m._meta.label for m in [*retention.models_kept(KeepWithPerson), *timed]}
    assert labels - set(wording.KEPT_OF_PERSON) == set()
    with acting(casa.paz):
        going, _staying = retention.counted(ana.id)
    assert going["people.ContactPoint"] == 2

"""The staff's pages about a family."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.households import queries
from amparo.people.models import Consent
from tests.conftest import enrol
from tests.households.conftest import fam as fam
from tests.households.conftest import leaves, made, part, sends, window
from tests.staff.conftest import at_the_door


@pytest.fixture
def luz(casa: Any) -> Any:
    return at_the_door(casa.members["luz"])


def test_a_family_is_set_up_from_a_persons_page(casa: Any, luz: Any) -> None:
    head, child = enrol(casa, name="Rosa Ruiz", case_number="A3", contacts=[]), enrol(casa, case_number="A4")
    page = luz.get(f"/staff/people/{head.id}/").content.decode()
    assert f"/staff/people/{head.id}/family/" in page
    said = {"others": f" {child.reference.lower()} \n\n", "head": head.reference, "days": "30", "why": "one_phone"}
    answer = luz.post(f"/staff/people/{head.id}/family/", said, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200 and "Rosa Ruiz" in text and "Asked, has not said yes" in text
    assert "waits for the head" in text and "They share one phone." in text
    again = luz.get(f"/staff/people/{child.id}/family/")
    assert again.status_code == 302 and again["Location"] == answer.redirect_chain[-1][0]
    assert "May check in" in text or "may check in" in luz.get(f"/staff/people/{child.id}/").content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"others": "ZZZZZZ"}, "ZZZZZZ is of nobody here."),
        ({"others": "OWN"}, "A family is two people at least."),
        ({"head": "ZZZZZZ"}, "ZZZZZZ is of nobody here."),
        ({"head": "TEO"}, "is not on your work."),
        ({"others": "TEO"}, "is not on your work."),
        ({"others": "IN"}, "One of them is in a family already."),
        ({"days": "365"}, "365 is not one of the available choices."),
        ({"why": "because"}, "because is not one of the available choices."),
        ({"others": "X" * 500}, "at most 400"),
        ({"others": "\n".join("ZZZZZ" + c for c in "ABCDEFGHIJKLMNOP")}, "ZZZZZA is of nobody here."),
    ],
)
def test_what_cannot_be_is_said_on_the_form(casa: Any, fam: Any, luz: Any, said: dict[str, str], words: str) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    theirs = enrol(casa, worker="teo", case_number="A5", contacts=[])
    known = {"OWN": head.reference, "TEO": theirs.reference, "IN": fam.ana.reference}
    typed = {"others": child.reference, "head": head.reference, "days": "30", "why": "one_phone"} | said
    typed = {name: known.get(value, value) for name, value in typed.items()}
    answer = luz.post(f"/staff/people/{head.id}/family/", typed)
    assert answer.status_code == 400 and words in answer.content.decode()
    with acting(casa.system):
        assert queries.families_of(head.id) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"others": "ZZZZZZ"}, "others"),
        ({"head": "ZZZZZZ"}, "head"),
        ({"others": "OWN"}, "others"),
        ({"others": "IN"}, ""),
    ],
)
def test_what_is_wrong_is_marked_and_else_nobody_is_sent_to_look_for_a_mark(
    casa: Any, fam: Any, luz: Any, said: dict[str, str], field: str
) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    known = {"OWN": head.reference, "IN": fam.ana.reference}
    typed = {"others": child.reference, "head": head.reference, "days": "30", "why": "one_phone"} | said
    typed = {name: known.get(value, value) for name, value in typed.items()}
    page = luz.post(f"/staff/people/{head.id}/family/", typed).content.decode()
    assert page.count('class="problem"') == bool(field) and (f'id="id_{field}_error"' in page) == bool(field)
    assert ("Please check what is marked." in page) == bool(field)


def test_whose_the_numbers_are_is_seen_before_anybody_is_asked(casa: Any, luz: Any) -> None:
    head, child = (
        enrol(casa, name="Rosa Ruiz", case_number="A3", contacts=[]),
        enrol(casa, case_number="A4", contacts=[]),
    )
    said = {"others": child.reference, "head": head.reference, "days": "30", "why": "one_phone", "look": "1"}
    answer = luz.post(f"/staff/people/{head.id}/family/", said)
    page = answer.content.decode()
    assert answer.status_code == 200 and "These are the people:" in page
    assert page.index("These are the people:") < page.index("Rosa Ruiz", page.index("These are the people:"))
    assert child.reference in page.split("These are the people:")[1].split("</ul>")[0]
    with acting(casa.system):
        assert queries.families_of(head.id) == []


def test_nobody_elses_name_is_shown_for_a_number(casa: Any, luz: Any) -> None:
    head = enrol(casa, case_number="A3", contacts=[])
    theirs = enrol(casa, name="Omar Haddad", worker="teo", case_number="A5", contacts=[])
    said = {"others": theirs.reference, "head": head.reference, "days": "30", "why": "one_phone", "look": "1"}
    answer = luz.post(f"/staff/people/{head.id}/family/", said)
    assert answer.status_code == 400 and "Omar" not in answer.content.decode()


def test_a_yes_before_a_worker_is_kept_with_the_words_that_were_read(casa: Any, luz: Any) -> None:
    head, child = enrol(casa, case_number="A3", contacts=[]), enrol(casa, case_number="A4", contacts=[])
    house = made(casa, head, child)
    page = luz.get(f"/staff/families/{house.id}/").content.decode()
    assert "puede recibir un reporte por mí" in page and 'lang="es"' in page
    assert luz.post(f"/staff/families/{house.id}/{child.id}/agree/").status_code == 302
    with acting(casa.system):
        kept = Consent.objects.get(person=child)
    assert (kept.given_how, kept.language) == ("in_person", "es") and kept.words in page


def test_over_a_no_the_page_offers_no_yes(casa: Any, fam: Any, luz: Any) -> None:
    leaves(fam.ana)
    other = enrol(casa, case_number="A9", contacts=[])
    house = made(casa, other, fam.ana)
    page = luz.get(f"/staff/families/{house.id}/").content.decode()
    assert "They said no before. Only they can say yes now" in page
    answer = luz.post(f"/staff/families/{house.id}/{fam.ana.id}/agree/")
    assert answer.status_code == 409 and part(casa, fam.ana).agreed_at is None


def test_the_page_tells_who_left_and_since_when_somebody_was_not_heard(casa: Any, fam: Any, luz: Any) -> None:
    sends(fam.rosa, part(casa, fam.ana).id, fam.windows[fam.ana.id].id)
    page = luz.get(f"/staff/families/{fam.house.id}/").content.decode()
    assert page.count("Has not checked in by themselves yet.") == 2
    leaves(fam.ana)
    page = luz.get(f"/staff/families/{fam.house.id}/").content.decode()
    assert "Left" in page and ": left" in page
    checkin = luz.get(f"/staff/checkins/{fam.windows[fam.ana.id].id}/").content.decode()
    assert "the head of their family, as they had agreed" in checkin and "by the head of their family" in checkin


def test_renewed_ended_and_told_no_by_the_desk(casa: Any, fam: Any, luz: Any) -> None:
    at = f"/staff/families/{fam.house.id}/"
    assert luz.post(f"{at}renew/", {"days": "60", "why": "needs_a_hand"}).status_code == 302
    assert "Renewed, once in all." in luz.get(at).content.decode()
    assert luz.post(f"{at}renew/", {"days": "60", "why": ""}).status_code == 400
    assert luz.post(f"{at}{fam.beto.id}/leave/").status_code == 302
    assert part(casa, fam.beto).ended == "left"
    assert luz.post(f"{at}end/").status_code == 302
    assert part(casa, fam.ana).ended == "by_team"
    assert luz.post(f"{at}renew/", {"days": "60", "why": "one_phone"}).status_code == 409
    assert "Over since" in luz.get(at).content.decode()


def test_who_works_with_one_of_them_sees_that_one_and_may_end_it(casa: Any) -> None:
    mine = enrol(casa, name="Uma Uno", case_number="A3", contacts=[])
    theirs = enrol(casa, name="Dov Dos", worker="teo", case_number="A4", contacts=[])
    house = made(casa, mine, theirs, by=casa.sol)
    window(casa, theirs)
    teo = at_the_door(casa.members["teo"])
    page = teo.get(f"/staff/families/{house.id}/").content.decode()
    assert "Dov Dos" in page and "Uma" not in page and str(mine.id) not in page
    assert "somebody on a colleague&#x27;s work" in page or "somebody on a colleague's work" in page
    assert teo.post(f"/staff/families/{house.id}/{mine.id}/agree/").status_code == 403
    assert teo.post(f"/staff/families/{house.id}/{mine.id}/leave/").status_code == 403
    assert teo.post(f"/staff/families/{house.id}/renew/", {"days": "60", "why": "one_phone"}).status_code == 403
    assert teo.post(f"/staff/families/{house.id}/end/").status_code == 302

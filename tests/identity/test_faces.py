"""A face: agreed to, made into numbers, compared with one person's own, destroyed. The reader is real where a face is
needed; elsewhere a stand-in answers at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from amparo.access.rows import acting
from amparo.faults.models import Attempt
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.identity import actions, comparing, face_rules, faces, jobs
from amparo.identity.face_rules import State, What
from amparo.identity.models import FaceMove, FaceTemplate, FaceTry
from amparo.media import likeness
from amparo.media.made import Picture, Selfie
from amparo.media.unusable import Unusable
from amparo.people import actions as people
from amparo.people import consent_words
from amparo.people import queries as people_queries
from amparo.people.models import Consent
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from tests.conftest import enrol, person_actor, shared

AT = clock.now()
HOUR = timedelta(hours=1)
ABOUT = ids.new()


def numbers(seed: int) -> Any:
    found = np.random.default_rng(seed).normal(size=likeness.SIZE).astype(np.float32)
    return found / np.linalg.norm(found)


HERS, ANOTHER = numbers(1), numbers(2)


class Stand:
    """Stands in for the reading process: answers with what it was told."""

    def __init__(self, *, embedding: Any = HERS, problems: tuple[str, ...] = (), trouble: str = "") -> None:
        self.embedding, self.problems, self.trouble = embedding, list(problems), trouble

    def selfie(self, data: bytes) -> Selfie:
        if self.trouble:
            raise Unusable(self.trouble)
        return Selfie(self.problems, None if self.problems else self.embedding)

    def picture(self, data: bytes, *, longest: int) -> Picture:
        return Picture(b"clean of " + data, 1, 1)


@pytest.fixture
def me(ana: Any) -> Any:
    return person_actor(ana)


@pytest.fixture
def agreed(ana: Any, me: Any) -> Any:
    with acting(me):
        return faces.agree(ana.id, language="es", by=me, at=AT)


def send(
    ana: Any, me: Any, what: What = What.COMPARE, *, about: Any = ABOUT, at: Any = AT, picture: bytes = b"x"
) -> Any:
    with acting(me):
        return faces.send(ana.id, client_id=ids.new(), what=what, picture=picture, about_id=about, by=me, at=at)


def sweep(casa: Any, reader: Any, at: Any = AT) -> int:
    before, jobs.of_this_process = jobs.of_this_process, lambda: reader
    try:
        return jobs.compare_faces(casa.id, at)
    finally:
        jobs.of_this_process = before


def told(casa: Any, row: Any) -> Any:
    with acting(casa.system):
        return FaceTry.objects.get(id=row.id)


def troubles(casa: Any) -> dict[str, int]:
    with acting(casa.system):
        return dict(Attempt.objects.values_list("code", "times"))


@pytest.fixture
def made(casa: Any, ana: Any, me: Any, agreed: Any) -> FaceTemplate:
    send(ana, me, What.ENROL, about=None)
    assert sweep(casa, Stand()) == 1
    with acting(casa.system):
        return FaceTemplate.objects.get()


# ── consent, template, revocation ──


def test_consent_keeps_the_words_the_language_and_the_moment(casa: Any, agreed: Any) -> None:
    with acting(casa.luz):
        kept = Consent.objects.get(what=consent_words.FACE)
    assert kept.language == "es" and kept.given_at == AT and "nunca cuenta en mi contra" in kept.words


@pytest.mark.parametrize("language", ["en", "es", "ht", "pt", "fr", "ar", "ru", "zh-hans"])
def test_the_words_exist_in_every_language_and_name_the_programme(language: str) -> None:
    said = consent_words.shown(consent_words.FACE, language, programme="Casa")
    assert "Casa" in said and "7" in said and "{" not in said


@pytest.mark.parametrize("who", ["luz", "sol", "system"])
def test_nobody_agrees_in_the_persons_place(casa: Any, ana: Any, who: str) -> None:
    by = getattr(casa, who)
    with acting(by), pytest.raises(Refused, match="not_allowed"):
        faces.agree(ana.id, language="es", by=by, at=AT)


def test_another_person_cannot_agree_for_her(casa: Any, ana: Any) -> None:
    bea = person_actor(enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[]))
    with acting(bea), pytest.raises(Refused):
        faces.agree(ana.id, language="es", by=bea, at=AT)


def test_a_template_is_made_and_the_picture_is_gone(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    with acting(casa.system):
        row, line = FaceTry.objects.get(), FaceMove.objects.get()
    assert (row.state, row.picture) == (State.ENROLLED, None)
    assert (line.after, line.why) == ("made", "agreed")
    assert made.consent_id == row.consent_id and likeness.to_bytes(HERS) not in bytes(made.template)
    with acting(me):
        assert faces.standing(ana.id).made == AT


def test_without_consent_nothing_is_taken(ana: Any, me: Any) -> None:
    with pytest.raises(Refused, match="face_not_agreed"):
        send(ana, me, What.ENROL)


def test_agreed_twice_is_one_consent(casa: Any, ana: Any, me: Any, agreed: Any) -> None:
    with acting(me):
        assert faces.agree(ana.id, language="en", by=me, at=AT + HOUR).id == agreed.id


def test_a_second_face_is_not_made_beside_the_first(ana: Any, me: Any, made: FaceTemplate) -> None:
    with pytest.raises(Refused, match="face_made_already"):
        send(ana, me, What.ENROL)


def test_taking_it_back_destroys_the_numbers_at_once_and_leaves_a_line(
    casa: Any, ana: Any, me: Any, made: FaceTemplate
) -> None:
    row = send(ana, me)
    with acting(me):
        faces.take_back(ana.id, by=me, at=AT + HOUR)
        assert not FaceTemplate.objects.exists()
    assert (told(casa, row).state, told(casa, row).picture) == (State.TAKEN_BACK, None)
    with acting(me):
        assert [(m.after, m.why) for m in faces.moves_of(ana.id)] == [("destroyed", "taken_back"), ("made", "agreed")]
        faces.take_back(ana.id, by=me, at=AT + HOUR)
        assert FaceMove.objects.count() == 2
    with pytest.raises(Refused, match="face_not_agreed"):
        send(ana, me)


def anew(casa: Any, ana: Any, at: Any = AT) -> None:
    with acting(casa.luz):
        actions.issue_link_and_pin(ana.id, by=casa.luz, at=at)


def test_a_new_link_ends_the_face_that_whoever_had_the_old_one_may_have_set_up(
    casa: Any, ana: Any, me: Any, made: FaceTemplate
) -> None:
    anew(casa, ana, AT + HOUR)
    with acting(me):
        assert faces.standing(ana.id).agreed and not faces.is_set_up(ana.id)
        assert [(m.after, m.why) for m in faces.moves_of(ana.id)] == [("destroyed", "new_link"), ("made", "agreed")]
    anew(casa, ana, AT + 2 * HOUR)
    send(ana, me, What.ENROL, about=None, at=AT + 2 * HOUR)
    assert sweep(casa, Stand(), AT + 2 * HOUR) == 1
    with acting(me):
        assert [m.why for m in faces.moves_of(ana.id)] == ["agreed", "new_link", "agreed"]


def test_a_picture_that_waited_for_the_old_link_becomes_no_face(casa: Any, ana: Any, me: Any, agreed: Any) -> None:
    class GetsALink(Stand):
        def selfie(self, data: bytes) -> Selfie:
            anew(casa, ana)
            return super().selfie(data)

    row, later = send(ana, me, What.ENROL, about=None), send(ana, me, What.ENROL, about=None)
    sweep(casa, GetsALink())
    with acting(casa.system):
        assert not FaceTemplate.objects.exists()
    assert [(told(casa, one).state, told(casa, one).picture) for one in (row, later)] == [(State.TAKEN_BACK, None)] * 2


def test_a_worker_may_write_down_that_she_took_it_back(casa: Any, ana: Any, made: FaceTemplate) -> None:
    with acting(casa.luz):
        people.withdraw_consent(ana.id, consent_words.FACE, how="office", by=casa.luz, at=AT)
        assert not FaceTemplate.objects.exists()


def test_taking_back_that_fails_half_way_destroys_nothing(ana: Any, me: Any, made: FaceTemplate) -> None:
    with pytest.raises(ZeroDivisionError), acting(me):
        faces.take_back(ana.id, by=me, at=AT)
        raise ZeroDivisionError
    with acting(me):
        assert FaceTemplate.objects.count() == 1


def test_the_database_keeps_no_face_without_living_consent(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    with acting(me):
        faces.take_back(ana.id, by=me, at=AT)
    again = FaceTemplate(
        programme_id=casa.id, person=ana, consent_id=made.consent_id, template=b"x", made_at=AT, used_at=AT
    )
    with acting(casa.system), pytest.raises(IntegrityError, match="living consent"), transaction.atomic():
        again.save(force_insert=True)


def test_another_persons_consent_or_another_consent_is_worth_nothing(casa: Any, ana: Any, agreed: Any) -> None:
    bea = enrol(casa, name="Bea Quimbaya", case_number="A987654321", contacts=[])
    with acting(casa.luz):
        other = people.record_consent(ana.id, consent_words.MESSAGES, how="paper", by=casa.luz, at=AT)
    for person, consent in ((bea, agreed), (ana, other)):
        row = FaceTemplate(programme_id=casa.id, person=person, consent=consent, template=b"x", made_at=AT, used_at=AT)
        with acting(casa.system), pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_consent_taken_back_while_the_picture_is_read_leaves_nothing(casa: Any, ana: Any, me: Any, agreed: Any) -> None:
    class TakesBack(Stand):
        def selfie(self, data: bytes) -> Selfie:
            with acting(me):
                faces.take_back(ana.id, by=me, at=AT)
            return super().selfie(data)

    row = send(ana, me, What.ENROL)
    sweep(casa, TakesBack())
    with acting(casa.system):
        assert not FaceTemplate.objects.exists()
    assert told(casa, row).state == State.TAKEN_BACK


def test_made_and_taken_back_in_the_same_moment_never_leaves_a_face(casa: Any, ana: Any, me: Any, agreed: Any) -> None:
    send(ana, me, What.ENROL)
    by = casa.system
    with acting(by):
        [row] = comparing.claim(casa.id, by=by, at=AT)

    def take_back() -> None:
        with acting(me):
            faces.take_back(ana.id, by=me, at=AT)
        connection.close()

    other = threading.Thread(target=take_back)
    with acting(by):
        comparing.settle(row, comparing.Found(State.ENROLLED, embedding=HERS), by=by, at=AT)
        other.start()
        other.join(0.3)
        assert other.is_alive()  # it waits for the person's row, and destroys what is made here
    other.join(5)
    with acting(by):
        assert not FaceTemplate.objects.exists() and not FaceTry.objects.filter(picture__isnull=False).exists()


def test_a_closed_file_and_half_a_year_unused_end_a_template(casa: Any, ana: Any, made: FaceTemplate) -> None:
    assert jobs.let_faces_go(casa.id, AT + face_rules.UNUSED_FOR - HOUR) == 0
    with acting(casa.system):
        FaceTemplate.objects.update(used_at=AT)
    assert jobs.let_faces_go(casa.id, AT + face_rules.UNUSED_FOR) == 1
    with acting(casa.system):
        assert not FaceTemplate.objects.exists()
        assert FaceMove.objects.filter(after="destroyed", why="unused").count() == 1


def test_a_forgotten_person_has_no_face(casa: Any, ana: Any, made: FaceTemplate) -> None:
    people.forget(ana.id, by=casa.system, at=AT)
    with acting(casa.system):
        assert not FaceTemplate.objects.exists() and not FaceMove.objects.exists()


# ── comparing ──


def test_the_same_face_is_a_match_and_the_picture_is_gone(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    row = send(ana, me)
    assert sweep(casa, Stand(), AT + HOUR / 2) == 1
    assert sweep(casa, Stand(), AT + HOUR / 2) == 0
    with acting(me):
        said = faces.result(ana.id, row.client_id)
    assert (said.state, said.other_ways, said.about_id) == (State.MATCH, False, ABOUT)
    assert told(casa, row).picture is None
    with acting(casa.system):
        assert FaceTemplate.objects.get().used_at == AT + HOUR / 2


def test_another_face_is_inconclusive_twice_and_then_a_humans(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    first = send(ana, me)
    sweep(casa, Stand(embedding=ANOTHER))
    with acting(me):
        assert not faces.result(ana.id, first.client_id).other_ways
    second = send(ana, me)
    sweep(casa, Stand(embedding=ANOTHER))
    with acting(me):
        assert faces.result(ana.id, second.client_id).other_ways
    assert [told(casa, row).for_human_at for row in (first, second)] == [AT, AT]
    assert troubles(casa) == {"inconclusive": 2}


def test_what_waits_for_a_human_is_written_anew_and_sealed(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    row = send(ana, me, picture=b"with a place in it")
    sweep(casa, Stand(embedding=ANOTHER))
    kept = told(casa, row)
    item = vault.OpenItem(people_queries.subject_of(ana), faces.PICTURE, row.client_id, bytes(kept.picture), 2)
    assert b"place" not in bytes(kept.picture)
    with acting(casa.luz):
        [clear] = vault.open_sealed([item], by=casa.luz, why=Purpose.FACE_REVIEW, at=AT)
    assert clear == b"clean of with a place in it"


def test_a_match_at_the_second_try_lets_the_first_picture_go(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    first = send(ana, me)
    sweep(casa, Stand(embedding=ANOTHER))
    send(ana, me)
    sweep(casa, Stand())
    assert told(casa, first).picture is None


@pytest.mark.parametrize("code", ["two_faces", "no_face", "too_dark", "blurred"])
def test_a_picture_that_cannot_be_measured_is_gone_and_says_why(
    casa: Any, ana: Any, me: Any, made: FaceTemplate, code: str
) -> None:
    row = send(ana, me)
    sweep(casa, Stand(problems=(code,)))
    assert (told(casa, row).state, told(casa, row).code, told(casa, row).picture) == (State.RETAKE, code, None)


@pytest.mark.parametrize("trouble", ["reader_died", "too_slow", "out_of_memory", "reader_failed"])
def test_a_fault_of_ours_is_tried_again_noted_and_counts_for_nothing(
    casa: Any, ana: Any, me: Any, made: FaceTemplate, trouble: str
) -> None:
    row = send(ana, me)
    for seconds in (0, 1, 10, 20, 30):
        sweep(casa, Stand(trouble=trouble), AT + timedelta(seconds=seconds))
    assert (told(casa, row).state, told(casa, row).picture) == (State.NOT_COMPARED, None)
    assert troubles(casa) == {"comparator_down": face_rules.MOST_LOOKS}
    with acting(me):
        assert faces.result(ana.id, row.client_id).other_ways


def test_a_vault_that_does_not_answer_is_a_fault_of_ours(
    casa: Any, ana: Any, me: Any, made: FaceTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    row = send(ana, me)
    monkeypatch.setattr(vault, "open_sealed", busy)
    sweep(casa, Stand())
    assert told(casa, row).state == State.WAITING and troubles(casa) == {"comparator_down": 1}


def test_a_worker_that_died_is_followed_by_another(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    send(ana, me)
    with acting(casa.system):
        [dead] = comparing.claim(casa.id, by=casa.system, at=AT)
        assert comparing.claim(casa.id, by=casa.system, at=AT) == []
    later = AT + face_rules.LEASE
    assert sweep(casa, Stand(), later) == 1
    with acting(casa.system):
        assert not comparing.settle(dead, comparing.Found(State.MATCH), by=casa.system, at=later)


def test_the_same_selfie_again_is_not_a_second_one(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    key = ids.new()
    for _ in range(2):
        with acting(me):
            faces.send(ana.id, client_id=key, what=What.COMPARE, picture=b"x", by=me, at=AT)
    with acting(casa.system):
        assert FaceTry.objects.filter(client_id=key).count() == 1


def test_after_five_tries_the_other_ways_are_the_way(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    for _ in range(face_rules.MOST_TRIES):
        send(ana, me)
        sweep(casa, Stand(problems=("too_dark",)))
    with pytest.raises(Refused, match="other_ways"):
        send(ana, me)
    assert send(ana, me, at=AT + timedelta(hours=25))


def test_whoever_is_not_the_person_sends_nothing(casa: Any, ana: Any, made: FaceTemplate) -> None:
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        faces.send(ana.id, client_id=ids.new(), what=What.COMPARE, picture=b"x", by=casa.luz, at=AT)


@pytest.mark.parametrize(
    ("size", "how"), [(faces.LONGEST_SEALED + 1, "sealed"), (faces.LONGEST_PICTURE + 1, "picture")]
)
def test_what_is_too_large_is_refused(casa: Any, ana: Any, me: Any, made: Any, size: int, how: str) -> None:
    with acting(me), pytest.raises(Refused, match="too_large"):
        faces.send(ana.id, client_id=ids.new(), what=What.COMPARE, by=me, at=AT, **{how: bytes(size)})


def test_what_a_phone_sealed_wrongly_is_asked_for_again(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    with acting(me):
        row = faces.send(ana.id, client_id=ids.new(), what=What.COMPARE, sealed=b"\x02" + bytes(200), by=me, at=AT)
    sweep(casa, Stand())
    assert (told(casa, row).state, told(casa, row).code) == (State.RETAKE, "cannot_open")


def test_pictures_go_in_time_whoever_looks_or_not(casa: Any, ana: Any, me: Any, made: FaceTemplate) -> None:
    alone = send(ana, me, about=ids.new())
    sweep(casa, Stand(embedding=ANOTHER))
    pair = [send(ana, me) for _ in range(2)]
    sweep(casa, Stand(embedding=ANOTHER))
    waits = send(ana, me)
    jobs.let_faces_go(casa.id, AT + HOUR)
    assert told(casa, alone).picture is None
    assert told(casa, waits).state == State.NOT_COMPARED
    assert all(told(casa, row).picture for row in pair)
    jobs.let_faces_go(casa.id, AT + face_rules.HUMAN_WITHIN)
    assert not any(told(casa, row).picture for row in pair)


def test_each_opening_is_single_and_in_her_log(casa: Any, ana: Any, made: FaceTemplate) -> None:
    item = vault.OpenItem(people_queries.subject_of(ana), faces.TEMPLATE, made.id, bytes(made.template))
    with acting(casa.system), pytest.raises(Refused, match="one_at_a_time"):
        vault.open_sealed([item, item], by=casa.system, why=Purpose.FACE_COMPARE, at=AT)


@pytest.mark.parametrize("why", [why for why in Purpose if why not in (Purpose.FACE_COMPARE, Purpose.LOG_REVIEW)])
def test_for_no_other_reason_does_amparo_open_a_face(casa: Any, ana: Any, made: FaceTemplate, why: Purpose) -> None:
    item = vault.OpenItem(people_queries.subject_of(ana), faces.TEMPLATE, made.id, bytes(made.template))
    with acting(casa.system), pytest.raises(Refused):
        vault.open_sealed([item], by=casa.system, why=why, at=AT)


def test_another_programme_sees_neither_faces_nor_selfies(casa: Any, elsewhere: Any, made: FaceTemplate) -> None:
    with acting(elsewhere.luz):
        assert not FaceTemplate.objects.exists() and not FaceTry.objects.exists() and not FaceMove.objects.exists()


# ── with true faces ──


@pytest.fixture(scope="module")
def photographs() -> list[tuple[Path, Path]]:
    """(neutral, smiling) of people who agreed to be measured with."""
    folder = shared("faces")
    ids_ = sorted({path.name[:3] for path in (folder / "neutral").iterdir()})[:2]
    return [(next((folder / "neutral").glob(f"{one}_*")), next((folder / "smiling").glob(f"{one}_*"))) for one in ids_]


def test_true_faces_match_themselves_and_nobody_else(
    casa: Any, ana: Any, me: Any, agreed: Any, photographs: list[tuple[Path, Path]]
) -> None:
    (hers, hers_smiling), (another, _) = photographs
    send(ana, me, What.ENROL, picture=hers.read_bytes())
    assert jobs.compare_faces(casa.id, AT) == 1
    rows = [send(ana, me, about=ids.new(), picture=path.read_bytes()) for path in (hers_smiling, another)]
    jobs.compare_faces(casa.id, AT)
    assert [told(casa, row).state for row in rows] == [State.MATCH, State.INCONCLUSIVE]


def test_hostile_and_useless_files_are_retakes_by_code(casa: Any, ana: Any, me: Any, agreed: Any) -> None:
    from tests.media import made as files

    still = files.picture(200, 200)
    given = {
        "no_face": files.encoded(still, "JPEG"),
        "too_many_pixels": files.blank(8000, 8000),
        "too_few_pixels": files.encoded(files.picture(1, 1), "PNG"),
        "heic": b"\x00\x00\x00\x18ftypheic" + bytes(40),
        "not_a_picture": b"%PDF-1.7 named selfie.jpg" + bytes(100),
        "moving": files.encoded(still, "WEBP", save_all=True, append_images=[files.picture(200, 200).rotate(90)]),
    }
    for number, (code, data) in enumerate(given.items()):
        row = send(ana, me, What.ENROL, picture=data, at=AT + number * timedelta(hours=25))
        jobs.compare_faces(casa.id, AT + number * timedelta(hours=25))
        assert (told(casa, row).state, told(casa, row).code) == (State.RETAKE, code)


def test_two_people_in_a_picture_are_refused_and_not_kept(
    casa: Any, ana: Any, me: Any, agreed: Any, photographs: list[tuple[Path, Path]]
) -> None:
    from PIL import Image

    from tests.media import made as files

    both = [Image.open(pair[0]).convert("RGB").resize((500, 500)) for pair in photographs]
    wide = Image.new("RGB", (1000, 500))
    wide.paste(both[0], (0, 0))
    wide.paste(both[1], (500, 0))
    row = send(ana, me, What.ENROL, picture=files.encoded(wide, "JPEG"))
    jobs.compare_faces(casa.id, AT)
    assert (told(casa, row).code, told(casa, row).picture) == ("two_faces", None)


def test_what_a_picture_says_about_its_place_is_not_kept(
    casa: Any, ana: Any, me: Any, agreed: Any, photographs: list[tuple[Path, Path]]
) -> None:
    from PIL import Image

    (hers, _), (another, _) = photographs
    send(ana, me, What.ENROL, picture=hers.read_bytes())
    jobs.compare_faces(casa.id, AT)
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (25.0, 46.0, 0.0)
    exif[0x010E] = "at my mother's house"
    data = _with_exif(another, exif) + b"PK\x03\x04 a tail that is an archive"
    row = send(ana, me, picture=data)
    jobs.compare_faces(casa.id, AT)
    kept = told(casa, row)
    item = vault.OpenItem(people_queries.subject_of(ana), faces.PICTURE, row.client_id, bytes(kept.picture), 2)
    [clear] = vault.open_sealed([item], by=casa.luz, why=Purpose.FACE_REVIEW, at=AT)
    assert b"mother" not in clear and b"PK" not in clear[-40:] and b"Exif" not in clear
    assert clear[8:12] == b"WEBP"


def _with_exif(path: Path, exif: Any) -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.open(path).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_rules_offer_other_ways_after_two() -> None:
    assert not face_rules.other_ways(["inconclusive"])
    assert face_rules.other_ways(["retake", "inconclusive"]) and face_rules.other_ways(["not_compared"])


def test_there_is_no_word_for_somebody_else() -> None:
    assert not {"mismatch", "not_them", "fraud", "rejected"} & {state.value for state in State}

"""What Amparo will not do, checked where a machine can check it: in the schema, the states, the words and the API."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import models

from amparo.access.actor import Kind
from amparo.access.rules import Permission
from amparo.checkins.rules import MOVES, NEVER_AGAINST, Cause, CheckinState, Mover, may_explain, may_move, require_move
from amparo.foundation.errors import Refused
from amparo.privacy.purposes import RULES, FieldClass, Purpose, budget_of
from tests.contracts import catalogue, source

MODELS = [model for model in apps.get_models() if model.__module__.startswith("amparo.")]

# A word of a column, state or permission that would say what Amparo refuses to know or to do.
WHERE_SOMEBODY_IS = {
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "coordinates",
    "geohash",
    "geometry",
    "cell",
    "position",
}
FOLLOWING = {
    "speed",
    "track",
    "tracks",
    "tracking",
    "route",
    "path",
    "trail",
    "heading",
    "altitude",
    "geofence",
    "steps",
}
JUDGING = {
    *("risk", "score", "violation", "violations", "violated", "missed", "breach", "compliance", "compliant"),
    *("noncompliant", "absconded", "trust", "suspicion", "flight", "delinquent", "failure", "prediction", "severity"),
}
BODY = {
    "face",
    "fingerprint",
    "voiceprint",
    "nationality",
    "race",
    "religion",
    "ethnicity",
    "gender",
    "country_of_birth",
}
MONEY = {"fee", "fees", "fine", "debt", "price", "owed"}

PUBLIC_PLACES = {
    "directory.Court.latitude": "a public building",
    "directory.Court.longitude": "a public building",
    "people.ContactPoint.position": "a person's order of preference: first, second, third",
    "people.ImportChunk.position": "the order of a file's parts",
}


def words(name: str) -> set[str]:
    return set(re.split(r"[^a-z]+", name.lower())) | {name.lower()}


def columns() -> Iterator[tuple[str, Any]]:
    for model in MODELS:
        for field in model._meta.concrete_fields:
            yield f"{model._meta.label}.{field.name}", field


def enumerations() -> dict[str, set[str]]:
    """Every closed list of values in the package (states, causes, kinds, permissions): its words."""
    found = {}
    for path in source.modules():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ClassDef) and {source.dotted(parent) for parent in node.bases} & CLOSED_LISTS:
                found[f"{source.name(path)}:{node.name}"] = _said(node)
    return found


CLOSED_LISTS = {"StrEnum", "Enum", "IntEnum", "models.TextChoices", "TextChoices", "models.IntegerChoices"}


def _said(node: ast.ClassDef) -> set[str]:
    said: set[str] = set()
    for inner in node.body:
        if isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Constant):
            said |= words(str(inner.value.value)) | words(source.dotted(inner.targets[0]))
    return said


# --- a place, never a track ---


def test_no_column_says_where_a_person_is() -> None:
    found = {name for name, _ in columns() if words(name.rpartition(".")[2]) & WHERE_SOMEBODY_IS}
    assert found == set(PUBLIC_PLACES)


def test_no_column_follows_judges_measures_or_charges_anybody() -> None:
    refused = FOLLOWING | JUDGING | BODY | MONEY
    assert {name for name, _ in columns() if words(name.rpartition(".")[2]) & refused} == set()


def test_a_place_is_a_sealed_blob_without_an_index() -> None:
    submission = apps.get_model("checkins", "Submission")
    assert isinstance(submission._meta.get_field("place"), models.BinaryField)
    assert "place" in submission.Privacy.sealed
    indexed = {name for index in submission._meta.indexes for name in index.fields}
    assert not indexed & set(submission.Privacy.sealed)


def test_no_index_reaches_into_what_is_sealed() -> None:
    """An index on a sealed column would be a way to compare people."""
    reached = []
    for model in MODELS:
        keys = [set(index.fields) for index in model._meta.indexes]
        keys += [set(getattr(rule, "fields", ())) for rule in model._meta.constraints]
        if set().union(*keys) & set(model.Privacy.sealed):
            reached.append(model._meta.label)
    assert reached == []


def test_postgresql_has_no_columns_or_indexes_for_geography(django_db_setup: None) -> None:
    with catalogue.opened() as db:
        found = _geographic(db)
        indexes = db.execute("SELECT tablename FROM pg_indexes WHERE indexdef ~* 'using (gist|spgist)'").fetchall()
    assert found <= {"directory_court"}
    assert {table for (table,) in indexes} <= {"directory_court"}


def test_places_are_opened_one_at_a_time_and_counted() -> None:
    for kind in RULES[Purpose.CHECKIN_REVIEW].kinds | RULES[Purpose.OWN_RECORD].kinds:
        budget = budget_of(FieldClass.PLACE, kind)
        assert budget and budget.per_actor_hour <= 25 and budget.per_programme_day <= 240
    may = {why for why, rule in RULES.items() if FieldClass.PLACE in rule.classes}
    assert may == {Purpose.CHECKIN_REVIEW, Purpose.OWN_RECORD}


def test_no_verb_or_query_takes_or_gives_several_places() -> None:
    """By name: `places`, `locations`, `near`, `within`, `heatmap` of people do not exist."""
    bulk = re.compile(r"^(open_)?(places|locations|positions|whereabouts|nearby|near|within|heat_?map|who_was_near)$")
    public = {"directory": "courts and services are public places"}
    found = [
        f"{source.name(path)}: {node.name}"
        for path in source.modules()
        if path.relative_to(source.PACKAGE).parts[0] not in public
        for node in source.tree(path).body
        if hasattr(node, "name") and bulk.match(node.name)
    ]
    assert found == []


def test_only_for_these_reasons_is_a_face_or_voice_opened() -> None:
    may = {(why, kind) for why, rule in RULES.items() if FieldClass.BIOMETRIC in rule.classes for kind in rule.kinds}
    assert may == {
        (Purpose.FACE_COMPARE, Kind.SYSTEM),
        (Purpose.OWN_RECORD, Kind.PERSON),
        # Two selfies of one person that the machine could not settle; never a template (`test_faces.py`).
        (Purpose.FACE_REVIEW, Kind.MEMBER),
    }


# --- no machine decides against anybody ---


@pytest.mark.parametrize("states", sorted(enumerations()))
def test_no_state_cause_or_permission_is_a_verdict(states: str) -> None:
    assert not enumerations()[states] & (JUDGING | FOLLOWING | MONEY)


def test_the_lists_of_states_are_found() -> None:
    found = enumerations()
    assert len(found) > 15
    assert "unanswered" in found["checkins/rules.py:CheckinState"]


SYSTEM_MAY = {
    (CheckinState.PLANNED, CheckinState.DUE): "the window opens",
    (CheckinState.DUE, CheckinState.UNANSWERED): "the window closed in silence: a question",
    (CheckinState.UNANSWERED, CheckinState.DUE): "an outage came to light: the window is open again",
}
RELIEVING = {CheckinState.EXPLAINED, CheckinState.CANCELLED}


def test_the_system_opens_windows_asks_questions_explains_and_cancels_and_nothing_else() -> None:
    moves = {move for move, movers in MOVES.items() if Mover.SYSTEM in movers and move[1] not in RELIEVING}
    assert moves == set(SYSTEM_MAY)


def test_no_move_takes_a_receipt_back() -> None:
    assert [move for move in MOVES if move[0] is CheckinState.DONE] == []


@pytest.mark.parametrize("before", CheckinState)
def test_nobody_but_the_system_finds_silence_and_only_in_an_open_window(before: CheckinState) -> None:
    for mover in Mover:
        expected = before is CheckinState.DUE and mover is Mover.SYSTEM
        assert may_move(before, CheckinState.UNANSWERED, mover) is expected


@pytest.mark.parametrize(("mover", "cause"), list(product(Mover, [*Cause, None])))
def test_only_a_member_gives_a_cause_that_is_the_persons(mover: Mover, cause: Cause | None) -> None:
    may = cause is not None and (mover is Mover.MEMBER or (mover is Mover.SYSTEM and cause in NEVER_AGAINST))
    assert may_explain(mover, cause) is may
    if not may:
        with pytest.raises(Refused):
            require_move(CheckinState.UNANSWERED, CheckinState.EXPLAINED, mover, cause=cause)


def test_our_outage_carrier_and_comparator_never_count_against_a_person() -> None:
    assert {Cause.OUR_OUTAGE, Cause.CARRIER, Cause.COMPARATOR} == NEVER_AGAINST


def test_postgresql_knows_no_other_state_of_a_checkin(django_db_setup: None) -> None:
    with catalogue.opened() as db:
        row = db.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'a_checkin_has_a_known_state'"
        ).fetchone()
    assert row
    assert set(re.findall(r"'([a-z_]+)'", row[0])) == {state.value for state in CheckinState}


# --- no dragnet, no sharing ---


def test_no_permission_shares_exports_or_locates_people() -> None:
    refused = {"share", "locate", "track", "export", "bulk", "police", "watch"}
    assert [p for p in Permission if words(p.value) & refused] == []


def test_no_purpose_hands_a_record_to_a_third_party() -> None:
    refused = {"police", "share", "agency", "enforcement", "partner", "analytics", "research"}
    assert [why for why in Purpose if words(why.value) & refused] == []


def test_the_database_has_no_extension_for_maps(django_db_setup: None) -> None:
    with catalogue.opened() as db:
        rows = db.execute("SELECT extname FROM pg_extension").fetchall()
    assert {name for (name,) in rows} <= {"plpgsql", "btree_gist", "pg_trgm", "unaccent"}


@pytest.mark.parametrize(
    "fault",
    [
        "ALTER TABLE people_person ADD COLUMN last_place point",
        "ALTER TABLE checkins_submission ADD COLUMN latitude float",
    ],
)
def test_a_planted_column_of_places_would_be_seen(django_db_setup: None, fault: str) -> None:
    with catalogue.opened() as db:
        db.execute(fault)
        assert _geographic(db) - {"directory_court"}


def _geographic(db: psycopg.Connection) -> set[str]:
    rows = db.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema IN ('public', 'audit') "
        "AND (udt_name IN ('point', 'geometry', 'geography', 'box', 'circle', 'polygon', 'path', 'lseg') "
        "OR column_name ~ '^(lat|lon|lng|latitude|longitude|geo)')"
    )
    return {table for (table,) in rows}

"""Every room of the house is known: to the contracts of imports, to Django, and to this list."""

from __future__ import annotations

import ast
import tomllib

from django.conf import settings

from tests.contracts import source

# The floors, from the street down. A new room is written here when its first verb exists.
FLOORS = [
    {"config"},
    {"participant", "representative", "staff", "public", "phone", "api", "cli"},
    {"demo"},
    {"casework"},
    {
        "addresses",
        "checkins",
        "concerns",
        "conversations",
        "documents",
        "hearings",
        "households",
        "mandates",
        "rights",
        "visits",
    },
    {"reminders"},
    {"identity", "channels"},
    {"people"},
    {"directory", "faults", "programme", "translations"},
    {"privacy"},
    {"access"},
    {"foundation", "machine", "media"},
]
ROOMS = set().union(*FLOORS)
NOT_ROOMS = {"locale": "translations"}
DOORS = FLOORS[1]


def importlinter() -> list[dict[str, object]]:
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text())
    contracts: list[dict[str, object]] = project["tool"]["importlinter"]["contracts"]
    return contracts


def test_every_folder_of_the_package_is_a_room() -> None:
    found = {path.name for path in source.PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert found - set(NOT_ROOMS) == ROOMS


def test_the_contracts_of_imports_have_the_same_floors() -> None:
    [floors] = [c["layers"] for c in importlinter() if c["name"] == "Call down, never up, never sideways"]
    said = [{room.strip("() ") for room in floor.split("|")} for floor in floors]  # type: ignore[attr-defined]
    assert [floor & ROOMS for floor in said] == FLOORS


def test_the_floors_are_held_completely() -> None:
    [contract] = [c for c in importlinter() if c["name"] == "Call down, never up, never sideways"]
    assert contract["exhaustive"] is True
    assert contract["exhaustive_ignores"] == ["__main__"]
    assert not any(c.get("ignore_imports") for c in importlinter())


def test_every_room_with_models_is_known_to_django_and_to_the_order_inside() -> None:
    with_models = {path.parent.name for path in source.PACKAGE.glob("*/models.py")}
    assert {f"amparo.{room}" for room in with_models} <= set(settings.INSTALLED_APPS)
    [inside] = [c for c in importlinter() if str(c["name"]).startswith("Inside a room")]
    assert {f"amparo.{room}" for room in with_models} <= set(inside["containers"])  # type: ignore[call-overload]


def test_doors_reach_no_tables() -> None:
    """By import-linter for imports; here for the ways around it."""

    def around(parsed: ast.AST):  # type: ignore[no-untyped-def]
        for name, call in source.calls(parsed):
            if name.endswith(("apps.get_model", "connection.cursor", "objects.raw")):
                yield call

    doors = [path for path in source.modules() if path.relative_to(source.PACKAGE).parts[0] in DOORS]
    assert source.unexplained(source.breaches(around, doors), AROUND) == {}


AROUND: dict[str, str] = {
    "cli/upgrade.py": "the owner's own work after migrating: keys and grants",
    "cli/checking.py": "`amparo check` asks the database about itself",
    "public/views/health.py": "asks whether the database answers, and no table",
}


def test_imports_stand_at_the_top_or_say_why_not() -> None:
    """An import inside a function is how a circle hides."""

    def inside(parsed: ast.AST):  # type: ignore[no-untyped-def]
        for node in ast.walk(parsed):
            if isinstance(node, ast.FunctionDef):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("amparo"):
                        yield inner

    assert source.unexplained(source.breaches(inside), INSIDE) == {}


INSIDE: dict[str, str] = {
    f"cli/{name}.py": "Django is loaded only by the commands that need it"
    for name in (
        *("main", "apart", "checking", "importing", "ready", "receipts", "serving", "setting_up", "upgrade", "worker"),
        *("demo", "backup", "saying"),
    )
} | {
    "staff/templatetags/moments.py": "history_words renders with filters of this file",
}

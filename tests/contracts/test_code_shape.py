"""Habits that keep the code readable and its effects findable; each rule is shown to have teeth."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contracts import source
from tests.contracts.source import TreeRule

SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "base",
    "manager",
    "managers",
    "core",
    "misc",
    "service",
}


def signals(parsed: ast.AST) -> Iterator[ast.AST]:
    """Effects that no reader finds by following the call."""
    yield from (
        node
        for what, node in source.imports(parsed)
        if what.startswith(("django.db.models.signals", "django.dispatch"))
    )


def overridden_writes(parsed: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(parsed):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name in {"save", "delete", "save_base"}:
                    yield inner


def generic_keys(parsed: ast.AST) -> Iterator[ast.AST]:
    yield from (call for name, call in source.calls(parsed) if name.endswith(("GenericForeignKey", "GenericRelation")))


def other_clocks(parsed: ast.AST) -> Iterator[ast.AST]:
    """Asking for the time anywhere but in foundation.clock."""
    asking = (
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
        "timezone.now",
        "time.time",
        "time.time_ns",
    )
    yield from (call for name, call in source.calls(parsed) if name.endswith(asking) and not name.startswith("clock."))


def prints(parsed: ast.AST) -> Iterator[ast.AST]:
    yield from (call for name, call in source.calls(parsed) if name in {"print", "pprint", "pprint.pprint"})


def pieced_sql(parsed: ast.AST) -> Iterator[ast.AST]:
    """SQL put together from what is not a constant of the module in capitals, or psycopg's own quoting."""
    for name, call in source.calls(parsed):
        if name.rpartition(".")[2] in {"execute", "executemany", "raw", "RawSQL", "RunSQL", "rows_of"} and call.args:
            statement = call.args[1] if name.endswith("rows_of") and len(call.args) > 1 else call.args[0]
            if _pieced(statement):
                yield call


def _pieced(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        holes = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return any(not (isinstance(hole, ast.Name) and hole.id.isupper()) for hole in holes)
    if isinstance(node, ast.BinOp):
        return _pieced(node.left) or _pieced(node.right) or isinstance(node.op, ast.Mod)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"):
        return False
    # `sql.SQL("…").format(sql.Identifier(…))` quotes what it is given; str.format does not.
    before = node.func.value
    return not (isinstance(before, ast.Call) and source.dotted(before.func) == "sql.SQL")


def declared_safe(parsed: ast.AST) -> Iterator[ast.AST]:
    """Words of HTML that are declared safe by hand."""
    yield from (call for name, call in source.calls(parsed) if name.rpartition(".")[2] in {"mark_safe", "SafeString"})


def shell(parsed: ast.AST) -> Iterator[ast.AST]:
    for name, call in source.calls(parsed):
        if name in {"os.system", "os.popen"} or any(
            word.arg == "shell" and getattr(word.value, "value", False) is True for word in call.keywords
        ):
            yield call


def swallowed(parsed: ast.AST) -> Iterator[ast.AST]:
    """`except:` and `except Exception: pass` hide faults."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.ExceptHandler):
            everything = node.type is None or source.dotted(node.type) in {"Exception", "BaseException"}
            if everything and (node.type is None or all(isinstance(inner, ast.Pass) for inner in node.body)):
                yield node


# Rule, what breaks it, and the modules that may, with the reason.
RULES: list[tuple[TreeRule, str, dict[str, str]]] = [
    (signals, "from django.db.models.signals import post_save", {}),
    (overridden_writes, "class A:\n def save(self): ...", {}),
    (generic_keys, "class A:\n x = GenericForeignKey('a', 'b')", {}),
    (
        other_clocks,
        "import datetime\nx = datetime.datetime.now()",
        {
            "foundation/clock.py": "the one place that asks",
            "foundation/ids.py": "a time-ordered id carries milliseconds",
            "staff/adapter.py": "compared with seconds that the sign-in library wrote by the same clock",
        },
    ),
    (
        prints,
        "print('x')",
        {
            "cli/main.py": "the command's own answer",
            "cli/saying.py": "the command's own refusal, on standard error",
            "privacy/vault/verify_log.py": "a program of its own, for outsiders",
        },
    ),
    (
        pieced_sql,
        "cursor.execute(f'SELECT * FROM {table}')",
        {
            "access/open_tables.py": "names and rights from a table of constants, run by the owner after migrating",
            "privacy/vault/keystore.py": "PRAGMA words from a list of constants; a pragma takes no parameters",
        },
    ),
    (
        declared_safe,
        "x = mark_safe(y)",
        {
            "participant/inline.py": "our own style sheet, read from the package",
            "staff/views/design.py": "the same style sheet, in the light that was picked",
            "representative/views/invitation.py": "a QR code drawn by segno from a secret made by us",
            "staff/handed_over.py": "a QR code drawn by segno from an address made by us",
            "participant/views/receipts.py": "a QR code drawn by segno from base64",
        },
    ),
    (shell, "import subprocess\nsubprocess.run('ls', shell=True)", {}),
    (swallowed, "try:\n x()\nexcept Exception:\n pass", {}),
]


@pytest.mark.parametrize(("rule", "fault", "allowed"), RULES, ids=lambda given: getattr(given, "__name__", ""))
def test_the_rule_is_kept_or_the_exception_has_a_reason(rule: TreeRule, fault: str, allowed: dict[str, str]) -> None:
    found = source.breaches(rule)
    assert source.unexplained(found, allowed) == {}


@pytest.mark.parametrize(("rule", "fault", "allowed"), RULES, ids=lambda given: getattr(given, "__name__", ""))
def test_the_rule_has_teeth(rule: TreeRule, fault: str, allowed: dict[str, str]) -> None:
    assert source.planted(rule, fault)


@pytest.mark.parametrize(("rule", "fault", "allowed"), RULES, ids=lambda given: getattr(given, "__name__", ""))
def test_no_exception_is_left_over(rule: TreeRule, fault: str, allowed: dict[str, str]) -> None:
    assert source.stale(source.breaches(rule), allowed) == []


@pytest.mark.parametrize(
    "fault", ["x.execute('SELECT %s' % a)", "x.execute('SELECT {}'.format(a))", "x.raw('a' + f'{b}')"]
)
def test_other_ways_to_piece_sql_together_are_seen(fault: str) -> None:
    assert source.planted(pieced_sql, fault)


# A name that is not ours to choose, and who chose it.
NAMED_BY_OTHERS = {"foundation/postgresql/base.py": "where Django looks for a database engine"}


def test_every_file_says_what_it_is_about() -> None:
    named = [
        source.name(path)
        for folder in (source.PACKAGE, source.ROOT / "tests", source.ROOT / "bench", source.ROOT / "drills")
        for path in source.files(folder, ".py")
        if path.stem in SAYS_NOTHING or path.parent.name in SAYS_NOTHING
    ]
    assert named == list(NAMED_BY_OTHERS)


# A file longer than this does two things. What is longer has a reason, or is reported and cut.
LONGEST = 300
LONGER: dict[str, str] = {}


def test_no_module_has_grown_into_two() -> None:
    long = {source.name(path): len(path.read_text().splitlines()) for path in source.modules()}
    assert {where: lines for where, lines in long.items() if lines > LONGEST and where not in LONGER} == {}


def test_every_module_of_the_package_says_in_a_sentence_what_it_is() -> None:
    silent = [
        source.name(path)
        for path in source.modules()
        if path.read_text().strip() and not ast.get_docstring(source.tree(path))
    ]
    assert silent == []

"""The code as the contracts see it: files, syntax trees, and where a line breaks a rule."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "amparo"

Finding = str
TreeRule = Callable[[ast.AST], Iterator[ast.AST]]

# What is not ours to speak of: made by tools, or kept outside the repository.
NOT_OURS = {".venv", ".git", "var", "node_modules", "__pycache__", ".hypothesis", ".import_linter_cache"} | {
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    "dist",
}


def files(folder: Path, *endings: str) -> list[Path]:
    """Every file of these kinds below the folder, in order."""
    found = (path for ending in endings for path in folder.rglob(f"*{ending}"))
    return sorted(path for path in found if path.is_file() and not NOT_OURS & set(path.parts))


def name(path: Path) -> str:
    """The path as the contracts write it: from the package, else from the repository."""
    return str(path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT))


def modules() -> list[Path]:
    """Every Python module of the package but migrations."""
    return [path for path in files(PACKAGE, ".py") if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def breaches(rule: TreeRule, paths: list[Path] | None = None) -> dict[str, list[int]]:
    """For each module that breaks the rule, the lines where."""
    found = {name(path): lines_of(rule, tree(path)) for path in paths or modules()}
    return {where: lines for where, lines in found.items() if lines}


def lines_of(rule: TreeRule, parsed: ast.AST) -> list[int]:
    return [getattr(node, "lineno", 0) for node in rule(parsed)]


def planted(rule: TreeRule, text: str) -> bool:
    """Whether the rule sees what was planted in the text: each rule is shown to have teeth."""
    return bool(lines_of(rule, ast.parse(text)))


def calls(parsed: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the name it is called by: "vault.open_text"."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def imports(parsed: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every imported module or name, dotted: "django.dispatch.receiver"."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def unexplained(found: dict[str, list[int]], allowed: dict[str, str]) -> dict[str, list[int]]:
    """What was found and is not allowed with a reason."""
    return {where: lines for where, lines in found.items() if where not in allowed}


def stale(found: dict[str, list[int]], allowed: dict[str, str]) -> list[str]:
    """Allowances that nothing needs any more: an open door."""
    return sorted(set(allowed) - set(found))

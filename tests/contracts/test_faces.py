"""One face with one template: nothing in the package could look for somebody, or compare two people's templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contracts import source
from tests.contracts.source import TreeRule

# Where measuring happens with photographs of people who agreed to that; it knows no templates of anybody's.
MEASURING = "media/evaluation.py"
MODULES = [path for path in source.modules() if source.name(path) != MEASURING]

# Where the table is asked without naming a person, and why no template is read there.
WITHOUT_PERSON = {"comparing.py:_templates_go": "whose template is to be destroyed: ids of persons only"}


def two_templates(parsed: ast.AST) -> Iterator[ast.AST]:
    """Functions that take two templates, or many."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            args = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            said = [(arg.arg, ast.unparse(arg.annotation) if arg.annotation else "") for arg in args]
            one = [name for name, kind in said if "FaceTemplate" in kind or name == "template" or "template_" in name]
            many = [name for name, kind in said if "[FaceTemplate" in kind or name in ("templates", "embeddings")]
            if len(one) > 1 or many:
                yield node


def asked_of_many(parsed: ast.AST) -> Iterator[ast.AST]:
    """Questions to the templates that do not name the one person."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.FunctionDef):
            if any(where.endswith(f":{node.name}") for where in WITHOUT_PERSON):
                continue
            for name, call in source.calls(node):
                if name.startswith("FaceTemplate.objects.") and name.count(".") == 2:
                    if not {"person", "person_id"} & {word.arg for word in call.keywords}:
                        yield call


def raw_reads(parsed: ast.AST) -> Iterator[ast.AST]:
    """SQL by hand that reads the templates."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "identity_facetemplate" in node.value:
            yield node


RULES: list[tuple[TreeRule, str]] = [
    (two_templates, "def alike(template: X, template_of_other: X): ..."),
    (two_templates, "def who(face: Embedding, templates: list[FaceTemplate]): ..."),
    (two_templates, "def who(face, known: Iterable[FaceTemplate]): ..."),
    (asked_of_many, "def f(x):\n return FaceTemplate.objects.filter(programme_id=x)"),
    (asked_of_many, "def f():\n return list(FaceTemplate.objects.all())"),
    (raw_reads, "QUERY = 'SELECT template FROM identity_facetemplate'"),
]


@pytest.mark.parametrize(("rule", "fault"), RULES)
def test_no_template_ever_meets_another(rule: TreeRule, fault: str) -> None:
    assert source.breaches(rule, MODULES) == {}
    assert source.planted(rule, fault)


def test_faces_are_compared_in_exactly_one_spot() -> None:
    spots = [
        source.name(path)
        for path in MODULES
        for name, _ in source.calls(source.tree(path))
        if name.endswith("likeness.compare") and not source.name(path).startswith("media/")
    ]
    assert spots == ["identity/comparing.py"]


def test_a_template_is_opened_in_exactly_one_spot_and_never_for_staff() -> None:
    naming = {source.name(path) for path in MODULES if "TEMPLATE" in _names(source.tree(path))}
    assert naming == {"identity/faces.py", "identity/comparing.py"}


def test_no_allowance_is_left_over() -> None:
    tree = source.tree(source.PACKAGE / "identity/comparing.py")
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {where.rpartition(":")[2] for where in WITHOUT_PERSON} <= names


def test_the_only_words_about_a_comparison_are_these() -> None:
    from amparo.media.likeness import Outcome

    assert {outcome.value for outcome in Outcome} == {"match", "inconclusive"}


def _names(parsed: ast.AST) -> set[str]:
    imported = {name.rpartition(".")[2] for name, _ in source.imports(parsed) if "faces" in name}
    assigned = {node.id for node in ast.walk(parsed) if isinstance(node, ast.Name)}
    return imported | (assigned if "identity.template_face" in ast.dump(parsed) else set())

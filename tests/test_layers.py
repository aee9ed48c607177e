"""Imports point one way, and nothing reads a stranger's text with a tool that runs it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = (  # a package may import those after it, and never those before it
    ("pages",),
    ("ui",),
    ("components", "figures"),
    ("experiments",),
    ("optimizers", "surfaces"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
ONLY_IN = {"streamlit": {"app", "pages", "ui", "components"}, "plotly": {"figures", "components", "app"}}
FILES = [ROOT / "app.py", *(path for name in RANK for path in sorted((ROOT / name).rglob("*.py")))]


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [a.name for n in nodes if isinstance(n, ast.Import) for a in n.names]
    names += [n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_inward(path):
    package = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imported(path):
        if name in RANK and package in RANK and name != package:
            assert RANK[name] > RANK[package], f"{package} imports {name}"
        if name in ONLY_IN:
            assert package in ONLY_IN[name], f"{package} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_text_is_executed(path):
    calls = [n.func for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
    names = {f.id for f in calls if isinstance(f, ast.Name)} | {f.attr for f in calls if isinstance(f, ast.Attribute)}
    assert not names & {"eval", "exec", "sympify", "S", "parse_expr", "parse_latex", "literal_eval"}


def test_pages_are_thin():
    for path in (ROOT / "pages").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
        assert not imported(path) & {"numpy", "sympy"}

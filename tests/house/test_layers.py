"""The dependency rule: an app imports, and points a foreign key at, only what stands on a line below its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).resolve().parents[2]
LINES = (
    ("kraken_support",),
    ("agent_desk",),
    ("forms_catalog", "follow_up", "channels", "chat"),
    ("attachments", "calls"),
    ("tickets",),
    ("accounts", "help_center"),
    ("outbox",),
    ("secret_guard", "operations"),
)
HEIGHT = {app: -line for line, names in enumerate(LINES) for app in names}
OURS = sorted(app for app in HEIGHT if (PROJECT / app).is_dir())


def imported_apps(source: Path) -> Iterator[tuple[str, int]]:
    """Which of our apps a file imports, and on which line; imports inside functions count."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}:{node.lineno} imports relatively"
            names = [node.module or ""]
        for name in names:
            app = name.partition(".")[0]
            if app in HEIGHT:
                yield app, node.lineno


@pytest.mark.parametrize("app", OURS)
def test_an_app_imports_only_what_stands_below_it(app: str) -> None:
    upward = [
        f"{source.relative_to(PROJECT)}:{line} imports {other}"
        for source in sorted((PROJECT / app).rglob("*.py"))
        for other, line in imported_apps(source)
        if other != app and HEIGHT[other] >= HEIGHT[app]
    ]
    assert upward == []


@pytest.mark.parametrize("app", [each for each in OURS if apps.is_installed(each)])
def test_a_foreign_key_points_only_downward(app: str) -> None:
    upward = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        for other in [field.related_model._meta.app_label]
        if other in HEIGHT and other != app and HEIGHT[other] >= HEIGHT[app]
    ]
    assert upward == []


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{source.relative_to(PROJECT)}:{inner.lineno}"
        for app in OURS
        for source in sorted((PROJECT / app).rglob("*.py"))
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_every_folder_is_on_the_map() -> None:
    on_the_map = (PROJECT / "docs" / "map.md").read_text(encoding="utf-8")
    missing = [app for app in OURS if f"`{app}/`" not in on_the_map]
    assert missing == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(source.relative_to(PROJECT))
        for app in OURS
        for source in sorted((PROJECT / app).rglob("*.py"))
        if "migrations" not in source.parts and source.read_text(encoding="utf-8").strip()
        if ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []

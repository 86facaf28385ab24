"""Hardens Django for the whole suite: classes of fault fail here instead of waiting for a reviewer."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from django.conf import LazySettings
from django.db.models.query import QuerySet
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from operations import rate_limits

pytest_plugins = ["tests.services.plugin", "tests.services.turns", "tests.made_up_types"]

THURSDAY_NOON = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The clock of domain §11: Thursday 2026-03-05 11:30 UTC."""
    return THURSDAY_NOON


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings: LazySettings, tmp_path: Path) -> None:
    """No test sees another's files."""
    settings.FILES_DIR = tmp_path / "files"
    settings.DISK_FLOOR_BYTES = 1024


@pytest.fixture(autouse=True)
def _every_test_counts_tries_afresh() -> Iterator[None]:
    """What this process has counted of one test's people is not held against the next one's."""
    yield
    rate_limits._counters.cache_clear()


@pytest.fixture(autouse=True)
def _every_test_begins_in_english() -> None:
    """A page in French leaves its language behind in the thread that rendered it."""
    translation.activate("en")


class UnknownTemplateVariable(Exception):
    """A template prints a name that its view did not give."""


class _Shouts(str):
    __slots__ = ()

    def __mod__(self, name: Any) -> str:
        raise UnknownTemplateVariable(str(name))

    def __contains__(self, needle: object) -> bool:
        return needle == "%s"


@pytest.fixture(autouse=True)
def _unknown_template_variable_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt name in our templates is a failed test, not an empty place on a page."""
    monkeypatch.setattr(cast(DjangoTemplates, engines["django"]).engine, "string_if_invalid", _Shouts("%s"))


@pytest.fixture(autouse=True)
def _rows_without_an_order_come_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that does not say its order gets a random one, as a database may give."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered and isinstance(self._result_cache, list):
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)

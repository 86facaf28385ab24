"""Shares the tests out among the workers: file by file, so that what a file starts is started once, the longest first."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Its tests share nothing but the portal that each worker has anyway, and take minutes together.
TEST_BY_TEST = {"tests/journeys/test_every_request.py"}


class FileByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Whoever is free takes the next file, or of a long one the next test."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in TEST_BY_TEST else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Who decides which worker runs what, and in the order in which the tests stand below."""
    config.option.loadscopereorder = False
    return FileByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the whole portal first: they are long, so that at the end the quick ones fill what is left."""
    items.sort(key=lambda item: item.get_closest_marker("stack") is None)

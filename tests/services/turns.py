"""Shares the tests out among the workers: one by one, but those of a file that starts a portal together, and these first."""

from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Its tests share nothing but the portal that each worker has anyway, and take minutes together.
TEST_BY_TEST = "tests/journeys/test_every_request.py"


@cache
def _starts_a_portal(file: str) -> bool:
    """Whether tests of a file say that they need the whole portal: whoever shares tests out has not collected them."""
    return "pytest.mark.stack" in Path(file).read_text(encoding="utf-8")


class PortalByPortal(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Whoever is free takes the next file that starts a portal, or else the next test."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file != TEST_BY_TEST and _starts_a_portal(file) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> PortalByPortal:
    """Who decides which worker runs what, in the order in which the tests stand below."""
    config.option.loadscopereorder = False
    return PortalByPortal(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the whole portal first: they are long, so that at the end the quick ones fill what is left.

    The order of all others stays: those that empty the tables come last, or whoever follows them misses what the
    migrations made.
    """
    items.sort(key=lambda item: item.get_closest_marker("stack") is None)

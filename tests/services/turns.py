"""Shares the tests out: those of one file that share what it starts go to one worker, and begin, as they are the longest."""

import pytest

# Its tests share nothing but the portal that each worker has anyway, and take minutes together.
TEST_BY_TEST = {"test_every_request.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests of the whole portal by their file. The order among the others stays: whoever empties tables comes last."""
    for item in items:
        if _is_long(item) and item.path.name not in TEST_BY_TEST:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=_is_long, reverse=True)


def _is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("stack") is not None

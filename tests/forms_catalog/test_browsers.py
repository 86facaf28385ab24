"""What a browser says of itself is read as its owner would say it, and never made more exact than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forms_catalog.browsers import browser_of, system_of


@pytest.mark.parametrize(
    ("told", "system", "browser"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
            "Windows 10 / 11",
            "Chrome 131.0.0.0",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
            "Safari/537.36 Edg/131.0.2903.51",
            "Windows 10 / 11",
            "Edge 131.0.2903.51",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
            "macOS",
            "Safari 17.4",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 "
            "Mobile/15E148 Safari/604.1",
            "iOS 17.4",
            "Safari 17.4",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
            "Android",
            "Chrome 131.0.0.0",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0", "Linux", "Firefox 124.0"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:124.0) Gecko/124.0 Firefox/124.0", "Android 14", "Firefox 124.0"),
        ("curl/8.5.0", "", ""),
        ("", "", ""),
    ],
)
def test_systems_and_browsers_are_named(told: str, system: str, browser: str) -> None:
    assert (system_of(user_agent=told), browser_of(user_agent=told)) == (system, browser)


@given(some.text(max_size=600))
def test_whatever_is_said_is_no_fault_and_short(told: str) -> None:
    assert len(system_of(user_agent=told)) < 550
    assert len(browser_of(user_agent=told)) < 550

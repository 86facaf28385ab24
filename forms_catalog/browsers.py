"""Reads what a browser says of itself (its User-Agent) as a person would say it; what it does not tell is left out."""

import re

_SYSTEMS = (
    (re.compile(r"(?:iPhone|iPod)[^)]*? OS (\d+)[_.](\d+)"), "iOS {0}.{1}"),
    (re.compile(r"iPad[^)]*? OS (\d+)[_.](\d+)"), "iPadOS {0}.{1}"),
    # Newer browsers say "Android 10; K" on every phone.
    (re.compile(r"Android 10; K\)"), "Android"),
    (re.compile(r"Android (\d+(?:\.\d+)*)"), "Android {0}"),
    (re.compile(r"Windows NT 10\.0"), "Windows 10 / 11"),
    (re.compile(r"Windows NT 6\.([13])"), "Windows (NT 6.{0})"),
    (re.compile(r"CrOS \S+ ([\d.]+)"), "ChromeOS {0}"),
    # All of them say 10.15.7, whatever runs.
    (re.compile(r"Mac OS X"), "macOS"),
    (re.compile(r"Linux"), "Linux"),
)
_BROWSERS = (
    (re.compile(r"Edg(?:A|iOS)?/(\d+(?:\.\d+)*)"), "Edge {0}"),
    (re.compile(r"OPR/(\d+(?:\.\d+)*)"), "Opera {0}"),
    (re.compile(r"SamsungBrowser/(\d+(?:\.\d+)*)"), "Samsung Internet {0}"),
    (re.compile(r"(?:Firefox|FxiOS)/(\d+(?:\.\d+)*)"), "Firefox {0}"),
    (re.compile(r"(?:Chrome|CriOS)/(\d+(?:\.\d+)*)"), "Chrome {0}"),
    (re.compile(r"Version/(\d+(?:\.\d+)*).* Safari/"), "Safari {0}"),
)
_LONGEST = 500


def system_of(*, user_agent: str) -> str:
    """The system it runs on, like “iOS 17.4”; empty when it does not say."""
    return _first(_SYSTEMS, user_agent)


def browser_of(*, user_agent: str) -> str:
    """The browser with its version, like “Firefox 124.0”; empty when it does not say."""
    return _first(_BROWSERS, user_agent)


def _first(rules: tuple[tuple[re.Pattern[str], str], ...], user_agent: str) -> str:
    found = ((words, rule.search(user_agent[:_LONGEST])) for rule, words in rules)
    return next((words.format(*match.groups()) for words, match in found if match), "")

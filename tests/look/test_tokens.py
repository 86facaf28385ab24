"""Every pair of colours that is used is readable, in light and in dark (ux §5.2)."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", part))
    for part in (PROJECT / "static/css/tokens.css").read_text(encoding="utf-8").split("@media")
)
PAPERS = ("bg", "surface", "sunken")
TEXT_PAIRS = [
    *((text, paper) for text in ("text", "muted", "link", "visited") for paper in PAPERS),
    *((tone, paper) for tone in ("error", "ok", "warn", "info") for paper in ("bg", "surface", f"{tone}-bg")),
    *(("text", f"{tone}-bg") for tone in ("error", "ok", "warn", "info")),
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
]
EDGE_PAIRS = [
    *((edge, paper) for edge in ("border", "primary", "error") for paper in PAPERS),
    *((tone, f"{tone}-bg") for tone in ("error", "ok", "warn", "info")),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_dark_mode_names_every_colour_again() -> None:
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "paper"), TEXT_PAIRS, ids="-on-".join)
def test_text_can_be_read(colours: dict[str, str], text: str, paper: str) -> None:
    assert contrast(colours[text], colours[paper]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGE_PAIRS, ids="-on-".join)
def test_edges_of_controls_can_be_seen(colours: dict[str, str], edge: str, paper: str) -> None:
    assert contrast(colours[edge], colours[paper]) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", [*PAPERS, "primary", "error", "ok-bg"])
def test_one_tone_of_the_focus_ring_stands_out_on_every_ground(colours: dict[str, str], ground: str) -> None:
    assert max(contrast(colours[f"focus-{tone}"], colours[ground]) for tone in ("inner", "outer")) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_two_tones_of_the_focus_ring_stand_out_from_each_other(colours: dict[str, str]) -> None:
    assert contrast(colours["focus-inner"], colours["focus-outer"]) >= 3

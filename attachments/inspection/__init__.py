"""Decides what a doubtful file is and whether it may be shown: parsing in a confined child, scanning by clamd."""

from attachments.inspection.flattening import bind, draw_some, flatten, wants_flat_copy
from attachments.inspection.inspecting import inspect
from attachments.inspection.scanner import Scanner, scanner_from_url
from attachments.inspection.verdicts import (
    InspectionDied,
    Preview,
    ScanInconclusive,
    ScannerDied,
    ScannerUnavailable,
    Verdict,
)

__all__ = [
    "InspectionDied",
    "Preview",
    "ScanInconclusive",
    "Scanner",
    "ScannerDied",
    "ScannerUnavailable",
    "Verdict",
    "bind",
    "draw_some",
    "flatten",
    "inspect",
    "scanner_from_url",
    "wants_flat_copy",
]

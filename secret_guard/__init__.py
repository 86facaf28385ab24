"""Finds what must never be stored: it runs before draft, session, log, queue and database see a text.

A find is refused, never masked and kept. Each kind of secret is one file in detectors/.
"""

from secret_guard.finding import LONGEST_TEXT, SecretFound, TextTooLong, refuse_secrets

__all__ = ["LONGEST_TEXT", "SecretFound", "TextTooLong", "refuse_secrets"]

"""Sentences about what is never stored."""

"""Sentences about running the portal."""

"""Sentences about letters."""

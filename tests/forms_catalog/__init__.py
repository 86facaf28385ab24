"""Sentences about what a customer can ask."""

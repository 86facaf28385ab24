"""Sentences about what a customer sees after sending."""

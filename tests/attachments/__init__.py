"""Sentences about attachments."""

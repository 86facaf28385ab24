"""Sentences about faults."""

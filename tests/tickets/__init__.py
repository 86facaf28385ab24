"""Sentences about tickets."""

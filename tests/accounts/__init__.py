"""Sentences about who the customer is."""

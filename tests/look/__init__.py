"""Sentences about the look: colours, weight, markup."""

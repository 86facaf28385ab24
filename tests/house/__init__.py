"""Sentences about house."""

"""Sentences about journeys."""

"""Starts the real parts that tests talk to: Valkey, PostgreSQL, clamd, an SMTP sink, the portal itself."""

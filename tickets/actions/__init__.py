"""What can be done to a ticket, one verb per file; every verb writes an event."""

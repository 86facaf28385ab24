"""The conversation: ticket, message, event; one file per verb in actions/."""

"""What a customer can ask, and how they are asked: one file per request type in requests/."""

"""What a customer sees after sending: the confirmation, the status page, what this browser has sent."""

"""What a customer sees after sending: the confirmation, the status page, the conversation, and letters about them."""

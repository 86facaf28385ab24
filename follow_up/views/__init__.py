"""Pages after Send, by what leads to them: the confirmation, the status page, letters, and looking for a request."""

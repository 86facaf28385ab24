"""Customer pages up to Send: the way in, the questions, the documents, the review."""

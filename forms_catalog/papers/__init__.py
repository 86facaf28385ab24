"""What is asked of documents, as data: per kind and country what counts, what does not, how old it may be, and why."""

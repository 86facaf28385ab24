"""Who holds how much of a company, exactly: figures, structure, reckoning. It knows nothing of Django or of pages."""

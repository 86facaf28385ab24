"""How dates read in French."""

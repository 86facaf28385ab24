"""How dates read in English."""

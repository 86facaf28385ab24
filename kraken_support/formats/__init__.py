"""How dates read, by language; everything else is as Django knows it."""

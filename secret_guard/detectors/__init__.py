"""One kind of secret per file: KIND names it, spans(text) yields where it stands."""

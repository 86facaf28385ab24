"""One kind of secret per file: KIND names it, holds_one(text) says whether a text holds one, in linear time."""

"""One kind of secret per file: KIND names it, RANK says how grave it is (1 first), holds_one(text) whether one is there.

The text comes undressed (secret_guard/undressing.py): without accents and invisible signs, digits as 0 to 9. Every
detector works in linear time: all repeats are bounded.
"""

"""A text with gaps is compressed once, and comes out whole for whoever fills them."""

import gzip

from operations.gapped import GappedText

TEXT = "Bonjour [name], votre clé commence par [token]. " + "Un long texte, pour tout le monde pareil. " * 200
LETTER = GappedText(TEXT, gaps=["[name]", "[token]"])


def test_what_is_unpacked_is_the_text_with_its_gaps_filled() -> None:
    values = {"[name]": "Léa – 日本 €", "[token]": "abc"}
    plain = LETTER.filled(values)
    assert plain.decode() == TEXT.replace("[name]", "Léa – 日本 €").replace("[token]", "abc")
    assert gzip.decompress(LETTER.filled_and_compressed(values)) == plain


def test_nothing_that_fills_a_gap_is_taken_for_another_gap() -> None:
    values = {"[name]": "[token]", "[token]": "secret"}
    assert LETTER.filled(values).decode().startswith("Bonjour [token], votre clé commence par secret.")


def test_a_gap_may_hold_nothing_or_more_than_one_block_holds() -> None:
    for name in ("", "x" * 200_000):
        values = {"[name]": name, "[token]": ""}
        assert gzip.decompress(LETTER.filled_and_compressed(values)) == LETTER.filled(values)


def test_the_length_does_not_tell_whether_a_guess_resembles_the_secret() -> None:
    guesses = ("token=abcdefgh", "token=zyxwvuts")
    lengths = {len(LETTER.filled_and_compressed({"[name]": each, "[token]": "token=abcdefgh"})) for each in guesses}
    assert len(lengths) == 1


def test_it_travels_small() -> None:
    assert len(LETTER.filled_and_compressed({"[name]": "Léa", "[token]": "abc"})) < len(TEXT) / 20

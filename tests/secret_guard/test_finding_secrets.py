"""Secrets of every kind are found however they are dressed; honest texts pass.

The two collections beside this file are its measure: secrets.tsv, of which none may be missed, and honest.txt.
"""

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from secret_guard import SecretFound, refuse_secrets
from secret_guard.finding import _detectors
from secret_guard.validators import CODES, NAMES, SENTENCES

ENGLISH = "abandon " * 11 + "about"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


HERE = Path(__file__).parent
SECRETS = [line.split("\t") for line in (HERE / "secrets.tsv").read_text(encoding="utf-8").splitlines()]
HONEST = (HERE / "honest.txt").read_text(encoding="utf-8").splitlines()


def base58check(payload: bytes) -> str:
    """Written independently of the detector: encodes a payload with its checksum."""
    raw = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return text


def kinds(text: str) -> set[str]:
    """What a text is refused for."""
    try:
        refuse_secrets(text=text)
    except SecretFound as found:
        return {found.kind}
    return set()


def read(line: str) -> str:
    """A text of a collection, which keeps to one line each."""
    return line.replace("\\n", "\n")


def test_every_secret_of_the_collection_is_found_for_what_it_is() -> None:
    assert len(SECRETS) > 200
    assert [(kind, text) for kind, text in SECRETS if kinds(read(text)) != {kind}] == []


def test_fewer_than_one_honest_text_in_a_hundred_is_refused() -> None:
    refused = [text for text in HONEST if kinds(read(text))]
    assert len(HONEST) > 200
    assert len(refused) * 100 < len(HONEST), refused


def test_everything_at_once_is_refused_for_the_gravest() -> None:
    assert kinds("password: hunter2, SSN 123-45-6789, words: " + ENGLISH) == {"recovery_phrase"}


@pytest.mark.parametrize("language", sorted(Mnemonic.list_languages()))
@pytest.mark.parametrize("bits", [128, 160, 192, 224, 256])
def test_a_phrase_of_every_language_and_length_is_found(language: str, bits: int) -> None:
    phrase = Mnemonic(language).to_mnemonic(hashlib.sha256(language.encode()).digest()[: bits // 8])
    assert kinds(f"Here it is: {phrase}. Thank you!") == {"recovery_phrase"}


@pytest.mark.parametrize(
    "dressed",
    [
        ENGLISH.upper(),
        ENGLISH.replace(" ", "\n"),
        ENGLISH.replace(" ", ", "),
        " ".join(f"{number}. {word}" for number, word in enumerate(ENGLISH.split(), 1)),
        ENGLISH.replace(" ", " \u200b"),
        ENGLISH.replace("a", "\uff41"),
        "words:" + ENGLISH.replace(" ", "-"),
        ENGLISH.replace("abandon", "aban\u200bdon"),
    ],
)
def test_dress_does_not_hide_a_phrase(dressed: str) -> None:
    assert kinds(f"my wallet {dressed} help") == {"recovery_phrase"}


def test_accents_left_out_do_not_hide_a_french_phrase() -> None:
    phrase = Mnemonic("french").to_mnemonic(bytes(range(16)))
    plain = "".join(sign for sign in phrase if not "\u0300" <= sign <= "\u036f")
    assert kinds(plain) == {"recovery_phrase"}


def test_chinese_without_spaces_is_found() -> None:
    phrase = Mnemonic("chinese_simplified").to_mnemonic(bytes(range(16)))
    assert kinds(phrase.replace(" ", "")) == {"recovery_phrase"}


@given(entropy=st.binary(min_size=16, max_size=16))
def test_chinese_phrases_are_found_when_they_are_written_sign_by_sign(entropy: bytes) -> None:
    assert "recovery_phrase" in kinds("助记词 " + Mnemonic("chinese_simplified").to_mnemonic(entropy))


def test_chinese_phrases_written_together_are_found_but_for_one_in_a_hundred() -> None:
    chance = random.Random(7)
    phrases = [Mnemonic("chinese_simplified").to_mnemonic(chance.randbytes(size)) for size in (16, 20, 24, 28, 32) * 40]
    missed = [each for each in phrases if not kinds(each.replace(" ", ""))]
    assert len(missed) <= 2


CHINESE_PROSE = (
    "我昨天晚上在家里想登录我的账户但是系统一直提示密码错误我已经试了很多次都没有成功",
    "请问你们可以帮我看一下这个问题吗我在国外工作时间上有一点不方便所以希望能用邮件联系",
    "这个月我买了三次比特币前两次都很快到了第三次已经过了五天还没有到我很着急",
    "我的手机在火车站被人偷了里面有验证器现在我没有办法得到验证码",
    "我們公司上個月開了一個帳戶文件都已經交了可是到現在還沒有人回答我們",
    "我想知道為什麼我的提現一直在等待中我已經等了兩個星期了這是我生活要用的錢",
)


def test_chinese_sentences_are_not_taken_for_phrases() -> None:
    pieces = [text[start : start + size] for text in CHINESE_PROSE for start in range(20) for size in (12, 15, 18)]
    refused = [piece for piece in pieces if kinds(piece)]
    assert len(refused) * 100 < len(pieces), refused


def test_a_wrong_checksum_is_no_phrase() -> None:
    assert kinds("abandon " * 12) == set()


def test_words_that_somebody_calls_a_phrase_are_one_even_when_one_is_misspelt() -> None:
    words = "zebra zone wrap worth word wood wolf witness wise window width whip"
    assert kinds(words) == set()
    assert kinds(f"My recovery phrase is {words}") == {"recovery_phrase"}


@given(entropy=st.binary(min_size=16, max_size=16), before=st.text(max_size=40), after=st.text(max_size=40))
def test_a_phrase_in_any_company_is_found(entropy: bytes, before: str, after: str) -> None:
    phrase = Mnemonic("english").to_mnemonic(entropy)
    assert "recovery_phrase" in kinds(f"{before} | {phrase} | {after}")


def test_a_wif_key_is_found_and_a_bitcoin_address_is_not() -> None:
    secret = hashlib.sha256(b"test").digest()
    assert kinds("key " + base58check(b"\x80" + secret)) == {"private_key"}
    assert kinds("key " + base58check(b"\x80" + secret + b"\x01")) == {"private_key"}
    assert kinds("pay to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 or bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq") == set()


def test_an_extended_private_key_is_found_and_a_public_one_is_not() -> None:
    body = bytes(9) + hashlib.sha256(b"chain").digest() + b"\x00" + hashlib.sha256(b"key").digest()
    assert kinds(base58check(bytes.fromhex("0488ade4") + body)) == {"private_key"}
    assert kinds(base58check(bytes.fromhex("0488b21e") + body)) == set()


def test_a_pem_block_is_found() -> None:
    assert kinds("-----BEGIN " + "EC PRIVATE KEY-----\nMHc…") == {"private_key"}


@pytest.mark.parametrize("word", ["private key", "clé privée", "secret key", "seed", "Private-Key"])
def test_64_digits_beside_a_key_word_are_a_key(word: str) -> None:
    digits = hashlib.sha256(b"x").hexdigest()
    assert kinds(f"my {word} is {digits}") == {"private_key"}
    assert kinds(f"0x{digits} ({word})") == {"private_key"}


@pytest.mark.parametrize(
    "honest",
    [
        "Transaction hash: " + hashlib.sha256(b"a").hexdigest(),
        "Voici le hash de ma transaction " + hashlib.sha256(b"b").hexdigest() + ", envoyée hier soir",
        "0x" + hashlib.sha256(b"c").hexdigest(),
        "IBAN FR76 3000 6000 0112 3456 7890 189, order OQCLML-BW3P3-BUCMWZ",
        "I lost my phone about noon, above the old bridge, and I am able to access nothing any more.",
        "Mon téléphone a été volé hier matin au marché, je ne peux plus ouvrir mon compte ni ma boîte.",
        "My ledger shows the address 0x742d35Cc6634C0532925a3b844Bc454e4438f44e and nothing arrived",
        "I never shared my recovery phrase or my private key with anybody",
        "",
    ],
)
def test_honest_texts_pass(honest: str) -> None:
    assert kinds(honest) == set()


def test_every_kind_has_words_for_customers_and_for_agents() -> None:
    found = {kind for kind, _detector in _detectors()}
    assert found == set(SENTENCES) == set(NAMES)
    assert {CODES.get(kind, "secret") for kind in found} == {"seed", "secret", "tin"}

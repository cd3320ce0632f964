"""Letters that look alike are one letter: what is compared is folded first, and codes are made of letters that do not,
with one that checks the others."""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U

# Letters that look like those of a code: Unicode Technical Standard 39, confusables.txt, version 16.0 of August 2024,
# the rows of Cyrillic, Greek, Armenian and Latin letters whose prototype is a letter or digit of ASCII.
# fmt: off
CONFUSABLE = str.maketrans({
    **dict(zip("АВСЕНІЈКМОРЅТУХԚԜЗБҮ", "abcehijkmopstyxqw36y", strict=True)),
    **dict(zip("авсеһніјкморѕтухԛԝзбүѵԁ", "abcehhijkmopstyxqw36yvd", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx", strict=True)),
    **dict(zip("αβεηικνορτυχγ", "abenikvoptuxy", strict=True)),
    **dict(zip("օոսզհցքԱՍՏՕ", "onuqhgfuuso", strict=True)),
    **dict(zip("ıƥþƿƙƄɡɑℓ|ᴘᴋᴛᴍɴ", "ipppkbgali" "pktmn", strict=True)),
})
# fmt: on
AS_LETTERS = str.maketrans("01345", "oleas")
# Old and new spelling of Indonesian names (the reforms of 1947 and 1972), and of Arabic ones; in this order.
SPELLINGS = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("sj", "s"),
    ("sy", "s"),
    ("ch", "h"),
    ("kh", "h"),
    ("y", "i"),
    ("l", "i"),
)


def folded(written: str) -> str:
    """Lower-case, with ASCII letters and digits in the place of those that look like them, and nothing invisible."""
    letters = []
    for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", written)).translate(CONFUSABLE):
        if unicodedata.category(letter) in ("Cf", "Mn", "Me", "Cc") and not letter.isspace():
            continue
        number = unicodedata.decimal(letter, None)
        letters.append(letter if number is None else str(number))
    return "".join(letters).translate(CONFUSABLE).casefold().translate(CONFUSABLE)


def sounds(word: str) -> str:
    """A word of a name as it may be heard or read: doubled letters, digits for letters, l and I, old spelling."""
    heard = re.sub(r"(.)\1+", r"\1", folded(word).translate(AS_LETTERS))
    for old, new in SPELLINGS:
        heard = heard.replace(old, new)
    return heard


def check_letter(letters: str) -> str:
    """The letter that completes `letters`: it catches each single wrong letter and each swap of neighbours.

    A sum over the field of 32 elements, each place counting twice the next: a swap of two letters a and b changes it
    by (a + b)(2 + 1) times a power of 2, which is never nothing when a and b differ.
    """
    carry = 0
    for letter in letters:
        carry = _doubled(carry) ^ ALPHABET.index(letter)
    return ALPHABET[_doubled(carry)]


def _doubled(element: int) -> int:
    return element << 1 ^ (0b100101 if element & 16 else 0)  # modulo x^5 + x^2 + 1, which generates the field

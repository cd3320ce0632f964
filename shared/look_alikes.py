"""Letters that look alike are one letter: what is compared is folded first, and codes are made of letters that do not,
with one that checks the others."""

import re
import tomllib
import unicodedata
from pathlib import Path

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U

# What a character looks like: the table of Unicode Technical Standard 39, and a few beside it.
_TABLE = tomllib.loads((Path(__file__).parent / "data" / "look_alikes.toml").read_text())
UNICODE = {chr(int(code, 16)): looks for looks, codes in _TABLE["unicode"].items() for code in codes.split()}
LOOKS = {chr(int(code, 16)): looks for looks, codes in _TABLE["beside"].items() for code in codes.split()} | UNICODE
# Where a number is written, its digit counts and not what that looks like; a capital is the letter of its small one.
CONFUSABLE = str.maketrans(
    {
        letter: "i" if looks == "l" and LOOKS.get(letter.lower()) == "i" else looks
        for letter, looks in LOOKS.items()
        if unicodedata.decimal(letter, None) is None
    }
)
BY_LOOK = str.maketrans({**LOOKS, "|": "l", "@": "a", "$": "s"})
INVISIBLE = ("Cf", "Mn", "Me", "Cc")
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
        if unicodedata.category(letter) in INVISIBLE and not letter.isspace():
            continue
        number = unicodedata.decimal(letter, None)
        letters.append(letter if number is None else str(number))
    return "".join(letters).translate(CONFUSABLE).casefold().translate(CONFUSABLE)


def readings(written: str) -> set[str]:
    """The same by every way to read it: numbers as they count or as they look, signs for letters or between them."""
    apart = "".join(one if one.isalnum() or unicodedata.category(one) in INVISIBLE else " " for one in written)
    return {folded(written), folded(written.translate(BY_LOOK)), folded(apart)}


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

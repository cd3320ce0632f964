"""Numbers in words: counted and in order, in Indonesian, in what is spoken around the office, in English, and as Roman
figures."""

SPOKEN = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
OTHERS = {
    "0": "kosong zero",
    "1": "pertama kesatu sikok siji hiji suji uno un one first 1st esa tunggal",
    "2": "duo loro dos two second 2nd",
    "3": "tigo telu tilu three third 3rd",
    "4": "papat opat ampek four fourth",
    "5": "limo five fifth",
    "6": "enem nem genep six sixth",
    "7": "pitu tujuah seven seventh",
    "8": "lapan wolu dalapan eight eighth",
    "9": "songo salapan nine ninth",
    "10": "ten tenth",
    "11": "eleven eleventh",
    "12": "twelve twelfth",
}
BELASAN = {"dua": 12, "tiga": 13, "empat": 14, "lima": 15, "enam": 16, "tujuh": 17, "delapan": 18, "sembilan": 19}
COUNTED = {word: str(number) for number, word in enumerate(SPOKEN)}
IN_ORDER = {f"ke{word}": str(number) for number, word in enumerate(SPOKEN) if number}
NUMBERS = {**COUNTED, **IN_ORDER, **{word: number for number, words in OTHERS.items() for word in words.split()}}
ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
FIGURES = {figure: str(number) for number, figure in enumerate(ROMAN) if figure}


def with_roman(words: str) -> set[str]:
    """The words as they stand, and with digits in the place of Roman figures."""
    read = [FIGURES.get(word.replace("l", "i").replace("1", "i"), word) for word in words.split()]
    return {words, " ".join(read)}

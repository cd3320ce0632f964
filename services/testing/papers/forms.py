"""Which columns the table of each test has (R 76-2 for scales), the same on the empty sheet and on the filled one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

UP, DOWN = "↑", "↓"

# fmt: off
COLUMNS = {
    "number":      ("No.", "", ""),
    "label":       ("Titik", "Point", ""),
    "position":    ("Posisi", "Position", ""),
    "flow":        ("Debit", "Flow", ""),
    "load":        ("Beban", "Load", "L"),
    "indication":  ("Penunjukan", "Indication", "I"),
    "delta_load":  ("Imbuh", "Extra load", "ΔL"),
    "to_balance":  ("Penyeimbang", "Balancing", "ΔL"),
    "error":       ("Kesalahan", "Error", "E"),
    "corrected":   ("Dikoreksi", "Corrected", "Ec"),
    "mpe":         ("BKD", "MPE", "±"),
    "verdict":     ("Hasil", "Result", ""),
    "indicated":   ("Penunjukan", "Indicated", "V"),
    "reference":   ("Standar", "Standard", "Vs"),
    "percent":     ("Kesalahan", "Error", "%"),
    "tare":        ("Tara", "Tare", "T"),
    "extra_load":  ("Imbuh", "Extra load", ""),
    "indication_before": ("Penunjukan", "Indication", "I₁"),
    "after":       ("Penunjukan sesudah", "Indication after", "I₂"),
    "short":       ("Kurang", "Short by", ""),
    "moved":       ("Pergeseran", "Displacement", "mm"),
    "nominal":     ("Nominal", "Nominal", ""),
    "deviation":   ("Penyimpangan", "Deviation", "mg"),
    "uncertainty": ("Ketidakpastian", "Uncertainty", "U"),
    "room":        ("BKD − U", "MPE − U", "±"),
    "standards":   ("Massa standar", "Standards", ""),
    "spread":      ("Kemampuan ulang", "Repeatability", ""),
    "before":      ("I sebelum / ΔL", "I before / ΔL", ""),
    "then":        ("I sesudah / ΔL", "I after / ΔL", ""),
    "material":    ("Massa bahan", "Material", ""),
}

# A star stands for two columns, loads going up and loads going down.
FORMS = {
    "zero":           ("load", "indication", "delta_load", "error", "mpe", "verdict"),
    "correctness":    ("load", "indication*", "delta_load*", "error*", "corrected*", "mpe", "verdict"),
    "eccentricity":   ("position", "load", "indication", "delta_load", "error", "corrected", "mpe", "verdict"),
    "repeatability":  ("label", "load", "indication", "delta_load", "error", "corrected", "mpe", "verdict"),
    "tare":           ("tare", "load", "indication", "delta_load", "error", "corrected", "mpe", "verdict"),
    "discrimination": ("load", "indication_before", "extra_load", "after", "short", "verdict"),
    "movement":       ("load", "indication_before", "extra_load", "after", "short", "verdict"),
    "sensitivity":    ("load", "extra_load", "moved", "short", "verdict"),
    "substitution":   ("number", "standards", "spread", "before", "then", "material"),
    "runs":           ("flow", "indicated", "reference", "error", "percent", "mpe", "verdict"),
    "comparison":     ("nominal", "deviation", "uncertainty", "room", "verdict"),
    "measure":        ("label", "nominal", "reference", "error", "mpe", "verdict"),
    "intervals":      ("number", "nominal", "reference", "error", "mpe", "verdict"),
}

# By hand one writes what was read; what follows from it is worked out later.
BY_HAND = {
    **FORMS,
    "discrimination": ("load", "indication_before", "extra_load", "after"),
    "movement":       ("load", "indication_before", "extra_load", "after"),
    "sensitivity":    ("load", "extra_load", "moved"),
    "substitution":   ("number", "standards", "spread", "before", "then"),
    "tare":           ("tare", "load", "indication", "delta_load", "error", "corrected", "mpe"),
    "comparison":     ("nominal", "deviation", "uncertainty", "mpe", "verdict"),
}

CHECKS = {
    "mark":             ("Tanda tera sebelumnya ada dan utuh", "Former mark present and whole"),
    "level":            ("Kedudukan datar (waterpas)", "Level"),
    "clean":            ("Bersih dan terawat", "Clean"),
    "type":             ("Sesuai izin tipe", "As the approved type"),
    "seal":             ("Segel utuh", "Seals whole"),
    "hose":             ("Selang dan nosel baik", "Hose and nozzle sound"),
    "leak":             ("Tidak bocor", "No leak"),
    "display":          ("Penunjukan terbaca lengkap", "Display complete"),
    "anti_drain":       ("Anti-alir balik bekerja", "Anti-drain works"),
    "totaliser":        ("Totalisator bekerja", "Totaliser works"),
    "shape":            ("Bentuk tidak berubah", "Shape unchanged"),
    "straight":         ("Lurus", "Straight"),
    "readable":         ("Skala terbaca", "Scale readable"),
    "nominal":          ("Nilai nominal tertera", "Nominal value marked"),
    "adjusting_cavity": ("Rongga justir tertutup", "Adjusting cavity closed"),
}
# fmt: on


def keys_of(method: str, settings: Mapping[str, Any], by_hand: bool = False) -> tuple[str, ...]:
    """The columns of a test; a scale that is only loaded upwards has no second column for the way down."""
    keys = (BY_HAND if by_hand else FORMS).get(method, ())
    return keys if "down" in settings.get("directions", ("down",)) else tuple(key.removesuffix("*") for key in keys)


def columns(keys: Iterable[str], balanced: bool) -> list[dict[str, Any]]:
    """Heads of the columns; `subs` are the arrows of a pair. A scale without display has no ΔL at the display."""
    heads = []
    for key in keys:
        name = key.removesuffix("*")
        name = "to_balance" if balanced and name == "delta_load" else name
        words = dict(zip(("id", "en", "symbol"), COLUMNS[name], strict=True))
        heads.append({"key": name, **words, "subs": [UP, DOWN] if key.endswith("*") else []})
    return heads


def cells(keys: Iterable[str], rows: Iterable[Mapping[str, str]], places: int = 0) -> list[list[str]]:
    """The rows as the columns want them; a column shares its count of decimals, readings have at least `places`."""
    wide = [name for key in keys for name in _split(key)]
    table = [[row.get(name, "") for name in wide] for row in rows]
    least = [places if name.rstrip(UP + DOWN) in READ else 0 for name in wide]
    even = [_even(column, few) for column, few in zip(zip(*table, strict=True), least, strict=True)]
    return [list(row) for row in zip(*even, strict=True)]


READ = {"load", "indication", "indication_before", "after", "tare", "indicated", "reference"}


def _split(key: str) -> tuple[str, ...]:
    name = key.removesuffix("*")
    return (name + UP, name + DOWN) if key.endswith("*") else (name,)


def _even(column: Sequence[str], least: int) -> list[str]:
    places = max((len(value.partition(".")[2]) for value in column if _is_number(value)), default=0)
    places = max(places, least)
    return [_padded(value, places) if _is_number(value) else value for value in column]


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "", 1).isdigit()


def _padded(value: str, places: int) -> str:
    whole, _, decimals = value.partition(".")
    return f"{whole}.{decimals.ljust(places, '0')}" if places else whole

"""What the plate of an instrument says, with a label for each value in both languages."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from services.testing.domain.quantity import text

# fmt: off
LABELS = {
    "class":        ("Kelas", "Class", ""),
    "max":          ("Max", "Capacity", "unit"),
    "min":          ("Min", "Least load", "unit"),
    "e":            ("e", "Interval", "unit"),
    "d":            ("d", "Division", "unit"),
    "supports":     ("Jumlah tumpuan", "Supports", ""),
    "load_cells":   ("Jumlah sel beban", "Load cells", ""),
    "nominal":      ("Nilai nominal", "Nominal value", "unit"),
    "nominal_m":    ("Panjang nominal", "Nominal length", "m"),
    "nominal_l":    ("Volume nominal", "Nominal volume", "L"),
    "mmq":          ("MMQ", "Least quantity", "unit"),
    "mmq_l":        ("MMQ", "Least quantity", "L"),
    "qmin":         ("Debit minimum", "Qmin", ""),
    "qmax":         ("Debit maksimum", "Qmax", ""),
    "qmax_lpm":     ("Debit maksimum", "Qmax", "L/min"),
    "q3":           ("Debit permanen Q3", "Permanent flow Q3", "m³/h"),
    "r":            ("R = Q3/Q1", "R", ""),
    "product":      ("Produk", "Product", ""),
    "spbu_no":      ("Nomor SPBU", "Station", ""),
    "nozzle_id":    ("Nosel", "Nozzle", ""),
    "totalizer_before": ("Totalisator sebelum uji", "Totaliser before", "L"),
    "totalizer_after":  ("Totalisator sesudah uji", "Totaliser after", "L"),
    "ratio":        ("Perbandingan", "Ratio", ""),
    "platform_m":   ("Ukuran lantai", "Platform", "m"),
    "tension_n":    ("Gaya tarik", "Tension", "N"),
    "dn_mm":        ("Diameter nominal DN", "Nominal diameter", "mm"),
    "orientation":  ("Posisi pemasangan", "Orientation", ""),
    "principle":    ("Prinsip kerja", "Principle", ""),
    "commodity":    ("Komoditas", "Commodity", ""),
    "shape":        ("Bentuk", "Shape", ""),
    "set_no":       ("Nomor set", "Set", ""),
    "range_mm":     ("Rentang ukur", "Range", "mm"),
    "range_kmh":    ("Rentang ukur", "Range", "km/h"),
    "range_pct":    ("Rentang ukur", "Range", "%"),
    "bore_mm":      ("Diameter orifis", "Bore", "mm"),
    "pipe_mm":      ("Diameter pipa", "Pipe", "mm"),
    "diameter_m":   ("Diameter", "Diameter", "m"),
    "height_m":     ("Tinggi", "Height", "m"),
    "pressure":     ("Tekanan", "Pressure", ""),
    "rate":         ("Laju", "Rate", ""),
    "qmax_tph":     ("Laju maksimum", "Maximum rate", "t/h"),
    "meter_factor": ("Faktor meter", "Meter factor", ""),
    "power_kw":     ("Daya", "Power", "kW"),
    "ac_dc":        ("Arus AC/DC", "AC or DC", ""),
    "connector":    ("Konektor", "Connector", ""),
    "itr":          ("Arus transisi Itr", "Itr", "A"),
    "imax":         ("Arus maksimum Imax", "Imax", "A"),
    "un":           ("Tegangan nominal Un", "Nominal voltage", "V"),
    "phases":       ("Jumlah fase", "Phases", ""),
    "constant":     ("Konstanta", "Constant", ""),
    "constant_k":   ("Konstanta k", "Constant k", ""),
    "tank_id":      ("Nomor tangki", "Tank", ""),
    "tank_brand":   ("Merek tangki", "Make of tank", ""),
    "tank_serial":  ("Nomor seri tangki", "Serial of tank", ""),
    "compartments": ("Kompartemen", "Compartments", ""),
    "vehicle_brand": ("Merek kendaraan", "Make of vehicle", ""),
    "chassis_no":   ("Nomor rangka", "Chassis", ""),
    "engine_no":    ("Nomor mesin", "Engine", ""),
    "plate_no":     ("Nomor polisi", "Number plate", ""),
    "ship":         ("Kapal", "Ship", ""),
}
NAMED = {  # stays as people wrote it, `24.306.01` for instance
    *("product", "spbu_no", "nozzle_id", "commodity", "shape", "set_no", "principle", "orientation", "connector"),
    *("tank_id", "tank_brand", "tank_serial", "compartments", "vehicle_brand", "chassis_no", "engine_no", "plate_no"),
    *("ship", "constant", "constant_k"),
}
# fmt: on


def facts(parameters: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Rows of Indonesian, English and value; a parameter nobody has a label for keeps its own name."""
    known = [_fact(name, value, parameters) for name, value in parameters.items() if name != "unit" and value]
    return [*known, *_intervals(parameters)]


def _intervals(parameters: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """R 76-2: the head of the sheet says n = Max/e, part by part."""
    most, steps = (str(parameters.get(name) or "").split("/") for name in ("max", "e"))
    parts = zip(most, steps, strict=False)
    counts = [_quotient(*part) for part in parts]
    return [("n = Max/e", "Intervals", " / ".join(counts))] if all(counts) else []


def _quotient(most: str, step: str) -> str:
    try:
        whole = Decimal(most) / Decimal(step)
    except (InvalidOperation, ZeroDivisionError):
        return ""
    return text(whole).replace(".", ",")


def places(parameters: Mapping[str, Any]) -> int:
    """How many decimals the display shows, so that readings are printed as they were read."""
    finest = str(parameters.get("d") or parameters.get("e") or "").split("/")[0]
    return len(finest.partition(".")[2])


def _fact(name: str, value: Any, parameters: Mapping[str, Any]) -> tuple[str, str, str]:
    words_id, words_en, measure = LABELS.get(name, (name, "", ""))
    measure = str(parameters.get("unit") or "") if measure == "unit" else measure
    is_number = name in LABELS and name not in NAMED
    return words_id, words_en, f"{str(value).replace('.', ',') if is_number else value} {measure}".strip()

"""What tests, points and verdicts are called, Indonesian and English side by side."""

from services.testing.domain.verdict.result import Mark, Verdict

# fmt: off
TESTS = {
    "visual":         ("Pemeriksaan visual", "Visual examination"),
    "zero":           ("Ketepatan penyetelan nol", "Accuracy of zero setting"),
    "correctness":    ("Kebenaran", "Correctness"),
    "eccentricity":   ("Eksentrisitas", "Eccentricity"),
    "repeatability":  ("Kemampuan ulang", "Repeatability"),
    "discrimination": ("Diskriminasi (kepekaan)", "Discrimination"),
    "sensitivity":    ("Kepekaan", "Sensitivity"),
    "tare":           ("Tara", "Tare"),
    "substitution":   ("Beban substitusi", "Substitution loads"),
    "type_conformity": ("Kesesuaian dengan izin tipe", "Conformity to the approved type"),
    "environment":    ("Kondisi lingkungan", "Environment"),
    "accuracy":       ("Kebenaran", "Accuracy"),
    "intervals":      ("Jarak antar garis skala", "Intervals between marks"),
    "comparison":     ("Pembandingan dengan standar", "Comparison with a standard"),
    "anti_drain":     ("Anti-alir balik", "Anti-drain"),
    "totaliser":      ("Totalisator", "Totaliser"),
}

LABELS = {
    "":          ("", ""),
    "up":        ("naik", "up"),
    "down":      ("turun", "down"),
    "range":     ("rentang", "spread"),
    "zero":      ("nol setelah tara", "zero after taring"),
    "unknown":   ("massa tidak diketahui", "mass unknown"),
    "strong":    ("daya tinggi", "high power"),
    "weak":      ("daya rendah", "low power"),
    "high":      ("debit tinggi", "high flow"),
    "medium":    ("debit sedang", "medium flow"),
    "low":       ("debit rendah", "low flow"),
    "q1":        ("Q1", "Q1"),
    "q2":        ("Q2", "Q2"),
    "q3":        ("Q3", "Q3"),
    "itr_imax":  ("Itr–Imax", "Itr–Imax"),
    "imin_itr":  ("Imin–Itr", "Imin–Itr"),
    "mark":      ("dari garis", "from a mark"),
    "face":      ("dari ujung", "from the end face"),
    "temperature": ("suhu", "temperature"),
    "humidity":  ("kelembapan", "humidity"),
}
POSITION = ("posisi {}", "position {}")

MARKS = {
    Mark.PASSED:         ("memenuhi", "passed"),
    Mark.FAILED:         ("tidak memenuhi", "failed"),
    Mark.MISSING:        ("belum lengkap", "incomplete"),
    Mark.NOT_APPLICABLE: ("tidak dilakukan", "not done"),
}

VERDICTS = {
    Verdict.VALID:      ("SAH", "VALID (sah)"),
    Verdict.REJECTED:   ("BATAL", "REJECTED (batal)"),
    Verdict.INCOMPLETE: ("BELUM LENGKAP", "INCOMPLETE"),
}

ACTS = {"initial": ("tera", "initial verification"), "subsequent": ("tera ulang", "subsequent verification")}

CONFIDENCE = {
    "verified":   ("terverifikasi terhadap norma", "verified against the norm"),
    "practice":   ("berdasarkan praktik", "from practice"),
    "unverified": ("BELUM TERVERIFIKASI", "UNVERIFIED"),
}
# fmt: on

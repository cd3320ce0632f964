"""The sentences of the explanation, Indonesian and English side by side."""

from services.testing.domain.result import Mark, Verdict

# fmt: off
TESTS = {
    "visual":         ("Pemeriksaan visual", "Visual examination"),
    "zero":           ("Ketepatan penyetelan nol", "Accuracy of zero setting"),
    "correctness":    ("Kebenaran", "Correctness"),
    "eccentricity":   ("Eksentrisitas", "Eccentricity"),
    "repeatability":  ("Kemampuan ulang", "Repeatability"),
    "discrimination": ("Diskriminasi (kepekaan)", "Discrimination"),
    "tare":           ("Tara", "Tare"),
    "substitution":   ("Beban substitusi", "Substitution loads"),
    "accuracy":       ("Kebenaran", "Accuracy"),
    "comparison":     ("Pembandingan dengan standar", "Comparison with a standard"),
    "anti_drain":     ("Anti-alir balik", "Anti-drain"),
    "totaliser":      ("Totalisator", "Totaliser"),
}

LABELS = {
    "":          ("", ""),
    "up":        ("naik", "up"),
    "down":      ("turun", "down"),
    "range":     ("rentang", "spread"),
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

READ = ("beban {load} {unit}, penunjukan {indication} {unit}", "load {load} {unit}, indication {indication} {unit}")
REFERENCED = (
    "standar {load} {unit}, penunjukan {indication} {unit}",
    "standard {load} {unit}, indication {indication} {unit}",
)
COMPARED = (
    "nominal {load} {unit}, massa konvensional {indication} {unit}",
    "nominal {load} {unit}, conventional mass {indication} {unit}",
)
ERROR = ("kesalahan {error} {unit}", "error {error} {unit}")
WITH_EXTRA = (
    "imbuh {delta_load} {unit}; E = I + ½e − ΔL − L = {indication} + {half} − {delta_load} − {load} = {error} {unit}",
    "extra load {delta_load} {unit}; E = I + ½e − ΔL − L = {indication} + {half} − {delta_load} − {load} "
    "= {error} {unit}",
)
ERROR_PERCENT = ("kesalahan {error} {unit} ({percent} %)", "error {error} {unit} ({percent} %)")
CORRECTED = (
    "dikoreksi kesalahan nol {zero} {unit}: Ec = {corrected} {unit}",
    "corrected for the zero error {zero} {unit}: Ec = {corrected} {unit}",
)
SPREAD = (
    "selisih terbesar dan terkecil {error} {unit}",
    "largest minus smallest {error} {unit}",
)
NUDGED = (
    "beban {load} {unit}; kurang {corrected} {unit} dari satu skala terkecil (nol atau negatif = cukup)",
    "load {load} {unit}; {corrected} {unit} short of one division (zero or negative is enough)",
)
SYMMETRIC = ("BKD ±{high} {unit} [{rule}]", "MPE ±{high} {unit} [{rule}]")
ONE_SIDED = ("BKD {low} sampai {high} {unit} [{rule}]", "MPE {low} to {high} {unit} [{rule}]")
AT_MOST = ("batas {high} {unit} [{rule}]", "limit {high} {unit} [{rule}]")

TABLE = (
    "Batas kesalahan yang diizinkan ({act}): {norm} edisi {edition}, {table}; status tabel: {confidence}.",
    "Maximum permissible errors ({act}): {norm} edition {edition}, {table}; status of the table: {confidence}.",
)
CONFIRM = (
    "Tabel ini belum terverifikasi terhadap peraturan Indonesia; putusan memerlukan konfirmasi kepala.",
    "This table is not verified against Indonesian law; the verdict needs the head's confirmation.",
)
TEST = ("Unit {unit}, {test}: {mark}", "Unit {unit}, {test}: {mark}")
UNIT = ("Unit {unit}: {verdict}.", "Unit {unit}: {verdict}.")
OVERALL = (
    "Putusan: {verdict}; unit sah: {valid}; unit batal: {rejected}.",
    "Verdict: {verdict}; valid units: {valid}; rejected units: {rejected}.",
)

GAPS = {
    "test-missing": ("pengujian ini wajib dan belum dicatat", "this test is required and not recorded"),
    "load-missing": (
        "belum ada beban di sekitar {load} {unit} ({direction})",
        "no load at or near {load} {unit} ({direction})",
    ),
    "loads-missing": (
        "perlu {need} beban berbeda ({direction}), baru {have}",
        "{need} different loads needed ({direction}), {have} recorded",
    ),
    "positions-missing": (
        "perlu {need} posisi dengan beban paling sedikit {load} {unit}, baru {have}",
        "{need} positions with at least {load} {unit} needed, {have} recorded",
    ),
    "repeats-missing": (
        "perlu {need} pengulangan pada beban yang sama, baru {have}",
        "{need} repeats of one load needed, {have} recorded",
    ),
    "runs-missing": (
        "perlu {need} kali pengujian pada {flow}, baru {have}",
        "{need} runs needed at {flow}, {have} recorded",
    ),
    "standards-too-few": (
        "standar {have} {unit} kurang dari {need} {unit} yang diperlukan",
        "standards of {have} {unit} are less than the {need} {unit} needed",
    ),
    "uncertainty-too-large": (
        "ketidakpastian {uncertainty} {unit} lebih besar dari 1/{of} BKD {limit} {unit}",
        "the uncertainty {uncertainty} {unit} exceeds 1/{of} of the limit {limit} {unit}",
    ),
    "nominal-missing": (
        "nilai nominal penuh {load} {unit} belum diuji",
        "the full nominal value {load} {unit} was not tested",
    ),
}

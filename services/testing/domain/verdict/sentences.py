"""The sentences of the explanation, Indonesian and English side by side, to be filled with numbers."""

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
    "imbuh {delta_load} {unit}; E = I + ½{interval} − ΔL − L = {indication} + {half} − {delta_load} − {load} "
    "= {error} {unit}",
    "extra load {delta_load} {unit}; E = I + ½{interval} − ΔL − L = {indication} + {half} − {delta_load} − {load} "
    "= {error} {unit}",
)
ERROR_PERCENT = ("kesalahan {error} {unit} ({percent} %)", "error {error} {unit} ({percent} %)")
CORRECTED = (
    "dikoreksi kesalahan nol {zero} {unit}: Ec = {corrected} {unit}",
    "corrected for the zero error {zero} {unit}: Ec = {corrected} {unit}",
)
BALANCED = (
    "anak timbangan penyeimbang {delta_load} {unit}; E = I − ΔL − L = {indication} − {delta_load} − {load} "
    "= {error} {unit}",
    "balanced with {delta_load} {unit}; E = I − ΔL − L = {indication} − {delta_load} − {load} = {error} {unit}",
)
TRUED = (
    "koreksi standar {correction} {unit} (sudah diperhitungkan)",
    "correction of the standards {correction} {unit} (taken into account)",
)
TARED = ("tara {tare} {unit}", "tare {tare} {unit}")
SWUNG = (
    "imbuh {extra_load} {load_unit}: pergeseran {indication} {unit}; kurang {corrected} {unit} dari yang disyaratkan "
    "(nol atau negatif = cukup)",
    "extra load {extra_load} {load_unit}: moved {indication} {unit}; {corrected} {unit} short of what is needed "
    "(zero or negative is enough)",
)
MOVED = (
    "beban {load} {unit}, penunjukan {indication_before} {unit}; imbuh {extra_load} {unit}: penunjukan {indication} "
    "{unit}; kurang {corrected} {unit} dari pergeseran yang disyaratkan (nol atau negatif = cukup)",
    "load {load} {unit}, indication {indication_before} {unit}; extra load {extra_load} {unit}: indication "
    "{indication} {unit}; {corrected} {unit} short of the movement needed (zero or negative is enough)",
)
SPREAD = (
    "selisih terbesar dan terkecil {error} {unit}",
    "largest minus smallest {error} {unit}",
)
NUDGED = (
    "beban {load} {unit}, penunjukan {indication_before} {unit}; imbuh {extra_load} {unit}: penunjukan {indication} "
    "{unit}; kurang {corrected} {unit} dari satu skala terkecil (nol atau negatif = cukup)",
    "load {load} {unit}, indication {indication_before} {unit}; extra load {extra_load} {unit}: indication "
    "{indication} {unit}; {corrected} {unit} short of one division (zero or negative is enough)",
)
NARROWED = ("BKD − U ±{high} {unit} [{rule}]", "MPE − U ±{high} {unit} [{rule}]")
SYMMETRIC = ("BKD ±{high} {unit} [{rule}]", "MPE ±{high} {unit} [{rule}]")
ONE_SIDED = ("BKD {low} sampai {high} {unit} [{rule}]", "MPE {low} to {high} {unit} [{rule}]")
AT_MOST = ("batas {high} {unit} [{rule}]", "limit {high} {unit} [{rule}]")

TABLE = (
    "Batas kesalahan yang diizinkan ({act}): {norm} edisi {edition}, {table}; status tabel: {confidence}.",
    "Maximum permissible errors ({act}): {norm} edition {edition}, {table}; status of the table: {confidence}.",
)
CONFIRM = (
    "Ada tabel atau aturan yang belum terverifikasi terhadap peraturan Indonesia; putusan perlu konfirmasi kepala.",
    "A table or rule used here is not verified against Indonesian law; the verdict needs the head's confirmation.",
)
TEST = ("Unit {unit}, {test}: {mark}", "Unit {unit}, {test}: {mark}")
UNIT = ("Unit {unit}: {verdict}.", "Unit {unit}: {verdict}.")
OVERALL = (
    "Putusan: {verdict}; unit sah: {valid}; unit batal: {rejected}.",
    "Verdict: {verdict}; valid units: {valid}; rejected units: {rejected}.",
)

DEPARTED = (
    "Unit {unit}: MENYIMPANG DARI ATURAN. Menurut aturan {rule}, ditetapkan {verdict} oleh {verifier} dan disahkan "
    "orang kedua; sebab: {reason}.",
    "Unit {unit}: DEPARTS FROM THE RULE. By the rule {rule}, decided {verdict} by {verifier} and confirmed by a "
    "second person; reason: {reason}.",
)

MATERIAL = (
    "Bahan pengganti ke-{number}: {mass} {unit}",
    "Substitution material {number}: {mass} {unit}",
)

RULES = {
    ("conformity", "simple"): (
        "Aturan keputusan: penerimaan sederhana, batas itu sendiri masih memenuhi.",
        "Decision rule: simple acceptance, the limit itself still passes.",
    ),
    ("conformity", "guard_band"): (
        "Aturan keputusan: pita penjaga selebar ketidakpastian, |E| ≤ BKD − U.",
        "Decision rule: a guard band as wide as the uncertainty, |E| ≤ MPE − U.",
    ),
    ("early_stop", "true"): (
        'Pengujian dihentikan setelah ada yang tidak memenuhi; yang belum dilakukan ditandai "/" ({legal_source}).',
        'The test was stopped after a failure; what was not done is marked "/" ({legal_source}).',
    ),
    ("repair", "initial"): (
        "Alat diperbaiki atau dijustir pada kunjungan ini: berlaku BKD tera ({legal_source}).",
        "Repaired or adjusted in this visit: the limits of initial verification apply ({legal_source}).",
    ),
    ("repair", "as_asked"): (
        "Peneraan setelah perbaikan: berlaku BKD peneraan yang diminta ({legal_source}).",
        "Verification after repair: the limits of the verification asked for apply ({legal_source}).",
    ),
    ("voluntary", "as_asked"): (
        "Pengujian sukarela atas permintaan pemilik, dengan BKD peneraan yang diminta; alat tidak dipakai untuk "
        "keperluan yang wajib ditera ({legal_source}).",
        "Voluntary test at the owner's request, by the limits of the verification asked for; the instrument is not "
        "used where verification is mandatory ({legal_source}).",
    ),
    ("voluntary", "initial"): (
        "Pengujian sukarela atas permintaan pemilik, dengan BKD tera; alat tidak dipakai untuk keperluan yang wajib "
        "ditera ({legal_source}).",
        "Voluntary test at the owner's request, by the limits of initial verification; the instrument is not used "
        "where verification is mandatory ({legal_source}).",
    ),
    ("sampling", "as_asked"): (
        "Pengujian dengan contoh, dengan BKD peneraan yang diminta; hasil berlaku bagi contoh ini, putusan atas lot "
        "diambil tersendiri ({legal_source}).",
        "Test of a sample, by the limits of the verification asked for; it holds for this sample, the lot is decided "
        "on by itself ({legal_source}).",
    ),
    ("sampling", "initial"): (
        "Pengujian dengan contoh, dengan BKD tera; hasil berlaku bagi contoh ini, putusan atas lot diambil tersendiri "
        "({legal_source}).",
        "Test of a sample, by the limits of initial verification; it holds for this sample, the lot is decided on by "
        "itself ({legal_source}).",
    ),
}

"""What a record lacks, or what could not be checked, as parts of a sentence; to be filled with facts."""

GAPS = {
    "type-approval-unknown": (
        "izin tipe {number} tidak ada dalam daftar; catat dahulu izin tipenya",
        "type approval {number} is not in the register; enter it first",
    ),
    "placed-on-missing": (
        "tanggal alat diedarkan belum dicatat; izin tipe {number} harus berlaku pada tanggal itu",
        "the day of placing on the market is not recorded; type approval {number} must have been valid on it",
    ),
    "type-not-examined": (
        "kesesuaian alat dengan izin tipe {number} belum diperiksa",
        "whether the instrument is as type approval {number} says was not examined",
    ),
    "test-missing": ("pengujian ini wajib dan belum dicatat", "this test is required and not recorded"),
    "standards-unstated": (
        "massa standar yang ada belum dicatat; tulis pada standards, dan bila kurang dari Max catat substitusinya",
        "the mass of standards at hand is not recorded; write it as standards, and substitutions where it is below Max",
    ),
    "load-beyond-standards": (
        "beban {load} {unit} melebihi standar yang ada ({have} {unit}); catat bahan pengganti sebagai substitutes",
        "the load {load} {unit} exceeds the standards at hand ({have} {unit}); record material as substitutes",
    ),
    "place-missing": ("belum ada pengujian di sekitar {load} {unit}", "no reading at or near {load} {unit}"),
    "tare-zero-missing": (
        "nol setelah tara {tare} {unit} belum dibaca; catat pembacaan dengan beban 0",
        "zero after taring {tare} {unit} was not read; record a reading with load 0",
    ),
    "net-loads-missing": (
        "perlu {need} beban neto, baru {have}",
        "{need} net loads needed, {have} recorded",
    ),
    "vessel-too-small": (
        "bejana {standard} memuat {have} {unit}, dialirkan {load} {unit}; catat jumlah pengisiannya sebagai count",
        "vessel {standard} holds {have} {unit} and {load} {unit} ran; record how often it was filled as count",
    ),
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
    "repeats-too-light": (
        "perlu {need} pengulangan pada satu beban paling sedikit {load} {unit} (setengah Max)",
        "{need} repeats of one load of at least {load} {unit} (half of Max) needed",
    ),
    "runs-too-small": (
        "perlu {need} kali pengujian pada {flow} dengan paling sedikit {volume} {unit}, baru {have}",
        "{need} runs of at least {volume} {unit} needed at {flow}, {have} recorded",
    ),
    "zero-without-extra-load": (
        "nol dibaca tanpa imbuh: kesalahannya hanya diketahui sampai ±{half} {unit} (½e)",
        "zero was read without extra loads: its error is known to ±{half} {unit} (½e) only",
    ),
    "findings-missing": (
        "tidak memenuhi, tetapi temuannya belum dicatat",
        "failed, but what was found is not recorded",
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
    "standard-out-of-calibration": (
        "standar {standard} di luar masa kalibrasi pada tanggal pengujian (sampai {valid_until})",
        "standard {standard} was out of calibration on the day of the test (until {valid_until})",
    ),
    "standard-withdrawn": (
        "standar {standard} ditarik dari pemakaian sejak {withdrawn_from}",
        "standard {standard} is withdrawn from use since {withdrawn_from}",
    ),
    "standard-error-unknown": (
        "kesalahan standar {standard} tidak diketahui; tidak diperiksa apakah paling besar 1/{of} BKD",
        "the error of standard {standard} is not known; whether it is within 1/{of} of the limit was not checked",
    ),
    "standard-of-other-quantity": (
        "standar {standard} bukan standar untuk besaran yang diukur",
        "standard {standard} is not a standard of the quantity that was measured",
    ),
    "standard-too-coarse": (
        "standar {standard} terlalu kasar: kesalahannya {error} {unit} pada {load} {unit}, "
        "lebih besar dari 1/{of} BKD {limit} {unit}",
        "standard {standard} is too coarse: its error of {error} {unit} at {load} {unit} "
        "exceeds 1/{of} of the limit {limit} {unit}",
    ),
    "uncertainty-missing": (
        "ketidakpastian belum dicatat, antara lain pada {load} {unit}; pita penjaga memerlukannya",
        "the uncertainty is not recorded, at {load} {unit} among others; a guard band needs it",
    ),
    "environment-missing": ("{what} belum dicatat", "the {what} is not recorded"),
    "environment-outside": (
        "{what} {value} {unit} di luar batas prosedur ({bounds} {unit})",
        "{what} {value} {unit} is outside the limits of the procedure ({bounds} {unit})",
    ),
}

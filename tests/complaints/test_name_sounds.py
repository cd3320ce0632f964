"""Whoever only heard or saw a name or a code writes it in many ways, and each keeps the case from its bearer; what
people ordinarily complain of does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.complaints.domain.spellings import Told
from shared.look_alikes import LOOKS

WRITTEN = [
    *("FAUZl", "Ahmadfauzi", "@ahmadfauzi", "ahmadfauzi88", "afauzi", "Ahmed", "Fouzi", "fawzi", "Fauzie", "Faudzi"),
    *("Ahm@d", "Ꭺhmad", "Fauzy", "Fauji", "Pauzi", "F a u z i", "Achmat", "fauziahmad", "Ahrnad", "F4uzi"),
]
CODES = [
    *("Ꮲ1", "ꓑ1", "ᑭ1", "𐊕1", "P|1", "P|", "1P", "P ke-1", "penera pertama", "penera kesatu", "petugas P one"),
    *("nomor punggung 1", "petugas I", "P I", "🅿1", "P①", "pegawai ke-1"),
]
IN_FIELD = ["pertama", "one", "I", "i", "l", "un", "|", "1", "O1", "Ꭺhmad", "ahmed", "fawzi"]
LIKE = {looks: [one for one, same in LOOKS.items() if same == looks] for looks in LOOKS.values()}
NAMES = """
Ahmad Fauzi, Budi Santoso, Siti Rahmawati, Dewi Lestari, Agus Setiawan, Rina Marlina, Hendra Wijaya, Yuliana Putri,
Deni Saputra, Muhammad Rizki, Eko Prasetyo, Sri Wahyuni, Joko Susilo, Lia Amelia, Ali Imron, Nur Hidayah, Wahyu Hidayat,
Rudi Hartono, Tono Sutrisno, Fitri Handayani, Umar Usman, Bambang Irawan, Sari Indah Permata, Yusuf Maulana, Ratna Dewi
"""
THINGS = """
pompa bensin, timbangan pasar, meter air, takaran minyak, timbangan emas, timbangan daging, jembatan timbang, neraca,
gelas takar, tera ulang
"""
PEOPLE, SUBJECTS = ([one.strip() for one in listed.split(",")] for listed in (NAMES, THINGS))
STORIES = [
    "Saya mengisi 20 liter di {0}, terukur kurang dari 19 liter pada hari kedua, tanggal 3 November 2026.",
    "Nomor seri {0} itu tidak sama dengan yang tertulis; segelnya sudah rusak sejak seminggu yang lalu.",
    "Bu di loket menyuruh saya menunggu dua jam untuk {0}, padahal antrean hanya tiga orang.",
    "Surat untuk {0} belum keluar setelah 14 hari kerja, mohon penjelasan dari kantor.",
    "Penjual menolak menimbang lagi. {0} itu sudah lama tidak diperiksa, saya rugi satu kilogram.",
    "Biaya {0} diminta dua kali dan tidak ada kuitansi, besarnya Rp50.000 di setiap kios.",
    "Petugas datang terlambat ketika {0} akan diuji, jadwal pukul 09.00 menjadi pukul 11.00.",
    "Hasil uji {0} menurut saya salah karena beban pertama belum dipasang dengan benar.",
    "Alamat kios saya Jalan Melati Nomor 9 RT 1; {0} di sana selalu kurang 2 ons tiap 1 kg.",
    "Mohon {0} di tempat kami diperiksa lagi, sudah sering pembeli mengeluh dan merasa ditipu.",
]
TEXTS = [story.format(subject) for story in STORIES for subject in SUBJECTS]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_name_is_found_as_it_may_be_heard_or_written(written):
    assert Told("", f"Kata orang {written} waktu itu").may_mean([], ["Ahmad Fauzi, S.T."])


@pytest.mark.parametrize("written", CODES)
def test_a_code_is_found_in_free_text(written):
    assert Told("", f"Kata orang {written} waktu itu").may_mean(["P1"], [])


@pytest.mark.parametrize("written", IN_FIELD)
def test_in_the_field_for_him_a_number_or_a_name_alone_is_enough(written):
    assert Told(written).may_mean(["P1"], ["Ahmad Fauzi"])


def like(letter: str) -> st.SearchStrategy[str]:
    return st.sampled_from([letter, letter.upper(), *LIKE.get(letter, [])])


@given(st.tuples(*(like(letter) for letter in "ahmad")), st.tuples(like("p"), like("9")))
def test_letters_that_look_alike_hide_neither_a_name_nor_a_code(name, code):
    assert Told("", f"Kata {''.join(name)} itu").has_name("Ahmad Fauzi"), name
    assert Told("", f"Kata {''.join(code)} itu").has_code("P9"), code


def test_what_people_ordinarily_complain_of_is_kept_from_hardly_anybody():
    told = [Told("", text) for text in TEXTS]
    hidden = [(text, name) for one, text in zip(told, TEXTS, strict=True) for name in PEOPLE if one.has_name(name)]
    codes = [(text, n) for one, text in zip(told, TEXTS, strict=True) for n in range(1, 26) if one.has_code(f"P{n}")]

    assert len(TEXTS) == 100
    assert len(hidden) + len(codes) <= 100, (hidden[:5], codes[:5])
    assert max(sum(text == one for one, _ in (*hidden, *codes)) for text in TEXTS) <= 2

"""The start page says what the published standard says, works without a script, and leads forms to their pages."""

import pytest

from deploy.gateway import start
from deploy.local import composition
from shared.config import Settings


@pytest.fixture
def client(tmp_path):
    return start.create_app(Settings.from_env("front", var_dir=str(tmp_path))).test_client()


@pytest.mark.parametrize(
    "said",
    [
        "UPTD Metrologi Legal Kabupaten Musi Banyuasin",
        "Kepala UPTD Metrologi Legal Kabupaten Musi Banyuasin",
        "Tidak dipungut biaya",
        "1 (satu) tahun",
        "2 periode × 6 bulan",
        "Surat Keterangan Hasil Pengujian (SKHP)",
        "15 kecamatan",
        "JL. Merdeka Lk. I Kelurahan Serasan Jaya Sekayu 30711",
        "(0714) 322447",
        "SK 400.7.22.1/452/KTPS-DAGPERIN/2024",
        "Evaluasi dan peningkatan",
    ],
)
def test_the_start_page_says_what_the_standard_says(client, said: str):
    assert said in client.get("/").text


def test_the_start_page_links_every_service(client):
    page = client.get("/").text

    for name in composition.NAMES:
        assert all(f'href="/{name}/{path}"' in page for path in ("docs", "openapi.json", "asyncapi.json", "readyz"))


def test_the_start_page_needs_no_script_and_nobody_else(client):
    answer = client.get("/")

    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert 'src="http' not in answer.text


def test_the_trial_says_that_it_is_one(client, tmp_path):
    settings = {"var_dir": str(tmp_path), "mode": "production", "token_issuer": "https://id.example"}
    real = start.create_app(Settings.from_env("front", **settings)).test_client()

    assert "Sistem contoh." in client.get("/").text
    assert "Sistem contoh." not in real.get("/").text


@pytest.mark.parametrize(
    ("typed", "led"),
    [
        ("8g1b 6acq-129ro", "/v/8G1B-6ACQ-129R-0"),
        ("", "/#cek"),
        ("//evil.example", "/#cek"),
    ],
)
def test_a_code_as_typed_is_led_to_its_page(client, typed: str, led: str):
    assert client.get("/v/", query_string={"code": typed}).location == led


@pytest.mark.parametrize(
    ("number", "code", "led"),
    [
        ("PTU-2026-000042-7", "k7qm abcd", "/intake/tracking/PTU-2026-000042-7?code=K7QM-ABCD"),
        ("../../x?y=", "", "/intake/tracking/....xy?code="),
        ("", "", "/#lacak"),
    ],
)
def test_a_receipt_is_led_to_its_letter(client, number: str, code: str, led: str):
    assert client.get("/lacak", query_string={"number": number, "code": code}).location == led


def test_an_address_that_leads_nowhere_says_so(client):
    answer = client.get("/tidak-ada")

    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text


def test_the_look_may_be_kept_for_a_day(client):
    assert client.get("/style.css").headers["Cache-Control"] == "public, max-age=86400"


ODD = ["/v", "//v", "/v//", "/v?code=x", "/lacak/", "/lacak?number=x", "//evil.example/v", "/livez/"]


@pytest.mark.parametrize("path", ODD)
def test_no_answer_of_the_front_leads_to_the_host_that_the_caller_named(client, path: str):
    answer = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})

    assert not (answer.location or "").startswith(("http", "//"))
    assert "evil" not in "".join(map(str, answer.headers))
    assert "evil" not in answer.text


def test_the_form_of_the_start_page_is_found_without_its_last_slash(client):
    assert client.get("/v?code=8g1b 6acq-129ro").location == "/v/8G1B-6ACQ-129R-0"

"""The files of limits and procedures: complete, dated, agreeing with the profile, and readable side by side."""

import csv
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from services.intake.domain.plate import UNITS as LETTER_UNITS
from services.testing.domain.limits.mpe import RULES
from services.testing.domain.limits.tables import CONFIDENCE, Verification
from services.testing.domain.quantity import UNITS
from services.testing.domain.verdict.verdict import JUDGES
from services.testing.domain.words import LABELS, TESTS
from services.testing.papers import forms, plate
from services.testing.storage.limits import DATA, tables_on
from tests.testing.sheets import DAY, TRADER, found, tables

FORMS = {**forms.FORMS, "checklist": ()}
PROFILES = sorted((Path(__file__).parents[2] / "deploy" / "profiles").glob("*/kinds.csv"))


def test_every_kind_with_a_family_finds_its_table_and_its_procedure():
    lost = [
        f"{kind.code}: no file of data/{folder} holds {wanted!r}"
        for kind in tables().kinds.values()
        for folder, wanted, known in (
            ("limits", kind.family, tables().limits),
            ("procedures", kind.procedure, tables().procedures),
        )
        if kind.family and wanted not in known
    ]

    assert lost == []


def test_whatever_a_sheet_prints_of_a_kind_has_words_in_both_languages():
    tests = [row for procedure in tables().procedures.values() for row in procedure.tests]
    printed = {
        "TESTS of domain/words.py": ({row["code"] for row in tests}, TESTS),
        "FORMS of papers/forms.py": ({row["method"] for row in tests}, FORMS),
        "CHECKS of papers/forms.py": ({check for row in tests for check in row.get("checks", [])}, forms.CHECKS),
        "LABELS of domain/words.py": ({flow for row in tests for flow in row.get("flows", [])}, LABELS),
        "LABELS of papers/plate.py": (parameters(), plate.LABELS),
    }

    missing = {where: sorted(codes - set(known)) for where, (codes, known) in printed.items()}
    assert {where: codes for where, codes in missing.items() if codes} == {}


def parameters() -> set[str]:
    """What any kind of any profile tells of itself."""
    cells = [row["params"] for file in PROFILES for row in csv.DictReader(file.read_text().splitlines())]
    return {name for cell in cells for name in cell.split(";") if name}


def test_a_letter_may_name_every_unit_that_a_test_can_measure_in():
    assert set(LETTER_UNITS) == set(UNITS), "services/intake/domain/plate.py and services/testing/domain/quantity.py"


@pytest.mark.parametrize("family", sorted(tables().limits))
def test_every_table_says_where_it_comes_from_and_how_sure_it_is(family):
    table = tables().limits[family]

    assert table.rule in RULES
    assert set(table.terms) == set(Verification)
    assert all(terms.confidence in CONFIDENCE for terms in table.terms.values())
    assert all((table.source.norm, table.source.edition, table.source.table, table.source.legal_source))


def test_what_a_paper_prints_of_a_source_holds_no_working_note():
    known = [*tables().limits.values(), *tables().procedures.values()]

    for source in (table.source for table in known):
        printed = f"{source.table} {source.legal_source}".lower()
        assert not any(word in printed for word in ("read", "memory", "found", "not ", "this project", "scan"))


@pytest.mark.parametrize("code", sorted(tables().procedures))
def test_every_procedure_names_tests_that_somebody_can_judge(code):
    for row in tables().procedures[code].tests:
        assert row["method"] in {*JUDGES, "checklist"}


@pytest.fixture
def folder(tmp_path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


def test_a_new_edition_stands_beside_the_old_one_until_its_day(folder):
    first = (folder / "limits" / "r76-2006.toml").read_text(encoding="utf-8")
    second = first.replace('"2006"', '"2030"').replace("valid_from = 2015-10-19", "valid_from = 2030-01-01")
    (folder / "limits" / "r76-2030.toml").write_text(second, encoding="utf-8")

    editions = {day: tables_on(day, folder).limits["R76"].source.edition for day in (DAY, date(2030, 1, 1))}

    assert editions == {DAY: "2006", date(2030, 1, 1): "2030"}


def test_a_table_that_has_ended_no_longer_applies(folder):
    path = folder / "limits" / "r76-2006.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("valid_from = 2015-10-19", "valid_from = 2015-10-19\nvalid_to = 2026-11-21"))

    assert "R76" in tables_on(date(2026, 11, 21), folder).limits
    assert "R76" not in tables_on(date(2026, 11, 22), folder).limits


def test_a_table_of_unknown_confidence_is_refused_by_name(folder):
    path = folder / "limits" / "r35-2007.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"verified"', '"certain"', 1), encoding="utf-8")

    with pytest.raises(ValueError, match=r"r35-2007\.toml: confidence"):
        tables_on(DAY, folder)


def test_the_digest_tells_one_set_of_parameters_from_another(folder):
    same = tables_on(DAY, folder).digest
    (folder / "limits" / "r111-2004.csv").write_text("nominal,M1\n1 kg,51\n", encoding="utf-8")

    assert same == tables().digest
    assert tables_on(DAY, shutil.copytree(folder, folder.parent / "changed")).digest != same


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        (
            "limits/evse-2026.toml",
            'rule = "unwritten"',
            r"evse-2026\.toml: rule 'unwritten' is none of .*mpe\.py RULES",
        ),
        (
            "procedures/charger.toml",
            'method = "unwritten"',
            r"charger\.toml: method 'unwritten' is none of .*verdict\.py JUDGES",
        ),
    ],
)
def test_a_rule_or_a_method_that_nobody_wrote_is_refused_with_the_place_where_it_belongs(folder, file, line, told):
    name = line.partition(" ")[0]
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(re.sub(f"^{name} = .*$", line, text, count=1, flags=re.MULTILINE), encoding="utf-8")

    with pytest.raises(ValueError, match=told):
        tables_on(DAY, folder)


def test_a_limit_carries_its_source_into_json():
    assert found("tbo_elektronik", "initial", **TRADER, load="5").as_json() == {
        "mpe": "0.005",
        "low": "-0.005",
        "high": "0.005",
        "unit": "kg",
        "rule": "III: m = 500 e ≤ 500 e → ± 0.5 e × 1",
        "norm": "OIML R 76-1",
        "edition": "2006",
        "table": "Table 6; class rules: Table 3",
        "confidence": "verified",
        "legal_source": "ST 131/SPK/KEP/10/2015",
        "valid_from": "2015-10-19",
        "note": "The decree cites OIML R 76; figures read in UK SI 1995/1907 Sch 2, not in the decree",
    }


def test_every_refusal_of_the_engine_has_its_words():
    code = re.compile(r"""(?:fault|refuse)\(\s*"([a-z-]+)\"""")
    sources = (DATA.parent / "domain").rglob("*.py")
    raised = {name for path in sources for name in code.findall(path.read_text(encoding="utf-8"))}

    catalogue = tomllib.loads((DATA / "problems.toml").read_text(encoding="utf-8"))

    assert raised - set(catalogue) == set()
    for words in (catalogue[name] for name in raised):
        assert all(words[part][language] for part in ("title", "detail") for language in ("id", "en"))

"""The legally relevant part is named by checksums that change with it and with nothing else."""

import ast
import shutil
from pathlib import Path

from services.testing.storage.software import DATA, DOMAIN, MODULES, identity

ENTRANCES = ("verdict/verdict", "limits/mpe", "limits/procedure", "limits/plate_rules", "verdict/departure")
PREFIX = "services.testing.domain"


def imported(name: str) -> set[str]:
    """The modules of the domain that a module of the domain imports, as paths below it."""
    tree = ast.parse((DOMAIN / f"{name}.py").read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PREFIX):
            place = node.module.removeprefix(PREFIX).strip(".").replace(".", "/")
            found |= {f"{place}/{alias.name}".strip("/") for alias in node.names} | {place}
    return {place for place in found if (DOMAIN / f"{place}.py").is_file()}


def test_everything_between_a_reading_and_a_verdict_is_in_the_checksum():
    reached, waiting = set(), set(ENTRANCES)
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= imported(name) - reached

    assert reached == set(MODULES)


def copied(folder: Path) -> tuple[Path, Path]:
    shutil.copytree(DOMAIN, folder / "domain", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DATA, folder / "data")
    return folder / "domain", folder / "data"


def test_the_same_files_elsewhere_have_the_same_identity(tmp_path):
    assert identity(*copied(tmp_path)) == identity()


def test_a_changed_rule_shows_in_the_program_and_a_changed_limit_in_the_parameters(tmp_path):
    domain, data = copied(tmp_path / "rule")
    (domain / "verdict" / "verdict.py").write_text("changed = True\n", encoding="utf-8")
    _, tables = copied(tmp_path / "limit")
    (tables / "limits" / "r111-2004.csv").write_text("nominal,M1\n1 kg,51\n", encoding="utf-8")

    rule, limit = identity(domain, data), identity(tmp_path / "limit" / "domain", tables)

    assert (rule.program != identity().program, rule.parameters) == (True, identity().parameters)
    assert (limit.program, limit.parameters != identity().parameters) == (identity().program, True)


def test_what_people_are_told_about_problems_is_no_part_of_it(tmp_path):
    domain, data = copied(tmp_path)
    (data / "problems.toml").write_text("", encoding="utf-8")

    assert identity(domain, data) == identity()


def test_a_paper_can_print_it_on_one_line():
    version, program, parameters = identity().short.split(" · ")

    assert identity().version == version
    assert identity().program.startswith(program)
    assert identity().parameters.startswith(parameters)

"""The first command a newcomer types: what hinders it is said in one sentence, what is there is left alone."""

import pytest

from deploy import environment
from deploy.environment import Hindered, check, main, make, stamp


def everything(name):
    return name


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 10)])
def test_an_old_python_is_named_with_the_one_that_is_needed(tmp_path, version):
    with pytest.raises(Hindered, match=r"3\.11 or newer is needed, this is " + ".".join(map(str, version))):
        check(version, tmp_path, everything)


@pytest.mark.parametrize("absent", ["venv", "ensurepip"])
def test_a_missing_venv_module_is_named_with_its_remedy(tmp_path, absent):
    with pytest.raises(Hindered, match="apt install python3-venv"):
        check((3, 11), tmp_path, lambda name: None if name == absent else name)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Hindered, match=r"file/.venv cannot be written to"):
        check((3, 11), tmp_path / "file" / ".venv", everything)


def test_a_sentence_is_one_line_in_both_languages(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Hindered) as hindered:
        check((3, 11), tmp_path / "file" / ".venv", everything)
    assert " / " in str(hindered.value)
    assert "\n" not in str(hindered.value)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A project folder with an environment made from a lock of nothing."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "empty.lock").touch()
    make(folder / ".venv", folder / "empty.lock")
    return folder


def test_an_environment_of_the_same_lock_is_left_alone(root):
    made = (root / ".venv" / "pyvenv.cfg").stat().st_mtime_ns

    make(root / ".venv", root / "empty.lock")
    assert (root / ".venv" / "pyvenv.cfg").stat().st_mtime_ns == made
    assert [mark.name for mark in (root / ".venv").glob("*.stamp")] == ["empty.lock.stamp"]


def test_another_lock_or_python_is_another_environment(tmp_path):
    lock = tmp_path / "some.lock"
    lock.write_text("flask==3.1.3")
    before = stamp(lock)

    assert stamp(lock, (3, 99)) != before
    lock.write_text("flask==3.1.4")
    assert stamp(lock) != before


def test_a_package_that_cannot_be_installed_is_one_sentence_and_leaves_no_stamp(root, monkeypatch):
    (root / "bad.lock").write_text(f"absent @ file://{root}/absent.whl --hash=sha256:{'0' * 64}")
    monkeypatch.setattr(environment, "ROOT", root)

    with pytest.raises(SystemExit) as stopped:
        main(["bad.lock"])
    assert "Installing the packages failed" in str(stopped.value)
    assert not (root / ".venv" / "bad.lock.stamp").exists()

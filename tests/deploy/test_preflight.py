"""What hinders a start is said in one sentence in both languages, before anything is begun."""

import socket

import pytest

from deploy.local import preflight


def test_a_port_in_use_is_named():
    with socket.socket() as other:
        other.bind((preflight.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(preflight.Hindered, match=rf"Porta {port} sudah dipakai.* / Port {port} is in use"):
            preflight.check_ports([port])


def test_a_free_port_is_free_again_after_the_look():
    port = preflight.free_port()

    preflight.check_ports([port])
    preflight.check_ports([port])


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_cannot_be_is_refused_in_a_sentence(port: int):
    with pytest.raises(preflight.Hindered):
        preflight.check_ports([port])


def test_a_folder_that_takes_no_files_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(preflight.Hindered, match=r"tidak dapat ditulisi.* / The folder .* cannot be written to"):
        preflight.check_folder(tmp_path / "file" / "var")


def test_the_look_leaves_nothing_behind(tmp_path):
    preflight.check_folder(tmp_path / "var")

    assert list((tmp_path / "var").iterdir()) == []


def test_a_service_that_is_not_there_is_named():
    with pytest.raises(preflight.Hindered, match="testing, certificates"):
        preflight.check_services(("intake", "testing", "certificates"), ("intake",))

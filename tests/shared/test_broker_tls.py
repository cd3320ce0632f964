"""Over TLS the broker is whom its certificate names: to nobody else is anything said."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pika
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pika.exceptions import AMQPConnectionError

from shared.bus import topology
from shared.config import Settings, Unfit

GREETING = b"AMQP\0\0\x09\x01"  # the first bytes of a client, AMQP 0-9-1, 4.2.2


def certificate(folder: Path, named: str) -> Path:
    """A certificate that is its own authority, for one address."""
    key, day = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "broker")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(day - timedelta(days=1)).not_valid_after(day + timedelta(days=1))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    who = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(named))])
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = made.add_extension(who, critical=False).sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    file = folder / "broker.pem"
    file.write_bytes(private + public)
    return file


class Broker:
    """Shakes hands by TLS on loopback and notes the first bytes that it is sent."""

    def __init__(self, file: Path) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(file)
        self.socket, self.heard = socket.create_server(("127.0.0.1", 0)), b""
        self.url = f"amqps://office:secret@127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._hear)
        self.thread.start()

    def _hear(self) -> None:
        wire, _ = self.socket.accept()
        self.socket.close()  # who tries once more is refused at once
        wire.settimeout(10)
        try:
            with self.context.wrap_socket(wire, server_side=True) as secured:
                self.heard = secured.recv(8)
        except (ssl.SSLError, OSError):
            return


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Broker]]:
    started = []

    def start(named: str) -> Broker:
        file = certificate(tmp_path, named)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        started.append(Broker(file))
        return started[-1]

    yield start
    for one in started:
        one.thread.join(20)


def by_kombu(url: str) -> None:
    connection = topology.dialled(url, connect_timeout=5)
    with pytest.raises((ConnectionError, ssl.SSLError, TimeoutError)):
        connection.connect()
    connection.release()


def by_pika(url: str) -> None:
    with pytest.raises((AMQPConnectionError, OSError)):
        pika.BlockingConnection(pika.URLParameters(f"{topology.address(url)}?socket_timeout=5"))


@pytest.mark.parametrize("dial", [by_kombu, by_pika])
@pytest.mark.parametrize(("named", "heard"), [("127.0.0.1", GREETING), ("127.0.0.2", b"")])
def test_only_whom_the_certificate_names_is_spoken_to(broker, dial, named, heard):
    other = broker(named)

    dial(other.url)

    other.thread.join(20)
    assert other.heard == heard


def test_the_address_of_the_broker_says_nothing_of_how_certificates_are_checked(monkeypatch, capsys):
    monkeypatch.setenv("BUS_URL", "amqps://a:b@broker/%2F?ssl_options={'cert_reqs':0}")

    with pytest.raises(Unfit):
        Settings.from_env("intake")
    assert "BUS_URL" in capsys.readouterr().err

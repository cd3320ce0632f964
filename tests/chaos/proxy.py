"""A small TCP proxy on loopback that can delay, swallow or reset what passes."""

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from tests.live.servers import free_port

CHUNK = 65536


@dataclass
class Proxy:
    """`mode`: pass, delay (seconds per chunk towards the client), hole (nothing passes, nothing closes)."""

    target: int
    port: int = field(default_factory=free_port)
    mode: str = "pass"
    delay: float = 0.0
    accepted: int = 0
    sockets: list[socket.socket] = field(default_factory=list)

    def start(self) -> "Proxy":
        self.door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def reset(self) -> None:
        """Cut every connection at once, without a farewell."""
        for one in self.sockets:
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                one.close()
        self.sockets.clear()

    def stop(self) -> None:
        self.door.close()
        self.reset()

    def _serve(self) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                client, _ = self.door.accept()
                self.accepted += 1
                self._join(client)

    def _join(self, client: socket.socket) -> None:
        """Both ends pumped into each other; a server that is away is nobody to talk to."""
        try:
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            client.close()
            return
        self.sockets += [client, server]
        for source, sink, back in ((client, server, False), (server, client, True)):
            threading.Thread(target=self._pump, args=(source, sink, back), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                while self.mode == "hole":
                    time.sleep(0.05)
                if back and self.mode == "delay":
                    time.sleep(self.delay)
                sink.sendall(data)
        for one in (source, sink):
            with suppress(OSError):
                one.close()

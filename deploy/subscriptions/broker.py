"""Logins and queues on RabbitMQ, made with the broker's own command: no agency there serves itself."""

import base64
import hashlib
import json
import os
import re
import secrets
import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from shared.config import Settings

DAY = 24 * 3600 * 1000
# What is full or old is dropped at the head and read again from the feed. Refusing instead would make the broker
# refuse the event to everybody: one sleeping agency would stop the office.
LIMITS = {
    "x-queue-type": "quorum",
    "x-max-length": 100_000,
    "x-max-length-bytes": 256 * 1024 * 1024,
    "x-overflow": "drop-head",
    "x-message-ttl": 14 * DAY,
}
USER_LIMITS = {"max-connections": 3, "max-channels": 6}
NOTHING = "^$"


class BrokerFault(Exception):
    """What the broker's command said when it failed."""


@dataclass(frozen=True)
class Broker:
    """The broker of BUS_URL, reached by RABBITMQCTL."""

    command: Sequence[str]
    vhost: str
    exchanges: Sequence[str]  # the public one first

    @classmethod
    def of(cls, settings: Settings, system: str) -> "Broker | None":
        """None where the feeds are the only carrier."""
        if not settings.bus_url:
            return None
        vhost = unquote(urlsplit(settings.bus_url).path.strip("/")) or "/"
        return cls(shlex.split(settings.rabbitmqctl), vhost, (f"{system}.events", f"{system}.internal"))

    def admit(self, name: str, types: Sequence[str]) -> str:
        """Make login and queue `name` for these types, anew if it was there; returns the password, kept nowhere."""
        self.dismiss(name)
        password = secrets.token_urlsafe(24)
        self.define(self._definitions(name, types, password))
        self._run("set_user_limits", name, json.dumps(USER_LIMITS))
        return password

    def define(self, definitions: dict[str, Any]) -> None:
        """Make what these definitions say; what is there and the same is left as it is."""
        self._run("import_definitions", given=json.dumps(definitions))

    def dismiss(self, name: str) -> None:
        """End login and queue; the broker closes what is connected under that name."""
        if name in self._rows("list_users", "user"):
            self._run("delete_user", name)
        if name in self.waiting():
            self._run("delete_queue", name, "-p", self.vhost)

    def waiting(self) -> dict[str, int]:
        """How many messages lie in each queue."""
        return self._rows("list_queues", "name", "-p", self.vhost, "name", "messages")

    def _definitions(self, name: str, types: Sequence[str], password: str) -> dict[str, Any]:
        at = {"vhost": self.vhost}
        may = {"user": name, **at, "configure": NOTHING, "write": NOTHING, "read": f"^{re.escape(name)}$"}
        silent = {"user": name, **at, "write": NOTHING, "read": NOTHING}
        bound = {"source": self.exchanges[0], **at, "destination": name, "destination_type": "queue", "arguments": {}}
        return {
            "users": [{"name": name, "tags": [], **hashed(password)}],
            "permissions": [may],
            "topic_permissions": [{**silent, "exchange": exchange} for exchange in self.exchanges],
            "queues": [{"name": name, **at, "durable": True, "auto_delete": False, "arguments": LIMITS}],
            "bindings": [{**bound, "routing_key": type_} for type_ in types],
        }

    def _rows(self, command: str, key: str, *words: str) -> dict[str, Any]:
        rows = json.loads(self._run(command, *words, "--formatter", "json") or "[]")
        return {row[key]: row.get("messages") for row in rows}

    def _run(self, *words: str, given: str = "") -> str:
        try:
            done = subprocess.run(
                [*self.command, "-q", *words], input=given, capture_output=True, text=True, check=False
            )
        except OSError as error:
            raise BrokerFault(f"{self.command[0]}: {error.strerror}") from error
        if done.returncode:
            raise BrokerFault(f"{words[0]}: {(done.stderr or done.stdout).strip()}")
        return done.stdout


def hashed(password: str) -> dict[str, str]:
    """As RabbitMQ keeps passwords, so that ours passes no command line and no file."""
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
    }

"""The services' own logins on RabbitMQ: each speaks in its own name alone, and reads no queue but its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from deploy.subscriptions.broker import Broker, hashed
from shared.bus.topology import UNROUTED, unrouted

EVERY = ".*"


def definitions(broker: Broker, passwords: Mapping[str, str]) -> dict[str, Any]:
    """For `rabbitmqctl import_definitions`, or for `load_definitions` of a broker that starts empty: the logins by
    name, and what all services share, so that none of them needs a right to make or delete it."""
    at, hearable = {"vhost": broker.vhost}, [unrouted(name) for name in broker.exchanges]
    lasting = {**at, "durable": True, "auto_delete": False}
    made = [("fanout", name, {}) for name in hearable]
    made += [("topic", name, {"alternate-exchange": unrouted(name)}) for name in broker.exchanges]
    last = {**at, "destination_type": "queue", "routing_key": "", "arguments": {}}
    return {
        "vhosts": [{"name": broker.vhost}],
        "users": [{"name": name, "tags": [], **hashed(password)} for name, password in passwords.items()],
        "permissions": [{"user": name, **at, **_permission(name, broker.exchanges)} for name in passwords],
        "topic_permissions": [
            {"user": name, **at, "exchange": exchange, "write": rf"^{name}\.", "read": EVERY}
            for name in passwords
            for exchange in broker.exchanges
        ],
        "exchanges": [
            {"name": name, **lasting, "type": kind, "internal": False, "arguments": arguments}
            for kind, name, arguments in made
        ],
        "queues": [{"name": name, **lasting, "arguments": UNROUTED} for name in hearable],
        "bindings": [{**last, "source": name, "destination": name} for name in hearable],
    }


def address(url: str, name: str = "", password: str = "") -> str:
    """The broker's address with this login in the place of the operator's; without one, where there is no name."""
    parts = urlsplit(url)
    login = f"{quote(name, safe='')}:{quote(password, safe='')}@" if name else ""
    return urlunsplit(parts._replace(netloc=login + parts.netloc.rpartition("@")[2]))


def _permission(name: str, exchanges: Sequence[str]) -> dict[str, str]:
    """Own inbox and own dead letters; the shared exchanges only to publish to and to bind from, as the topic
    permissions say. Never the default exchange: it leads into everybody's queue."""
    own = rf"{name}\.(inbox|dead)"
    shared = "|".join(map(re.escape, exchanges))
    return {"configure": f"^{own}$", "write": f"^({own}|{shared})$", "read": f"^({own}|{shared})$"}

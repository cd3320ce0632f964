"""Exchanges and queues on RabbitMQ, declared here and nowhere else; kombu declares, pika finds them as they are."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from amqp.exceptions import AccessRefused, NotFound
from kombu.connection import Connection
from kombu.entity import Exchange, Queue, binding

from shared.context import ServiceParts

DELIVERY_LIMIT = 50
DAY = 24 * 3600 * 1000
QUORUM = {"x-queue-type": "quorum"}
UNROUTED = {**QUORUM, "x-max-length": 100_000, "x-overflow": "drop-head", "x-message-ttl": 7 * DAY}


def address(url: str) -> str:
    """The broker's URL as both libraries understand it: they read an empty virtual host differently."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path="/%2F")) if parts.path.strip("/") == "" else url


def dialled(url: str, **options: Any) -> Connection:
    """A connection of kombu to the broker; over TLS only to whom the certificate names, which kombu leaves unasked."""
    parts = urlsplit(url)
    tls = {"ssl": {"server_hostname": parts.hostname}} if parts.scheme == "amqps" else {}
    return Connection(address(url), **tls, **options)


def exchanges(service: ServiceParts) -> dict[bool, Exchange]:
    """The exchange of public (False) and internal (True) events; what nobody hears goes to the unrouted queue."""
    return {internal: _topic(name) for internal, name in names(service).items()}


def names(service: ServiceParts) -> dict[bool, str]:
    return {False: service.exchange, True: service.internal_exchange}


def inbox(service: ServiceParts) -> Queue:
    """The one queue of a service; several bindings, one active consumer, dead letters kept."""
    both = [Exchange(name, no_declare=True) for name in names(service).values()]
    bindings = [binding(exchange, routing_key=kind.type) for kind in service.handlers for exchange in both]
    arguments = {
        **QUORUM,
        "x-single-active-consumer": True,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": dead(service).name,
    }
    return Queue(f"{service.name}.inbox", bindings=bindings, durable=True, queue_arguments=arguments)


def has_lost_inbox(service: ServiceParts, connection: Connection) -> bool:
    """Whether the queue is gone with all that it held; asked before `declare` makes a new one."""
    try:
        inbox(service)(connection.channel()).queue_declare(passive=True)
    except connection.channel_errors:
        return True
    return False


def dead(service: ServiceParts) -> Queue:
    """Where the broker puts what a service could not even store fifty times; an exchange of its own leads there, for
    the default one would let its writers write into everybody's queue."""
    name = f"{service.name}.dead"
    return Queue(name, Exchange(name, "fanout", durable=True), durable=True, queue_arguments=QUORUM)


def declare(service: ServiceParts, connection: Connection) -> None:
    """Make everything this service needs; declaring twice is harmless."""
    for exchange in exchanges(service).values():
        if not (_stands(exchange, connection) and _stands(Queue(unrouted(exchange.name)), connection)):
            _make(exchange, connection)
    with connection.channel() as channel:
        dead(service)(channel).declare()
        if service.handlers:
            inbox(service)(channel).declare()


def _stands(thing: Exchange | Queue, connection: Connection) -> bool:
    """Whether somebody has made it. An operator may have, and then no service has a right to."""
    channel = connection.channel()
    try:
        (thing(channel).declare if isinstance(thing, Exchange) else thing(channel).queue_declare)(passive=True)
    except NotFound:
        return False
    except AccessRefused:
        return True  # it is the operator's, who alone makes it again
    channel.close()
    return True


def _make(exchange: Exchange, connection: Connection) -> None:
    name = unrouted(exchange.name)
    with connection.channel() as channel:
        Queue(name, Exchange(name, "fanout", durable=True), durable=True, queue_arguments=UNROUTED)(channel).declare()
        exchange(channel).declare()


def unrouted(exchange: str) -> str:
    """The name of queue and exchange for what nobody hears."""
    return f"{exchange}.unrouted"


def _topic(name: str) -> Exchange:
    return Exchange(name, "topic", durable=True, arguments={"alternate-exchange": unrouted(name)})

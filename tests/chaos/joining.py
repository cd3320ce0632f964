"""Another agency joins late, from the first event on, and its client is killed again and again while it catches up."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.chaos.testbed import Ground
from tests.live.agency import CLIENTS, Client

NAMES = ("intake", "testing", "certificates")
EXCHANGE, QUEUE = "uttp.events", "ext.late"
TIMES = 4
PATIENCE = 60.0
PUBLIC = "SELECT event_id, subject, sequence FROM log_event WHERE NOT internal ORDER BY position"


def subscriber_joins_late(ground: Ground) -> None:
    """It ends with every public event of three services, each once, in the order of its subject, and no gap.

    Beside a queue the feed brings old events after newer ones, and the client marks them as late.
    """
    with _client(ground) as client:
        for _ in range(TIMES):
            before = client.count()
            client.start()
            came = ground.waits_for(lambda before=before: client.count() > before, PATIENCE)
            client.kill()
            ground.kills += 1
            assert came, "nothing came to the subscriber"
        told = {name: ground.rows(name, PUBLIC) for name in NAMES}
        client.start()
        ground.waits_for(lambda: not _missing(client, told), PATIENCE)
        missing = _missing(client, told)
        assert not missing, f"{len(missing)} events never came, {sorted(missing)[:3]}"
        late = client.rows("SELECT COUNT(*) FROM event WHERE late AND via = 'queue'")
        late += [] if ground.broker else client.rows("SELECT COUNT(*) FROM event WHERE late")
        assert set(late) == {(0,)}, f"events came after later ones: {late}"


def _missing(client: Client, told: dict[str, list[tuple]]) -> set[str]:
    return {row[0] for rows in told.values() for row in rows} - {row[0] for row in client.rows("SELECT id FROM event")}


@contextmanager
def _client(ground: Ground) -> Iterator[Client]:
    """By feed, or with a queue beside it, that has its bindings before the first page is read."""
    folder = ground.office.var / "agency"
    folder.mkdir(exist_ok=True)
    types = [type_ for name in NAMES for type_ in _types(ground, name)]
    (folder / "token").write_text(ground.office.issuer.token("svc-late", "subscriber", types=types))
    feeds = [word for name in NAMES for word in ("--feed", f"{ground.office.url(name)}/v1/events")]
    words = [*feeds, "--token-file", str(folder / "token"), "--notebook", str(folder / "events.db")]
    program = ["feed_client.py", *words, "--wait", "2"]
    if ground.broker:
        (folder / "broker").write_text(ground.broker.url.removesuffix("//") + "/%2F")
        queue = ["--broker-file", str(folder / "broker"), "--queue", QUEUE, "--check", "2", "--ripe", "4"]
        program = ["amqp_client.py", *words, *queue]
        _queue(ground)
    client = Client([sys.executable, str(CLIENTS / program[0]), *program[1:]], folder / "events.db")
    try:
        yield client
    finally:
        if client.process and client.process.poll() is None:
            client.kill()
        if ground.broker:
            with ground.at_broker() as connection:
                connection.channel().queue_delete(QUEUE)


def _types(ground: Ground, name: str) -> list[str]:
    """The public ones that a service tells, by its own document."""
    document = ground.office.speaker(name).get("/asyncapi.json").json
    sent = [one["channel"]["$ref"] for one in document["operations"].values() if one["action"] == "send"]
    channels = [document["channels"][reference.rsplit("/", 1)[1]] for reference in sent]
    queued = [one for one in channels if "bindings" in one]  # the feed is one of them
    return [one["address"] for one in queued if one["bindings"]["amqp"]["exchange"]["name"] == EXCHANGE]


def _queue(ground: Ground) -> None:
    with ground.at_broker() as connection:
        channel = connection.channel()
        channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        for name in NAMES:
            channel.queue_bind(QUEUE, EXCHANGE, f"{name}.#")

"""Takes events from an agency's own queue on RabbitMQ with pika, and asks the feeds for what the queue lost.

    pip install pika
    python amqp_client.py --broker-file broker --queue ext.dinas \\
        --feed https://…/certificates/v1/events --token-file token --notebook events.db

The queue is fast and may lose: it has a size and an age limit and drops the oldest. The feed never loses. So the
queue brings the news, and every `--check` seconds the feeds are read up to `--ripe` seconds ago: what they hold and
the queue did not bring is a gap, kept late and written into the table `gap`. Needs feed_client.py beside it.
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path

import pika
from feed_client import PAUSES, Ended, Ends, Feed, Notebook, Page, ends_on_signals, options, say, torn
from pika.exceptions import AMQPError, ConnectionClosedByBroker, ProbableAuthenticationError

PREFETCH = 50
REFUSED = {403, 404}  # no permission, no queue: the operator took them away


@dataclass
class Witness:
    """Reads the feeds beside the queue and counts what only they had."""

    notebook: Notebook
    feeds: Sequence[Feed]
    ripe: timedelta
    every: float
    due: float = field(default=0.0)

    def look(self) -> None:
        """Compare, when it is time; a feed that is away is asked the next time."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + self.every
        for feed in self.feeds:
            try:
                while self._page(feed):
                    pass
            except (OSError, ValueError) as error:
                say(f"{feed.url} is away: {error}")

    def _page(self, feed: Feed) -> bool:
        """One page; True when there may be more."""
        after, epoch = self.notebook.cursor(feed.url)
        page = feed.page(after)
        if broken := torn(page, after, epoch):
            self.notebook.gap(feed.url, broken)
            page = replace(page, events=[], next=0)
        page = self._ripened(page, after)
        new = self.notebook.keep(page.events, "feed", (feed.url, page.next, page.epoch))
        if new and after:
            self.notebook.gap(feed.url, f"the queue did not bring {new} events after position {after}")
        return len(page.events) > 0

    def _ripened(self, page: Page, after: int) -> Page:
        """Without what is so young that the queue may still bring it."""
        # A wrong clock here only makes gaps known earlier or later; nothing is lost by it.
        limit = datetime.fromtimestamp(time.time(), UTC) - self.ripe
        ripe = list(takewhile(lambda event: datetime.fromisoformat(event["time"]) < limit, page.events))
        if len(ripe) == len(page.events):
            return page
        return replace(page, events=ripe, next=int(ripe[-1]["position"]) if ripe else after)


def take(broker: str, queue: str, witness: Witness, ends: Ends) -> None:
    """One connection: every message is acknowledged after the notebook has it, never before."""
    parameters = pika.URLParameters(broker)
    parameters.heartbeat, parameters.socket_timeout = 20, 10
    with pika.BlockingConnection(parameters) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=PREFETCH)
        for method, _, body in channel.consume(queue, inactivity_timeout=0.5):
            if method:
                witness.notebook.keep([json.loads(body)], "queue")
                channel.basic_ack(method.delivery_tag)
            witness.look()
            if ends.stopping.is_set():
                return


def run(broker: str, queue: str, witness: Witness, ends: Ends) -> None:
    """Until stopped or refused; a lost broker is tried again, ever more slowly, while the feeds go on."""
    failures = 0
    while not ends.stopping.is_set():
        began = time.monotonic()
        try:
            take(broker, queue, witness, ends)
        except (AMQPError, OSError) as error:
            if refused(error):
                raise Ended(f"{queue}: {error!r}") from error
            say(f"broker is away: {error!r}")
            witness.look()
        failures = 0 if time.monotonic() - began > PAUSES[-1] else failures + 1
        ends.stopping.wait(PAUSES[min(failures, len(PAUSES)) - 1])


def refused(error: Exception) -> bool:
    """Whether the broker knows us no more; a broker that merely stops says something else."""
    code = getattr(error, "reply_code", 0)
    return isinstance(error, ProbableAuthenticationError) or (
        code in REFUSED and not isinstance(error, ConnectionClosedByBroker)
    )


def main() -> int:
    parser = options("Take events from a queue and heal it from the feeds.")
    parser.add_argument("--broker-file", required=True, help="file with amqp(s)://user:secret@host/")
    parser.add_argument("--queue", required=True)
    parser.add_argument("--check", type=float, default=60.0, help="seconds between two looks at the feeds")
    parser.add_argument("--ripe", type=float, default=30.0, help="seconds that the queue is given to bring an event")
    chosen = parser.parse_args()
    ends, token = ends_on_signals(), Path(chosen.token_file).read_text().strip()
    feeds = [Feed(url, token) for url in chosen.feed]
    witness = Witness(Notebook(chosen.notebook), feeds, timedelta(seconds=chosen.ripe), chosen.check)
    try:
        run(Path(chosen.broker_file).read_text().strip(), chosen.queue, witness, ends)
    except Ended as error:
        ends.refuse(error)
    return ends.code()


if __name__ == "__main__":
    sys.exit(main())

"""Whose request gets a thread next: one of each address in turn, and never all the threads for one of them but this
machine's own, under which peers and clients of an office without a proxy come together."""

from abc import abstractmethod
from collections import Counter, OrderedDict, deque
from typing import Any, cast

from gunicorn.workers.gthread import ThreadWorker

from shared.http.networks import NOWHERE, network_of
from shared.http.server.connection import Connection

MOST_ACCEPTED = 100  # at once; who waits longer at the door has a whole crowd before him


class Turns:
    """Whole requests that wait for a thread. A connection has at most one of them here: what it sent ahead of that is
    looked at when it was answered, behind what others sent meanwhile."""

    def __init__(self, threads: int) -> None:
        self.threads, self.share = threads, max(1, threads // 2)
        self.busy: Counter[str] = Counter()
        self.waiting: OrderedDict[str, deque[Connection]] = OrderedDict()

    def add(self, conn: Connection) -> None:
        self.waiting.setdefault(conn.address, deque()).append(conn)

    def next(self) -> Connection | None:
        """Who is to work now; None while every thread is busy, or those who wait have their share of them."""
        if self.busy.total() >= self.threads:
            return None
        address = next((one for one in self.waiting if self.busy[one] < self.share or is_own(one)), None)
        if address is None:
            return None
        queue = self.waiting.pop(address)
        conn = queue.popleft()
        if queue:
            self.waiting[address] = queue  # behind the other addresses
        self.busy[address] += 1
        conn.turn = address
        return conn

    def end(self, conn: Connection) -> None:
        """Its thread is free again."""
        self.busy[conn.turn] -= 1
        if not self.busy[conn.turn]:
            del self.busy[conn.turn]


def is_own(address: str) -> bool:
    """This machine itself, or a socket of it."""
    return address in (NOWHERE, network_of("::1")) or address.startswith("127.")


class WorkerInTurns(ThreadWorker):
    """`gthread` that lets everybody in before it goes on, and gives its threads out in turns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = Turns(self.cfg.threads)

    def accept(self, listener: Any) -> None:
        for _ in range(MOST_ACCEPTED):
            if not self.accept_one(listener):
                return

    def enqueue_req(self, conn: Connection) -> None:
        self.turns.add(conn)
        self._work()

    def finish_request(self, conn: Connection, fs: Any) -> None:
        self.turns.end(conn)
        self.bring_out(conn, fs)
        self._work()

    def _work(self) -> None:
        while conn := self.turns.next():
            super().enqueue_req(cast(Any, conn))

    @abstractmethod
    def accept_one(self, listener: Any) -> bool:
        """Let the next one in; False when nobody waits."""

    @abstractmethod
    def bring_out(self, conn: Connection, fs: Any) -> None:
        """The answer is there."""

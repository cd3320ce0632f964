"""Counts calls by the table of shared/rate_classes.py: per address, per account and per wrong code."""

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem, WindowStats
from limits.strategies import MovingWindowRateLimiter

from shared import clock
from shared.http.moving_windows import Windows
from shared.http.networks import network_of
from shared.rate_classes import Rates

FEEDERS = {"service", "subscriber"}
SAFE = ("GET", "HEAD", "OPTIONS")
REFUSED = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
LONGEST = 100


@dataclass(frozen=True)
class Counted:
    """One rate and the names under which this call counts in it."""

    rate: RateLimitItem
    key: tuple[str, ...]


def class_of(view: Any, method: str) -> str:
    """What a route declares, or what follows from who may call it and how."""
    if view is None:
        return "unknown"
    roles = set(getattr(view, "allowed_roles", ()))
    if declared := getattr(view, "rate_class", ""):
        return declared
    if roles and roles <= FEEDERS:
        return "feed"
    kind = "read" if method in SAFE else "write"
    return kind if roles else f"public-{kind}"


class Limiter:
    """Counts the calls of one application; `refuse(seconds)` makes the answer to one call too many."""

    def __init__(self, table: Rates, refuse: Callable[[int], Response]) -> None:
        self.table, self.refuse = table, refuse
        self.windows = Windows()
        self.strategy = MovingWindowRateLimiter(self.windows)

    def install(self, app: Flask) -> None:
        """To be called between what identifies the caller and what works for him."""
        app.extensions["limiter"] = self
        app.before_request(self.admit)
        app.after_request(self.settle)

    def admit(self) -> Response | None:
        name = class_of(current_app.view_functions.get(request.endpoint or ""), request.method)
        g.counted, g.doubtful = list(self._of(name, "caller", who())), []
        spent = [one for one in g.counted if not self._hit(one)]
        spent += self._guessed(self.table[name].keys(), name)
        return self._over(spent)

    def _guessed(self, kinds: Collection[str], name: str) -> list[Counted]:
        """Counted before it is known to be wrong, and given back when it was right: calls at once pass no limit.

        An address that has not yet been wrong about a number is heard whatever others did, so that nobody can shut
        the one who holds the code out by guessing.
        """
        address, subject = network(), subject_of()
        keys = {"wrong": (address,), "pair": (address, subject), "number": (subject,)}
        erred = any(self._used(one) for one in self._of(name, "pair", *keys["pair"]))
        rows = [one for kind, key in keys.items() if kind in kinds for one in self._of(name, kind, *key)]
        spent = [one for one in rows if not self._hit(one)]
        g.doubtful = [one for one in rows if one not in spent]
        return [one for one in spent if erred or "number" not in one.key[1:2]]

    def bad_token(self) -> Response | None:
        """A token that was refused counts for the address it came from."""
        return self._over([one for one in self._of("token", "wrong", network()) if not self._hit(one)])

    def settle(self, answer: Response) -> Response:
        """Give back what was not wrong, and say how much is left."""
        if answer.status_code not in REFUSED:
            for one in g.get("doubtful", ()):
                self.windows.give_back(one.rate.key_for(*one.key))
        if counted := g.get("counted"):
            self._say(answer, counted)
        return answer

    def _say(self, answer: Response, counted: list[Counted]) -> None:
        """RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers, for the rate that is nearest."""
        stats = [(self._left(one), one) for one in counted]
        left, one = min(stats, key=lambda pair: pair[0].remaining)
        policy = [f'"{each.key[0]}";q={each.rate.amount};w={each.rate.get_expiry()}' for each in counted]
        answer.headers["RateLimit-Policy"] = ", ".join(policy)
        answer.headers["RateLimit"] = f'"{one.key[0]}";r={max(0, left.remaining)};t={_seconds(left.reset_time)}'

    def _of(self, name: str, kind: str, *key: str) -> Iterator[Counted]:
        return (Counted(rate, (name, kind, *key)) for rate in self.table[name].get(kind, ()))

    def _hit(self, one: Counted) -> bool:
        return self.strategy.hit(one.rate, *one.key)

    def _used(self, one: Counted) -> bool:
        return self._left(one).remaining < one.rate.amount

    def _left(self, one: Counted) -> WindowStats:
        return self.strategy.get_window_stats(one.rate, *one.key)

    def _over(self, spent: list[Counted]) -> Response | None:
        """The refusal, if anything is spent: of several the one that lasts longest says when to come again."""
        if not spent:
            return None
        until, one = max(((self._left(one).reset_time, one) for one in spent), key=lambda pair: pair[0])
        g.counted, seconds = [one], _seconds(until)
        answer = self.refuse(seconds)
        answer.headers["Retry-After"] = str(seconds)
        return answer


def who() -> str:
    """The account, or the address of a caller without one."""
    actor = g.get("acting")
    return f"{actor.issuer} {actor.sub}" if has_account() else network()


def has_account() -> bool:
    actor = g.get("acting")
    return bool(actor and actor.sub)


def network() -> str:
    """The address; of IPv6 the network, because one caller holds a whole one."""
    return network_of(request.remote_addr or "")


def subject_of() -> str:
    """What a code is tried on: the number or the id in the path."""
    return " ".join(subject(str(value)) for value in (request.view_args or {}).values()).upper()


def subject(number: str) -> str:
    """The number as it is counted and as it is looked up: were it cut in two ways, tries of one would count as of many.

    Blanks go before it is cut, and again behind what is left.
    """
    return number.strip()[:LONGEST].strip()


def _seconds(until: float) -> int:
    return max(1, math.ceil(until - clock.now().timestamp()))

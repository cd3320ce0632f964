"""Counts calls in moving windows in the memory of this process: a bounded number of keys, and no thread of its own.

The storage of the library `limits` for one process starts a thread to tidy up after each call, walks over every key it
has ever seen, and forgets none: many addresses would fill the memory and hold the processor.
"""

import threading
from bisect import bisect_right
from collections import OrderedDict
from typing import Any

from limits.storage import MovingWindowSupport, Storage

from shared import clock

MOST = 50_000


class Windows(Storage, MovingWindowSupport):
    """The moments of the calls that still count, by key; past `MOST` keys the one not used for longest goes."""

    STORAGE_SCHEME = ["windows"]
    base_exceptions = ValueError

    def __init__(self, most: int = MOST) -> None:
        super().__init__()
        self.most = most
        self._kept: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a call unless that would be more than `limit` in `expiry` seconds."""
        with self._lock:
            now, times = self._recent(key, expiry)
            if len(times) + amount > limit:
                return False
            self._kept[key] = [*times, *[now] * amount]
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
            return True

    def get_moving_window(self, key: str, _limit: int, expiry: int) -> tuple[float, int]:
        """The moment of the oldest call that counts, and how many do."""
        with self._lock:
            now, times = self._recent(key, expiry)
            return times[0] if times else now, len(times)

    def give_back(self, key: str) -> None:
        """A call that need not have counted."""
        with self._lock:
            times = self._kept.get(key, [])[:-1]
            self._kept[key] = times
            if not times:
                del self._kept[key]

    def _recent(self, key: str, expiry: int) -> tuple[float, list[float]]:
        """What has not expired; moments that lie ahead were written by a clock that has since been set back."""
        now, times = clock.now().timestamp(), self._kept.get(key, [])
        return now, times[bisect_right(times, now - expiry) : bisect_right(times, now)]

    def reset(self) -> int:
        with self._lock:
            many = len(self._kept)
            self._kept.clear()
            return many

    def clear(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def check(self) -> bool:
        return True

    def incr(self, *_: Any, **__: Any) -> int:
        raise NotImplementedError("only moving windows are counted")

    def get(self, _: str) -> int:
        raise NotImplementedError("only moving windows are counted")

    def get_expiry(self, _: str) -> float:
        raise NotImplementedError("only moving windows are counted")

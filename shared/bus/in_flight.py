"""What is under way to the broker: published, not yet confirmed."""

import time
from dataclasses import dataclass, field


@dataclass
class Flight:
    """What one connection has published and not yet heard back of; gone with the connection, by intention."""

    tags: dict[int, tuple[int, str]] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)
    confirmed: list[int] = field(default_factory=list)
    lowest: int = 1
    last: int = 0
    progress: float = 0.0
    blocked: bool = False
    landed: bool = False
    refused: bool = False

    def land(self, tag: int, multiple: bool) -> None:
        """The broker has `tag`, or everything up to it."""
        for one in range(self.lowest, tag + 1) if multiple else (tag,):
            if one in self.tags:
                position, subject = self.tags.pop(one)
                self.subjects.discard(subject)
                self.confirmed.append(position)
        if multiple:
            self.lowest = tag + 1
        self.progress, self.landed = time.monotonic(), True

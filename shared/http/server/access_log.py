"""Gunicorn's log in the form of the services' own, without the address of any request: it holds codes."""

from typing import Any

from gunicorn.glogging import Logger

from shared.http.server.refusals import PROCESS
from shared.observe.json_logging import JsonLines


class Log(Logger):
    """JSON lines; the line of a request is written by the application, under its route."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines(PROCESS))

    def access(self, *_: Any) -> None:
        """Nothing, whatever the command line asks for."""

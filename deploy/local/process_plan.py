"""Which processes make the office, with which settings: all services behind one port, or each with its own."""

import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.local import composition, people
from deploy.local.preflight import HOST
from deploy.local.supervisor import Child
from shared.cli.commands import GUNICORN
from shared.config import Settings, environment, path

# Long polls are cut off when the office closes; requests in hand get this long to end.
CLOSING = "--graceful-timeout=3"


@dataclass(frozen=True)
class Layout:
    """One office on one machine."""

    var: Path
    port: int
    apart: bool = False

    @property
    def url(self) -> str:
        """Where people enter; without a gateway that is the first service."""
        return f"http://{HOST}:{self.port}"

    def base(self, name: str) -> str:
        """Where a service answers."""
        return f"http://{HOST}:{self.port_of(name)}" if self.apart else f"{self.url}/{name}"

    def port_of(self, name: str) -> int:
        return self.port + self.apart * (1 + composition.NAMES.index(name))

    @property
    def ports(self) -> list[int]:
        return sorted({self.port_of(name) for name in composition.NAMES})

    def env(self, name: str) -> dict[str, str]:
        """The environment of one service's processes; what the operator set himself stays, but for the folder."""
        peers = ",".join(f"{peer}={self.base(peer)}" for peer in composition.NAMES)
        ours = {"PUBLIC_URL": self.url, "PEERS": peers, "TOKEN_ISSUER": people.ISSUER}
        theirs = environment()
        bound = {"VAR_DIR": str(self.var), "LISTEN": f"{HOST}:{self.port_of(name)}"}
        return {**ours, **theirs, **bound, "PYTHONUNBUFFERED": "1"}

    def settings(self, name: str) -> Settings:
        """The same for use in this process."""
        return Settings.from_env(name, **{key.lower(): value for key, value in self.env(name).items()})

    def children(self) -> list[Child]:
        """Web processes first: the bus reads from them."""
        if not self.apart:
            web = _gunicorn(f"{HOST}:{self.port}", "deploy.local.composition:wsgi()")
            env = self.env(composition.NAMES[0])
            bus = _python("deploy.local.composition")
            return [Child("web", web, env, log=self.log("web")), Child("bus", bus, env, log=self.log("bus"))]
        rows = [(f"{name}-{kind}", name, kind) for kind in ("web", "bus") for name in composition.present()]
        return [
            Child(title, self._command(name, kind), self.env(name), log=self.log(title)) for title, name, kind in rows
        ]

    def log(self, title: str) -> Path:
        """Where a process writes what it does, so that the terminal stays for people."""
        return self.var / "log" / f"{title}.log"

    def _command(self, name: str, kind: str) -> list[str]:
        if kind == "web":
            return _gunicorn(f"{HOST}:{self.port_of(name)}", f"services.{name}.main:wsgi()")
        return _python(f"services.{name}.main", kind)


def folder(text: str) -> Path:
    """The state folder as given on the command line: relative to where the command was typed."""
    return Path(text).resolve() if text else path(Settings.of_tool("uttp").values["VAR_DIR"])


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _gunicorn(listen: str, target: str) -> list[str]:
    return _python("gunicorn", *GUNICORN, CLOSING, "--bind", listen, target)

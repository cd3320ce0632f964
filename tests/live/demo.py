"""Plays the demo on RabbitMQ and PostgreSQL, private and for its length: `python -m tests.live.demo`."""

import os
import subprocess
import sys

from tests.live.servers import postgres, rabbitmq
from tests.support import NAMES


def main() -> int:
    with postgres() as database, rabbitmq() as broker:
        for name in NAMES:
            database(f"demo_{name}")
        urls = {"BUS_URL": broker.url, "DATABASE_URL": database("demo_intake").replace("demo_intake", "demo_{service}")}
        command = [sys.executable, "-m", "deploy.demo"]
        return subprocess.run(command, env={**os.environ, **urls, "RECONCILE_AGE": "5"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

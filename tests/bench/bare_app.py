"""The least that can answer: Flask and one statement of SQLite, served as the services are."""

import os
import sqlite3
import threading
from pathlib import Path

from flask import Blueprint, Flask, Response, request

SCHEMA = "CREATE TABLE IF NOT EXISTS thing (id INTEGER PRIMARY KEY, body TEXT NOT NULL)"
JSON = "application/json"
routes = Blueprint("bare", __name__)
_mine = threading.local()


def app() -> Flask:
    bare = Flask(__name__)
    bare.register_blueprint(routes)
    return bare


def prepare(database: Path, body: str, many: int = 100) -> None:
    """As many things as a list shows, each as large as one of the system's own."""
    connection = connect(str(database))
    connection.execute(SCHEMA)
    connection.executemany("INSERT INTO thing (body) VALUES (?)", [(body,)] * many)
    connection.close()


def connect(database: str) -> sqlite3.Connection:
    """Commits are as durable as ours."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=10)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@routes.get("/livez")
def livez() -> Response:
    return Response('{"status":"ok"}', content_type=JSON)


@routes.get("/things/1")
def one() -> Response:
    ((body,),) = _execute("SELECT body FROM thing WHERE id = 1")
    return Response(body, content_type=JSON)


@routes.get("/things")
def hundred() -> Response:
    bodies = (body for (body,) in _execute("SELECT body FROM thing WHERE id <= 100"))
    return Response(f"[{','.join(bodies)}]", content_type=JSON)


@routes.post("/things")
def create() -> Response:
    _execute("INSERT INTO thing (body) VALUES (?)", request.get_data(as_text=True))
    return Response(request.get_data(), 201, content_type=JSON)


def _execute(sql: str, *values: str) -> list[tuple[str]]:
    """On a connection that is kept for each thread."""
    if not hasattr(_mine, "connection"):
        _mine.connection = connect(os.environ["BARE_DATABASE"])
    return _mine.connection.execute(sql, values).fetchall()

"""Callers who put a mark of its own into every personal text of whatever they send, and keep what they are answered."""

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask import Flask
from marshmallow import Schema

from shared.auth.actor import Actor
from shared.auth.development_issuer import Issuer
from shared.ids import uuid7
from shared.service import Service
from tests.support import Caller
from tests.taint import fields

MARK = re.compile(rb"Zkn[0-9]{6}Q")
ADDRESS = "198.51.100.77"  # whoever calls without a name calls from here
HEADERS = ("User-Agent", "Referer", "Idempotency-Key")
OFFICERS = ("verifier", "head", "complaint_officer")  # known to the demo office by their accounts


@dataclass
class Ledger:
    """Which mark was put where, what had it in an answer, and which texts came in with success."""

    personal: dict[str, str]
    marks: dict[str, str] = field(default_factory=dict)
    traces: dict[str, str] = field(default_factory=dict)
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    gets: dict[str, set[str]] = field(default_factory=dict)
    ids: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, name: str) -> str:
        made = f"Zkn{next(self.numbers):06}Q"
        self.marks[made] = name
        return made

    def found(self, raw: bytes) -> set[str]:
        """The fields whose marks stand in these bytes."""
        return {self.marks[mark.decode()] for mark in MARK.findall(raw)}

    def spoil(self, service: str, shape: type[Schema], body: Any) -> set[str]:
        """Put marks into the personal texts of a body, also those that were left out; returns their fields."""
        names: set[str] = set()
        if not isinstance(body, dict):
            return names
        for name, one in shape().fields.items():
            key, full = one.data_key or name, f"{service}.{shape.__name__}.{name}"
            if fields.is_free(one) and full in self.personal:
                body[key] = [self.mark(full)] if hasattr(one, "inner") else self.mark(full)
                names.add(full)
            elif (inner := fields.nested(one)) and key in body:
                for part in body[key] if isinstance(body[key], list) else [body[key]]:
                    names |= self.spoil(service, inner, part)
        return names


class Spoiler(Caller):
    """Somebody whose account, name, headers, texts and file names all carry marks."""

    def __init__(self, service: Service, app: Flask, issuer: Issuer, ledger: Ledger, role: str) -> None:
        self.name, self.app, self.ledger, self.role = service.name, app, ledger, role
        self.client, self.headers = app.test_client(), {}
        if role:
            kind = "officer" if role != "applicant" else "caller"
            known = role.split("-")[0] in OFFICERS
            self.sub = f"dev-{role}" if known else ledger.mark(f"claim.{kind}.sub")
            token = issuer.token(self.sub, role.split("-")[0], name=ledger.mark(f"claim.{kind}.name"))
            self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, url: str, **headers: str) -> Any:
        return self._sent(
            "GET", url, {}, set(), headers=self._own(headers, self._is_unnamed(self._options("GET", url), {}))
        )

    def send(self, method: str, url: str, body: Any = None, match: Any = None, **headers: str) -> Any:
        tag = match.headers["ETag"] if hasattr(match, "headers") else f'"{match["version"]}"' if match else None
        options, body = self._options(method, url), deepcopy(body) if body else {}
        names = self.ledger.spoil(self.name, options["body"], body) if "body" in options else set()
        own = self._own({**({"If-Match": tag} if tag else {}), **headers}, self._is_unnamed(options, body))
        return self._sent(method, url, options, names, json=body, headers=own)

    def upload(self, url: str, content: bytes, match: Any, name: str = "surat.pdf") -> Any:
        return self.form("PUT", url, content, match, ending=name[-4:])

    def form(self, method: str, url: str, content: bytes, match: Any = None, ending: str = ".pdf", **texts: str) -> Any:
        options, data = self._options(method, url), dict(texts)
        names = self.ledger.spoil(self.name, options["files"], data)
        data |= {"file": (io.BytesIO(content), self.ledger.mark("file.name") + ending)}
        tag = {"If-Match": f'"{match["version"]}"'} if match else {}
        own = self._own(tag, self._is_unnamed(options, {}))
        return self._sent(method, url, options, names, data=data, headers=own)

    def _own(self, more: dict[str, str], unnamed: bool) -> dict[str, str]:
        trace = uuid7().replace("-", "")
        if unnamed:
            self.ledger.traces[trace] = self.name
        marked = {name: f"{self.ledger.mark(f'header.{name}')}-{uuid7()}" for name in HEADERS}
        told = {"X-Forwarded-For": ADDRESS, "traceparent": f"00-{trace}-{trace[:16]}-01"}
        return {**self.headers, **marked, **told, **more}

    def _options(self, method: str, url: str) -> Any:
        endpoint, _ = self.app.url_map.bind("localhost").match(url.partition("?")[0], method)
        return getattr(self.app.view_functions[endpoint], "options", {})

    def _sent(self, method: str, url: str, options: Any, names: set[str], **more: Any) -> Any:
        answer = self.client.open(url, method=method, **more)
        good = answer.status_code < 400
        self.ledger.kept |= names if good else set()
        whole = answer.data + str(answer.headers).encode()
        # Whoever shows the code is the reporter, whatever account he has beside it.
        role = "" if "code=" in url or self._is_unnamed(options, more.get("json", {})) else self.role
        self.ledger.shown += [(role, f"{self.name} {method} {url}", name) for name in self.ledger.found(whole)]
        if good and method == "POST" and answer.is_json and "id" in (answer.json or {}):
            self.ledger.ids.setdefault((self.name, url.partition("?")[0]), []).append(answer.json["id"])
        if good and method == "GET":
            self.ledger.gets.setdefault(self.name, set()).add(url)
        return answer

    def _is_unnamed(self, options: Any, body: Any) -> bool:
        by = Actor(self.role, roles=frozenset({self.role.split("-")[0]}))
        return "unnamed" in options and options["unnamed"](body, by)

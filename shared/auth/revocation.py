"""Tokens and accounts that are refused though their signature is good: a file that every process re-reads on change."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

from shared.config import Settings, path


@dataclass(frozen=True)
class Names:
    """Token ids (`jti`) and accounts (`sub`)."""

    tokens: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()


class Revoked:
    """The list as of now. A list that is gone or cannot be read refuses everybody: whoever was shut out stays out."""

    def __init__(self, file: Path, *, needed: bool = False) -> None:
        """`needed`: the list must be there from the beginning; otherwise from when it was first seen."""
        self.file, self.needed = file, needed
        self._read: tuple[Any, Names] = (None, Names())
        with suppress(jwt.InvalidTokenError):  # said to each caller
            self._names()

    def refuse(self, claims: dict[str, Any]) -> None:
        """Raise when these claims were revoked."""
        if self.names(str(claims["sub"]), str(claims.get("jti"))):
            raise jwt.InvalidTokenError("revoked")

    def names(self, account: str, token: str) -> bool:
        """Whether the account or its token is shut out; InvalidTokenError when nobody can tell."""
        names = self._names()
        return token.strip() in names.tokens or account.strip() in names.accounts

    def prepare(self) -> None:
        """Write an empty list where there is none yet, so that one that is missing later is a fault."""
        if not self.file.exists():
            self._write(Names())

    def add(self, account: str, tokens: list[str]) -> None:
        """Shut an account out, with the tokens it holds."""
        names = self._names()
        self._write(Names(names.tokens | {token.strip() for token in tokens}, names.accounts | {account.strip()}))

    def readmit(self, account: str) -> None:
        """Let the account in again with a new token; the old ones stay shut out."""
        names = self._names()
        self._write(Names(names.tokens, names.accounts - {account.strip()}))

    def _names(self) -> Names:
        try:
            facts = self.file.stat()
        except FileNotFoundError as error:
            if self.needed or self._read[0]:
                raise self._unreadable() from error
            return Names()
        except OSError as error:
            raise self._unreadable() from error
        stamp = (facts.st_mtime_ns, facts.st_ino, facts.st_size)
        if stamp != self._read[0]:
            self._read = (stamp, self._parsed())
        return self._read[1]

    def _parsed(self) -> Names:
        try:
            return parsed(self.file.read_text())
        except (OSError, ValueError) as error:
            raise self._unreadable() from error

    def _unreadable(self) -> jwt.InvalidTokenError:
        return jwt.InvalidTokenError(f"{self.file.name} cannot be read")

    def _write(self, names: Names) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps({"tokens": sorted(names.tokens), "accounts": sorted(names.accounts)}, indent=2))
        draft.chmod(0o644)  # no secret: processes under other accounts read it, whatever the umask of who writes
        draft.replace(self.file)


def of(settings: Settings) -> Revoked:
    """The list that these settings name."""
    admitted = (settings.var / "keys" / "agencies.json").exists()  # with the first of them the list began
    return Revoked(path(settings.revoked_file), needed=settings.production or admitted)


def parsed(text: str) -> Names:
    """The list in a file's text: two lists of words that are not blank, blanks around them do not count.

    Anything else raises ValueError, because a slip in it would let in again whoever was shut out.
    """
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError("no list of who is shut out")
    return Names(_words(document.get("tokens")), _words(document.get("accounts")))


def is_list(file: Path) -> bool:
    """Whether the file holds a list that can be read."""
    try:
        parsed(file.read_text())
    except (OSError, ValueError):
        return False
    return True


def _words(listed: Any) -> frozenset[str]:
    if not isinstance(listed, list) or not all(isinstance(word, str) and word.strip() for word in listed):
        raise ValueError("no list of words")
    return frozenset(word.strip() for word in listed)

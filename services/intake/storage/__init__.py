"""What intake remembers: letters with their items, instruments, and the people behind them."""

from services.intake.storage.context import context, history, inbox, log, profile, store, transaction
from services.intake.storage.duplicates import open_double
from services.intake.storage.letter_uploads import LetterUpload, begun_by, quotas_on
from services.intake.storage.tables import Application, Instrument, Item, Party, digest_of

TABLES = [Party, Application, Instrument, Item, LetterUpload]

__all__ = [
    "TABLES", "Application", "Instrument", "Item", "LetterUpload", "Party",
    "begun_by", "context", "digest_of", "history", "inbox", "log", "open_double", "profile", "quotas_on", "store",
    "transaction",
]  # fmt: skip

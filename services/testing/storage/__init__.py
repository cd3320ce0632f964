"""What the testing service remembers, and the dated tables it reads."""

from services.testing.storage.context import context, history, inbox, log, profile, rule, store, transaction
from services.testing.storage.doubts import Doubt
from services.testing.storage.duties import Delegation, Interest
from services.testing.storage.entries import FieldEntry
from services.testing.storage.examination_statistics import Lesson
from services.testing.storage.examinations import Examination
from services.testing.storage.hands import never_told
from services.testing.storage.photos import Photo, PhotoUpload
from services.testing.storage.registry import Party, Standard, TypeApproval, Verifier
from services.testing.storage.tables import Order, Session, kept_marks

TABLES = [
    *(Verifier, Standard, Party, Session, Order, Examination, Doubt, Photo, Delegation, Interest, FieldEntry, Lesson),
    *(TypeApproval, PhotoUpload),
]

__all__ = [
    "TABLES", "Delegation", "Doubt", "Examination", "FieldEntry", "Interest", "Lesson", "Order", "Party", "Photo",
    "PhotoUpload", "Session", "Standard", "TypeApproval", "Verifier",
    "history", "inbox", "kept_marks", "log", "never_told", "profile", "context", "rule", "store", "transaction",
]  # fmt: skip

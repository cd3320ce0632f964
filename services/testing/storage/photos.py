"""Photos of examinations: what each shows, and under which digest its bytes are kept."""

from typing import Any

from peewee import CharField, IntegerField

from services.testing.storage.context import Table, store
from services.testing.storage.examinations import Examination
from shared.database.fields import FileField, SecretField
from shared.errors import NotFound


class Photo(Table):
    """One photo of one version of a record; a correction carries it over as a row of its own."""

    examination_id = CharField(36, index=True)
    kind = CharField(16)
    caption = SecretField(store.vault, default="")
    sha256 = FileField(64)
    media = CharField(20)
    size = IntegerField()
    width = IntegerField(null=True)  # a PDF has none
    height = IntegerField(null=True)
    carried_from = CharField(36, null=True)  # the photo of the version before

    class Meta:
        indexes = ((("examination_id", "sha256"), True),)

    @property
    def whole(self) -> Examination:
        """The record it belongs to; their ETag is one."""
        return Examination.find(self.examination_id)

    @classmethod
    def of(cls, examination_id: str) -> list["Photo"]:
        return list(cls.select().where(cls.examination_id == examination_id).order_by(cls.id))

    @classmethod
    def one(cls, examination_id: str, id: str) -> "Photo":
        row = cls.find(id)
        if row.examination_id != examination_id:
            raise NotFound("not-found")
        return row

    @classmethod
    def carry(cls, old: str, new: str) -> dict[str, str]:
        """Give the new version what the old one has; which photo became which."""
        names = ("kind", "caption", "sha256", "media", "size", "width", "height")
        carried = {}
        for row in cls.of(old):
            facts: dict[str, Any] = {name: getattr(row, name) for name in names}
            carried[row.id] = cls.create(examination_id=new, carried_from=row.id, **facts).id
        return carried


class PhotoUpload(Table):
    """One file that came as a photo, also when it was removed again; `account` is a keyed digest."""

    examination_id = CharField(36, index=True)
    account = CharField(64, index=True)
    size = IntegerField()

    @staticmethod
    def digest_of(account: str) -> str:
        return store.vault.digest(f"account\n{account}")

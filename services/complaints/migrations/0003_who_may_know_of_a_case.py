"""Who may know of a case: codes as they are compared, a digest in the place of each tracking code, references."""

import json
from datetime import date, datetime, timedelta

from peewee import *

from services.complaints.domain.officer_codes import codes_in, normal_code
from shared.clock import now, rfc3339
from shared.ids import normal, uuid7


def up(migrator, db):
    _columns(migrator, db)
    _tables(db)
    _staff(db)
    _cases(db)


def _columns(migrator, db):
    """Of each code only its keyed digest stays."""
    migrator.migrate(
        migrator.add_column("complaint", "reference", CharField(max_length=20, null=True, unique=True)),
        migrator.add_column("complaint", "code_digest", CharField(max_length=64, default="")),
        migrator.drop_not_null("complaint", "number"),
    )
    for id, sealed in _rows(db, "SELECT id, code FROM complaint"):
        digest = db.vault.digest(normal(json.loads(db.vault.unseal(sealed))))
        _run(db, "UPDATE complaint SET code_digest = ? WHERE id = ?", digest, id)
    migrator.migrate(migrator.drop_column("complaint", "code"))


def _tables(db):
    class Staff(Model):
        id = CharField(primary_key=True, max_length=36)

        class Meta:
            database = db
            table_name = "staff"

    class Complaint(Model):
        id = CharField(primary_key=True, max_length=36)

        class Meta:
            database = db
            table_name = "complaint"

    class StaffCode(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        staff = ForeignKeyField(Staff, field=Staff.id)
        code = CharField(index=True, max_length=40)

        class Meta:
            database = db
            table_name = "staff_code"

    class Involvement(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        code = CharField(index=True, max_length=40)
        complained_of = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "involvement"

    class Topic(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        value = CharField(index=True, max_length=80)

        class Meta:
            database = db
            table_name = "topic"

    db.create_tables([StaffCode, Involvement, Topic])


def _staff(db):
    for id, own, conflicts in _rows(db, "SELECT id, verifier_code, conflicts FROM staff"):
        for code in sorted({normal_code(each) for each in (own, *json.loads(conflicts))} - {""}):
            _insert(db, "staff_code", staff_id=id, code=code)


def _cases(db):
    """The last examination before the complaint, on either of the two days that its moment may be at the office."""
    for id, raw, received_at in _rows(db, "SELECT id, about, received_at FROM complaint"):
        about = json.loads(raw)
        for value in sorted({value for name, value in about.items() if value and name != "verifier_code"}):
            _insert(db, "topic", complaint_id=id, value=value)
        day = datetime.fromisoformat(received_at).date()
        tests = [test for until in (day, day + timedelta(days=1)) for test in _disputed(db, id, about, until)]
        suspects = codes_in(about.get("verifier_code") or "") | {normal_code(test[0]) for test in tests}
        for code in sorted((suspects | {normal_code(test[1]) for test in tests}) - {""}):
            _insert(db, "involvement", complaint_id=id, code=code, complained_of=code in suspects)


def _disputed(db, id, about, until):
    own = [row[0] for row in _rows(db, "SELECT examination_id FROM retest WHERE complaint_id = ?", id) if row[0]]
    papers = _rows(
        db,
        "SELECT instrument_id, item_id FROM known_paper WHERE id = ? OR number = ?",
        about.get("certificate_id") or "-",
        about.get("certificate_number") or "-",
    )
    instruments = [(about["instrument_id"], None)] if about.get("instrument_id") else []
    if number := about.get("application_number"):
        found = _rows(db, "SELECT DISTINCT instrument_id FROM known_test WHERE application_number = ?", number)
        instruments += [(row[0], None) for row in found]
    for instrument, item in [*papers, *instruments]:
        sql = "SELECT verifier_code, approved_by_code, id, item_id, tested_on FROM known_test WHERE instrument_id = ?"
        rows = _rows(db, f"{sql} ORDER BY tested_on DESC, id DESC", instrument)
        rows = [row for row in rows if row[2] not in own and (not item or row[3] == item) and _day(row[4]) <= until]
        yield from rows[:1]


def _day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)


def _insert(db, table, **values):
    row = {"id": uuid7(), "version": 1, "created_at": rfc3339(now()), **values}
    _run(db, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", *row.values())


def _rows(db, sql, *values):
    return _run(db, sql, *values).fetchall()


def _run(db, sql, *values):
    return db.execute_sql(sql.replace("?", db.param), values)

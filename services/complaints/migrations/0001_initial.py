"""Initial: a frozen copy of the tables, generated from the models."""

from peewee import *

from shared.migrations import initial


def up(migrator, db):
    initial.up(db)

    class Staff(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        subject = CharField(unique=True, max_length=120)
        name = TextField()
        verifier_code = CharField(max_length=40, default="")
        skills = TextField()
        conflicts = TextField()
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "staff"

    db.create_tables([Staff])

    class Complaint(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(unique=True, max_length=40)
        code = TextField()
        kind = CharField(max_length=20)
        state = CharField(index=True, max_length=20, default="received")
        stage = IntegerField(default=1)
        channel = CharField(index=True, max_length=20)
        received_at = TextField()
        taken_by = CharField(max_length=120, default="")
        period = CharField(index=True, max_length=10)
        identity = CharField(max_length=12)
        reporter = TextField(null=True)
        subject = TextField()
        text = TextField()
        about = TextField()
        type = CharField(index=True, null=True, max_length=20)
        severity = CharField(null=True, max_length=20)
        priority = CharField(index=True, null=True, max_length=20)
        cause = CharField(index=True, null=True, max_length=40)
        assignee = ForeignKeyField(Staff, null=True)
        level = IntegerField(default=1)
        reopened = IntegerField(default=0)
        marks = TextField()
        escalations = TextField()
        resolution = TextField(null=True)
        feedback_token = TextField(null=True)
        feedback_digest = CharField(unique=True, null=True, max_length=64)
        rating = IntegerField(null=True)
        rating_words = TextField(null=True)

        class Meta:
            database = db
            table_name = "complaint"

    db.create_tables([Complaint])

    class Attachment(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        sha256 = CharField(max_length=64)
        media = CharField(max_length=40)
        size = IntegerField()
        from_reporter = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "attachment"

    db.create_tables([Attachment])

    class Evidence(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        action = CharField(max_length=20)
        by = CharField(max_length=120)
        facts = TextField()

        class Meta:
            database = db
            table_name = "evidence"

    db.create_tables([Evidence])

    class Improvement(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        state = CharField(index=True, max_length=20, default="planned")
        complaint_id = CharField(index=True, null=True, max_length=36)
        cause = CharField(index=True, max_length=40)
        measure = CharField(max_length=20)
        description = TextField()
        owner = ForeignKeyField(Staff)
        due_on = DateField()
        effect_check = TextField()
        effect = TextField(null=True)

        class Meta:
            database = db
            table_name = "improvement"

    db.create_tables([Improvement])

    class KnownPaper(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        number = CharField(index=True, max_length=80)
        instrument_id = CharField(index=True, max_length=36)
        item_id = CharField(null=True, max_length=36)
        state = CharField(max_length=20)
        reason_code = CharField(max_length=60, default="")

        class Meta:
            database = db
            table_name = "known_paper"

    db.create_tables([KnownPaper])

    class KnownTest(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        instrument_id = CharField(index=True, max_length=36)
        item_id = CharField(index=True, null=True, max_length=36)
        application_number = CharField(index=True, null=True, max_length=40)
        verifier_code = CharField(max_length=40)
        approved_by_code = CharField(max_length=40, default="")
        tested_on = DateField()
        verdict = CharField(max_length=10)

        class Meta:
            database = db
            table_name = "known_test"

    db.create_tables([KnownTest])

    class Message(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        sender = CharField(max_length=10)
        by = CharField(max_length=120, default="")
        text = TextField()

        class Meta:
            database = db
            table_name = "message"

    db.create_tables([Message])

    class Note(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint, field=Complaint.id)
        by = CharField(max_length=120)
        text = TextField()

        class Meta:
            database = db
            table_name = "note"

    db.create_tables([Note])

    class Retest(Model):
        id = CharField(primary_key=True, max_length=36)
        version = IntegerField(default=1)
        created_at = TextField()
        complaint = ForeignKeyField(Complaint)
        state = CharField(max_length=20, default="requested")
        instrument_id = CharField(max_length=36)
        certificate_id = CharField(null=True, max_length=36)
        reason_code = CharField(max_length=60)
        order_id = CharField(unique=True, null=True, max_length=36)
        session_date = DateField(null=True)
        examination_id = CharField(null=True, max_length=36)
        verdict = CharField(null=True, max_length=10)
        tested_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "retest"

    db.create_tables([Retest])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("retest"))
    migrator.migrate(migrator.drop_table("note"))
    migrator.migrate(migrator.drop_table("message"))
    migrator.migrate(migrator.drop_table("known_test"))
    migrator.migrate(migrator.drop_table("known_paper"))
    migrator.migrate(migrator.drop_table("improvement"))
    migrator.migrate(migrator.drop_table("evidence"))
    migrator.migrate(migrator.drop_table("attachment"))
    migrator.migrate(migrator.drop_table("complaint"))
    migrator.migrate(migrator.drop_table("staff"))
    initial.down(db)

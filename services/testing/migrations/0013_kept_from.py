"""Orders of complaints are kept from those whose tests they look at; a reporter's own words in old ones become the
codes of all whom they may mean, and the words go."""

import json

from peewee import *

from services.testing.domain.verifier_codes import normal_code


def up(migrator, db):
    migrator.migrate(migrator.add_column("order", "kept_from", CharField(max_length=400, default="")))
    people = [
        (code, [word.casefold() for word in json.loads(db.vault.unseal(name)).split(",")[0].split() if len(word) > 2])
        for code, name in db.execute_sql("SELECT code, name FROM verifier").fetchall()
    ]
    sql = "SELECT id, other_than, complaint_id FROM \"order\" WHERE other_than <> '[]'"
    change = f'UPDATE "order" SET other_than = {db.param}, kept_from = {db.param} WHERE id = {db.param}'
    for id, kept, complaint in db.execute_sql(sql).fetchall():
        meant = sorted({code for one in json.loads(kept) for code, name in people if _may_mean(one, code, name)})
        db.execute_sql(change, (json.dumps(meant), marked(meant) if complaint else "", id))


def _may_mean(written, code, name):
    return normal_code(code) in normal_code(written) or any(word in written.casefold() for word in name)


def marked(codes):
    found = sorted({normal_code(code) for code in codes})
    return f"|{'|'.join(found)}|" if found else ""


def down(migrator, db):
    migrator.migrate(migrator.drop_column("order", "kept_from"))

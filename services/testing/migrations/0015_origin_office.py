"""An order that a complaint asked for comes from the office: people read `origin` who may know of no complaint."""


def up(migrator, db):
    db.execute_sql("UPDATE \"order\" SET origin = 'office' WHERE origin = 'complaint'")


def down(migrator, db):
    db.execute_sql("UPDATE \"order\" SET origin = 'complaint' WHERE origin = 'office'")

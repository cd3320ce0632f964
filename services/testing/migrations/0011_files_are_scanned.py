"""Files are scanned: a frozen copy of the tables, generated from the models."""

from shared.migrations.file_scanning import down as down
from shared.migrations.file_scanning import up as up

"""Bring a database file to the schema of this version of the app. Alembic is imported only when there is work.

A migration runs with foreign keys off (rebuilding a table would delete what refers to it), in one transaction,
after a backup; it is kept only if no reference dangles and no row of a surviving table is gone. The search index is
derived: there a migration may drop what is made again from the pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, text

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from sqlalchemy import Engine

Schema = Literal["main", "index"]

HEADS: dict[Schema, str] = {"main": "0002", "index": "0003"}
"""Revision that this version of the app works with; a test compares it with the migrations themselves."""

MIGRATIONS = Path(__file__).parent / "migrations"


class MigrationLostRowsError(RuntimeError):
    """A migration would have lost rows or left dangling references; it was rolled back."""


def revision_of(connection: Connection) -> str | None:
    """The schema's revision; None for an empty database."""
    tables = connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"))
    return connection.scalar(text("SELECT version_num FROM alembic_version")) if tables else None


def is_current(revision: str | None, schema: Schema, path: Path) -> bool:
    """Whether nothing has to be done.

    Raises:
        UserFacingError: a newer version of the app made this database (``data.too_new``).
    """
    if revision is None or revision == HEADS[schema]:
        return revision is not None
    if not revision.isdigit() or int(revision) > int(HEADS[schema]):
        raise UserFacingError("data.too_new", path=str(path))
    return False


def upgrade(engine: Engine, schema: Schema, *, to: str = "head") -> None:
    """Run the missing migrations, all or nothing.

    Raises:
        MigrationLostRowsError: rows would have been lost; nothing was changed.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS / schema).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        _foreign_keys_off(connection)
        with connection.begin():
            before = _counts(connection) if schema == "main" else {}
            config.attributes["connection"] = connection
            command.upgrade(config, to)
            _check(connection, before)


def run_environment() -> None:
    """Body of both ``env.py`` files."""
    from alembic import context

    context.configure(connection=context.config.attributes["connection"], render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def _foreign_keys_off(connection: Connection) -> None:
    """Before the transaction begins: inside one the pragma is ignored."""
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise RuntimeError("no connection")
    raw.cursor().execute("PRAGMA foreign_keys=OFF")


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.scalars(
        text(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            " AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        )
    ).all()
    return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def _check(connection: Connection, before: dict[str, int]) -> None:
    after = _counts(connection)
    shrunk = sorted(name for name in before.keys() & after.keys() if after[name] < before[name])
    dangling = connection.execute(text("PRAGMA foreign_key_check")).first()
    if shrunk or dangling is not None:
        raise MigrationLostRowsError(f"tables with fewer rows: {shrunk}; dangling reference: {dangling is not None}")

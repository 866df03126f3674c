"""Is a database file still what was written? SQLite keeps no checksums, so this looks with three pairs of eyes.

Of 600 single flipped bits quick_check saw 7 % and integrity_check 42 %; the hashes of page texts and of decided
lessons cover what takes most of the room and matters most.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from app.store import faults
from app.store.codec import sha256
from app.store.database import SUSPECT, file_uri

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from app.store.database import Mode

SCHEMAS = {
    "0001": "ed113cec155683111b73645747de815f284d92fa9c6d8589acc61da8d1cbce27",
    "0002": "123eaefc57b018dd12941e39f3d9bab820d6f879257846a8cc4c1dd9bfe3a58a",
}
"""Hash of the schema by revision: a bit that flips in the text of a trigger is damage that no check of SQLite sees."""

_PAGES = "SELECT text, text_hash FROM pages WHERE text IS NOT NULL"
_DECIDED = (
    "SELECT content, content_sha256 FROM versions JOIN decisions ON decisions.version_id = versions.id"
    " WHERE versions.state != 'draft'"
)


def is_sound(module: ModuleType, path: Path, *, thorough: bool, mode: Mode = "rw") -> bool:
    """Whether the file can be read and is consistent.

    Args:
        module: DB-API module.
        path: The database file.
        thorough: Check every index entry and every hash too, not only the structure.
        mode: How to open it; "rw" folds in the log that a killed process left.

    Raises:
        UserFacingError: the disk cannot be used; that says nothing about the file.
    """
    try:
        connection = module.connect(file_uri(path, mode), uri=True, isolation_level=None, timeout=5)
        try:
            return _looks_sound(connection, thorough=thorough)
        finally:
            connection.close()
    except module.Error as error:
        if faults.is_damage(error) or faults.sqlite_code(error) == sqlite3.SQLITE_ERROR:
            return False  # a plain error on these statements means that the schema is not what it was
        with faults.known_faults(path):
            raise


def was_interrupted(path: Path) -> bool:
    """Whether the last writer died, or met damage, so that a thorough look is due."""
    log = path.with_name(path.name + "-wal")
    return suspect_mark(path).exists() or (log.exists() and log.stat().st_size > 0)


def suspect_mark(path: Path) -> Path:
    """The empty file that says: damage was met while this database was in use."""
    return path.with_name(path.name + SUSPECT)


def schema_sha256(connection: Any) -> str:  # noqa: ANN401 - a DB-API connection
    """Hash of the text of every table, index and trigger that the migrations made."""
    rows = connection.execute(
        "SELECT CAST(sql AS BLOB) FROM sqlite_master"
        " WHERE sql IS NOT NULL AND tbl_name != 'alembic_version' ORDER BY name"
    )
    return sha256(b"\n".join(sql for (sql,) in rows))


def _looks_sound(connection: Any, *, thorough: bool) -> bool:  # noqa: ANN401 - a DB-API connection
    connection.text_factory = bytes  # text that is no longer UTF-8 is to be found, not to be stumbled over
    connection.execute("PRAGMA cell_size_check=ON")
    check = "integrity_check" if thorough else "quick_check"
    if connection.execute(f"PRAGMA {check}(1)").fetchone() != (b"ok",):
        return False
    made = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    if made == (0,):
        return bool(connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or (b"",)
    expected = SCHEMAS.get(revision.decode(errors="replace"))
    if expected is not None and schema_sha256(connection) != expected:
        return False
    return not thorough or _values_are_whole(connection)


def _values_are_whole(connection: Any) -> bool:  # noqa: ANN401 - a DB-API connection
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        return False
    return all(
        sha256(value) == expected.decode(errors="replace")
        for query in (_PAGES, _DECIDED)
        for value, expected in connection.execute(query)
    )

"""Bring over what can still be read from a damaged database into the one restored from a backup.

A backup may be a day old; most rows of a damaged file are whole. Every row that can be read, decoded and, where it
has a hash, proved, is taken; what is newer wins; decided versions and decisions of the backup stay as they are.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects.sqlite import dialect

from app.store.codec import DamagedValueError, from_json, sha256
from app.store.database import file_uri
from app.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

_log = logging.getLogger(__name__)
_DIALECT = dialect()

Row = dict[str, Any]
"""Column values as SQLite holds them."""


def salvage(module: ModuleType, damaged: Path, target: Path) -> int:
    """Copy every sound row of `damaged` that `target` lacks or has older.

    Args:
        module: DB-API module.
        damaged: A file set aside; it may have a log beside it.
        target: A sound database of the present schema that nobody has open.

    Returns:
        The number of rows taken.
    """
    try:
        rows = _readable(module, damaged)
    except module.Error:
        _log.warning("nothing can be read from the damaged database")
        return 0
    connection = module.connect(str(target), isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("BEGIN IMMEDIATE")
        taken = _merge(module, connection, rows)
        connection.execute("COMMIT")
    finally:
        connection.close()
    return taken


def _readable(module: ModuleType, damaged: Path) -> dict[str, list[Row]]:
    connection = module.connect(file_uri(damaged, "rw"), uri=True, isolation_level=None)
    try:
        connection.row_factory = module.Row
        connection.text_factory = bytes
        names = [table.name for table in METADATA.sorted_tables if table.name != "timings"]
        found = {name: {row["id"]: row for row in _scan(module, connection, name) if "id" in row} for name in names}
    finally:
        connection.close()
    decided = {row.get("version_id"): row.get("content_sha256") for row in found["decisions"].values()}
    return {name: [row for row in rows.values() if _is_whole(name, row, decided)] for name, rows in found.items()}


def _scan(module: ModuleType, connection: Any, name: str) -> Iterator[Row]:  # noqa: ANN401 - a DB-API connection
    """From both ends, as far as the damage in the middle."""
    for order in ("ASC", "DESC"):
        try:
            cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid {order}')
            for row in cursor:
                with contextlib.suppress(UnicodeDecodeError):
                    yield {key: _text(name, key, row[key]) for key in row.keys()}  # noqa: SIM118 - a Row is no dict
        except (module.Error, UnicodeDecodeError):  # the latter where a bit flipped in the name of a column
            continue
        return


def _text(table: str, column: str, value: object) -> object:
    """SQLite gave bytes for text, so that damaged UTF-8 costs one row and not the whole scan."""
    known = METADATA.tables[table].columns.get(column)
    is_blob = known is not None and known.type.compile(_DIALECT) == "BLOB"
    return value.decode() if isinstance(value, bytes) and not is_blob else value


def _is_whole(name: str, row: Row, decided: dict[Any, Any]) -> bool:
    columns = METADATA.tables[name].columns
    try:
        for column in columns:
            value = row.get(column.name)
            if value is None and not column.nullable:
                return False
            process = column.type.result_processor(_DIALECT, None)
            if process is not None:
                process(value)
    except (DamagedValueError, ValueError, TypeError):
        return False
    if name == "pages" and row["text"] is not None:
        return bool(sha256(row["text"]) == row["text_hash"])
    if name == "versions":
        return _is_whole_version(row, decided)
    return True


def _is_whole_version(row: Row, decided: dict[Any, Any]) -> bool:
    from app.domain.lessons import LessonContent

    if row["id"] in decided and decided[row["id"]] != sha256(row["content"]):
        return False
    try:
        from_json(row["content"], LessonContent)
    except DamagedValueError:
        return False
    return True


def _merge(module: ModuleType, connection: Any, rows: dict[str, list[Row]]) -> int:  # noqa: ANN401
    states = {row["id"]: row["state"] for row in rows["versions"]}
    order = ("people", "documents", "pages", "lessons", "versions", "decisions", "jobs")
    taken = sum(
        _take(module, connection, name, {**row, "state": "draft"} if name == "versions" else row)
        for name in order
        for row in rows.get(name, [])
    )
    for version_id, state in states.items():
        if state != "draft":
            with contextlib.suppress(module.Error):
                connection.execute(
                    "UPDATE versions SET state = ? WHERE id = ? AND state = 'draft' AND EXISTS"
                    " (SELECT 1 FROM decisions WHERE version_id = versions.id)",
                    (state, version_id),
                )
    return taken


def _take(module: ModuleType, connection: Any, table: str, row: Row) -> bool:  # noqa: ANN401
    known = {name for _, name, *_ in connection.execute(f'PRAGMA table_info("{table}")')}
    names = [name for name in row if name in known]
    columns = ", ".join(f'"{name}"' for name in names)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "id")
    differs = " OR ".join(f'"{table}"."{name}" IS NOT excluded."{name}"' for name in names if name != "id")
    frozen = {"decisions": " AND 0", "versions": " AND \"versions\".state = 'draft'"}.get(table, "")
    try:
        cursor = connection.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'
            f" ON CONFLICT (id) DO UPDATE SET {changes} WHERE ({differs}){frozen}",
            [row[name] for name in names],
        )
    except module.Error as error:
        _log.warning("a row of %s could not be taken over: %s", table, type(error).__name__)
        return False
    return bool(cursor.rowcount > 0)

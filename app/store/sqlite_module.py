"""Which SQLite the application uses, and whether it is safe.

The stock `sqlite3` of many Pythons cannot load extensions and carries the WAL-reset bug (3.7.0 to 3.51.2: a commit
racing a checkpoint can corrupt the file; fixed in 3.51.3 and in the branches 3.50.7 and 3.44.6).
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import Connection

Version = tuple[int, int, int]

_log = logging.getLogger(__name__)
_VECTORS = "vectors"


def is_safe(version: Version) -> bool:
    """Whether this SQLite is without the WAL-reset bug."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def load() -> ModuleType:
    """The DB-API module to use: `pysqlite3`, else the `sqlite3` of this Python.

    Raises:
        UserFacingError: neither is new enough (``data.sqlite_too_old``).
    """
    found = []
    for name in ("pysqlite3.dbapi2", "sqlite3"):
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        if is_safe(module.sqlite_version_info):
            return module
        found.append(module.sqlite_version)
    raise UserFacingError("data.sqlite_too_old", detail=", ".join(found) or "none")


def can_compare_vectors(connection: Connection) -> bool:
    """Whether sqlite-vec's functions are there; loads it at the first asking on a connection.

    Many Pythons' own `sqlite3` cannot load extensions, and sqlite-vec is not made for every machine.
    """
    loaded = connection.info.get(_VECTORS)
    if loaded is None:
        loaded = connection.info[_VECTORS] = _load_vectors(connection.connection.dbapi_connection)
    return bool(loaded)


def _load_vectors(raw: Any) -> bool:  # noqa: ANN401 - a DB-API connection
    try:
        import sqlite_vec  # not at the top: it imports numpy

        raw.enable_load_extension(True)
    except (ImportError, AttributeError):
        return False
    try:
        sqlite_vec.load(raw)
    except Exception as error:  # noqa: BLE001 - the class depends on the DB-API module
        _log.info("sqlite-vec cannot be loaded: %s", error)
        return False
    finally:
        raw.enable_load_extension(False)
    return True

"""Which SQLite the application uses, and whether it is safe.

The stock `sqlite3` of many Pythons cannot load extensions and carries the WAL-reset bug (3.7.0 to 3.51.2: a commit
racing a checkpoint can corrupt the file; fixed in 3.51.3 and in the branches 3.50.7 and 3.44.6).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    from types import ModuleType

Version = tuple[int, int, int]


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

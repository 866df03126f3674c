"""One SQLite file: a writer thread that owns the one write connection, and a small pool of readers.

SQLAlchemy's default SQLite engine lost 547 of 796 acknowledged read-modify-write updates of eight threads; with
``BEGIN IMMEDIATE`` on a connection in autocommit mode none was lost. Hence the settings below.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from app.store import faults
from app.store.codec import DamagedValueError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    Work = Callable[[Connection], Any]

T = TypeVar("T")
Synchronous = Literal["FULL", "NORMAL"]
Mode = Literal["rw", "ro", "immutable"]

READERS = 4
BUSY_TIMEOUT_MS = 5000
SUSPECT = "-suspect"
"""Added to a database's name: an empty file that says damage was met while it was in use."""


def file_uri(path: Path, mode: Mode) -> str:
    """SQLite's URI of a file; works for drive letters, network shares and every character."""
    name = path.as_posix()
    options = {"rw": "mode=rwc", "ro": "mode=ro", "immutable": "mode=ro&immutable=1"}[mode]
    return f"file://{quote(name if name.startswith('/') else '/' + name)}?{options}"


def make_engine(
    module: ModuleType, path: Path, *, mode: Mode = "rw", readers: int = 0, synchronous: Synchronous = "FULL"
) -> Engine:
    """An engine with every setting of the project.

    Args:
        module: DB-API module (`app.store.sqlite_module.load`).
        path: The database file.
        mode: Read and write, read beside a writer, or read a file that nobody changes (works in a read-only folder).
        readers: Size of a pool of read-only connections; 0 makes writing connections, unpooled.
        synchronous: FULL survives a power cut after each commit; NORMAL may lose the last commits.
    """
    arguments: dict[str, object] = {"uri": True, "isolation_level": None, "check_same_thread": False}
    arguments["timeout"] = BUSY_TIMEOUT_MS / 1000
    pool: dict[str, Any] = {"poolclass": NullPool}
    if readers:
        pool = {"poolclass": QueuePool, "pool_size": readers, "max_overflow": 0, "pool_timeout": 60}
    engine = create_engine(
        "sqlite://",
        module=module,
        creator=lambda: module.connect(file_uri(path, mode), **arguments),
        hide_parameters=True,  # what a teacher wrote must not reach a log through an error's text
        **pool,
    )
    writing = mode == "rw" and not readers
    pragmas = _pragmas(writing=writing, synchronous=synchronous)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DB-API connection
        connection.text_factory = _text
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _text(data: bytes) -> str:
    """SQLite does not check that text is UTF-8, and the DB-API's own error would carry the text into the logs."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise DamagedValueError("stored text is damaged") from None


def _pragmas(*, writing: bool, synchronous: Synchronous) -> list[str]:
    common = [
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "temp_store=MEMORY",
    ]
    if not writing:
        return [*common, "query_only=ON"]
    return [
        *common,
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "wal_autocheckpoint=500",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # INSERT OR REPLACE must not slip past the triggers that freeze decisions
        "secure_delete=ON",
    ]


class Database:
    """Reads in the caller's thread, writes one after the other in a thread of its own.

    Lock order: none is held while `work` runs; a `write` from inside a `write` is refused, a `read` from inside a
    `read` takes a second connection of the pool and should be avoided.
    """

    def __init__(self, module: ModuleType, path: Path, *, mode: Mode = "rw", synchronous: Synchronous = "FULL") -> None:
        self.path = path
        self.read_only = mode != "rw"
        self._readers = make_engine(module, path, mode=mode, readers=READERS)
        self._tasks: queue.SimpleQueue[tuple[Work, concurrent.futures.Future[Any]] | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._thread: threading.Thread | None = None
        if not self.read_only:
            self._writer = make_engine(module, path, synchronous=synchronous)
            self._thread = threading.Thread(target=self._serve, name=f"writer-{path.stem}", daemon=True)
            self._thread.start()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in this thread on one consistent snapshot.

        Raises:
            UserFacingError: the disk or the file is at fault.
        """
        with self._known_faults(), self._readers.connect() as connection, connection.begin():
            return work(connection)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in the writer's thread in one transaction; it is on the disk when this returns.

        Whatever `work` raises rolls everything back and is raised here.

        Raises:
            UserFacingError: the disk or the file is at fault; nothing of `work` was kept.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself")
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        with self._closing:
            if self._thread is None:
                raise RuntimeError("this database is closed or read-only")
            self._tasks.put((work, future))
        with self._known_faults():
            return future.result()

    @contextlib.contextmanager
    def _known_faults(self) -> Iterator[None]:
        """Damage is told and remembered, so that the next opening looks thoroughly."""
        with faults.known_faults(self.path):
            try:
                yield
            except Exception as error:
                if faults.is_damage(error) and not self.read_only:
                    with contextlib.suppress(OSError):
                        self.path.with_name(self.path.name + SUSPECT).touch()
                raise

    def close(self) -> None:
        """Finish the writes in hand, fold the log into the file, let go of it."""
        with self._closing:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._tasks.put(None)
            thread.join()
        self._readers.dispose()

    def _serve(self) -> None:
        connection: Connection | None = None
        while (task := self._tasks.get()) is not None:
            work, future = task
            try:
                connection = connection or self._writer.connect()
                with connection.begin():
                    result = work(connection)
            except BaseException as error:  # noqa: BLE001 - boundary: the caller gets it, the thread lives on
                connection = self._after(error, connection)
                future.set_exception(error)
            else:
                future.set_result(result)
            del task, work, future
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        self._writer.dispose()

    def _after(self, error: BaseException, connection: Connection | None) -> Connection | None:
        """A fresh connection after a fault of the disk: the old one may hold pages that never reached it."""
        if connection is None or not isinstance(error, DBAPIError):
            return connection
        with contextlib.suppress(DBAPIError):
            connection.close()
        return None

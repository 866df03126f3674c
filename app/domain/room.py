"""Tells errors of a computer that has no memory, thread or open file left from bugs: they may hit any line."""

from __future__ import annotations

import errno

_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
_PAGING_FILE_TOO_SMALL = 1455  # of Windows
_NO_THREAD = "can't start new thread"
# what the loaders of glibc and musl, of macOS and of Windows say of a library that has no place in memory
_NOT_LOADED = ("failed to map segment", "cannot allocate memory", "cannot create shared object", "paging file")


def is_no_room(error: BaseException) -> bool:
    """Whether the computer, and not the program, was short of something."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM or getattr(error, "winerror", None) == _PAGING_FILE_TOO_SMALL
    if isinstance(error, ImportError):
        cause = error.__cause__ or error.__context__  # numpy raises an ImportError of its own about the loader's
        said = str(error).casefold()
        return any(words in said for words in _NOT_LOADED) or (cause is not None and is_no_room(cause))
    return isinstance(error, RuntimeError) and str(error) == _NO_THREAD

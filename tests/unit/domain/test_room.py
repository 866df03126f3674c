"""A computer that is short of memory, threads or files is no bug of the program."""

from __future__ import annotations

import errno

import pytest

from app.domain.room import is_no_room


def _raised_by_numpy() -> ImportError:
    error = ImportError("Importing the numpy C-extensions failed.")
    error.__cause__ = ImportError("libopenblas.so: failed to map segment from shared object")
    return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.EMFILE, "Too many open files"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        RuntimeError("can't start new thread"),
        ImportError("libicudata.so.73: failed to map segment from shared object"),
        _raised_by_numpy(),
    ],
)
def test_what_a_full_computer_raises_is_known(error: Exception) -> None:
    assert is_no_room(error)


@pytest.mark.parametrize(
    "error",
    [
        ImportError("cannot import name 'x'"),
        ModuleNotFoundError("No module named 'x'"),
        OSError(errno.ENOENT, "No such file"),
        RuntimeError("dictionary changed size during iteration"),
        ValueError("memory"),
    ],
)
def test_a_bug_stays_a_bug(error: Exception) -> None:
    assert not is_no_room(error)

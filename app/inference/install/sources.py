"""Where the files of a model come from. A folder or stick here; servers have the same shape (see `server_sources`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

from app.domain.errors import UserFacingError
from app.inference.install.file_rules import check_folder
from app.inference.install.part_file import PartFile, RemoteFile
from app.inference.plain_file import open_plain
from app.inference.registry import hash_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.jobs import CancelToken
    from app.domain.models import ModelFile, ModelForm, ModelSpec

_PIECE = 1 << 20


class FileSource(Protocol):
    """Something that has the files of a model; `step` is the code word of the progress of `fetch`."""

    @property
    def step(self) -> str: ...  # noqa: D102 - the class above says it

    def files(self, spec: ModelSpec, form: ModelForm) -> tuple[ModelFile, ...]:
        """What it has of this form, with sizes; it is refused where that can be known before a byte is fetched.

        Raises:
            UserFacingError: it is not this model, or cannot be reached.
        """
        ...

    def identity(self, file: ModelFile) -> str:
        """What tells this file from another of its name, so that a broken-off copy goes on with the same one only."""
        ...

    def fetch(self, file: ModelFile, target: Path, moved: Callable[[int], None], cancel: CancelToken) -> str:
        """Bring one file to `target`, going on where an earlier call was ended; returns its sha256.

        Args:
            file: One of `files`.
            target: Its place; it appears when it is whole and on the disk.
            moved: Told how many bytes of the file are there.
            cancel: Ends it between two pieces.

        Raises:
            UserFacingError: the source or the disk failed.
            JobCancelled: `cancel` was used.
        """
        ...


class FolderSource:
    """A folder, on this laptop or on a stick.

    Args:
        root: The folder that holds ``config.json``.
    """

    step = "copying"

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self, spec: ModelSpec, form: ModelForm) -> tuple[ModelFile, ...]:
        """All of them, after a look at what they are; see `check_folder`."""
        return tuple(
            one for one in check_folder(self.root, spec, form, ready=not form.convert) if one.name != "model.json"
        )

    def identity(self, file: ModelFile) -> str:
        """Path, size and time of the last change."""
        try:
            details = (self.root / file.name).stat()
        except OSError as error:
            raise _gone(file, error) from error
        return f"file:{self.root / file.name}?{details.st_size}-{details.st_mtime_ns}"

    def digest(self, file: ModelFile, cancel: CancelToken) -> str:
        """The sha256 of one of `files`, read where it lies.

        Raises:
            UserFacingError: the source failed.
            JobCancelled: `cancel` was used.
        """
        try:
            return hash_file(self.root / file.name, cancel)
        except OSError as error:
            raise _gone(file, error) from error

    def fetch(self, file: ModelFile, target: Path, moved: Callable[[int], None], cancel: CancelToken) -> str:
        """Copy it; a stick that is pulled out costs the piece in hand."""
        identity = self.identity(file)
        try:
            opened = open_plain(self.root / file.name)
        except OSError as error:
            raise _gone(file, error) from error
        with opened, PartFile(target) as part:
            part.resume(identity, "", cancel.check)
            if part.origin is None:
                part.begin(RemoteFile(identity, etag="folder", size=file.size))
            self._copy(opened, part, file, moved, cancel.check)
            if part.size != file.size or self.identity(file) != identity:
                part.discard()
                raise UserFacingError("models.changed_source", name=file.name)
            digest = part.digest()
            part.place()
        return digest

    def _copy(
        self, opened: BinaryIO, part: PartFile, file: ModelFile, moved: Callable[[int], None], check: Callable[[], None]
    ) -> None:
        opened.seek(part.size)
        while part.size <= file.size:
            check()
            try:
                piece = opened.read(_PIECE)
            except OSError as error:
                raise _gone(file, error) from error
            if not piece:
                return
            part.write(piece)
            moved(part.size)


def _gone(file: ModelFile, error: OSError) -> UserFacingError:
    return UserFacingError("models.source_gone", name=file.name, detail=error.strerror or str(error))

"""Which sticks are in this computer now; each operating system is asked through a probe of its own."""

from __future__ import annotations

import ctypes
import os
import plistlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_STICKS = frozenset({"iso9660", "udf", "squashfs", "swap", "crypto_LUKS"})
_PLACES_OF_USERS = ("/media/", "/run/media/")
_REMOVABLE = 2  # DRIVE_REMOVABLE of GetDriveTypeW
_READ_ONLY_VOLUME = 0x00080000  # FILE_READ_ONLY_VOLUME
_NO_DIALOGS = 0x0001  # SEM_FAILCRITICALERRORS: an empty card reader must not ask for a disk


@dataclass(frozen=True, slots=True)
class Drive:
    """A stick or card. `name` is its label, `file_system` in lower case ("vfat", "exfat", "msdos", "fat32", ...)."""

    path: Path
    name: str
    free_bytes: int
    file_system: str
    read_only: bool


class DriveProbe(Protocol):
    """Asks one operating system."""

    def drives(self) -> Iterable[Drive]:
        """Removable drives that are mounted; a drive that does not answer is left out."""
        ...


def removable_drives(probe: DriveProbe | None = None) -> tuple[Drive, ...]:
    """Removable drives by path; never raises for a drive that goes away while it is looked at."""
    return tuple(sorted((probe or probe_of(sys.platform)).drives(), key=lambda drive: str(drive.path)))


def probe_of(platform: str) -> DriveProbe:
    """The probe for a value of `sys.platform`."""
    if platform == "win32":
        return WindowsProbe()
    return MacProbe() if platform == "darwin" else LinuxProbe()


class LinuxProbe:
    """Reads the mount table and asks sysfs what is removable or hangs on USB.

    Args:
        mounts: The mount table, proc(5).
        sys_block: Folder with one link per block device.
    """

    def __init__(self, mounts: Path = Path("/proc/self/mounts"), sys_block: Path = Path("/sys/class/block")) -> None:
        self._mounts = mounts
        self._sys_block = sys_block

    def drives(self) -> Iterable[Drive]:
        """Mounted partitions of removable or USB devices."""
        seen: set[str] = set()
        for line in self._mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            device, mount, kind, options, *_ = (*line.split(" "), "", "", "", "")
            if not device.startswith("/dev/") or kind in _NOT_STICKS or device in seen:
                continue
            path = Path(_unescaped(mount))
            if path == Path("/") or not self._is_removable(device, str(path)):
                continue
            seen.add(device)
            free = free_bytes(path)
            if free is not None:
                yield Drive(path, path.name, free, kind.lower(), "ro" in options.split(","))

    def _is_removable(self, device: str, mount: str) -> bool:
        node = self._sys_block / Path(device).name
        try:
            place = node.resolve(strict=True)
        except OSError:
            return mount.startswith(_PLACES_OF_USERS)  # a mapped or encrypted stick, opened by the desktop
        disk = place.parent if (place / "partition").exists() else place
        try:
            removable = (disk / "removable").read_text().strip() == "1"
        except OSError:
            removable = False
        return removable or re.search(r"/usb\d+/", place.as_posix()) is not None


class MacProbe:
    """Asks ``diskutil`` about every volume."""

    def volumes(self) -> list[Path]:
        """Mounted volumes."""
        return sorted(path for path in Path("/Volumes").iterdir() if not path.is_symlink())

    def info(self, volume: Path) -> bytes:
        """What ``diskutil info -plist`` prints about a volume."""
        command = ["/usr/sbin/diskutil", "info", "-plist", str(volume)]
        return subprocess.run(command, capture_output=True, check=True, timeout=10).stdout

    def drives(self) -> Iterable[Drive]:
        """Volumes on removable media or external devices that are no disk images."""
        for volume in self.volumes():
            try:
                facts = plistlib.loads(self.info(volume))
            except (OSError, subprocess.SubprocessError, plistlib.InvalidFileException, ValueError):
                continue
            if not isinstance(facts, dict) or not _is_external(facts):
                continue
            free = free_bytes(volume)
            if free is not None:
                kind = str(facts.get("FilesystemType", "")).lower()
                name = str(facts.get("VolumeName") or volume.name)
                yield Drive(volume, name, free, kind, not facts.get("WritableVolume", True))


class WindowsProbe:
    """Asks the Windows API about every drive letter."""

    def roots(self) -> list[str]:
        """Roots of all drives, floppies left out."""
        mask = ctypes.windll.kernel32.GetLogicalDrives()  # type: ignore[attr-defined,unused-ignore]
        return [
            f"{letter}:\\" for bit, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if mask >> bit & 1 and bit > 1
        ]

    def drive_type(self, root: str) -> int:
        """`GetDriveTypeW`."""
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined,unused-ignore]

    def volume(self, root: str) -> tuple[str, str, int] | None:
        """Label, file system and flags by `GetVolumeInformationW`; None for a reader without a card."""
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        label, kind = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags, former = ctypes.c_uint32(), ctypes.c_uint32()
        kernel.SetThreadErrorMode(_NO_DIALOGS, ctypes.byref(former))
        try:
            known = kernel.GetVolumeInformationW(
                root, label, len(label), None, None, ctypes.byref(flags), kind, len(kind)
            )
        finally:
            kernel.SetThreadErrorMode(former.value, None)
        return (label.value, kind.value, flags.value) if known else None

    def drives(self) -> Iterable[Drive]:
        """Drives of the removable type with a medium in them."""
        for root in self.roots():
            if self.drive_type(root) != _REMOVABLE:
                continue
            volume = self.volume(root)
            free = free_bytes(Path(root)) if volume else None
            if volume is None or free is None:
                continue
            label, kind, flags = volume
            yield Drive(Path(root), label or root[:2], free, kind.lower(), bool(flags & _READ_ONLY_VOLUME))


def free_bytes(path: Path) -> int | None:
    """Free space for this user; None when the drive does not answer."""
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return None


def _is_external(facts: dict[str, object]) -> bool:
    if facts.get("BusProtocol") == "Disk Image" or (facts.get("Internal") is True and not facts.get("RemovableMedia")):
        return False
    return any(facts.get(name) is True for name in ("RemovableMediaOrExternalDevice", "RemovableMedia", "Ejectable"))


def _unescaped(field: str) -> str:
    """proc(5) writes space, tab, line feed and backslash as three octal digits."""
    plain = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
    return os.fsdecode(plain.encode("utf-8", "surrogateescape"))

"""Sticks are found on every system; disks, discs and empty readers are not taken for sticks."""

from __future__ import annotations

import plistlib
import subprocess
from pathlib import Path
from typing import Any, ClassVar

import pytest

from app.export import drives
from app.export.drives import Drive, LinuxProbe, MacProbe, WindowsProbe, probe_of, removable_drives

GIGABYTE = 1_000_000_000


@pytest.fixture(autouse=True)
def _known_space(monkeypatch: pytest.MonkeyPatch) -> None:
    def free(path: Path) -> int | None:
        return None if "GONE" in str(path) else 6 * GIGABYTE

    monkeypatch.setattr(drives, "free_bytes", free)


# recorded on Ubuntu 24.04: a stick, a card in a USB reader, a USB hard disk, a disc, a snap, an internal partition
MOUNTS = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
/dev/nvme0n1p1 /boot/efi vfat rw,relatime 0 0
/dev/nvme0n1p3 /media/asha/Windows ntfs3 rw,relatime 0 0
/dev/loop3 /snap/core22/1122 squashfs ro,nodev 0 0
/dev/sda1 /media/asha/KINGSTON\040A vfat rw,nosuid,nodev,uid=1000 0 0
/dev/sdb1 /run/media/asha/शाला exfat ro,nosuid,nodev 0 0
/dev/sdc1 /media/asha/Backup ext4 rw,nosuid 0 0
/dev/sdd1 /media/asha/GONE vfat rw 0 0
/dev/sr0 /media/asha/UBUNTU iso9660 ro 0 0
/dev/mapper/luks-9 /run/media/asha/secret ext4 rw 0 0
/dev/sda1 /home/asha/again vfat rw 0 0
tmpfs /run/user/1000 tmpfs rw 0 0
"""


def block(root: Path, disk: str, partition: str, bus: str, removable: str) -> None:
    """One disk with one partition, as sysfs shows them."""
    device = root / "devices" / bus / disk
    (device / partition).mkdir(parents=True)
    (device / "removable").write_text(removable + "\n")
    (device / partition / "partition").write_text("1\n")
    links = root / "class"
    links.mkdir(exist_ok=True)
    for name, target in ((disk, device), (partition, device / partition)):
        (links / name).symlink_to(target)


@pytest.fixture
def linux(tmp_path: Path) -> LinuxProbe:
    (tmp_path / "mounts").write_text(MOUNTS, encoding="utf-8")
    block(tmp_path, "sda", "sda1", "pci0/usb1/1-2/host6/block", "1")
    block(tmp_path, "sdb", "sdb1", "pci0/usb2/2-1/host7/block", "1")
    block(tmp_path, "sdc", "sdc1", "pci0/usb2/2-4/host8/block", "0")
    block(tmp_path, "sdd", "sdd1", "pci0/usb2/2-5/host9/block", "1")
    (tmp_path / "nvme").mkdir()
    for partition in ("nvme0n1p1", "nvme0n1p2", "nvme0n1p3"):
        block(tmp_path / "nvme" / partition, "nvme0n1", partition, "pci0/nvme/nvme0", "0")
        (tmp_path / "class" / partition).symlink_to(tmp_path / "nvme" / partition / "class" / partition)
    block(tmp_path, "loop3", "loop3p1", "virtual/block", "0")
    return LinuxProbe(tmp_path / "mounts", tmp_path / "class")


def test_linux_finds_sticks_cards_and_usb_disks_only(linux: LinuxProbe) -> None:
    assert removable_drives(linux) == (
        Drive(Path("/media/asha/Backup"), "Backup", 6 * GIGABYTE, "ext4", read_only=False),
        Drive(Path("/media/asha/KINGSTON A"), "KINGSTON A", 6 * GIGABYTE, "vfat", read_only=False),
        Drive(Path("/run/media/asha/secret"), "secret", 6 * GIGABYTE, "ext4", read_only=False),
        Drive(Path("/run/media/asha/शाला"), "शाला", 6 * GIGABYTE, "exfat", read_only=True),
    )


def test_linux_here_and_now_answers_without_a_stick() -> None:
    assert isinstance(removable_drives(LinuxProbe()), tuple) or not Path("/proc").exists()


STICK = {
    "BusProtocol": "USB",
    "Ejectable": True,
    "Internal": False,
    "RemovableMedia": True,
    "RemovableMediaOrExternalDevice": True,
    "FilesystemType": "msdos",
    "VolumeName": "KINGSTON",
    "WritableVolume": True,
}


class RecordedMac(MacProbe):
    """What ``diskutil info -plist`` printed on macOS 14, shortened."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {
            "KINGSTON": STICK,
            "LOCKED": STICK | {"VolumeName": "", "WritableVolume": False, "FilesystemType": "exfat"},
            "CARD": STICK | {"VolumeName": "CARD", "Internal": True, "BusProtocol": "Secure Digital"},
            "Macintosh HD": {"Internal": True, "RemovableMediaOrExternalDevice": False, "FilesystemType": "apfs"},
            "Installer": STICK | {"BusProtocol": "Disk Image"},
            "GONE": STICK,
            "Silent": subprocess.TimeoutExpired("diskutil", 10),
            "Odd": ["not", "a", "dictionary"],
        }

    def volumes(self) -> list[Path]:
        return [Path("/Volumes") / name for name in self.facts]

    def info(self, volume: Path) -> bytes:
        facts = self.facts[volume.name]
        if isinstance(facts, Exception):
            raise facts
        return plistlib.dumps(facts)


def test_a_mac_finds_sticks_and_cards_but_no_disk_images() -> None:
    found = {drive.path.name: drive for drive in removable_drives(RecordedMac())}
    assert found.keys() == {"KINGSTON", "LOCKED", "CARD"}
    assert found["KINGSTON"] == Drive(Path("/Volumes/KINGSTON"), "KINGSTON", 6 * GIGABYTE, "msdos", read_only=False)
    assert (found["LOCKED"].name, found["LOCKED"].read_only) == ("LOCKED", True)


class RecordedWindows(WindowsProbe):
    """A laptop with a disk, a stick, a locked card, an empty reader, a disc and a network drive."""

    types: ClassVar = {"C:\\": 3, "D:\\": 2, "E:\\": 2, "F:\\": 2, "G:\\": 5, "Z:\\": 4}
    volumes: ClassVar = {
        "C:\\": ("Windows", "NTFS", 0),
        "Z:\\": ("share", "NTFS", 0),
        "D:\\": ("KINGSTON", "FAT32", 0x206),
        "E:\\": ("", "exFAT", 0x80206),
    }

    def roots(self) -> list[str]:
        return list(self.types)

    def drive_type(self, root: str) -> int:
        return self.types[root]

    def volume(self, root: str) -> tuple[str, str, int] | None:
        return self.volumes.get(root)


def test_windows_finds_sticks_with_something_in_them() -> None:
    assert removable_drives(RecordedWindows()) == (
        Drive(Path("D:\\"), "KINGSTON", 6 * GIGABYTE, "fat32", read_only=False),
        Drive(Path("E:\\"), "E:", 6 * GIGABYTE, "exfat", read_only=True),
    )


def test_each_system_has_its_probe() -> None:
    kinds = {name: type(probe_of(name)) for name in ("linux", "darwin", "win32")}
    assert kinds == {"linux": LinuxProbe, "darwin": MacProbe, "win32": WindowsProbe}

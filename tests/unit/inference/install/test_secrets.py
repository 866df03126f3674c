"""Secrets go into the keyring, or encrypted into a vault whose key is not with them; never anywhere else."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.config.paths import vault_key_file
from app.inference.install.secrets import HUB_TOKEN, Secrets, hub_token
from app.inference.install.signing import LaptopKey, next_number


class Keyring(KeyringBackend):
    """A keyring in memory; below every real one, since the library offers each class it has seen as the desktop's."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types there
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop(username, None) is None:
            raise PasswordDeleteError(username)


class Locked(Keyring):
    """A keyring whose owner pressed Cancel."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("no")


class Forgetful(Keyring):
    """Takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Nothing."""


def test_a_keyring_keeps_secrets_and_no_file_does(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path / "secrets", keyring=Keyring())
    secrets.write(HUB_TOKEN, "hf_x")
    assert secrets.read(HUB_TOKEN) == "hf_x"
    assert not (tmp_path / "secrets").exists()
    secrets.remove(HUB_TOKEN)
    assert secrets.read(HUB_TOKEN) == ""
    secrets.remove(HUB_TOKEN)


NONE: KeyringBackend = fail.Keyring()  # type: ignore[no-untyped-call]  # keyring has no types there


@pytest.mark.parametrize("keyring", [NONE, Locked(), Forgetful()], ids=["none", "locked", "forgetful"])
def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("keyring", [NONE, Locked(), Forgetful()], ids=["none", "locked", "forgetful"])
def test_without_a_keyring_an_encrypted_file_of_its_owner_does(tmp_path: Path, keyring: KeyringBackend) -> None:
    secrets = Secrets(tmp_path / "secrets", keyring=keyring)
    for value in ("hf_x-canary", "hf_y-canary"):
        secrets.write(HUB_TOKEN, value)
        assert Secrets(tmp_path / "secrets", keyring=keyring).read(HUB_TOKEN) == value
    file, key = tmp_path / "secrets" / HUB_TOKEN, vault_key_file()
    assert b"canary" not in everything_in(tmp_path)
    if os.name != "nt":
        assert {stat.S_IMODE(one.stat().st_mode) for one in (file, key)} == {0o600}
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == [HUB_TOKEN]
    assert [path.name for path in key.parent.iterdir()] == [key.name]
    secrets.remove(HUB_TOKEN)
    assert secrets.read(HUB_TOKEN) == ""


def test_a_copy_of_the_data_folder_on_another_laptop_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Secrets(tmp_path / "secrets", keyring=NONE).write(HUB_TOKEN, "hf_x")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "other"))
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "other")
    there = Secrets(tmp_path / "secrets", keyring=NONE)
    assert there.read(HUB_TOKEN) == ""
    there.write(HUB_TOKEN, "its own")
    assert there.read(HUB_TOKEN) == "its own"


def test_no_secret_can_be_put_in_the_place_of_another(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, keyring=NONE)
    LaptopKey.load_or_make(secrets)
    (tmp_path / "laptop-key").rename(tmp_path / HUB_TOKEN)
    assert secrets.read(HUB_TOKEN) == ""  # else the next download sends the key to the hub


@pytest.mark.parametrize("damage", [b"", b"x", bytes(60)])
def test_a_damaged_vault_is_empty_and_can_be_filled_again(tmp_path: Path, damage: bytes) -> None:
    secrets = Secrets(tmp_path, keyring=NONE)
    secrets.write(HUB_TOKEN, "hf_x")
    (tmp_path / HUB_TOKEN).write_bytes(damage)
    assert secrets.read(HUB_TOKEN) == ""
    secrets.write(HUB_TOKEN, "hf_y")
    vault_key_file().write_bytes(damage)
    assert secrets.read(HUB_TOKEN) == ""
    secrets.write(HUB_TOKEN, "hf_z")
    assert secrets.read(HUB_TOKEN) == "hf_z"


def test_programs_that_start_together_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = [f"secret-{number}" for number in range(8)]
        for _ in pool.map(lambda name: Secrets(tmp_path, keyring=NONE).write(name, name), names):
            pass
    assert [Secrets(tmp_path, keyring=NONE).read(name) for name in names] == names


def test_a_keyring_that_came_later_takes_over(tmp_path: Path) -> None:
    keyring = Keyring()
    Secrets(tmp_path, keyring=Locked()).write(HUB_TOKEN, "old")
    secrets = Secrets(tmp_path, keyring=keyring)
    assert secrets.read(HUB_TOKEN) == "old"
    secrets.write(HUB_TOKEN, "new")
    assert (secrets.read(HUB_TOKEN), keyring.kept) == ("new", {HUB_TOKEN: "new"})
    assert not (tmp_path / HUB_TOKEN).exists()


def test_the_environment_of_the_hubs_own_tools_counts_first(tmp_path: Path) -> None:
    secrets = Secrets(tmp_path, keyring=Keyring())
    secrets.write(HUB_TOKEN, "kept")
    assert hub_token(secrets, {}) == "kept"
    assert hub_token(secrets, {"HF_TOKEN": " given\n"}) == "given"


def test_the_laptop_keeps_its_key(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    secrets = Secrets(tmp_path, keyring=Locked())
    key = LaptopKey.load_or_make(secrets)
    assert LaptopKey.load_or_make(secrets).public == key.public
    assert LaptopKey.load_or_make(Secrets(tmp_path / "other", keyring=Keyring())).public != key.public
    kept = secrets.read("laptop-key")
    assert len(bytes.fromhex(kept)) == 32
    assert kept not in caplog.text
    assert kept.encode() not in everything_in(tmp_path)


def test_numbers_of_packs_only_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = Secrets(tmp_path, keyring=Keyring())
    first, second = next_number(secrets), next_number(secrets)
    monkeypatch.setattr("time.time", lambda: 5.0)  # the clock was set back
    assert first < second < next_number(secrets)

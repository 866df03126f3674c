"""Set-up without apt names what is missing before anything is installed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "packaging" / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "_install_python_packages", _go_on)
    return module


def _go_on(_: str) -> None:
    raise AssertionError("nothing was found missing")


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts programs of these names, which print these words, in the place of all others; there is no apt."""
    if sys.platform == "win32":
        pytest.skip("a script is no program there")
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(name: str, *words: str) -> None:
        program = tmp_path / name
        program.write_text("#!/bin/sh\n" + "".join(f"echo {word}\n" for word in words))
        program.chmod(0o755)

    return install


def refused(dev: ModuleType, command: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert dev.main([command]) == 1
    return capsys.readouterr().err


def test_without_apt_tesseract_is_asked_for_with_every_language(
    dev: ModuleType, put: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(dev, "run", capsys)
    assert "Tesseract, which reads pictures, is missing." in said
    assert all(name in said for name in dev.LANGUAGE_DATA)
    put("tesseract", *(name for name in dev.LANGUAGE_DATA if name not in ("hin", "osd")))
    assert "lacks the data of hin, osd." in refused(dev, "run", capsys)


def test_without_apt_the_tests_ask_for_their_programs(
    dev: ModuleType, put: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    put("tesseract", *dev.LANGUAGE_DATA)
    assert "The tests need ffmpeg and poppler." in refused(dev, "test", capsys)
    put("ffmpeg")
    assert "The tests need poppler." in refused(dev, "test", capsys)
    put("pdftotext")
    dev._install_system_packages(dev.RUN_PACKAGES + dev.TEST_PACKAGES, dev.TEST_PROGRAMS)

#!/usr/bin/env python3
"""Set-up, start and checks of ShikshaSetu, from nothing but Python 3.11 to 3.13.

    python3 packaging/dev.py run      make .venv, install, open the app (or do the sample headless)
    python3 packaging/dev.py test     make .venv, install what the tests need, run every check

Standard library only. Safe to run again: what is already there is not installed twice.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGE_DATA = ("eng", "hin", "tam", "tel", "ben", "mar", "guj", "kan", "mal", "pan", "ori", "osd")

RUN_PACKAGES = (
    "tesseract-ocr",
    *(f"tesseract-ocr-{name}" for name in LANGUAGE_DATA),
    "fonts-noto-core",
    # what Qt's window plugin loads
    "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0", "libpulse0", "libxcb-cursor0",
    "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0",
    "libxcb-xinerama0", "libxcb-xkb1", "libxkbcommon-x11-0",
)  # fmt: skip
LOHIT_FONTS = ("beng-bengali", "deva", "gujr", "guru", "knda", "mlym", "orya", "taml", "telu")
TEST_PROGRAMS = {"ffmpeg": "ffmpeg", "pdftotext": "poppler"}
"""What the tests start, by the name of what brings it."""
TEST_PACKAGES = ("ffmpeg", "poppler-utils", "xvfb", *(f"fonts-lohit-{name}" for name in LOHIT_FONTS))


class SetUpError(Exception):
    """Set-up cannot go on; the text says what is missing and what to type."""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for; returns the exit status."""
    parser = argparse.ArgumentParser(description="Set up, start or check ShikshaSetu.")
    commands = parser.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="install and open the app with a sample chapter ready")
    run_command.add_argument("--headless", action="store_true", help="do the sample without a window")
    test_command = commands.add_parser("test", help="install what the tests need and run every check")
    test_command.add_argument("pytest_arguments", nargs="*", help="passed on to pytest (default: everything)")
    options = parser.parse_args(arguments)
    try:
        _check_python()
        if options.command == "run":
            return _run(headless=options.headless)
        return _test(options.pytest_arguments)
    except SetUpError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 1


# -- the two commands --------------------------------------------------------------------------------------------


def _run(*, headless: bool) -> int:
    _install_system_packages(RUN_PACKAGES, {})
    _install_python_packages("")
    _build_translations()
    if headless or not _has_display():
        return _run_sample()
    _say("Opening ShikshaSetu")
    return subprocess.call([PYTHON, "-m", "app", "--sample"], cwd=ROOT)


def _run_sample() -> int:
    """The main job on the sample chapter without a window, into a folder that stands for the stick.

    It has a data folder of its own: a made-up reviewer must not sign among a teacher's lessons.
    """
    stick, data = Path.home() / "ShikshaSetu-sample", VENV / "sample-data"
    page = ROOT / "resources" / "sample" / "sample-en.pdf"
    _say(f"No display: making a lesson from {page.name}")
    command: list[str | Path] = [
        PYTHON, "-m", "app", "make", page, "--class", "6", "--level", "easier", "--reviewer", "Sample reviewer",
        "--approve-green", "--to", stick, "--data", data,
    ]  # fmt: skip
    status = subprocess.call(command, cwd=ROOT)
    if status == 0:
        status = subprocess.call([PYTHON, "-m", "app", "pack", "verify", stick], cwd=ROOT)
    if status == 0:
        _say(f"The lesson pack lies in {stick}. Open START-HERE.html there with any browser.")
    return status


def _test(pytest_arguments: list[str]) -> int:
    _install_system_packages(RUN_PACKAGES + TEST_PACKAGES, TEST_PROGRAMS)
    _install_python_packages("test")
    _build_translations()
    checks: list[tuple[str, list[str | Path]]] = [
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
        ("lint", [PYTHON, "-m", "ruff", "check", "."]),
        ("types", [PYTHON, "-m", "mypy"]),
        ("layers", [BIN / "lint-imports"]),
        ("tests", [PYTHON, "-m", "pytest", "-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal",
                   *pytest_arguments]),
    ]  # fmt: skip
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OMP_THREAD_LIMIT": "1"}
    failed = []
    for name, command in checks:
        _say(f"Check: {name}")
        start = time.monotonic()
        if subprocess.call(command, cwd=ROOT, env=environment) != 0:
            failed.append(name)
        print(f"    {name}: {time.monotonic() - start:.0f} s", flush=True)
    _say(f"Failed: {', '.join(failed)}" if failed else "Every check passed")
    return 1 if failed else 0


# -- set-up ------------------------------------------------------------------------------------------------------


def _check_python() -> None:
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise SetUpError(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; ShikshaSetu needs Python 3.11, 3.12 or 3.13."
            " Install one of them and run the same command with it."
        )
    if sys.maxsize < 2**32:
        raise SetUpError("ShikshaSetu needs a 64-bit Python and a 64-bit system.")


def _install_system_packages(packages: tuple[str, ...], programs: dict[str, str]) -> None:
    """Tesseract, fonts and window libraries: by apt where we may, else one line to type.

    Without apt, nothing is installed: Tesseract with its languages and `programs` have to be there.
    """
    if not shutil.which("apt-get"):
        _require_tesseract()
        _require_programs(programs)
        return
    missing = _missing_packages((*packages, *_venv_packages()))
    if not missing:
        return
    prefix = _root_prefix()
    if prefix is None:
        raise SetUpError(
            f"System packages are missing. Type this, then run again:\n    sudo apt-get install -y {' '.join(missing)}"
        )
    _say(f"Installing {len(missing)} system packages ({missing[0]} ...)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if subprocess.call(install, env=environment) == 0:
        return
    _say("Refreshing the list of packages")
    subprocess.call([*prefix, "apt-get", "update"], env=environment)
    if subprocess.call(install, env=environment) != 0:
        raise SetUpError(f"These system packages could not be installed: {' '.join(missing)}. See the lines above.")


def _venv_packages() -> tuple[str, ...]:
    """Debian's own Python comes without the part of it that makes environments."""
    if importlib.util.find_spec("ensurepip") is not None:
        return ()
    return (f"python{sys.version_info[0]}.{sys.version_info[1]}-venv",)


def _missing_packages(packages: tuple[str, ...]) -> list[str]:
    query = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status} ${Provides}\n"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    there = set()
    for line in query.stdout.splitlines():
        name, status, *provides = line.split(" ", 2)
        if status == "installed":
            there.add(name)
            there.update(part.split(" ")[0].strip() for part in "".join(provides).split(","))
    return [name for name in packages if name not in there]


def _root_prefix() -> list[str] | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _require_tesseract() -> None:
    """Ask for Tesseract and for each of its languages: without one, pages in it fail only later."""
    lacking = _lacking_languages() if shutil.which("tesseract") else list(LANGUAGE_DATA)
    if not lacking:
        return
    what = f"lacks the data of {', '.join(lacking)}" if shutil.which("tesseract") else "is missing"
    line = {
        "darwin": "brew install tesseract tesseract-lang",
        "win32": "winget install UB-Mannheim.TesseractOCR   (and tick all Indian languages)",
    }.get(sys.platform, "install tesseract-ocr and the Noto fonts by your package manager")
    raise SetUpError(
        f"Tesseract, which reads pictures, {what}. Type this, then run again:\n    {line}\n"
        f"Afterwards `tesseract --list-langs` has to name {', '.join(LANGUAGE_DATA)}."
    )


def _lacking_languages() -> list[str]:
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    there = (told.stdout + told.stderr).split()  # old versions list them on stderr
    return [name for name in LANGUAGE_DATA if name not in there]


def _require_programs(programs: dict[str, str]) -> None:
    missing = [brings for program, brings in programs.items() if not shutil.which(program)]
    if not missing:
        return
    winget = {"ffmpeg": "Gyan.FFmpeg", "poppler": "oschwartz10612.Poppler"}
    line = {
        "darwin": f"brew install {' '.join(missing)}",
        "win32": " && ".join(f"winget install {winget[name]}" for name in missing),
    }.get(sys.platform, f"install {' and '.join(missing)} by your package manager")
    raise SetUpError(f"The tests need {' and '.join(missing)}. Type this, then run again:\n    {line}")


def _install_python_packages(extra: str) -> None:
    """Make .venv and install the app into it, editable; nothing happens when pyproject.toml has not changed."""
    stamp = VENV / f".installed-{extra or 'core'}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted and PYTHON.exists():
        return
    if not _has_pip():
        _say("Making .venv")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", VENV]) != 0:
            raise SetUpError(
                "Python has no venv module. Type this, then run again:\n    sudo apt-get install -y python3-venv"
            )
    _say("Installing Python packages (once; about 1 GB with Qt)")
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--editable", target]
    if subprocess.call(command) != 0:
        raise SetUpError(
            "The Python packages could not be installed. Check the network and run the same command again."
        )
    stamp.write_text(wanted, encoding="ascii")


def _has_pip() -> bool:
    """Whether .venv is whole; one that was cut short while it was made has a Python but no pip."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _build_translations() -> None:
    """Compile each .ts into the .qm beside it when it is newer."""
    for source in sorted(TRANSLATIONS.glob("*.ts")):
        target = source.with_suffix(".qm")
        if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _say(f"Building {target.name}")
        if subprocess.call([BIN / "pyside6-lrelease", "-silent", source, "-qm", target]) != 0:
            raise SetUpError(f"{source.name} could not be compiled.")


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(sentence: str) -> None:
    print(f"==> {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())

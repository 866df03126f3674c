from __future__ import annotations

import errno
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.config.logging import set_up_logging
from app.domain.errors import UserFacingError
from app.store.store import Store
from tests.unit.store import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    set_up_logging(tmp_path / "logs", stderr=False)
    yield tmp_path / "logs"
    set_up_logging(None, stderr=False)
    logging.captureWarnings(capture=False)


def written(logs: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in logs.iterdir())


def test_what_is_logged_is_in_the_file_and_the_second_set_up_replaces_the_first(logs: Path) -> None:
    set_up_logging(logs, stderr=False)
    logging.getLogger("app.x").info("जल %s", 7)
    assert written(logs).count("app.x: जल 7") == 1


def test_files_are_turned_over_and_their_number_is_bounded(logs: Path) -> None:
    for _ in range(80):
        logging.getLogger("app.x").info("x" * 100_000)
    files = list(logs.iterdir())
    assert len(files) == 6
    assert all(file.stat().st_size < 1_200_000 for file in files)


def test_nothing_on_stdout_and_only_warnings_on_stderr(tmp_path: Path) -> None:
    code = (
        "import logging, sys; from pathlib import Path; from app.config.logging import set_up_logging\n"
        "set_up_logging(Path(sys.argv[1])); log = logging.getLogger('app'); log.info('quiet'); log.warning('loud')"
    )
    said = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True)
    assert (said.stdout, said.stderr) == ("", "loud\n")


def test_a_folder_that_cannot_be_written_to_costs_only_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("x")
    set_up_logging(tmp_path / "file", stderr=True)
    logging.getLogger("app.x").warning("still alive")
    assert capsys.readouterr().err == "still alive\n"
    set_up_logging(None, stderr=False)  # lets the captured stream go


def test_a_full_disk_costs_only_the_log(
    logs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (ours,) = (one for one in logging.getLogger().handlers if getattr(one, "shikshasetu", False))
    with monkeypatch.context() as patch:
        patch.setattr(ours, "flush", full)
        logging.getLogger("app.x").info("lost")
    assert capsys.readouterr().err == ""


def test_what_a_teacher_wrote_never_reaches_the_log_through_an_error(
    logs: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "गोपनीय-नाम"
    with Store.open(tmp_path / "data") as store:
        person = store.write(lambda work: work.people.add(samples.person(canary)))
        try:
            store.write(lambda work: work.people.add(person))
        except Exception:
            logging.getLogger("app.x").exception("a fault")
        document = store.write(lambda work: work.documents.add(samples.document(canary)))
        try:
            store.write(lambda work: work.documents.set_order(document.id, (canary,)))
        except UserFacingError as error:
            logging.getLogger("app.x").warning("told: %s", error.key)
    assert "IntegrityError" in written(logs)
    assert canary not in written(logs)
    caplog.clear()

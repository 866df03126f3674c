"""The command answers at once, and the window's process holds nothing that parses files or runs models."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"sqlalchemy", "PySide6", "pydantic", "numpy", "msgspec", "psutil", "diskcache", "lameenc"}
PARSERS_AND_MODELS = {"torch", "transformers", "ctranslate2", "cv2", "pytesseract", "pypdfium2", "docx", "PIL"}

_LOADED = "import json, sys; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def loaded_after(code: str, *arguments: str) -> set[str]:
    """Top-level modules of a fresh process that ran this; the last line it prints."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{_LOADED}", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_after(
        "import contextlib, sys\n"
        "from app.__main__ import main\n"
        "with contextlib.suppress(SystemExit): main(['--help'])\n"
    )
    assert "app" in loaded
    assert loaded & (HEAVY | PARSERS_AND_MODELS) == set()


def test_the_window_s_process_holds_no_parser_and_no_model(tmp_path: Path) -> None:
    loaded = loaded_after(
        "import sys\n"
        "from pathlib import Path\n"
        "import app.ui.application\n"
        "from app.bootstrap import open_services\n"
        "with open_services(Path(sys.argv[1]), pick_up_jobs=True) as services:\n"
        "    services.library.documents(), services.lessons.summaries(), services.packs.drives()\n",
        str(tmp_path / "data"),
    )
    assert {"PySide6", "sqlalchemy"} <= loaded, "it is the window's process"
    assert loaded & (PARSERS_AND_MODELS | {"numpy", "av", "aiohttp"}) == set()


def test_a_whole_lesson_is_made_without_a_parser_in_the_window_s_process(tmp_path: Path) -> None:
    loaded = loaded_after(
        "import sys\n"
        "from pathlib import Path\n"
        "from app.bootstrap import open_services\n"
        "from app.domain.lessons import LessonOptions\n"
        "if __name__ == '__main__':\n"
        "    with open_services(Path(sys.argv[1])) as services:\n"
        "        page = services.library.add([Path('resources/sample/sample-en.pdf')])\n"
        "        lesson = services.lessons.make(page.id, LessonOptions(with_audio=False))\n"
        "        services.review.approve(lesson.id, services.people.add('Asha', 'en', (6,)), reason='read')\n"
        "        Path(sys.argv[2]).mkdir()\n"
        "        services.packs.save([lesson.id], Path(sys.argv[2]), sound=False, formats=('html', 'pdf'))\n",
        str(tmp_path / "data"),
        str(tmp_path / "stick"),
    )
    assert loaded & (PARSERS_AND_MODELS | {"PySide6", "lameenc"}) == set()

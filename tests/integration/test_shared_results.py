"""One laptop computes a chapter for all: `cache export` there, `cache use` here, and `make` computes nothing again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import bootstrap
from app.bootstrap import Services, open_services
from app.cli.commands import command_for
from app.cli.parser import parse
from app.domain.errors import UserFacingError
from app.domain.lessons import Lesson, LessonOptions
from app.lesson.shared_results import SHARED_STEPS
from app.library.document_worker.requests import PageReading
from app.store import codec
from app.store.shared_cache import OWN_FOLDER
from app.store.steps import StepRunner

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "sample-en.pdf"
OTHER = "The moon goes round the Earth in 27 days. It shines because the light of the sun falls on it."


def run(data: Path, *words: str | Path) -> Any:
    options = parse([*map(str, words), "--json", "--data", str(data)])
    return command_for(options)(options, bootstrap).data


def make(services: Services, *, spoken: bool = True) -> Lesson:
    document = services.library.add([SAMPLE])
    return services.lessons.make(document.id, LessonOptions(with_audio=spoken))


@pytest.fixture(scope="module")
def strong(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Lesson]:
    """A laptop with a lesson of the sample chapter, and one of another text."""
    data = tmp_path_factory.mktemp("strong")
    with open_services(data) as services:
        made = make(services)
        services.lessons.make(services.library.add_text(OTHER).id, LessonOptions(with_audio=False))
    return data, made


@pytest.fixture(scope="module")
def stick(strong: tuple[Path, Lesson], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    done = run(strong[0], "cache", "export", folder, "--document", strong[1].document_id)
    assert done["left_out"] == 0
    assert done["results"]["read_page"] == 2, "the pages of the chapter, and not the other text"
    assert done["results"]["audio"] == 1
    return folder


def test_a_laptop_that_uses_the_stick_computes_nothing_and_has_the_same_lesson(
    strong: tuple[Path, Lesson], stick: Path, tmp_path: Path
) -> None:
    assert run(tmp_path, "cache", "status") == {"folder": "", "there": False, "results": {}}
    used = run(tmp_path, "cache", "use", stick / OWN_FOLDER)
    assert (used["folder"], used["there"], used["results"]["audio"]) == (str(stick), True, 1)
    with open_services(tmp_path) as services:
        lesson = make(services)
        steps = services.step_statistics()
        assert {name: (row["computed"], row["shared"]) for name, row in steps.items() if row["computed"]} == {}
        assert steps.keys() >= {"read_page", "simplify", "key_words", "choice_questions", "plan", "audio"}
        assert all(row["shared"] for row in steps.values())
        mine, theirs = ([(p.source, p.text) for p in one.current.content.passages] for one in (lesson, strong[1]))
        assert mine == theirs
        media = [passage.media for passage in lesson.current.content.passages if passage.media]
        assert media
        assert all(services.store.media.verify(name) for name in media)
    assert run(tmp_path, "cache", "use", "--none")["folder"] == ""


def test_a_changed_byte_is_computed_here_and_the_lesson_is_whole(
    strong: tuple[Path, Lesson], stick: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(stick, tmp_path / "copy")
    page, words = (next(copy.rglob(f"{step}-*.msgpack")) for step in ("read_page", "key_words"))
    for file in (page, words):
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    run(tmp_path / "weak", "cache", "use", copy)
    with open_services(tmp_path / "weak") as services:
        lesson = make(services, spoken=False)
        steps = services.step_statistics()
        assert steps["read_page"] == {"cached": 1, "computed": 1, "shared": 1}
        assert steps["key_words"] == {"cached": 0, "computed": 1}
        assert lesson.current.content.key_words == strong[1].current.content.key_words


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "not there"):
        with pytest.raises(UserFacingError) as refused:
            run(tmp_path / "data", "cache", "use", folder)
        assert refused.value.key == "results.none_there"
    with pytest.raises(UserFacingError) as refused:
        run(tmp_path / "data", "cache", "export", tmp_path)
    assert refused.value.key == "results.nothing"
    assert not (tmp_path / OWN_FOLDER).exists()
    with pytest.raises(UserFacingError) as refused:
        run(tmp_path / "data", "cache", "export", tmp_path, "--document", "d-unknown")
    assert refused.value.key == "document.not_found"


def test_sentences_of_another_page_are_not_taken_for_this_one(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made the stick may write what is right in form; a sentence that is not on the page is no source."""
    run(tmp_path, "cache", "use", stick)
    real = StepRunner._decode

    def planted(data: bytes | None, result_type: Any) -> Any:
        found = real(data, result_type)
        return found[:-1] if result_type == SHARED_STEPS["simplify"].kind and found else found

    with open_services(tmp_path) as services:
        monkeypatch.setattr(StepRunner, "_decode", staticmethod(planted))
        make(services, spoken=False)
        assert services.step_statistics()["simplify"]["cached"] == 0


def page(**changes: Any) -> bytes:
    text = {"blocks": [{"kind": "paragraph", "text": "x"}], "method": "ocr", "quality": "good", "language": "en"}
    for name, value in changes.items():
        (text["blocks"][0] if name in ("box", "level", "media") else text)[name] = value  # type: ignore[index]
    return msgspec.msgpack.encode({"text": text, "picture": None, "width": 10, "height": 10})


def sound(step: str, value: bytes) -> bool:
    found = codec.from_msgpack(value, SHARED_STEPS[step].kind)
    return SHARED_STEPS[step].sound(found)


def test_a_page_reading_keeps_to_what_the_program_counts_on() -> None:
    assert sound("read_page", page())
    assert sound("read_page", page(box={"left": 0.1, "top": 0.1, "right": 0.9, "bottom": 0.2}))
    assert codec.from_msgpack(page(), PageReading).text.language == "en"
    for wrong in (
        {"language": "../hi"},
        {"confidence": float("nan")},
        {"doubtful_words": -1},
        {"level": -3},
        {"box": {"left": float("inf"), "top": 0.1, "right": 0.9, "bottom": 0.2}},
        {"box": {"left": 0.1, "top": float("nan"), "right": 0.9, "bottom": 0.2}},
    ):
        assert not sound("read_page", page(**wrong)), wrong


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("speak", {"samples": b"\0\0\0", "sample_rate": 22_050}),
        ("speak", {"samples": b"\0\0", "sample_rate": 0}),
        ("audio", {"media": "0" * 64, "duration_ms": 0, "sentences": [], "engine": "x"}),
        ("audio", {"media": "0" * 64, "duration_ms": 9, "sentences": [[0, 0, 10, "x"]], "engine": "x"}),
        ("audio", {"media": "0" * 64, "duration_ms": 9, "sentences": [[0, 0, 5, "x"], [0, 1, 4, "x"]], "engine": "x"}),
        ("choice_questions", [{"question": "?", "options": ["a", "b", "c", "d"], "answer": 4, "evidence": "e"}]),
        ("choice_questions", [{"question": "?", "options": ["a", "a", "c", "d"], "answer": 0, "evidence": "e"}]),
        ("simplify_by_model", {"pairs": [], "refused": [""]}),
        ("plan", {"steps": [{"minutes": -5, "activity": "x"}]}),
    ],
)
def test_other_results_too(step: str, value: object) -> None:
    assert not sound(step, msgspec.msgpack.encode(value))

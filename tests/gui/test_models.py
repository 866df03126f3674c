"""The Models page: what serves and why, installing from a folder, verifying, removing; nothing waits for it."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from app import bootstrap
from app.bootstrap import Services
from app.config.settings import Device, Quantization
from app.domain import languages
from app.domain.errors import UserFacingError
from app.domain.models import Accelerator, DeviceKind, EngineChoices, EngineTask, Machine, Runtime, Speed
from app.domain.route_reasons import CardProblem, Phrase, Reason
from app.inference.device_router import route
from app.inference.engine_options import as_installed
from app.inference.engine_room import EngineRoom
from app.inference.install.pack_import import SignedPack
from app.inference.install.pack_manifest import Manifest, PackedModel
from app.inference.install.packs import FoundPack, OfferedModel
from app.inference.install.service import Found
from app.ui import model_words, router_words, wording
from app.ui.dialogs.confirm import ConfirmDialog
from app.ui.dialogs.install_model import InstallModelDialog, InstallPackDialog
from app.ui.navigator import Place
from app.ui.pages.models import ModelsPage
from app.ui.pages.settings import SettingsPage
from app.ui.widgets.model_row import ModelRow
from tests.fakes import models_of
from tests.gui.conftest import PATIENCE_MS, Desk
from tests.models.mms import build_mms

GIBI = 1 << 30
_LONGEST = 30_000
"""Milliseconds that a tiny model may take on a busy machine."""


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_mms(tmp_path_factory.mktemp("स्टिक") / "mms-tts-hin")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """What the application opens over an empty data folder."""
    services = bootstrap.open_services(tmp_path / "data")
    services.people.add("Asha", "hi", (6,))
    yield services
    services.close()


def models_page(desk: Desk) -> ModelsPage:
    """The page with everything it asked for."""
    return cast(ModelsPage, desk.go(Place.MODELS))


def said(row: ModelRow) -> str:
    """All words of a row."""
    return row.accessibleName()


def wait_for(desk: Desk, words: str) -> None:
    """Until the bar says it, and what follows is shown."""
    desk.qtbot.waitUntil(lambda: words in desk.window.bar.text, timeout=_LONGEST)
    desk.settle()


def install(desk: Desk, folder: Path) -> None:
    """As a person does: look, agree, install."""
    models_page(desk).carrying.look_at(folder)
    dialog = desk.dialog(InstallModelDialog)
    for tick in dialog.ticks:
        desk.click(tick)
    desk.click(dialog.primary)
    wait_for(desk, "is installed and ready")


def test_a_voice_is_installed_verified_and_removed_in_the_window(
    open_window: Callable[..., Desk], services: Services, voice: Path
) -> None:
    desk = open_window(services=services)
    page = models_page(desk)
    page.carrying.look_at(voice.parent)  # the stick, not the folder on it
    dialog = desk.dialog(InstallModelDialog)
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "MMS voice, Hindi" in words
    assert "Only for non-commercial use" in words
    assert str(voice) in words
    assert not dialog.primary.isEnabled(), "its conditions were not agreed to"
    desk.click(*dialog.ticks)
    desk.click(dialog.primary)
    wait_for(desk, "MMS voice, Hindi is installed and ready. It is not verified against the publisher.")
    (row,) = page.rows["installed"]
    assert said(row).startswith("MMS voice, Hindi The voice · हिन्दी · transformers float32")
    assert "not verified against the publisher" in said(row)
    (serving,) = [one for one in page.rows["serving"] if one.words.icon == "good"]
    assert serving.words.title == "The voice · हिन्दी: MMS voice, Hindi"
    assert "MMS voice, Hindi with transformers float32 on the processor" in said(serving)

    verify, _ = row.buttons
    verify.setFocus()
    desk.key(Qt.Key.Key_Space)
    wait_for(desk, "1 model checked: everything is as it was installed.")
    assert page.rows["installed"][0].buttons[0] is not verify, "drawn anew"
    assert page.rows["installed"][0].buttons[0].hasFocus()
    file = next((services.paths.data / "models").glob("*/model.safetensors"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    desk.click(page.verify_all)
    wait_for(desk, "is not as it was installed: model.safetensors was changed. Remove it and install it again.")

    desk.click(page.rows["installed"][0].buttons[-1])
    asked = desk.dialog(ConfirmDialog)
    assert "Remove MMS voice, Hindi?" in [one.text() for one in asked.findChildren(QLabel)]
    asked.reject()
    desk.settle()
    assert file.exists(), "she left it"
    desk.click(page.rows["installed"][0].buttons[-1])
    desk.click(desk.dialog(ConfirmDialog).primary)
    wait_for(desk, "MMS voice, Hindi is removed.")
    assert page.rows["installed"] == ()
    assert services.models.registry.scan().models == ()


def test_models_go_to_another_laptop_on_a_stick_once_its_number_was_compared(
    open_window: Callable[..., Desk], services: Services, voice: Path, tmp_path: Path
) -> None:
    maker = models_of(tmp_path / "other laptop", services.settings)
    maker.install(maker.look(voice))
    written = maker.export_pack(["mms-tts-hin"], tmp_path / "stick")
    desk = open_window(services=services)
    page = models_page(desk)
    assert not page.export.isVisible(), "there is nothing to carry"
    page.carrying.look_at(tmp_path / "stick")
    dialog = desk.dialog(InstallPackDialog)
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert written.fingerprint in words
    assert "MMS voice, Hindi" in words
    assert "Only for non-commercial use" in words
    consent, same = dialog.ticks
    desk.click(consent)
    assert not dialog.primary.isEnabled(), "the number was not compared"
    desk.click(same)
    desk.click(dialog.primary)
    wait_for(desk, "Installed from the pack: MMS voice, Hindi.")
    assert len(page.rows["installed"]) == 1
    page.carrying.look_at(tmp_path / "stick")
    again = desk.dialog(InstallPackDialog)
    assert "You have trusted this laptop before." in [one.text() for one in again.findChildren(QLabel)]
    assert len(again.ticks) == 1, "asked once"
    again.reject()
    desk.settle()

    page.carrying.carry(tmp_path / "next stick")
    wait_for(desk, "On the other laptop, compare this number before you install: ")
    desk.go(Place.HOME)
    said_now = desk.window.bar.text
    assert said_now, "the number stays"
    pack = maker.look_at_pack(tmp_path / "next stick")
    assert pack.pack.signer in said_now
    assert [one.spec.id for one in pack.models] == ["mms-tts-hin"]


def test_a_pack_that_was_changed_is_refused_in_one_sentence(
    open_window: Callable[..., Desk], services: Services, voice: Path, tmp_path: Path
) -> None:
    maker = models_of(tmp_path / "other laptop", services.settings)
    maker.install(maker.look(voice))
    maker.export_pack(["mms-tts-hin"], tmp_path / "stick")
    part = tmp_path / "stick" / "part-0001.bin"
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    desk = open_window(services=services)
    models_page(desk).carrying.look_at(tmp_path / "stick")
    dialog = desk.dialog(InstallPackDialog)
    for tick in dialog.ticks:
        desk.click(tick)
    desk.click(dialog.primary)
    wait_for(desk, "is damaged or is another file. Nothing was installed. Copy the pack again.")
    assert services.models.registry.scan().models == ()


def test_without_models_the_page_says_that_everything_works(desk: Desk) -> None:
    page = models_page(desk)
    assert page.intro.text().startswith("Everything works without models: ")
    assert "5.0 GB of this laptop's memory are for models." in page.intro.text()
    assert {one.words.icon for one in page.rows["serving"]} == {"info"}
    reasons = [line for one in page.rows["serving"] for _, line in one.words.lines]
    assert reasons == [one.route.reason for one in desk.services.room.report("hi").tasks]
    assert "No model is installed yet." in [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert not page.verify_all.isVisible()


def test_every_model_of_the_catalogue_is_shown_once_with_its_licence_and_whether_it_fits(desk: Desk) -> None:
    desk.services.settings.memory_budget_mb = 2048
    page = models_page(desk)
    report = desk.services.room.report("hi").recommended
    names = [one.spec.name for one in (*report.models, *report.under_conditions)]
    assert [one.words.title for one in page.rows["suggested"]] == names
    assert not list(page.rows["others"])
    desk.click(page.show_others)
    rows = {one.words.title: said(one) for one in page.rows["others"]}
    catalog = desk.services.models.catalog.models
    assert sorted([*names, *rows]) == sorted(one.name for one in catalog)
    assert "too big for this laptop" in rows["Qwen2.5 7B Instruct"]
    assert "Free for every use" in rows["Qwen2.5 7B Instruct"]
    assert "Only for non-commercial use" in rows["MMS voice, Tamil"]
    assert "fits this laptop" in rows["MMS voice, Tamil"]
    desk.click(page.show_others)
    assert not list(page.rows["others"])


def test_what_is_damaged_or_not_ours_is_named_and_can_be_removed(desk: Desk) -> None:
    folder = desk.services.models.registry.folder / "photos"
    folder.mkdir(parents=True)
    page = models_page(desk)
    (row,) = page.rows["installed"]
    assert "photos is not as it was installed" in said(row)
    desk.click(row.buttons[-1])
    desk.click(desk.dialog(ConfirmDialog).primary)
    wait_for(desk, "photos is removed.")
    assert not folder.exists()
    assert not list(page.rows["installed"])


def test_conditions_have_to_be_agreed_to_only_where_there_are_some(desk: Desk) -> None:
    asked = {}
    for spec in desk.services.models.catalog.models:
        dialog = InstallModelDialog(desk.shell, Found(spec, spec.forms[0], Path("stick")), desk.window)
        asked[spec.id] = bool(dialog.ticks)
        assert dialog.primary.isEnabled() is (not dialog.ticks)
        dialog.close()
    free = {one for one, consent in asked.items() if not consent}
    assert {"qwen2.5-0.5b-instruct", "qwen2.5-1.5b-instruct", "qwen2.5-7b-instruct", "bge-m3"} <= free
    assert not {"qwen2.5-3b-instruct", "indictrans2-en-indic-1b", "mms-tts-hin"} & free


def test_a_folder_without_a_model_is_one_sentence_and_nothing_is_asked(desk: Desk, tmp_path: Path) -> None:
    page = models_page(desk)
    (tmp_path / "holiday").mkdir()
    page.carrying.look_at(tmp_path / "holiday")
    wait_for(desk, "holds no model that this app knows")
    assert "Nothing was installed. Choose another folder." in desk.window.bar.text
    assert not desk.shown(InstallModelDialog)
    page.carrying.look_at(tmp_path / "gone")
    wait_for(desk, "is not a folder that can be read")


def test_an_install_is_told_in_the_footer_and_can_be_cancelled(desk: Desk, voice: Path) -> None:
    desk.services.jobs.gate.clear()
    page = models_page(desk)
    page.carrying.look_at(voice)
    dialog = desk.dialog(InstallModelDialog)
    desk.click(*dialog.ticks)
    desk.click(dialog.primary)
    desk.qtbot.waitUntil(lambda: "Copying" in desk.window.footer.step.text())
    assert desk.window.footer.step.text() == "Copying the model: 1.0 MB of 3.0 MB · about 20 seconds"
    assert desk.window.footer.cancel.accessibleName() == "Cancel: Installing the model"
    desk.click(desk.window.footer.cancel)
    wait_for(desk, "Stopped. Finished steps are kept.")
    assert desk.services.models.registry.scan().models == ()


def test_a_stick_that_was_pulled_out_is_a_sentence_and_the_page_goes_on(
    open_window: Callable[..., Desk], services: Services, tmp_path: Path
) -> None:
    desk = open_window(services=services)
    folder = build_mms(tmp_path / "mms-tts-hin")
    models_page(desk).carrying.look_at(folder)
    dialog = desk.dialog(InstallModelDialog)
    folder.rename(tmp_path / "pulled out")
    desk.click(*dialog.ticks)
    desk.click(dialog.primary)
    wait_for(desk, "is not a folder that can be read. Nothing was installed.")
    (tmp_path / "pulled out").rename(folder)
    install(desk, folder)


def test_the_window_goes_on_while_the_disk_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    models, seen, ticks, enough = desk.services.models, [], [], threading.Event()
    overview = models.overview

    def slow() -> object:
        seen.append(threading.current_thread())
        assert enough.wait(PATIENCE_MS / 1_000), "the window stood still"
        return overview()

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) > 5:
            enough.set()

    monkeypatch.setattr(models, "overview", slow)
    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(20)
    desk.shell.navigator.go(Place.MODELS)
    assert cast(ModelsPage, desk.page).intro.text() == "Looking at this laptop and its models."
    desk.settle()
    timer.stop()
    assert seen
    assert threading.main_thread() not in seen
    assert len(ticks) > 5


def test_a_damaged_catalogue_is_a_sentence_on_the_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged() -> object:
        raise UserFacingError("models.catalogue_damaged", path="models", detail="no version")

    monkeypatch.setattr(desk.services.models, "overview", damaged)
    assert models_page(desk).intro.text().startswith("The catalogue of models in models makes no sense")


def test_settings_of_models_count_at_once_and_are_kept(desk: Desk) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    models, settings = page.models, desk.services.settings
    offered = [models.memory.itemData(at) for at in range(models.memory.count())]
    assert offered == [0, 1024, 2048, 3072, 4096, 6144], "of 8 GB, and not more than nine tenths"
    assert [models.device.itemData(at) for at in range(models.device.count())] == ["auto", "cpu"]
    models.memory.setFocus()
    desk.key(Qt.Key.Key_Down)
    assert settings.memory_budget_mb == 1024
    assert desk.services.models.budget == GIBI
    models.device.setFocus()
    desk.key(Qt.Key.Key_Down)
    desk.click(models.precision.chips[Quantization.INT4])
    assert (settings.device, settings.quantization) == (Device.CPU, Quantization.INT4)
    choices = bootstrap.engine_choices(settings)
    assert (choices.device, choices.quantization, choices.memory_budget) == ("cpu", "int4", GIBI)
    desk.click(models.manage)
    assert desk.on(Place.MODELS)()
    desk.key(Qt.Key.Key_Escape)
    again = cast(SettingsPage, desk.page).models
    assert (again.memory.currentData(), again.device.currentData()) == (1024, "cpu")


def test_the_wheel_is_for_the_page_and_chooses_nothing(desk: Desk) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    combo = page.models.memory
    combo.setFocus()
    place = combo.rect().center()
    turn = QWheelEvent(
        QPointF(place), QPointF(combo.mapToGlobal(place)), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    desk.settle()
    assert desk.services.settings.memory_budget_mb == 0
    assert not turn.isAccepted(), "it goes on to the page"


def test_of_several_models_for_a_task_one_can_be_wanted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    assert page.models.wanted == {}, "there is nothing to choose from"
    overview = desk.services.models.overview()
    there = tuple(replace(one, installed=(as_installed(one.spec, one.spec.forms[0]),)) for one in overview.models)
    monkeypatch.setattr(desk.services.models, "overview", lambda: replace(overview, models=there))
    desk.go(Place.HOME)
    page = cast(SettingsPage, desk.go(Place.SETTINGS))
    combo = page.models.wanted[EngineTask.GENERATE]
    offered = [combo.itemText(at) for at in range(combo.count())]
    assert offered[:3] == ["The app decides", "Qwen2.5 0.5B Instruct", "Qwen2.5 1.5B Instruct"]
    assert EngineTask.SPEAK not in page.models.wanted, "a voice goes with its language"
    combo.setFocus()
    desk.key(Qt.Key.Key_Down)
    choices = bootstrap.engine_choices(desk.services.settings)
    assert choices.models == {EngineTask.GENERATE: "qwen2.5-0.5b-instruct"}
    desk.key(Qt.Key.Key_Up)
    assert desk.services.settings.models == {}


def test_a_pack_of_many_models_leaves_its_buttons_on_the_screen(desk: Desk) -> None:
    specs = desk.services.models.catalog.models
    models = tuple(
        OfferedModel(
            PackedModel(one.id, one.name, one.forms[0].runtime, one.forms[0].compute_type, "", one.licence, ()),
            one, one.forms[0], UserFacingError("models.too_big_for_all", name=one.name, needs=9, budget=1)
            if one.id == "qwen2.5-7b-instruct" else None,
        )
        for one in specs
    )  # fmt: skip
    pack = SignedPack(Path("stick"), cast(Manifest, None), "9F3A 01BC", "")
    dialog = InstallPackDialog(desk.shell, FoundPack(pack, known=False, models=models), desk.window)
    dialog.open()
    desk.settle()
    assert dialog.height() <= 700
    assert dialog.primary.visibleRegion().boundingRect() == dialog.primary.rect()
    words = [one.text() for one in dialog.findChildren(QLabel)]
    assert "• Qwen2.5 7B Instruct: too big for this laptop, it is left out." in words
    dialog.reject()


def _reasons(desk: Desk) -> dict[str, tuple[Reason, ...]]:
    """What the router answers over many laptops, choices and sets of models, by its English."""
    specs = desk.services.models.catalog.models
    every = tuple(as_installed(spec, form) for spec in specs for form in spec.forms)
    writers = tuple(one for one in every if one.spec_id.startswith("qwen2.5-") and one.runtime is Runtime.MLX)
    card, apple = Accelerator(DeviceKind.CUDA, "RTX", 8 * GIBI), Accelerator(DeviceKind.MPS, "M2")
    old = Accelerator(DeviceKind.CUDA, "GTX", GIBI, CardProblem.NO_CUDA)
    older = Accelerator(DeviceKind.MPS, "M1", 0, CardProblem.OLD_MACOS)
    laptops = [Machine("Linux", "x86_64", 2, size * GIBI, ("avx2",)) for size in (2, 8, 64)]
    laptops += [Machine("Linux", "x86_64", 8, 16 * GIBI, ("avx2",), (one,)) for one in (card, apple, old, older)]
    wishes = [EngineChoices(device=one) for one in ("auto", "cpu", "cuda", "mps")]
    wishes += [EngineChoices(quantization=one) for one in ("int4", "int8", "fp16")]
    wishes += [EngineChoices(memory_budget=300 << 20)]
    wishes += [EngineChoices(models={EngineTask.GENERATE: one}) for one in ("qwen2.5-0.5b-instruct", "another")]
    tasks = (
        (EngineTask.GENERATE, "en", ""), (EngineTask.TRANSLATE, "en", "hi"), (EngineTask.TRANSLATE, "", "ta"),
        (EngineTask.SPEAK, "hi", ""), (EngineTask.EMBED, "", ""), (EngineTask.RERANK, "", ""),
        (EngineTask.SAFETY, "", ""),
    )  # fmt: skip
    first = every[0]
    speed = Speed(first.spec_id, first.runtime, first.compute_type, DeviceKind.CPU, 2, 9.5, 0.1, GIBI, True)
    found = [EngineRoom(lambda: desk.services.models).route(EngineTask.GENERATE, "en")]
    for machine, wish, task, there in itertools.product(laptops, wishes, tasks, ((), writers, every)):
        kind = {"installed": there, "catalog": specs, "machine": machine, "choices": wish, "speeds": (speed,)}
        found.append(route(*task, **kind))  # type: ignore[arg-type]
    return {one.reason: one.reasons for one in found}


_NUMBER = r"\d+(\.\d+)?"
_PLAIN = {
    "form": r"(CTranslate2|transformers|sentence-transformers|MLX|OpenVINO) (int[48]|b?float(16|32))",
    "card": "RTX|GTX|M[12]", "precision": "int[48]|fp16", "language": "[a-z]{2}", "target": "[a-z]{2}", "model": "(?!)",
    "number": _NUMBER, "needs": _NUMBER, "room": _NUMBER,
}  # fmt: skip
"""What may stand in a reason as it is: anything else would be English in every window."""


def _within(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """These and all that stand in them."""
    for one in reasons:
        yield one
        yield from _within(value for _, value in one.values if isinstance(value, Reason))


def test_every_reason_of_the_router_is_said_in_hindi(open_window: Callable[..., Desk]) -> None:
    desk = open_window("en")
    answers = _reasons(desk)
    assert {one: router_words.sentence(why) for one, why in answers.items()} == {one: one for one in answers}
    every = set(_within(itertools.chain.from_iterable(answers.values())))
    assert {one.phrase for one in every} | {Phrase.END} == set(Phrase), "what the router never answers needs no words"
    models = {name for one in desk.services.models.catalog.models for name in (one.id, one.name)} | {"another"}
    for name, value in (pair for one in every for pair in one.values):
        assert isinstance(value, Reason) or value in models or re.fullmatch(_PLAIN[name], value), f"{name}: {value}"
    open_window("hi")
    names = {"GB", "x86", "NVIDIA", "Apple", "PyTorch", "CUDA", "macOS"}
    for one in every:
        words = router_words.said(one)
        kept = sorted(_as_they_are(one), key=len, reverse=True)
        assert [value for value in kept if value not in words] == []
        words = re.sub("|".join(map(re.escape, kept)) or "$", "", words)
        assert set(re.findall(r"[A-Za-z]\w*", words)) <= names, f"{one.phrase}: {words}"
    assert all(router_words.sentence(one).endswith("।") for one in answers.values())
    why = answers["No model for the second safety check is installed, so the rules check alone."]
    assert router_words.sentence(why) == "सुरक्षा की दूसरी जाँच के लिए कोई मॉडल इंस्टॉल नहीं है, इसलिए केवल नियम जाँच करते हैं।"
    why = answers["No model for writing in English is installed, so the built-in rules write."]
    assert router_words.sentence(why) == "English में लिखने के लिए कोई मॉडल इंस्टॉल नहीं है, इसलिए ऐप के अपने नियम लिखते हैं।"


def _as_they_are(reason: Reason) -> Iterator[str]:
    """Names and numbers, which are the same in every language."""
    for one in _within((reason,)):
        for name, value in one.values:
            if isinstance(value, str):
                yield languages.by_code(value).native_name if name in ("language", "target") else value


def test_every_licence_of_the_catalogue_has_words_in_hindi(open_window: Callable[..., Desk]) -> None:
    desk = open_window("hi")
    terms = [one.licence for one in desk.services.models.catalog.models]
    assert {one.summary for one in terms} <= set(model_words.SUMMARIES)
    assert not [one for one in terms if one.summary in model_words.licence(one)]
    fault = UserFacingError("models.not_a_model", path="x", detail="y")
    assert "x" in wording.failure(fault)

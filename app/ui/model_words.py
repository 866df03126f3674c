"""Words for models: what they do, what their licence allows, how they were installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject

from app.domain.models import EngineTask
from app.ui import wording

if TYPE_CHECKING:
    from app.domain.jobs import Job
    from app.domain.models import InstalledModel, Licence, ModelSpec
    from app.inference.engine_report import RoutedTask

translate = QCoreApplication.translate
MEBI = 1 << 20
_MOST_LANGUAGES = 4
FETCH, BENCH = "fetch_models", "bench_models"
JOBS = frozenset({"install_model", FETCH, "verify_models", "remove_model", "export_models", "import_models", BENCH})
"""Kinds of jobs on models, those of `app.inference.install.jobs`."""
SUMMARIES = (
    QT_TRANSLATE_NOOP("Models", "Free for every use, also commercial; keep the licence text with it."),
    QT_TRANSLATE_NOOP(
        "Models", "Free for every use, also commercial; the publisher asks for a form before the download."
    ),
    QT_TRANSLATE_NOOP("Models", "Only for non-commercial use; say that the voice is Meta's MMS."),
    QT_TRANSLATE_NOOP("Models", "Only for research and other non-commercial use."),
)  # fmt: skip
"""What the licences of the shipped catalogue allow."""


class CountedModels(QObject):
    """Sentences that change with a number."""

    def verified(self, count: int) -> str:
        """What was found when models were hashed again."""
        return self.tr("%n model(s) checked: everything is as it was installed.", "", count)

    def languages(self, count: int) -> str:
        """Languages beyond those that are named."""
        return self.tr("and %n more", "", count)


def task_name(task: EngineTask) -> str:
    """What a model is for."""
    return {
        EngineTask.GENERATE: translate("Models", "Easier text and questions"),
        EngineTask.TRANSLATE: translate("Models", "Translation"),
        EngineTask.EMBED: translate("Models", "Search by meaning"),
        EngineTask.RERANK: translate("Models", "Order of what was found"),
        EngineTask.SPEAK: translate("Models", "The voice"),
        EngineTask.SAFETY: translate("Models", "Second safety check"),
    }[task]


def routed_name(routed: RoutedTask) -> str:
    """A task with its language, as `Translation · English → हिन्दी`."""
    languages = [wording.language_name(one) for one in (routed.language, routed.target) if one]
    name = task_name(routed.task)
    return f"{name} · {' → '.join(languages)}" if languages else name


def languages(spec: ModelSpec) -> str:
    """Which languages a model knows; empty where it does not matter."""
    codes = spec.to_languages if spec.task is EngineTask.TRANSLATE else spec.languages
    names = [wording.language_name(one) for one in codes]
    shown = ", ".join(names[:_MOST_LANGUAGES])
    more = len(names) - _MOST_LANGUAGES
    return f"{shown} {CountedModels().languages(more)}" if more > 0 else shown


def licence(terms: Licence) -> str:
    """What a licence allows, in plain words, and its short name."""
    return f"{translate('Models', terms.summary)} ({terms.spdx.removeprefix('LicenseRef-')})"


def wants_consent(terms: Licence) -> bool:
    """Whether somebody has to say that the conditions are kept to before it is installed."""
    return terms.gated or not terms.commercial


def known(model: InstalledModel) -> tuple[str, str]:
    """Icon and words for how far the files of a model are known."""
    if model.verified:
        return "good", translate("Models", "verified against the publisher")
    return "look", translate("Models", "not verified against the publisher")


def form(model: InstalledModel) -> str:
    """The library that runs it and how finely its numbers are kept."""
    from app.inference.device_router import RUNTIME_NAMES  # with the Models page, not with the window

    return f"{RUNTIME_NAMES[model.runtime]} {model.compute_type}"


def memory(count: int) -> str:
    """Bytes of memory that a model takes."""
    return translate("Models", "needs {size} of memory").format(size=wording.size(count))


def disk(megabytes: int) -> str:
    """Megabytes on the disk."""
    return translate("Models", "{size} on the disk").format(size=wording.size(megabytes * MEBI))


def outcome(job: Job) -> str:
    """What to say when a job on models ended well; empty for a job of another kind."""
    if job.kind == "install_model":
        template = translate("Models", "{name} is installed and ready.")
        if not job.checkpoint.get("verified"):
            template = translate("Models", "{name} is installed and ready. It is not verified against the publisher.")
        return template.format(name=job.checkpoint.get("name", ""))
    if job.kind == "verify_models":
        return CountedModels().verified(int(str(job.checkpoint.get("models", 0))))
    if job.kind == "remove_model":
        return translate("Models", "{name} is removed.").format(name=job.params.get("title", job.params["name"]))
    if job.kind == "import_models":
        names = ", ".join(cast("list[str]", job.checkpoint["names"]))
        return translate("Models", "Installed from the pack: {names}.").format(names=names)
    if job.kind == BENCH:
        return translate("Models", "This computer is measured. The speeds stand on the Models page.")
    if job.kind == FETCH:
        names = ", ".join(cast("list[str]", job.checkpoint["names"]))
        template = translate("Models", "Installed and ready: {names}.")
        if not job.checkpoint["verified"]:
            template = translate("Models", "Installed and ready, not verified against the publisher: {names}.")
        return template.format(names=names)
    if job.kind == "export_models":
        written = translate(
            "Models",
            "The models are in {folder}. On the other laptop, compare this number before you install: {number}",
        )
        return written.format(folder=job.checkpoint["folder"], number=job.checkpoint["fingerprint"])
    return ""


def hint(job: Job) -> str:
    """What helps when a download failed: another way, or where to set it right; empty where nothing does."""
    if job.kind != FETCH:
        return ""
    if job.error_key in {"download.no_connection", "download.server_not_trusted"}:
        return translate(
            "Models",
            "Or bring it on a stick: “Copy to a stick” on a laptop that has it, then “Install from a folder or stick”"
            " here.",
        )
    if job.error_key == "download.proxy":
        return translate("Models", "The address of the proxy stands in Settings, under Models.")
    return ""


def passes(job: Job) -> bool:
    """Whether a download may go on where it ended, once the network is back."""
    return job.kind == FETCH and job.error_key in {
        "download.no_connection",
        "download.server_busy",
        "download.unexpected_answer",
        "download.proxy",
        "download.server_not_trusted",
    }


def wants_token(job: Job) -> bool:
    """Whether a download failed for want of the right token."""
    return job.kind == FETCH and job.error_key in {"download.needs_token", "download.no_access"}

"""What is known of models, machines and the choice between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.route_reasons import CardProblem, Reason, sentence


class EngineTask(StrEnum):
    """A job that an engine can do."""

    GENERATE = "generate"
    TRANSLATE = "translate"
    EMBED = "embed"
    RERANK = "rerank"
    SPEAK = "speak"
    SAFETY = "safety"


class Runtime(StrEnum):
    """A library that runs models."""

    CTRANSLATE2 = "ctranslate2"
    TRANSFORMERS = "transformers"
    SENTENCE_TRANSFORMERS = "sentence_transformers"
    MLX = "mlx"
    OPENVINO = "openvino"


class DeviceKind(StrEnum):
    """Where a model computes."""

    CPU = "cpu"
    CUDA = "cuda"
    MPS = "mps"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence and what it allows, in plain words.

    Attributes:
        spdx: SPDX identifier, or ``LicenseRef-...``.
        commercial: Whether commercial use is allowed.
        gated: Whether the publisher asks for a form before the download.
        summary: One sentence for a teacher.
        url: Where the text stands.
    """

    spdx: str
    commercial: bool
    gated: bool
    summary: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: name relative to its folder with "/", size in bytes, sha256 in hex ("" where unknown)."""

    name: str
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where the publisher has it: repository, revision and the files that are needed."""

    repository: str
    revision: str
    files: tuple[ModelFile, ...]


@dataclass(frozen=True, slots=True)
class ModelForm:
    """One form in which a model runs: runtime, compute type, and where it comes from.

    Attributes:
        runtime: The library that runs it.
        compute_type: "int8", "int4", "float32", "bfloat16"...
        source: The files to fetch.
        convert: Name of the conversion that makes it from the source, "" where the source is ready to run.
        disk_mb: Megabytes installed.
        memory_mb: Megabytes resident while it runs, measured on random weights of the true shape; 0 for unknown.
    """

    runtime: Runtime
    compute_type: str
    source: ModelSource
    convert: str = ""
    disk_mb: int = 0
    memory_mb: int = 0


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model of the catalogue.

    Attributes:
        id: Name in commands and folders, as ``qwen2.5-1.5b-instruct``.
        name: Name for people.
        family: "qwen2", "indictrans2", "xlm-roberta", "vits"...: which loader understands it.
        task: What it does.
        languages: ISO 639-1 codes it serves; for a translator the source languages.
        to_languages: Languages a translator writes; () for others.
        parameters: Number of weights.
        quality: Rank within its task; the larger is preferred where it fits.
    """

    id: str
    name: str
    family: str
    task: EngineTask
    languages: tuple[str, ...]
    licence: Licence
    forms: tuple[ModelForm, ...]
    to_languages: tuple[str, ...] = ()
    parameters: int = 0
    quality: int = 0


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this laptop: folder name under ``models/``, the form it has, how far its files are known.

    Attributes:
        verified: Whether every hash was known to the signed catalogue.
        signer: Fingerprint of the pack it came in, "" where it came otherwise.
        content: sha256 over the names and hashes of its files: part of every cached result.
    """

    spec_id: str
    folder: str
    runtime: Runtime
    compute_type: str
    content: str
    bytes: int
    verified: bool
    installed_at: str
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """A graphics processor.

    Attributes:
        memory: Its own memory in bytes, 0 where it shares the machine's.
        problem: Why no model can run on it.
    """

    kind: DeviceKind
    name: str
    memory: int = 0
    problem: CardProblem = CardProblem.NONE


@dataclass(frozen=True, slots=True)
class Machine:
    """This machine, as measured.

    Attributes:
        cores: Physical cores.
        memory: Bytes of memory.
        instruction_sets: "avx2", "avx512f", "avx512_vnni", "neon"...
        neural_engine: Whether an Apple Neural Engine is there (not used by any runtime; shown).
    """

    system: str
    architecture: str
    cores: int
    memory: int
    instruction_sets: tuple[str, ...] = ()
    accelerators: tuple[Accelerator, ...] = ()
    neural_engine: bool = False


@dataclass(frozen=True, slots=True)
class Speed:
    """One measurement of one form of a model on this machine (`models bench`).

    Attributes:
        rate: Tokens, sentences, passages of about 190 words or seconds of sound a second, by the task.
        first_seconds: Seconds to the first token or result.
        memory: Peak resident bytes.
        random_weights: Whether random weights of the true shape stood in for the model.
    """

    spec_id: str
    runtime: Runtime
    compute_type: str
    device: DeviceKind
    threads: int
    rate: float
    first_seconds: float
    memory: int
    random_weights: bool
    measured_at: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The device router's answer for one task.

    Attributes:
        model: The installed model that serves; None for the built-in engine.
        reasons: Why; `reason` says it in English.
        needs: Megabytes it is expected to take where it computes.
        host_needs: Megabytes of the laptop's own memory that it takes besides while it is loaded onto a card.
    """

    task: EngineTask
    model: InstalledModel | None
    device: DeviceKind = DeviceKind.CPU
    compute_type: str = ""
    threads: int = 0
    reasons: tuple[Reason, ...] = ()
    needs: int = 0
    host_needs: int = 0

    @property
    def reason(self) -> str:
        """Why, as an English sentence; "" where nothing is told."""
        return sentence(self.reasons)


@dataclass(frozen=True, slots=True)
class EngineChoices:
    """What a person set.

    Attributes:
        device: "auto", "cuda", "mps" or "cpu".
        quantization: "auto", "int4", "int8" or "fp16".
        memory_budget: Bytes for models; 0 lets the machine decide.
        models: Id of the wanted model by task; a task without one takes the best that fits.
    """

    device: str = "auto"
    quantization: str = "auto"
    memory_budget: int = 0
    models: dict[str, str] = field(default_factory=dict)

"""Which model of the catalogue, in which form, a folder holds. Nothing is loaded; `file_rules` judges afterwards."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.models import EngineTask, Runtime
from app.inference.install.content_rules import (
    has_shape_of,
    indian_side,
    letters_by_language,
    read_object,
    told_languages,
)
from app.inference.install.file_rules import look_at
from app.inference.install.layouts import SHARD, layout_of
from app.inference.install.names import shortened
from app.inference.model_folder import SOURCE_CONFIG, installed_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.domain.models import ModelForm, ModelSpec
    from app.inference.catalog import Catalog

_WIDTH = {"float32": 4, "float16": 2, "bfloat16": 2}
_LIKE = math.log(1.3)


class Kind(StrEnum):
    """How the files of a folder are laid out."""

    PUBLISHER = "publisher"
    CTRANSLATE2 = "ctranslate2"
    OPENVINO = "openvino"
    MLX = "mlx"


def recognise(
    folder: Path,
    catalog: Catalog,
    *,
    spec_id: str = "",
    runtime: Runtime | None = None,
    can_convert: Callable[[ModelSpec, ModelForm], bool] = lambda _spec, _form: True,
) -> tuple[ModelSpec, ModelForm]:
    """The model and its form.

    Args:
        folder: The folder.
        catalog: What there is to recognise.
        spec_id: The model that somebody says it is, "" for a look at it.
        runtime: The library it is wanted for; None for the first that can run it.
        can_convert: Whether a conversion that a form needs is there.

    Raises:
        UserFacingError: nothing is known of it (``models.not_a_model``, ``models.unknown``), it is no folder, or the
            conversion it needs is not there (``models.not_convertible``).
    """
    names = {one.name: one.size for one in look_at(folder)}
    config = _config(folder, names)
    kind = _kind(names, config)
    spec = catalog.find(spec_id) if spec_id else _spec(folder, catalog, config, names)
    return spec, _form(folder, spec, kind, runtime, can_convert)


def _kind(names: dict[str, int], config: dict[str, Any]) -> Kind:
    if "openvino_model.xml" in names:
        return Kind.OPENVINO
    if "model.bin" in names:
        return Kind.CTRANSLATE2
    quantized = isinstance(config.get("quantization"), dict)
    return Kind.MLX if quantized and any(SHARD.fullmatch(one) for one in names) else Kind.PUBLISHER


def _form(
    folder: Path, spec: ModelSpec, kind: Kind, runtime: Runtime | None, can_convert: Callable[[Any, Any], bool]
) -> ModelForm:
    """The first form that these files are, or that can be made of them; `convert` is empty where they are ready."""
    unready = None
    for form in spec.forms:
        if (runtime is not None and form.runtime is not runtime) or not _suits(form, kind):
            continue
        if kind is Kind.PUBLISHER and form.convert and not can_convert(spec, form):
            unready = form
            continue
        return form if kind is Kind.PUBLISHER else replace(form, convert="")
    if unready is not None:
        raise UserFacingError("models.not_convertible", name=spec.name, detail=f"for {unready.runtime}")
    wanted = runtime or "any library"
    detail = f"its files are those of {kind}, and {spec.name} has no such form for {wanted}"
    raise UserFacingError("models.not_a_model", path=str(folder), detail=detail)


def _suits(form: ModelForm, kind: Kind) -> bool:
    if kind is Kind.PUBLISHER:
        return bool(form.convert) or form.runtime in {Runtime.TRANSFORMERS, Runtime.SENTENCE_TRANSFORMERS}
    return form.runtime.value == kind.value


def _spec(folder: Path, catalog: Catalog, config: dict[str, Any], names: dict[str, int]) -> ModelSpec:
    written = installed_model(folder)
    if written is not None and (known := catalog.get(written.spec_id)) is not None:
        return known
    named = [one for one in catalog.models if _is_named(folder.name, one)]
    if len(named) == 1:
        return named[0]
    said = config.get("model_type", "")
    said = said if isinstance(said, str) else ""
    architectures = config.get("architectures")
    likely = [one for one in catalog.models if _is_like(one, said, architectures if said else None)]
    likely = [one for one in likely if has_shape_of(config, one)] or likely
    if likely and likely[0].task is EngineTask.TRANSLATE:
        likely = _of_direction(folder, likely)
    if likely and likely[0].task is EngineTask.SPEAK:
        likely = _of_language(folder, likely, config)
        if len(likely) > 1:
            raise UserFacingError(
                "models.not_a_model", path=str(folder), detail="its language is not said; give its id"
            )
    if not likely:
        detail = _why_unknown(catalog, said, architectures)
        raise UserFacingError("models.not_a_model", path=str(folder), detail=detail)
    return _of_size(likely, _weights(config, names))


def _why_unknown(catalog: Catalog, said: str, architectures: object) -> str:
    if not said:
        return "there is no config.json in it that says what it is"
    if any(_is_like(one, said, architectures) for one in catalog.models):
        return f"its kind is {said!r}, but its language is that of no known model"
    if isinstance(architectures, list) and any(_is_like(one, said, None) for one in catalog.models):
        named = shortened(", ".join(str(one) for one in architectures[:3]))
        return f"its kind is {said!r}, but nothing is known of {named!r}"
    return f"nothing is known of {shortened(said)!r}"


def _is_named(name: str, spec: ModelSpec) -> bool:
    said = name.lower()
    return said == spec.id or any(said == form.source.repository.rsplit("/", 1)[-1].lower() for form in spec.forms)


def _is_like(spec: ModelSpec, model_type: str, architectures: object) -> bool:
    layout = layout_of(spec, spec.forms[0], ready=False)
    if model_type not in layout.model_types:
        return False
    return not isinstance(architectures, list) or any(one in layout.architectures for one in architectures)


def _of_direction(folder: Path, likely: list[ModelSpec]) -> list[ModelSpec]:
    """The side whose dictionary is written in Devanagari, IndicTrans2's one script, is the Indian one."""
    wanted = (bool(indian_side(folder, "SRC")), bool(indian_side(folder, "TGT")))
    return [one for one in likely if ("hi" in one.languages, "hi" in one.to_languages) == wanted]


def _of_language(folder: Path, likely: list[ModelSpec], config: dict[str, Any]) -> list[ModelSpec]:
    """By what the tokenizer says, else by the script of its letters."""
    said = told_languages(folder, config)
    by_code = [one for one in likely if said & {one.id.rsplit("-", 1)[-1], *one.languages}]
    if by_code:
        return by_code
    letters = letters_by_language(folder)
    most = max((letters[one.languages[0]] for one in likely), default=0)
    return [one for one in likely if most and letters[one.languages[0]] == most]


def _of_size(likely: list[ModelSpec], parameters: float) -> ModelSpec:
    """The one with that many weights; for a model of no known size the smallest, which it is nearest to."""
    smallest = min(likely, key=lambda one: one.parameters)
    if not parameters:
        return smallest
    nearest = min(likely, key=lambda one: abs(math.log(one.parameters / parameters)))
    return nearest if abs(math.log(nearest.parameters / parameters)) < _LIKE else smallest


def _weights(config: dict[str, Any], names: dict[str, int]) -> float:
    told = config.get("torch_dtype", config.get("dtype"))
    width = _WIDTH.get(told, 4) if isinstance(told, str) else 4
    return sum(size for name, size in names.items() if SHARD.fullmatch(name)) / width


def _config(folder: Path, names: dict[str, int]) -> dict[str, Any]:
    return read_object(folder / (SOURCE_CONFIG if SOURCE_CONFIG in names else "config.json"))

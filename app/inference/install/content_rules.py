"""Whether a folder holds the model that it is said to be: its shape, its size, its languages. No name counts here.

The shapes are those of the publishers' configurations. A model of less than half the smallest of its family in
every measure is nobody's: it is taken under any name of the family, as one for trying things out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.languages import LANGUAGES, resolve
from app.domain.models import EngineTask, Runtime
from app.inference.bench.shapes import SHAPES, ReaderShape, TranslatorShape, VoiceShape, WriterShape
from app.inference.install.file_faults import in_words
from app.inference.plain_file import read_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.domain.models import ModelFile, ModelForm, ModelSpec
    from app.inference.bench.shapes import Shape

_MOST_TABLE = 20 << 20
_SPARE = 64 << 20
"""Bytes of the files beside the weights."""
_LARGER = 1.3
_FULL_WIDTH = 4
"""Bytes of the widest number that any publisher gives out."""
_WEIGHTS = (".safetensors", ".bin", ".pt")
_GUARD = WriterShape(1024, 3072, 28, 16, 8, 151_936, tied=True)
_KNOWN: Mapping[str, Shape] = {**SHAPES, "qwen3guard-gen-0.6b": _GUARD}
_FAMILY_OF_GUARD = "qwen3"

_READER = {"hidden_size": "width", "intermediate_size": "inner", "num_hidden_layers": "layers", "vocab_size": "rows"}
_SIDES = {"embed_dim": "width", "ffn_dim": "inner", "layers": "layers"}
_MEASURES: Mapping[str, Mapping[str, str]] = {
    "qwen2": _READER,
    "qwen3": _READER,
    "xlm-roberta": _READER,
    "vits": {"hidden_size": "width", "ffn_dim": "inner", "num_hidden_layers": "layers"},
    "indictrans2": {
        **{f"{side}_{key}": measure for side in ("encoder", "decoder") for key, measure in _SIDES.items()},
        "encoder_vocab_size": "rows",
        "decoder_vocab_size": "target rows",
    },
}
"""What the numbers of a config.json measure, by family."""
_POSITIONS = frozenset({"max_source_positions", "max_target_positions", "max_position_embeddings"})
_MOST_POSITIONS = 1 << 18
"""Twice the longest text of any known model: tables are made of so many rows."""
_TABLES = {
    "decoder/embeddings/weight": ("rows", "width"),
    "encoder/embeddings_0/weight": ("rows", "width"),
}
_TABLES_OF_TWO = {**_TABLES, "decoder/embeddings/weight": ("target rows", "width")}
_DICTIONARIES = {"SRC": ("dict.SRC.json", "source_vocabulary.json"), "TGT": ("dict.TGT.json", "target_vocabulary.json")}


def check_content(
    folder: Path,
    files: Sequence[ModelFile],
    spec: ModelSpec,
    form: ModelForm,
    *,
    config: Mapping[str, Any],
    variables: Mapping[str, tuple[int, ...]],
) -> None:
    """Refuse what is another model than it is said to be.

    Args:
        folder: Where it is.
        files: In it.
        spec: What it is said to be.
        form: In which form.
        config: What its publisher says of it.
        variables: Dimensions of the variables of a CTranslate2 model.

    Raises:
        UserFacingError: ``models.wrong_architecture`` with what it looks like, or a number of its config.json makes no
            sense (``models.damaged_file``).
    """
    said = [*_said(config, spec.family), *_of_variables(variables, spec.family)]
    if (other := _unlike(said, spec)) is not None:
        raise UserFacingError("models.wrong_architecture", found=other, wanted=spec.name)
    check_size(max(sum(one.size for one in files if one.name.endswith(end)) for end in _WEIGHTS), spec, form)
    if spec.task is EngineTask.SPEAK:
        _check_voice(folder, spec, config)
    if spec.family == "indictrans2":
        _check_direction(folder, spec)


def check_size(size: int, spec: ModelSpec, form: ModelForm) -> None:
    """Refuse files that are much larger than this form of this model can be; known before a byte is fetched.

    Raises:
        UserFacingError: ``models.wrong_architecture``.
    """
    packed = form.runtime in (Runtime.OPENVINO, Runtime.MLX) and form.disk_mb
    most = int((form.disk_mb << 20 if packed else spec.parameters * _FULL_WIDTH) * _LARGER) + _SPARE
    if spec.parameters and size > most:
        found = f"a larger model ({in_words(size)})"
        raise UserFacingError("models.wrong_architecture", found=found, wanted=spec.name)


def has_shape_of(config: Mapping[str, Any], spec: ModelSpec) -> bool:
    """Whether a config.json gives just the shape of this model."""
    wanted = _measures(_KNOWN.get(spec.id))
    try:
        said = _said(config, spec.family)
    except UserFacingError:
        return False
    return {one for one, _ in said} == wanted.keys() != set() and all(wanted[one] == value for one, value in said)


def indian_side(folder: Path, side: str) -> bool | None:
    """Whether a dictionary of IndicTrans2, "SRC" or "TGT", is that of Indian languages; None where it does not tell.

    They are written in Devanagari there. Tags such as ``hin_Deva`` are in both, and a few foreign pieces too.
    """
    table = next((found for name in _DICTIONARIES[side] if (found := _json(folder / name)) is not None), None)
    pieces = [one for one in table if isinstance(one, str) and one[:1] != "<"] if isinstance(table, dict | list) else []
    native = sum(any("\u0900" <= sign <= "\u097f" for sign in one) for one in pieces)
    return native * 4 > len(pieces) if pieces else None


def told_languages(folder: Path, config: Mapping[str, Any]) -> set[str]:
    """Codes of languages that a voice says of itself."""
    tokenizer = read_object(folder / "tokenizer_config.json")
    return {one for one in (config.get("language"), tokenizer.get("language")) if isinstance(one, str) and one}


def letters_by_language(folder: Path) -> dict[str, int]:
    """How many letters of its script a voice knows, by language."""
    letters = [ord(one) for one in read_object(folder / "vocab.json") if len(one) == 1]
    return {one.code: sum(one.block[0] <= sign <= one.block[1] for sign in letters) for one in LANGUAGES}


def read_object(path: Path) -> dict[str, Any]:
    """A JSON object; what is none is nothing here, and is judged by `file_rules`."""
    found = _json(path)
    return found if isinstance(found, dict) else {}


def _json(path: Path) -> object:
    try:
        return json.loads(read_plain(path, _MOST_TABLE))
    except (OSError, ValueError, RecursionError):
        return None


def _measures(shape: Shape | None) -> dict[str, int]:
    match shape:
        case WriterShape() | ReaderShape():
            return {"width": shape.hidden, "inner": shape.ffn, "layers": shape.layers, "rows": shape.vocabulary}
        case TranslatorShape():
            sides = {"rows": shape.source_rows, "target rows": shape.target_rows}
            return {"width": shape.hidden, "inner": shape.ffn, "layers": shape.layers, **sides}
        case VoiceShape():
            return {"width": shape.hidden_size, "inner": shape.ffn_dim, "layers": shape.num_hidden_layers}
    return {}


def _said(config: Mapping[str, Any], family: str) -> list[tuple[str, int]]:
    said = []
    for key, measure in _MEASURES[family].items():
        if key in config:
            value = config[key]
            if type(value) is not int or value <= 0:
                detail = f"its {key} makes no sense"
                raise UserFacingError("models.damaged_file", name="config.json", detail=detail)
            said.append((measure, value))
    for key in _POSITIONS & config.keys():
        if type(config[key]) is not int or not 0 < config[key] <= _MOST_POSITIONS:
            raise UserFacingError("models.damaged_file", name="config.json", detail=f"its {key} makes no sense")
    return said


def _of_variables(variables: Mapping[str, tuple[int, ...]], family: str) -> list[tuple[str, int]]:
    tables = _TABLES_OF_TWO if family == "indictrans2" else _TABLES
    said = [
        (measure, size)
        for name, measures in tables.items()
        if len(variables.get(name, ())) == len(measures)
        for measure, size in zip(measures, variables[name], strict=True)
    ]
    layers = {tuple(name.split("/")[:2]) for name in variables if name.split("/")[1:2] and "/layer_" in name}
    sides = sorted({side for side, _ in layers})
    return [*said, *(("layers", sum(one == side for one, _ in layers)) for side in sides)]


def _unlike(said: list[tuple[str, int]], spec: ModelSpec) -> str | None:
    """What numbers look like that are not of this model; None where they are, or are of a model for trying things."""
    wanted = _measures(_KNOWN.get(spec.id))
    if not wanted or all(wanted[one] == value for one, value in said):
        return None
    kind = type(_KNOWN[spec.id])
    family = {name: _measures(one) for name, one in _KNOWN.items() if _is_of(name, one, kind, spec)}
    if all(2 * value <= min(one[measure] for one in family.values()) for measure, value in said):
        return None
    like = next((name for name, one in family.items() if all(one[key] == value for key, value in said)), "")
    if like:
        return f"{like} by its shape"
    numbers = ", ".join(f"{one} {value}" for one, value in dict(said).items())
    return f"a model of another shape ({numbers})"


def _is_of(name: str, shape: Shape, kind: type[Shape], spec: ModelSpec) -> bool:
    guard = shape is _GUARD
    return isinstance(shape, kind) and guard == (spec.family == _FAMILY_OF_GUARD)


def _check_voice(folder: Path, spec: ModelSpec, config: Mapping[str, Any]) -> None:
    own = spec.languages[0]
    for code in sorted(told_languages(folder, config)):
        language = resolve(code)
        if language is not None and language.code not in spec.languages:
            found = f"a voice for {language.english_name}"
            raise UserFacingError("models.wrong_architecture", found=found, wanted=spec.name)
    letters = letters_by_language(folder)
    most = max(letters, key=lambda one: letters[one])
    if letters[most] > letters[own]:
        name = next(one.english_name for one in LANGUAGES if one.code == most)
        raise UserFacingError(
            "models.wrong_architecture", found=f"a voice with the letters of {name}", wanted=spec.name
        )


def _check_direction(folder: Path, spec: ModelSpec) -> None:
    wanted = ("hi" in spec.languages, "hi" in spec.to_languages)
    found = tuple(indian_side(folder, side) for side in _DICTIONARIES)
    if any(one not in (None, right) for one, right in zip(found, wanted, strict=True)):
        words = {True: "Indian languages", False: "English", None: "another language"}
        said = f"a translator from {words[found[0]]} to {words[found[1]]}"
        raise UserFacingError("models.wrong_architecture", found=said, wanted=spec.name)

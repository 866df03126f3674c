"""What the folder of a model may hold. Whatever comes on a stick is hostile: nothing here is loaded, only looked at."""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserFacingError
from app.domain.models import ModelFile
from app.inference.install.content_rules import check_content
from app.inference.install.layouts import INDEX, SHARD, Layout, layout_of
from app.inference.install.names import colliding, is_plain, left_by_system, shortened
from app.inference.install.weight_files import check_ctranslate2, check_safetensors, check_xml
from app.inference.plain_file import open_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from app.domain.models import ModelForm, ModelSpec

_MOST_FILES = 200
_MOST_CONFIG = 1 << 20
_MOST_INDEX = 16 << 20
_MOST_PAPER = 64 << 20
"""Bytes of any file that holds no weights; the largest of a known model is a tokenizer of 17 MB."""
_WEIGHTS = (".safetensors", ".bin", ".pt")
_CODE = {
    **dict.fromkeys((".py", ".pyc", ".pyo", ".pyd", ".sh", ".bat", ".cmd", ".ps1", ".js", ".vbs", ".jar"), "a program"),
    **dict.fromkeys((".so", ".dll", ".dylib", ".exe", ".whl"), "a program"),
    **dict.fromkeys((".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".npy", ".npz", ".bin"), "a pickle"),
    **dict.fromkeys((".h5", ".hdf5", ".keras"), "a program in a file of weights"),
}
_MAGIC = {
    **{bytes((0x80, version)): "a pickle" for version in range(1, 6)},
    b"PK\x03\x04": "a pickle in an archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"#!": "a program",
}
_LARGE_TABLES = frozenset({"tokenizer.json", "vocab.json", "added_tokens.json", INDEX, "model.json"})
_CODE_KEYS = ("auto_map", "_attn_implementation_internal", "model_file", "custom_pipelines")
_OWN_READER = {
    "configuration_indictrans.IndicTransConfig",
    "modeling_indictrans.IndicTransForConditionalGeneration",
    "tokenization_indictrans.IndicTransTokenizer",
}
"""What IndicTrans2's own files name in "auto_map"; our converter takes numbers from them and nothing else."""


def look_at(folder: Path) -> tuple[ModelFile, ...]:
    """The files of a folder by name, without what systems leave in folders (`left_by_system`); nothing is opened.

    Raises:
        UserFacingError: it cannot be read (``models.no_folder``); in it is a link (``models.link``), a name that is
            hidden or not safe everywhere (``models.unsafe_name``), or two names that are one file on some disks
            (``models.same_name``).
    """
    try:
        found = sorted(_walk(folder, ""), key=lambda one: one.name)
    except OSError as error:
        raise UserFacingError("models.no_folder", path=str(folder)) from error
    if (pair := colliding(one.name for one in found)) is not None:
        raise UserFacingError("models.same_name", name=pair[0], other=pair[1])
    return tuple(found)


def check_folder(folder: Path, spec: ModelSpec, form: ModelForm, *, ready: bool = True) -> tuple[ModelFile, ...]:
    """Refuse a folder that is not just this form of this model.

    Args:
        folder: Where it is.
        spec: What it has to be.
        form: In which form.
        ready: Whether as it runs, or as the publisher has it, before its conversion.

    Returns:
        Its files with their sizes.

    Raises:
        UserFacingError: as `look_at`; a file that can run code (``models.runs_code``), a missing, extra, damaged one
            (``models.missing_file``, ``models.extra_file``, ``models.damaged_file``), or another model
            (``models.wrong_architecture``), whatever its name says.
    """
    layout = layout_of(spec, form, ready=ready)
    found = look_at(folder)
    names = {one.name for one in found}
    with _readable(folder):
        for file in found:
            _refuse_code(folder, file, layout)
        config = _check_configs(folder, names, lenient=spec.family == "indictrans2")
        _check_architecture(config, layout, spec)
        _check_names(names, layout)
        variables = _check_weights(folder, found, layout, spec)
        check_content(folder, found, spec, form, config=config, variables=variables)
    return found


def _walk(folder: Path, prefix: str) -> Iterator[ModelFile]:
    """Files below a folder; at most a few more than a model has, so that a whole disk is never walked."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if left_by_system(entry.name):
                continue
            name = f"{prefix}{entry.name}"
            if not is_plain(name):
                raise UserFacingError("models.unsafe_name", name=_printable(name))
            details = entry.stat(follow_symlinks=False)
            if count > _MOST_FILES:
                raise UserFacingError("models.extra_file", name=_printable(name))
            if stat.S_ISDIR(details.st_mode) and not getattr(entry, "is_junction", lambda: False)():
                if prefix.count("/") >= 2:
                    raise UserFacingError("models.extra_file", name=_printable(name))
                yield from _walk(folder / entry.name, f"{name}/")
            elif stat.S_ISREG(details.st_mode):
                yield ModelFile(name, details.st_size)
            else:
                raise UserFacingError("models.link", name=_printable(name))


def _printable(name: str) -> str:
    return shortened(name.encode("utf-8", "replace").decode("utf-8"))


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = os.path.basename(error.filename) if isinstance(error.filename, str) else folder.name
        raise UserFacingError("models.source_gone", name=name, detail=error.strerror or str(error)) from error


def _refuse_code(folder: Path, file: ModelFile, layout: Layout) -> None:
    end = os.path.splitext(file.name)[1].lower()
    listed = layout.knows(file.name)
    if end not in _WEIGHTS and file.size > _MOST_PAPER:
        raise UserFacingError("models.damaged_file", name=file.name, detail="it is too long")
    if end in _CODE and not listed:
        raise UserFacingError("models.runs_code", name=file.name, detail=_CODE[end])
    if listed and end in {".pt", ".bin", ".safetensors"} and file.name != "model.bin":
        return  # numbers, or what the converter alone unpickles, with weights_only
    with open_plain(folder / file.name) as opened:
        start = opened.read(8)
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            raise UserFacingError("models.runs_code", name=file.name, detail=what)


def _check_names(names: set[str], layout: Layout) -> None:
    for name in sorted(layout.needed):
        if name not in names:
            raise UserFacingError("models.missing_file", name=name)
    for name in sorted(names):
        if not layout.knows(name):
            raise UserFacingError("models.extra_file", name=name)


def _check_configs(folder: Path, names: set[str], *, lenient: bool) -> Mapping[str, Any]:
    """Every small JSON file; gives back what says which architecture it is."""
    configs = {}
    for name in sorted(names):
        if name.endswith(".json") and name not in _LARGE_TABLES and not name.endswith(("vocabulary.json",)):
            if name.startswith("dict."):
                continue
            configs[name] = _json(folder, name, _MOST_CONFIG)
            _refuse_keys(configs[name], name, lenient=lenient)
    modules = configs.get("modules.json", [])
    if not isinstance(modules, list):
        raise UserFacingError("models.damaged_file", name="modules.json", detail="it is no list")
    for module in modules:
        kind = module.get("type", "") if isinstance(module, dict) else module
        if not isinstance(kind, str) or not kind.startswith("sentence_transformers."):
            raise UserFacingError("models.runs_code", name="modules.json", detail=shortened(kind))
    config = configs.get("source_config.json", configs.get("config.json", {}))
    if not isinstance(config, dict):
        raise UserFacingError("models.damaged_file", name="config.json", detail="it is no JSON object")
    return config


def _json(folder: Path, name: str, most: int) -> Any:  # noqa: ANN401 - anything that JSON can say
    with open_plain(folder / name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise UserFacingError("models.damaged_file", name=name, detail="it is too long")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UserFacingError("models.damaged_file", name=name, detail="it is no JSON") from error


def _refuse_keys(value: object, name: str, *, lenient: bool) -> None:
    """Settings that make a library fetch or import code, at any depth."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        if not isinstance(one, dict):
            continue
        waiting += one.values()
        for key in _CODE_KEYS:
            if key in one and not (key == "auto_map" and lenient and _is_known_map(one[key])):
                raise UserFacingError("models.runs_code", name=name, detail=key)
        for key in ("_attn_implementation", "attn_implementation"):  # "owner/kernel" is fetched and run
            if key in one and (not isinstance(one[key], str | None) or "/" in (one[key] or "")):
                raise UserFacingError("models.runs_code", name=name, detail=key)
        if one.get("trust_remote_code"):
            raise UserFacingError("models.runs_code", name=name, detail="trust_remote_code")


def _is_known_map(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    said = [part for one in value.values() for part in (one if isinstance(one, list) else [one])]
    return all(one is None or (isinstance(one, str) and one in _OWN_READER) for one in said)


def _check_architecture(config: Mapping[str, Any], layout: Layout, spec: ModelSpec) -> None:
    """A converted folder may say nothing of it; then its ``model.bin`` does."""
    found = config.get("model_type")
    if found is not None and (not isinstance(found, str) or found not in layout.model_types):
        raise UserFacingError("models.wrong_architecture", found=shortened(found), wanted=spec.name)
    said = config.get("architectures")
    names = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
    if said is not None and not set(names) & set(layout.architectures):
        found = shortened(", ".join(names) if names else said)
        raise UserFacingError("models.wrong_architecture", found=found, wanted=spec.name)
    if found is None and layout.safetensors and "config.json" in layout.needed and config:
        raise UserFacingError("models.wrong_architecture", found="a model of no known type", wanted=spec.name)


def _check_weights(
    folder: Path, found: tuple[ModelFile, ...], layout: Layout, spec: ModelSpec
) -> Mapping[str, tuple[int, ...]]:
    """Every file of weights; gives the dimensions of CTranslate2's variables."""
    sizes = {one.name: one.size for one in found}
    for name, size in sizes.items():
        if name.endswith(".safetensors"):
            check_safetensors(folder / name, size, name)
        if name.endswith(".xml"):
            check_xml(folder / name, name)
        if size == 0 and name in layout.needed:
            raise UserFacingError("models.damaged_file", name=name, detail="it is empty")
    if layout.safetensors:
        _check_shards(folder, sizes, layout)
    if not layout.ctranslate2:
        return {}
    return check_ctranslate2(folder / "model.bin", sizes["model.bin"], layout.ctranslate2, spec)


def _check_shards(folder: Path, sizes: Mapping[str, int], layout: Layout) -> None:
    shards = {name for name in sizes if SHARD.fullmatch(name)}
    if INDEX in sizes:
        index = _json(folder, INDEX, _MOST_INDEX)
        named = index.get("weight_map") if isinstance(index, dict) else None
        if not isinstance(named, dict) or not named:
            raise UserFacingError("models.damaged_file", name=INDEX, detail="it names no weights")
        if not all(isinstance(one, str) for one in named.values()):
            raise UserFacingError("models.damaged_file", name=INDEX, detail="it names what are no weights")
        wanted = set(named.values())
    else:
        wanted = {layout.instead} if layout.instead in sizes and not shards else {"model.safetensors"}
    for name in sorted(wanted - sizes.keys()):
        raise UserFacingError("models.missing_file", name=name)
    for name in sorted(shards - wanted):
        raise UserFacingError("models.extra_file", name=name)

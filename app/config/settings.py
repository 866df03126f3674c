"""Typed settings with their own titles, limits and version, kept in one JSON file.

Order of what counts: the environment (``SHIKSHASETU_<NAME>``), then the file, then the default. A value that came
from the environment is never written into the file.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PrivateAttr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from app.domain.clock import utc_now
from app.domain.errors import UserFacingError
from app.domain.languages import LANGUAGES
from app.domain.lessons import LessonOptions
from app.domain.models import EngineTask

SCHEMA_VERSION = 1
_log = logging.getLogger(__name__)


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Device(StrEnum):
    """Where models run."""

    AUTO = "auto"
    CUDA = "cuda"
    MPS = "mps"
    CPU = "cpu"


class Quantization(StrEnum):
    """How finely the numbers of a model are kept."""

    AUTO = "auto"
    INT4 = "int4"
    INT8 = "int8"
    FP16 = "fp16"


def _known_language(code: str) -> str:
    if code not in {language.code for language in LANGUAGES}:
        raise ValueError(f"unknown language {code!r}")
    return code


def _known_tasks(models: dict[str, str]) -> dict[str, str]:
    if unknown := models.keys() - {task.value for task in EngineTask}:
        raise ValueError(f"no such task: {', '.join(sorted(unknown))}")
    return models


def _whole_path(folder: str) -> str:
    if folder and not Path(folder).is_absolute():
        raise ValueError("the whole path of a folder is needed")
    return folder


def _sensible_options(options: LessonOptions) -> LessonOptions:
    if not 1 <= options.school_class <= 12:
        raise ValueError("class must be 1 to 12")
    if options.language is not None:
        _known_language(options.language)
    for count in (options.choice_count, options.short_count, options.key_word_count):
        if not 0 <= count <= 50:
            raise ValueError("counts must be 0 to 50")
    return options


class Settings(BaseSettings):
    """Everything a person may choose. Assigning a wrong value raises pydantic's `ValidationError`."""

    model_config = SettingsConfigDict(env_prefix="SHIKSHASETU_", extra="ignore", validate_assignment=True)

    schema_version: int = Field(SCHEMA_VERSION, title="Version", description="Version of this file's layout")
    ui_language: str = Field(
        "en", title="Language of the window", description="ISO 639-1 code", pattern=r"^[a-z]{2,3}$"
    )
    theme: Theme = Field(Theme.SYSTEM, title="Theme", description="Colours of the window")
    zoom: int = Field(100, title="Text size", description="Percent of the normal size", ge=80, le=200)
    school_language: Annotated[str, AfterValidator(_known_language)] = Field(
        "hi", title="Language of the school", description="Lessons are offered in it first"
    )
    speech_speed: float = Field(
        0.85, title="Speed of the voice", description="1.0 is the voice's normal rate", ge=0.5, le=1.5
    )
    lesson_options: Annotated[LessonOptions, AfterValidator(_sensible_options)] = Field(
        default_factory=LessonOptions, title="Make a lesson", description="What was asked for last time"
    )
    device: Device = Field(Device.AUTO, title="Models run on", description="Processor or graphics card")
    quantization: Quantization = Field(
        Quantization.AUTO, title="Model precision", description="Smaller needs less memory and is less exact"
    )
    memory_budget_mb: int = Field(
        0, title="Memory for models", description="Megabytes; 0 lets the app decide", ge=0, le=1_048_576
    )
    models: Annotated[dict[str, str], AfterValidator(_known_tasks)] = Field(
        default_factory=dict,
        title="Wanted models",
        description="Id of the model by task (generate, translate, embed, rerank, speak, safety); others are chosen",
    )
    warm_up: bool = Field(
        True,
        title="Models ready after the start",
        description="The models used last are loaded while the window rests, where memory is plenty",
    )
    proxy: str = Field(
        "",
        title="Proxy for downloads",
        description="http://host:port; empty for the system's own",
        pattern=r"^(http://\S+)?$",
    )
    online_voices: bool = Field(
        False,
        title="Voices from the internet",
        description="Better voices while there is a network. Every sentence that is read aloud then leaves this laptop"
        " and goes to Microsoft",
    )
    cache_limit_mb: int = Field(
        2048, title="Disk space for finished steps", description="Megabytes", ge=64, le=1_048_576
    )
    shared_cache: Annotated[str, AfterValidator(_whole_path)] = Field(
        "",
        title="Results of another laptop",
        description="Folder or stick with what another laptop has computed; empty for none. Use only what comes from"
        " somebody you trust",
    )

    _path: Path | None = PrivateAttr(default=None)
    _stored: dict[str, Any] = PrivateAttr(default_factory=dict)
    _environment: dict[str, Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before what the file says; no .env file, no secrets folder."""
        return env_settings, init_settings

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the file; what cannot be used there gives way to defaults and is set aside, never lost."""
        stored = _read(path)
        settings = cls._tolerant(stored, path)
        settings.bind(path, stored)
        return settings

    def bind(self, path: Path, stored: dict[str, Any]) -> None:
        """Say where these settings are saved, and what the file holds now."""
        self._path, self._stored = path, stored
        given = {name for name in type(self).model_fields if f"SHIKSHASETU_{name}".upper() in os.environ}
        self._environment = {name: getattr(self, name) for name in given}

    @classmethod
    def _tolerant(cls, stored: dict[str, Any], path: Path) -> Self:
        """Drop the values that do not fit, one by one, and keep the others."""
        values = {name: value for name, value in stored.items() if name != "schema_version"}
        try:
            return cls(**values)
        except ValidationError as error:
            wrong = {str(fault["loc"][0]) for fault in error.errors()}
            _log.warning("settings with values that do not fit: %s", ", ".join(sorted(wrong)))
            if wrong & values.keys():
                _set_aside(path, copy=True)
            fitting = {name: value for name, value in values.items() if name not in wrong}
        try:
            return cls(**fitting)
        except ValidationError:
            _log.warning("a SHIKSHASETU_ variable does not fit, so none of them is used")
            return cls(_env_prefix="SHIKSHASETU_IGNORED_", **fitting)  # type: ignore[call-arg]  # of BaseSettings

    def save(self) -> None:
        """Write the file whole or not at all; keys of other versions are kept.

        Raises:
            UserFacingError: the file cannot be written (``data.not_writable``).
        """
        if self._path is None:
            raise RuntimeError("these settings were not loaded from a file")
        content = {**self._stored, **self.model_dump(mode="json")}
        for name, value in self._environment.items():
            if getattr(self, name) == value:
                content.pop(name, None)
                content.update({name: self._stored[name]} if name in self._stored else {})
        _write(self._path, content)
        self._stored = content


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.exists() and not path.is_file():
            raise ValueError("a folder, or a pipe that may never end")  # noqa: TRY301 - as damaged as the others
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        content = None
    if isinstance(content, dict):
        return content
    _log.warning("the settings file was damaged; defaults are used and the file is set aside")
    _set_aside(path)
    return {}


def _set_aside(path: Path, *, copy: bool = False) -> None:
    """Keep a file that could not be used under another name; a folder that is read-only keeps it where it is."""
    aside = path.with_name(f"{path.stem}-damaged-{utc_now().replace(':', '')}{path.suffix}")
    try:
        if copy:
            aside.write_bytes(path.read_bytes())
        else:
            path.replace(aside)
    except OSError:
        _log.warning("the settings file could not be set aside")


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=2)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise UserFacingError("data.not_writable", path=str(path.parent)) from error

"""``models list|install|token|verify|remove|catalogue``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.decisions import can_ask, says_yes
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing
from app.domain.errors import DecisionNeeded, UserFacingError
from app.domain.models import Runtime

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.cli.show import Json
    from app.domain.models import InstalledModel, ModelForm, ModelSpec
    from app.inference.install.service import ModelService, ModelStatus
    from app.inference.registry import FolderProblem

_MEBI = 1 << 20


def list_(options: argparse.Namespace, application: Application) -> Result:
    """Every model of the catalogue, what is installed, and what fits this computer."""
    with application.open_reading(options.data) as services:
        overview = services.models.overview()
    shown = [one for one in overview.models if not options.installed or one.installed]
    data: Json = {
        "catalogue": overview.version,
        "budget_bytes": overview.budget,
        "models": [_status(one) for one in shown],
        "unlisted": [installed_json(one) for one in overview.unlisted],
        "problems": [_problem(one) for one in overview.problems],
    }
    lines = [_line(one) for one in shown]
    lines += [f"{one.spec_id}: installed, not in the catalogue any more" for one in overview.unlisted]
    lines += [f"Not whole: {one.folder}: {one.detail}" for one in overview.problems]
    return Result(data, lines or ["No model is installed. Everything works with the built-in engines."])


def install(options: argparse.Namespace, application: Application) -> Result:
    """Install a model from the hub, a server, a folder or a stick; its licence is shown first."""
    with writing(application, options) as services:
        if options.source is not None:
            return _from_folder(options, services.models, options.source, options.model)
        if options.server is None and _is_place(options.model):
            return _from_folder(options, services.models, Path(options.model), "")
        return _from_server(options, services.models)


def _is_place(word: str) -> bool:
    return os.path.exists(word) or any(sign in word for sign in ("/", os.sep, os.altsep or "/"))


def _from_folder(options: argparse.Namespace, models: ModelService, place: Path, spec_id: str) -> Result:
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel:
        found = models.look(place, spec_id=spec_id, runtime=options.runtime and Runtime(options.runtime))
        _show_licence(found.spec)
        try:
            model = models.install(found, report=printer, cancel=cancel)
        finally:
            printer.finish()
    return _is_installed(found.spec, model)


def _from_server(options: argparse.Namespace, models: ModelService) -> Result:
    """The licence comes before the first byte of the model, and before the server learns who wants it."""
    printer, server = ProgressPrinter(), options.server or ""
    runtime = options.runtime and Runtime(options.runtime)
    if server:
        models.take_catalog_of(server)
    spec = models.catalog.find(options.model)
    _show_licence(spec)
    if not accepts(spec, options):
        error = DecisionNeeded(
            "models.needs_licence", name=spec.name, licence=spec.licence.summary, url=spec.licence.url
        )
        return Result({"id": spec.id, "name": spec.name, "licence": licence_json(spec)}, [], error)
    with cancel_on_interrupt() as cancel:
        try:
            offer = models.ask_server(spec.id, server=server, runtime=runtime, report=printer, cancel=cancel)
            model = models.fetch(offer, report=printer, cancel=cancel)
        finally:
            printer.finish()
    return _is_installed(spec, model)


def accepts(spec: ModelSpec, options: argparse.Namespace) -> bool:
    """Whether a person accepts the conditions of a model, if it has any; False where nobody is there to say so.

    Raises:
        UserFacingError: the answer was no (``models.licence_refused``).
    """
    if (spec.licence.commercial and not spec.licence.gated) or options.accept_licence:
        return True
    if not can_ask(options):
        return False
    if not says_yes("Do you accept these conditions?"):
        raise UserFacingError("models.licence_refused", name=spec.name)
    return True


def token(options: argparse.Namespace, application: Application) -> Result:
    """Keep the token of the hub, or forget it; it is never shown."""
    word = "" if options.remove else _read_token()
    if not (word or options.remove):
        raise UserFacingError("models.bad_token")
    with writing(application, options) as services:
        services.models.keep_token(word)
    done = "removed" if options.remove else "stored"
    return Result({"token": done}, [f"The token is {done}."])


def _read_token() -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        import getpass

        return getpass.getpass("Token of the hub (it is not shown): ").strip()
    return sys.stdin.readline(1000).strip()


def _show_licence(spec: ModelSpec) -> None:
    print(f"{spec.name}: {licence_line(spec)}", file=sys.stderr, flush=True)


def _is_installed(spec: ModelSpec, model: InstalledModel) -> Result:
    data = {"model": {**installed_json(model), "name": spec.name, "licence": licence_json(spec)}}
    return Result(data, [f"{spec.name} is installed: {model.runtime} {model.compute_type}, {_known(model)}."])


def verify(options: argparse.Namespace, application: Application) -> Result:
    """Hash the files of models again; any problem is exit status 1."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, application.open_reading(options.data) as services:
        try:
            done = services.models.verify(options.models, report=printer, cancel=cancel)
        finally:
            printer.finish()
    data = {
        "ok": not done.problems,
        "models": [installed_json(one) for one in done.models],
        "problems": [_problem(one) for one in done.problems],
    }
    if not done.problems:
        return Result(data, [f"Everything is as it was installed. Models: {len(done.models)}."])
    first = done.problems[0]
    more = f" (and {len(done.problems) - 1} more)" if len(done.problems) > 1 else ""
    error = UserFacingError("models.damaged", name=first.folder, detail=first.detail + more)
    return Result(data, [f"{one.folder}: {one.detail}" for one in done.problems], error)


def remove(options: argparse.Namespace, application: Application) -> Result:
    """Remove a model in every form, or one folder of it."""
    with writing(application, options) as services:
        folders = services.models.remove(options.model)
    return Result({"removed": list(folders)}, [f"Removed: {', '.join(folders)}."])


def catalogue(options: argparse.Namespace, application: Application) -> Result:
    """Say which catalogue is in use, or take over a newer one."""
    if options.folder is None:
        with application.open_reading(options.data) as services:
            catalog = services.models.catalog
    else:
        with writing(application, options) as services:
            catalog = services.models.accept_catalog(options.folder)
    data = {"version": catalog.version, "models": len(catalog.models)}
    return Result(data, [f"Catalogue version {catalog.version}, {len(catalog.models)} models."])


def licence_line(spec: ModelSpec) -> str:
    """What the licence allows, in one line."""
    return f"{spec.licence.spdx}. {spec.licence.summary} {spec.licence.url}".strip()


def _status(status: ModelStatus) -> Json:
    spec = status.spec
    return {
        "id": spec.id,
        "name": spec.name,
        "task": spec.task,
        "languages": list(spec.languages),
        "to_languages": list(spec.to_languages),
        "parameters": spec.parameters,
        "licence": licence_json(spec),
        "forms": [_form(one) for one in spec.forms],
        "needs_bytes": status.needs,
        "fits": status.fits,
        "installed": [installed_json(one) for one in status.installed],
    }


def licence_json(spec: ModelSpec) -> Json:
    """A licence as JSON."""
    licence = spec.licence
    return {
        "spdx": licence.spdx,
        "commercial": licence.commercial,
        "gated": licence.gated,
        "summary": licence.summary,
        "url": licence.url,
    }


def _form(form: ModelForm) -> Json:
    return {
        "runtime": form.runtime,
        "compute_type": form.compute_type,
        "repository": form.source.repository,
        "revision": form.source.revision,
        "converted": bool(form.convert),
        "disk_mb": form.disk_mb,
        "memory_mb": form.memory_mb or None,
    }


def installed_json(model: InstalledModel) -> Json:
    """An installed model as JSON."""
    return {
        "id": model.spec_id,
        "folder": model.folder,
        "runtime": model.runtime,
        "compute_type": model.compute_type,
        "content": model.content,
        "bytes": model.bytes,
        "verified": model.verified,
        "signer": model.signer,
        "installed_at": model.installed_at,
    }


def _problem(problem: FolderProblem) -> Json:
    return {"folder": problem.folder, "id": problem.spec_id, "detail": problem.detail}


def _known(model: InstalledModel) -> str:
    return "verified" if model.verified else "not verified against the publisher"


def _line(status: ModelStatus) -> str:
    there = ", ".join(f"{one.runtime} {one.compute_type}, {_known(one)}" for one in status.installed)
    state = f"installed ({there})" if there else "fits" if status.fits else "too big for this computer"
    needs = f"needs {status.needs / _MEBI / 1024:.1f} GB of memory"
    return f"{status.spec.id}: {state}; {needs}; {status.spec.licence.spdx}: {status.spec.licence.summary}"

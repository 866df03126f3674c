"""``models export|import``: models go from laptop to laptop on a stick."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.cli.commands.models import installed_json, licence_json, licence_line
from app.cli.decisions import can_ask, says_yes
from app.cli.run import ProgressPrinter, Result, cancel_on_interrupt, writing
from app.domain.errors import DecisionNeeded, UserFacingError

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.cli.show import Json
    from app.inference.install.packs import FoundPack, OfferedModel, TakenPack


def export(options: argparse.Namespace, application: Application) -> Result:
    """Write installed models onto a stick; the fingerprint of this laptop is what the other one shows."""
    printer = ProgressPrinter()
    with cancel_on_interrupt() as cancel, writing(application, options) as services:
        try:
            done = services.models.export_pack(options.models, options.to, report=printer, cancel=cancel)
        finally:
            printer.finish()
    manifest = done.manifest
    data = {
        "folder": str(done.folder),
        "fingerprint": done.fingerprint,
        "number": manifest.number,
        "created": manifest.created,
        "bytes": manifest.size,
        "parts": len(manifest.parts),
        "models": [
            {"id": one.spec_id, "name": one.name, "folder": one.folder, "content": one.content}
            for one in manifest.models
        ],
    }
    names = ", ".join(one.name for one in manifest.models)
    return Result(data, [f"{names}: in {done.folder}.", f"This laptop is {done.fingerprint}."])


def import_(options: argparse.Namespace, application: Application) -> Result:
    """Install what is in a pack, after somebody said yes to the laptop that made it."""
    printer = ProgressPrinter()
    with writing(application, options) as services:
        found = services.models.look_at_pack(options.folder)
        _show(found)
        trust = _trusts(found, options)
        if trust is None:
            return Result({**_pack(found), "models": []}, [], _decision(found))
        with cancel_on_interrupt() as cancel:
            try:
                done = services.models.import_pack(found, trust=trust, report=printer, cancel=cancel)
            finally:
                printer.finish()
    return _taken(found, done)


def _trusts(found: FoundPack, options: argparse.Namespace) -> bool | None:
    """Whether the laptop that made a pack is trusted; None where nobody is there to say so."""
    signer = found.pack.signer
    if options.trust is not None and options.trust != signer:
        raise UserFacingError("modelpack.other_laptop", fingerprint=signer, wanted=options.trust)
    if options.trust is not None or found.known:
        return True
    if not can_ask(options):
        return None
    return says_yes("Is this what the other laptop showed, and do you accept these licences?")


def _decision(found: FoundPack) -> DecisionNeeded:
    return DecisionNeeded("modelpack.needs_trust", fingerprint=found.pack.signer)


def _show(found: FoundPack) -> None:
    lines = [f"This pack was made by the laptop {found.pack.signer}."]
    lines += [f"{one.spec.name}: {licence_line(one.spec)}" for one in found.models]
    lines += [f"It will be left out: {one.too_big}" for one in found.models if one.too_big is not None]
    print("\n".join(lines), file=sys.stderr, flush=True)


def _pack(found: FoundPack) -> Json:
    manifest = found.pack.manifest
    return {
        "fingerprint": found.pack.signer,
        "known": found.known,
        "number": manifest.number,
        "created": manifest.created,
        "bytes": manifest.size,
        "offered": [_offered(one) for one in found.models],
    }


def _offered(one: OfferedModel) -> Json:
    packed = one.packed
    return {
        "id": packed.spec_id,
        "name": one.spec.name,
        "runtime": packed.runtime,
        "compute_type": packed.compute_type,
        "bytes": sum(file.size for file in packed.files),
        "licence": licence_json(one.spec),
        "left_out": None if one.too_big is None else {"error": one.too_big.key, "message": str(one.too_big)},
    }


def _taken(found: FoundPack, done: TakenPack) -> Result:
    names = {one.packed.folder: one.spec for one in found.models}
    models = [
        {**installed_json(one), "name": names[one.folder].name, "licence": licence_json(names[one.folder])}
        for one in done.models
    ]
    lines = [f"{names[one.folder].name} is installed: {one.runtime} {one.compute_type}." for one in done.models]
    lines += [str(one.too_big) for one in done.left_out]
    lines += [
        f"{one.spec.name} is older in this pack than what came from that laptop before: left as it is here."
        for one in done.kept
    ]
    kept = [one.packed.folder for one in done.kept]
    return Result({**_pack(found), "known": True, "models": models, "kept": kept}, lines)

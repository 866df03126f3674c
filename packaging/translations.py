#!/usr/bin/env python3
"""Keep the catalogues of the window in step with the code.

    python packaging/translations.py            write new sentences into resources/translations/*.ts
    python packaging/translations.py --check    exit 1 and say what is missing, stale or malformed

Qt's lupdate reads the calls of ``tr`` and ``translate``. The sentences of `app.domain.messages`,
`app.checks.wording` and `app.domain.route_reasons` are values, which it cannot see, so their contexts (``Messages``,
``Findings``, ``Router``) are written here.
``app_en.ts`` holds the plural forms of English only; every other catalogue is complete.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.checks.wording import TEMPLATES  # noqa: E402 - the checkout need not be installed
from app.domain.messages import MESSAGES  # noqa: E402
from app.domain.route_reasons import Phrase  # noqa: E402

FOLDER = ROOT / "resources" / "translations"
CATALOGUES = {"en": "en", "hi": "hi_IN"}
VALUES = {"Messages": MESSAGES, "Findings": TEMPLATES, "Router": {one.name: one.value for one in Phrase}}
_PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d")


def main(arguments: list[str] | None = None) -> int:
    """Update or check every catalogue; returns the exit status."""
    parser = argparse.ArgumentParser(description="Update or check the catalogues of the window.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    check = parser.parse_args(arguments).check
    faults: list[str] = []
    for code in CATALOGUES:
        if check:
            faults += check_catalogue(code)
        else:
            update(FOLDER / f"app_{code}.ts", code)
            faults += unfinished(FOLDER / f"app_{code}.ts")
    for fault in faults:
        print(fault)
    return 1 if faults and check else 0


def update(catalogue: Path, code: str) -> None:
    """Put every sentence of the code into a catalogue; translations that are there stay, stale ones go."""
    kept = {name: known(catalogue, name) for name in VALUES}
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "app" / "ui").rglob("*.py"))]
    plural = ["-pluralonly"] if code == "en" else []
    command = [
        str(Path(sys.executable).with_name("pyside6-lupdate")), "-silent", "-no-obsolete", "-locations", "none",
        "-source-language", "en", "-target-language", CATALOGUES[code], *plural, *sources, "-ts", str(catalogue),
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    tree = ET.parse(catalogue)
    root = tree.getroot()
    for context in list(root.findall("context")):
        if context.findtext("name") in VALUES:
            root.remove(context)
    if code != "en":
        for name, sentences in VALUES.items():
            root.append(_context(name, sorted(set(sentences.values())), kept[name]))
    ET.indent(tree, "    ")
    text = ET.tostring(root, encoding="unicode")
    catalogue.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def known(catalogue: Path, context: str) -> dict[str, str]:
    """Finished translations of one context."""
    if not catalogue.is_file():
        return {}
    found: dict[str, str] = {}
    for node in ET.parse(catalogue).getroot().findall("context"):
        if node.findtext("name") == context:
            for message in node.findall("message"):
                found[message.findtext("source", "")] = message.findtext("translation", "")
    return found


def _context(name: str, sentences: list[str], translations: dict[str, str]) -> ET.Element:
    context = ET.Element("context")
    ET.SubElement(context, "name").text = name
    for sentence in sentences:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = sentence
        translation = ET.SubElement(message, "translation")
        translation.text = translations.get(sentence, "")
        if not translation.text:
            translation.set("type", "unfinished")
    return context


def unfinished(catalogue: Path) -> list[str]:
    """One line for each sentence without a finished translation or with other placeholders than its source."""
    faults = []
    for context in ET.parse(catalogue).getroot().findall("context"):
        for message in context.findall("message"):
            source = message.findtext("source", "")
            place = f"{catalogue.name}: {context.findtext('name')}: {source!r}"
            node = message.find("translation")
            forms = [form.text or "" for form in node.findall("numerusform")] if node is not None else []
            texts = forms or [(node.text or "") if node is not None else ""]
            if not all(texts):
                faults.append(f"{place} is not translated")
            elif node is not None and node.get("type") == "unfinished":
                faults.append(f"{place} is marked as unfinished: look at it and take the mark away")
            elif any(sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(source)) for text in texts):
                faults.append(f"{place} has other placeholders in its translation")
    return faults


def check_catalogue(code: str) -> list[str]:
    """What is wrong with a catalogue: sentences missing, stale, untranslated or with wrong placeholders."""
    catalogue = FOLDER / f"app_{code}.ts"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / catalogue.name
        shutil.copy(catalogue, fresh)
        update(fresh, code)
        faults = unfinished(fresh)
        there, wanted = _sentences(catalogue), _sentences(fresh)
    faults += [
        f"{catalogue.name}: {context}: {source!r} is no longer said" for context, source in sorted(there - wanted)
    ]
    return faults


def _sentences(catalogue: Path) -> set[tuple[str, str]]:
    return {
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(catalogue).getroot().findall("context")
        for message in context.findall("message")
    }


if __name__ == "__main__":
    sys.exit(main())

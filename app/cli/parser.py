"""The command line's grammar. Standard library only, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.domain.languages import codes, resolve
from app.domain.lessons import Level

FORMATS = ("html", "pdf", "mp3")
_MOST_HITS = 1000

_EPILOG = """\
exit status: 0 done, 1 the input or the environment is at fault, 2 usage, 3 a person's decision is needed, 70 a bug

Every command takes --json: one JSON document on stdout, also when it fails ({"error", "message"}); progress goes to
stderr. --data DIR or SHIKSHASETU_DATA chooses the data folder. The fields are described in README.md, "JSON".
"""


def parse(arguments: list[str]) -> argparse.Namespace:
    """Parse the arguments; argparse itself exits with 2 on wrong usage.

    Bytes of a word that are not UTF-8 become question marks, except in paths: no database or JSON text can hold them.
    """
    parser = build_parser()
    options = parser.parse_args(arguments)
    if getattr(options, "no_audio", False) and options.formats == ("mp3",):
        parser.error("--no-audio leaves nothing of --formats mp3")
    for name, value in vars(options).items():
        if isinstance(value, str):
            setattr(options, name, _text(value))
        elif isinstance(value, list):
            setattr(options, name, [_text(one) if isinstance(one, str) else one for one in value])
    return options


def _text(word: str) -> str:
    return word.encode("utf-8", "replace").decode("utf-8")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as JSON as well when JSON was asked for."""

    def error(self, message: str) -> NoReturn:
        if "--json" in sys.argv:
            print(json.dumps({"error": "usage", "message": _text(message)}))
        super().error(message)


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar; without a command the window opens."""
    parser = _Parser(
        prog="shikshasetu",
        description="Turns a textbook page into a reviewed, spoken lesson on a USB stick, offline."
        " Without a command the window opens.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"shikshasetu {__version__}")
    parser.add_argument("--data", type=_folder, metavar="DIR", help="data folder")
    parser.add_argument("--sample", action="store_true", help="open the window with the sample chapter ready")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _add_make(commands)
    _add_library(commands)
    _add_lesson(commands)
    _add_review(commands)
    _add_pack(commands)
    _add_people(commands)
    for name, text in (
        ("doctor", "what works on this computer"),
        ("backup", "make a verified backup of the data now"),
        ("restore", "bring the newest good backup back"),
    ):
        _common(commands.add_parser(name, help=text, description=text.capitalize() + "."))
    return parser


def _common(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    parser.add_argument("--data", type=_folder, metavar="DIR", default=argparse.SUPPRESS, help="data folder")
    return parser


def _add_make(commands: argparse._SubParsersAction[_Parser]) -> None:
    make = _common(
        commands.add_parser(
            "make",
            help="page(s) to lesson",
            description="Make a lesson from pages. All pictures together are one document, every other file is one"
            " of its own. A rerun of the same command goes on where it stopped.",
        )
    )
    make.add_argument("sources", nargs="+", type=Path, metavar="SOURCE", help="PDF, picture, DOCX or text file")
    make.add_argument("--to", type=_folder, metavar="DIR", help="save the approved lesson to this stick or folder")
    make.add_argument("--class", dest="school_class", type=_school_class, default=6, metavar="N", help="class 1 to 12")
    make.add_argument("--source-language", type=_language_or_auto, default=None, metavar="auto|CODE",
                      help="language of the page (default auto)")  # fmt: skip
    make.add_argument("--language", type=_languages, default=(), metavar="CODE[,CODE]",
                      help="languages of the lesson (default: the page's own)")  # fmt: skip
    make.add_argument("--level", type=Level, choices=list(Level), default=Level.EASIER, metavar="same|easier|easiest")
    make.add_argument("--formats", type=_formats, default=FORMATS, metavar="html,pdf,mp3", help="what the pack holds")
    make.add_argument("--reviewer", metavar="NAME", help="who decides")
    make.add_argument("--approve-green", action="store_true",
                      help="approve without opening it when every sentence is green")  # fmt: skip
    make.add_argument("--no-audio", action="store_true", help="leave the voice out")


def _add_library(commands: argparse._SubParsersAction[_Parser]) -> None:
    library = commands.add_parser("library", help="documents: add, list, show, search, remove")
    verbs = library.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = _common(verbs.add_parser("add", help="add files and read their pages"))
    add.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    add.add_argument("--source-language", type=_language_or_auto, default=None, metavar="auto|CODE")
    _common(verbs.add_parser("list", help="all documents"))
    show = _common(verbs.add_parser("show", help="one document with the text of its pages"))
    show.add_argument("document", metavar="DOCUMENT")
    search = _common(verbs.add_parser("search", help="find words in the pages"))
    search.add_argument("query")
    search.add_argument("--limit", type=_limit, default=10, metavar="N", help="most hits, 1 to 1000 (default 10)")
    remove = _common(verbs.add_parser("remove", help="take a document out"))
    remove.add_argument("document", metavar="DOCUMENT")


def _add_lesson(commands: argparse._SubParsersAction[_Parser]) -> None:
    lesson = commands.add_parser("lesson", help="lessons: list, show, edit, delete, restore")
    verbs = lesson.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = _common(verbs.add_parser("list", help="all lessons"))
    listing.add_argument("--deleted", action="store_true", help="those that can still be brought back")
    for verb, text in (
        ("show", "one lesson, whole"),
        ("delete", "put it away for 30 days"),
        ("restore", "bring it back"),
    ):
        _common(verbs.add_parser(verb, help=text)).add_argument("lesson", metavar="LESSON")
    edit = _common(verbs.add_parser("edit", help="change the text of a passage"))
    edit.add_argument("lesson", metavar="LESSON")
    edit.add_argument("--passage", type=int, required=True, metavar="N", help="index from 0, as in lesson show")
    edit.add_argument("--text", required=True, help="the new text; an empty one brings the engine's text back")


def _add_review(commands: argparse._SubParsersAction[_Parser]) -> None:
    review = commands.add_parser("review", help="decisions: list, show, approve, reject")
    verbs = review.add_subparsers(dest="verb", required=True, metavar="VERB")
    _common(verbs.add_parser("list", help="lessons that wait, worst first"))
    _common(verbs.add_parser("show", help="what the checks found in one")).add_argument("lesson", metavar="LESSON")
    for verb in ("approve", "reject"):
        decide = _common(verbs.add_parser(verb, help=f"{verb} the newest version"))
        decide.add_argument("lesson", metavar="LESSON")
        decide.add_argument("--reviewer", metavar="NAME", help="who decides (default: the person of this laptop)")
        decide.add_argument("--reason", default="", help="required for a red finding and for a rejection")
        decide.add_argument(
            "--seen", metavar="SHA256", help="content_sha256 of review show: refuse if it is another now"
        )


def _add_pack(commands: argparse._SubParsersAction[_Parser]) -> None:
    pack = commands.add_parser("pack", help="packs: save, verify, drives")
    verbs = pack.add_subparsers(dest="verb", required=True, metavar="VERB")
    save = _common(verbs.add_parser("save", help="save approved lessons to a stick or folder"))
    save.add_argument("lessons", nargs="+", metavar="LESSON[@VERSION]",
                      help="the newest approved version, or the approved version of that number")  # fmt: skip
    save.add_argument("--to", type=_folder, required=True, metavar="DIR")
    save.add_argument("--formats", type=_formats, default=FORMATS, metavar="html,pdf,mp3")
    save.add_argument("--no-audio", action="store_true", help="leave the voice out")
    verify = _common(verbs.add_parser("verify", help="check a stick or pack against its sums"))
    verify.add_argument("folder", type=_folder, metavar="DIR")
    _common(verbs.add_parser("drives", help="removable drives that are there now"))


def _add_people(commands: argparse._SubParsersAction[_Parser]) -> None:
    people = commands.add_parser("people", help="people of this laptop: list, add")
    verbs = people.add_subparsers(dest="verb", required=True, metavar="VERB")
    _common(verbs.add_parser("list", help="everybody"))
    add = _common(verbs.add_parser("add", help="add a person and make them the current one"))
    add.add_argument("name")
    add.add_argument("--language", type=_language, default="en", metavar="CODE", help="language of the school")
    add.add_argument("--classes", type=_classes, default=(), metavar="N[,N]")


# -- values ------------------------------------------------------------------------------------------------------


def _folder(text: str) -> Path:
    """A folder; an empty word, such as an unset variable of a script, must not mean the folder one stands in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_HITS:
        raise argparse.ArgumentTypeError(f"must be 1 to {_MOST_HITS}, not {text!r}")
    return int(text)


def _school_class(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 12:
        raise argparse.ArgumentTypeError(f"class must be 1 to 12, not {text!r}")
    return int(text)


def _classes(text: str) -> tuple[int, ...]:
    return tuple(_school_class(part.strip()) for part in text.split(","))


def _language(text: str) -> str:
    language = resolve(text)
    if language is None:
        raise argparse.ArgumentTypeError(f"unknown language {text!r}; one of {', '.join(codes())}")
    return language.code


def _language_or_auto(text: str) -> str | None:
    return None if text.lower() == "auto" else _language(text)


def _languages(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_language(part) for part in text.split(",") if part.strip()))


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise argparse.ArgumentTypeError(f"unknown format {', '.join(unknown) or text!r}; one of {', '.join(FORMATS)}")
    return wanted

"""The command line's grammar. Standard library only, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NoReturn

from app import __version__
from app.cli.cache_grammar import add_cache
from app.domain.documents import FACTS
from app.domain.languages import codes, resolve
from app.domain.lessons import Level
from app.domain.models import Runtime
from app.domain.typed_text import says_something

FORMATS = ("html", "pdf", "mp3")
_MOST_HITS = 1000
_MOST_SAID = 500

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
    fault = _contradiction(options)
    if fault:
        parser.error(fault)
    for name, value in vars(options).items():
        if isinstance(value, str):
            setattr(options, name, _text(value))
        elif isinstance(value, list):
            setattr(options, name, [_text(one) if isinstance(one, str) else one for one in value])
    return options


def _contradiction(options: argparse.Namespace) -> str:
    """What of the options does not go together; empty when all is well."""
    if getattr(options, "no_audio", False) and options.formats == ("mp3",):
        return "--no-audio leaves nothing of --formats mp3"
    what = (options.command, getattr(options, "verb", ""))
    if what == ("library", "edit") and not any(getattr(options, name) is not None for name in FACTS):
        return "one of --class, --board, --subject, --chapter is needed"
    if what == ("lesson", "edit") and (options.passage is None) != (options.text is None):
        return "--passage and --text belong together"
    if what == ("models", "install") and options.source is not None and options.server is not None:
        return "either --from or --server"
    if what == ("review", "approve"):
        if options.all_green == (options.lesson is not None):
            return "either LESSON or --all-green is needed"
        if options.all_green and (options.reason or options.seen):
            return "--reason and --seen are for one LESSON"
    return ""


def _text(word: str) -> str:
    return word.encode("utf-8", "replace").decode("utf-8")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as JSON as well when JSON was asked for; a word without end is not said again."""

    def error(self, message: str) -> NoReturn:
        if len(message) > _MOST_SAID:
            message = f"{message[: _MOST_SAID // 2]} ... {message[-_MOST_SAID // 2 :]}"
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
    _add_ask(commands)
    _add_lesson(commands)
    _add_review(commands)
    _add_pack(commands)
    add_cache(commands, _common, _folder, _id)
    _add_models(commands)
    _add_people(commands)
    _add_settings(commands)
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


def _ask_lesson(parser: argparse.ArgumentParser, *, nargs: str | None = None) -> None:
    name = "its id, or its name on the stick (C06-en-...)"
    parser.add_argument("lesson", nargs=nargs, type=_id, metavar="LESSON", help=name)


def _add_make(commands: argparse._SubParsersAction[_Parser]) -> None:
    make = _common(
        commands.add_parser(
            "make",
            help="page(s) to lesson",
            description="Make a lesson from pages. All pictures together are one document, every other file is one"
            " of its own. A rerun of the same command goes on where it stopped.",
        )
    )
    make.add_argument("sources", nargs="+", type=_source, metavar="SOURCE", help="PDF, picture, DOCX or text file")
    make.add_argument("--to", type=_folder, metavar="DIR", help="save the approved lesson to this stick or folder")
    make.add_argument("--class", dest="school_class", type=_school_class, default=6, metavar="N", help="class 1 to 12")
    make.add_argument("--source-language", type=_language_or_auto, default=None, metavar="auto|CODE",
                      help="language of the page (default auto)")  # fmt: skip
    make.add_argument("--language", type=_languages, default=(), metavar="CODE[,CODE]",
                      help="languages of the lesson (default: the page's own)")  # fmt: skip
    make.add_argument("--level", type=_level, default=Level.EASIER, metavar="same|easier|easiest")
    make.add_argument("--formats", type=_formats, default=FORMATS, metavar="html,pdf,mp3", help="what the pack holds")
    make.add_argument("--reviewer", metavar="NAME", help="who decides")
    make.add_argument("--approve-green", action="store_true",
                      help="approve without opening it when every sentence is green")  # fmt: skip
    make.add_argument("--no-audio", action="store_true", help="leave the voice out")


def _add_library(commands: argparse._SubParsersAction[_Parser]) -> None:
    library = commands.add_parser("library", help="documents: add, list, show, search, edit, index, remove; page")
    verbs = library.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = _common(verbs.add_parser("add", help="add files and read their pages"))
    add.add_argument("sources", nargs="+", type=_source, metavar="SOURCE")
    add.add_argument("--source-language", type=_language_or_auto, default=None, metavar="auto|CODE")
    _common(verbs.add_parser("list", help="all documents"))
    show = _common(verbs.add_parser("show", help="one document with the text of its pages"))
    show.add_argument("document", type=_id, metavar="DOCUMENT", help="its id")
    search = _common(verbs.add_parser("search", help="find words in the pages"))
    search.add_argument("query")
    search.add_argument("--limit", type=_limit, default=10, metavar="N", help="most hits, 1 to 1000 (default 10)")
    _choose_books(search)
    edit = _common(verbs.add_parser("edit", help="say what documents are; no guess changes it again",
                                    description='Say what documents are; an empty "" takes a guess away.'))  # fmt: skip
    edit.add_argument("documents", nargs="+", type=_id, metavar="DOCUMENT", help="its id")
    edit.add_argument("--class", dest="school_class", metavar="N", help="class 1 to 12")
    edit.add_argument("--board", help="who made the book, like NCERT")
    edit.add_argument("--subject")
    edit.add_argument("--chapter", help="its number, or number and title")
    _common(verbs.add_parser("index", help="bring the search index up to date; otherwise the next search does"))
    remove = _common(verbs.add_parser("remove", help="take a document out"))
    remove.add_argument("document", type=_id, metavar="DOCUMENT", help="its id")
    _add_pages(verbs)


def _choose_books(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--class", dest="school_class", type=_school_class, metavar="N", help="only books of this class"
    )
    parser.add_argument("--subject", help="only of this subject, named in any language")
    parser.add_argument("--language", type=_language, metavar="CODE", help="only in this language")
    parser.add_argument("--document", dest="documents", action="append", type=_id, default=[], metavar="DOCUMENT",
                        help="only this document; may be said several times")  # fmt: skip


def _add_ask(commands: argparse._SubParsersAction[_Parser]) -> None:
    ask = _common(commands.add_parser("ask", help="what the library says to a question, with its pages",
                                      description="Answer a question from the pages of the library alone; the answer"
                                      " may be that they do not say."))  # fmt: skip
    ask.add_argument("question")
    _choose_books(ask)


def _add_pages(library: argparse._SubParsersAction[_Parser]) -> None:
    page = library.add_parser("page", help="its pages: turn, crop, correct, drop, reorder",
                              description="Ids and blocks of pages are in library show --json.")  # fmt: skip
    page.set_defaults(command="page")
    verbs = page.add_subparsers(dest="verb", required=True, metavar="VERB")
    turn = _on_page(verbs, "turn", "turn it upright and read it again")
    turn.add_argument("degrees", type=int, choices=(0, 90, 180, 270), metavar="0|90|180|270",
                      help="clockwise, from how the file has it")  # fmt: skip
    crop = _on_page(verbs, "crop", "keep only a part of it and read it again")
    part = crop.add_mutually_exclusive_group(required=True)
    part.add_argument("--box", type=_box, metavar="LEFT,TOP,RIGHT,BOTTOM", help="fractions of the whole upright page")
    part.add_argument("--whole", action="store_true", help="take the crop back")
    for again in (turn, crop):
        again.add_argument("--discard-corrections", action="store_true", help="also when you corrected its text")
    correct = _on_page(verbs, "correct", "put your words in place of what was read")
    correct.add_argument("--block", type=_index, required=True, metavar="N", help="number of the block, from 0")
    correct.add_argument("--text", required=True, help="in a table, tabs part the cells and lines the rows")
    _on_page(verbs, "drop", "leave it out of its document")
    reorder = _common(verbs.add_parser("reorder", help="put the pages in this order"))
    reorder.add_argument("document", type=_id, metavar="DOCUMENT", help="its id")
    reorder.add_argument("pages", nargs="+", type=_id, metavar="PAGE", help="the id of every page, in the new order")


def _on_page(verbs: argparse._SubParsersAction[_Parser], verb: str, text: str) -> argparse.ArgumentParser:
    parser = _common(verbs.add_parser(verb, help=text, description=f"{text.capitalize()}."))
    parser.add_argument("page", type=_id, metavar="PAGE", help="its id")
    return parser


def _add_lesson(commands: argparse._SubParsersAction[_Parser]) -> None:
    lesson = commands.add_parser(
        "lesson", help="lessons: list, show, edit, record, unrecord, duplicate, delete, restore"
    )
    verbs = lesson.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = _common(verbs.add_parser("list", help="all lessons"))
    listing.add_argument("--deleted", action="store_true", help="those that can still be brought back")
    for verb, text in (
        ("show", "one lesson, whole"),
        ("duplicate", "a copy of it as a fresh draft"),
        ("delete", "put it away for 30 days"),
        ("restore", "bring it back"),
    ):
        _ask_lesson(_common(verbs.add_parser(verb, help=text)))
    edit = _common(verbs.add_parser("edit", help="change its title, a passage, or its words, questions and plan"))
    _ask_lesson(edit)
    part = edit.add_mutually_exclusive_group(required=True)
    part.add_argument("--title", type=_title, help="the new title")
    part.add_argument("--passage", type=_index, metavar="N", help="index from 0, as in lesson show; with --text")
    part.add_argument("--content", type=Path, metavar="FILE.json",
                      help="key_words, choice_questions, short_questions, plan, some or all, as in lesson show --json;"
                      " what else is in the file is not looked at")  # fmt: skip
    edit.add_argument("--text", help="the new text of the passage; an empty one brings the engine's text back")
    record = _common(verbs.add_parser("record", help="let your own voice be heard for a passage"))
    back = _common(verbs.add_parser("unrecord", help="let the synthesised voice read it again"))
    for own_voice in (record, back):
        _ask_lesson(own_voice)
        own_voice.add_argument(
            "--passage", type=_index, required=True, metavar="N", help="index from 0, as in lesson show"
        )
    record.add_argument("file", type=_source, metavar="FILE", help="WAV, MP3, OGG, M4A")


def _add_review(commands: argparse._SubParsersAction[_Parser]) -> None:
    review = commands.add_parser("review", help="decisions: list, show, approve, reject, reopen")
    verbs = review.add_subparsers(dest="verb", required=True, metavar="VERB")
    _common(verbs.add_parser("list", help="lessons that wait, worst first"))
    _ask_lesson(_common(verbs.add_parser("show", help="what the checks found in one")))
    _ask_lesson(_common(verbs.add_parser("reopen", help="let an approved lesson wait for a decision again")))
    for verb in ("approve", "reject"):
        decide = _common(verbs.add_parser(verb, help=f"{verb} the newest version"))
        if verb == "approve":
            _ask_lesson(decide, nargs="?")
            decide.add_argument("--all-green", action="store_true",
                                help="every waiting lesson that is all green, without opening it")  # fmt: skip
        else:
            _ask_lesson(decide)
        decide.add_argument("--reviewer", metavar="NAME", help="who decides (default: the person of this laptop)")
        decide.add_argument("--reason", default="", help="required for a red finding and for a rejection")
        decide.add_argument(
            "--seen", metavar="SHA256", help="content_sha256 of review show: refuse if it is another now"
        )


def _add_pack(commands: argparse._SubParsersAction[_Parser]) -> None:
    pack = commands.add_parser("pack", help="packs: save, verify, drives")
    verbs = pack.add_subparsers(dest="verb", required=True, metavar="VERB")
    save = _common(verbs.add_parser("save", help="save approved lessons to a stick or folder"))
    save.add_argument("lessons", nargs="+", type=_id, metavar="LESSON[@VERSION]",
                      help="its id or its name on the stick: the newest approved version, or that one")  # fmt: skip
    save.add_argument("--to", type=_folder, required=True, metavar="DIR")
    save.add_argument("--formats", type=_formats, default=FORMATS, metavar="html,pdf,mp3")
    save.add_argument("--no-audio", action="store_true", help="leave the voice out")
    verify = _common(verbs.add_parser("verify", help="check a stick or pack against its sums"))
    verify.add_argument("folder", type=_folder, metavar="DIR")
    _common(verbs.add_parser("drives", help="removable drives that are there now"))


def _add_models(commands: argparse._SubParsersAction[_Parser]) -> None:
    models = commands.add_parser("models", help="AI models: list, install, export, import, verify, remove, bench")
    verbs = models.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = _common(verbs.add_parser("list", help="every known model with its licence, and what is installed"))
    listing.add_argument("--installed", action="store_true", help="only what is installed")
    install = _common(
        verbs.add_parser(
            "install",
            help="install a model from the hub, a server, a folder or a stick",
            description="Install a model by its id from the publishers' hub or a server, or from a folder or stick, as"
            " its publisher gives it out or ready to run. What its licence allows is shown before. A rerun of a"
            " broken-off install goes on where it stopped. HF_TOKEN or models token lets you in where a publisher asks"
            " for a form; HF_ENDPOINT names another hub.",
        )
    )
    install.add_argument("model", type=_name_or_folder, metavar="MODEL|DIR", help="the id of the model, or a folder")
    install.add_argument(
        "--from", dest="source", type=_folder, metavar="DIR", help="the folder or stick with its files"
    )
    install.add_argument("--server", type=_name_or_folder, metavar="URL", help="a server instead of the hub")
    install.add_argument("--accept-licence", action="store_true",
                         help="accept conditions, such as non-commercial use, without a question")  # fmt: skip
    install.add_argument("--runtime", choices=[one.value for one in Runtime], metavar="NAME",
                         help=f"library that is to run it: {', '.join(Runtime)}")  # fmt: skip
    _add_model_packs(verbs)
    _add_model_bench(verbs)
    verify = _common(verbs.add_parser("verify", help="hash the files again (default: of every model)"))
    verify.add_argument("models", nargs="*", type=_name_or_folder, metavar="MODEL", help="its id or its folder")
    token = _common(verbs.add_parser("token", help="keep the token of the hub, read from the terminal or stdin"))
    token.add_argument("--remove", action="store_true", help="forget it")
    remove = _common(verbs.add_parser("remove", help="remove a model"))
    remove.add_argument("model", type=_name_or_folder, metavar="MODEL", help="its id, or one of its folders")
    catalogue = _common(verbs.add_parser("catalogue", help="the version of the catalogue, or take over a newer one"))
    catalogue.add_argument("folder", nargs="?", type=_folder, metavar="DIR", help="folder of a newer signed catalogue")


def _add_model_packs(models: argparse._SubParsersAction[_Parser]) -> None:
    export = _common(models.add_parser("export", help="write installed models onto a stick, signed by this laptop"))
    export.add_argument("models", nargs="+", type=_name_or_folder, metavar="MODEL", help="its id or its folder")
    export.add_argument("--to", type=_folder, required=True, metavar="DIR", help="the stick or folder")
    take = _common(
        models.add_parser(
            "import",
            help="install the models of a pack from a stick",
            description="Install the models of a pack that another laptop has exported. The fingerprint of that laptop"
            " is shown and asked about once; everything is verified before anything is installed.",
        )
    )
    take.add_argument("folder", type=_folder, metavar="DIR", help="the stick or folder of the pack")
    take.add_argument("--trust", type=_fingerprint, metavar="FINGERPRINT",
                      help="the laptop that is trusted, without a question")  # fmt: skip
    for verb in (export, take):
        verb.set_defaults(command="model packs")


def _add_model_bench(models: argparse._SubParsersAction[_Parser]) -> None:
    bench = _common(
        models.add_parser(
            "bench",
            help="measure how quick each engine is on this computer",
            description="Measure tokens, sentences, passages or seconds of sound a second, the time to the first"
            " answer, the time to start and the memory of each engine, beside the bandwidth of the memory. Random"
            " weights of the true shape stand in for a model that is not installed and are removed afterwards. The"
            " speeds are stored, and the quickest form of a model serves from then on.",
        )
    )
    bench.add_argument("models", nargs="*", type=_name_or_folder, metavar="MODEL",
                       help="its id or its folder (default: the installed ones, else the smallest)")  # fmt: skip
    bench.add_argument("--quick", action="store_true", help="less work in each of the three rounds")
    bench.set_defaults(command="model bench")


def _fingerprint(text: str) -> str:
    digits = "".join(one for one in text.upper() if one not in " :-")
    if len(digits) != 32 or set(digits) - set("0123456789ABCDEF"):
        raise argparse.ArgumentTypeError("must be the 32 digits that the other laptop showed, such as 9F3A 01BC ...")
    return " ".join(digits[place : place + 4] for place in range(0, 32, 4))


def _add_people(commands: argparse._SubParsersAction[_Parser]) -> None:
    people = commands.add_parser("people", help="people of this laptop: list, add")
    verbs = people.add_subparsers(dest="verb", required=True, metavar="VERB")
    _common(verbs.add_parser("list", help="everybody"))
    add = _common(verbs.add_parser("add", help="add a person and make them the current one"))
    add.add_argument("name", type=_name)
    add.add_argument("--language", type=_language, default="en", metavar="CODE", help="language of the school")
    add.add_argument("--classes", type=_classes, default=(), metavar="N[,N]")


def _add_settings(commands: argparse._SubParsersAction[_Parser]) -> None:
    settings = commands.add_parser("settings", help="what a person may choose: list, set")
    verbs = settings.add_subparsers(dest="verb", required=True, metavar="VERB")
    _common(verbs.add_parser("list", help="every setting with its value"))
    change = _common(verbs.add_parser("set", help="give a setting another value"))
    change.add_argument("name", type=_name, metavar="NAME", help="as in settings list")
    change.add_argument("value", metavar="VALUE")


# -- values ------------------------------------------------------------------------------------------------------


def _folder(text: str) -> Path:
    """A folder; an empty word, such as an unset variable of a script, must not mean the folder one stands in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty")
    return Path(text)


def _id(text: str) -> str:
    if not says_something(text.partition("@")[0]):
        raise argparse.ArgumentTypeError("an id needs a letter or a digit; list and show give the ids")
    return text


def _name_or_folder(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def _title(text: str) -> str:
    if not says_something(text):
        raise argparse.ArgumentTypeError("a title needs a letter or a digit")
    return text


def _index(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"must be a number from 0, not {text[:40]!r}")
    return int(text)


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        left, top, right, bottom = map(float, text.split(","))
    except ValueError:
        left, top, right, bottom = 0.0, 0.0, 0.0, 0.0
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise argparse.ArgumentTypeError("must be four fractions from 0 to 1 such as 0.1,0,0.9,0.5")
    return left, top, right, bottom


def _source(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the file is empty")
    return Path(text)


def _name(text: str) -> str:
    if not says_something(text):
        raise argparse.ArgumentTypeError("a name needs a letter or a digit")
    return text


def _level(text: str) -> Level:
    if text not in list(Level):
        raise argparse.ArgumentTypeError(f"unknown level {text[:40]!r}; one of {', '.join(Level)}")
    return Level(text)


def _number(text: str, most: int) -> int | None:
    """A number from 1 to `most`; None for anything else, be it a number of thousands of digits."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(most)) else 0
    return number if 1 <= number <= most else None


def _limit(text: str) -> int:
    number = _number(text, _MOST_HITS)
    if number is None:
        raise argparse.ArgumentTypeError(f"must be 1 to {_MOST_HITS}, not {text[:40]!r}")
    return number


def _school_class(text: str) -> int:
    number = _number(text, 12)
    if number is None:
        raise argparse.ArgumentTypeError(f"class must be 1 to 12, not {text[:40]!r}")
    return number


def _classes(text: str) -> tuple[int, ...]:
    return tuple(_school_class(part.strip()) for part in text.split(","))


def _language(text: str) -> str:
    language = resolve(text)
    if language is None:
        raise argparse.ArgumentTypeError(f"unknown language {text[:40]!r}; one of {', '.join(codes())}")
    return language.code


def _language_or_auto(text: str) -> str | None:
    return None if text.lower() == "auto" else _language(text)


def _languages(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(_language(part) for part in text.split(",") if part.strip()))
    if not wanted:
        raise argparse.ArgumentTypeError(f"no language in {text[:40]!r}; one of {', '.join(codes())}")
    return wanted


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise argparse.ArgumentTypeError(f"unknown format {', '.join(unknown) or text!r}; one of {', '.join(FORMATS)}")
    return wanted

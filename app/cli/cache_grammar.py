"""The grammar of ``cache``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path


def add_cache(
    commands: Any,  # noqa: ANN401 - argparse has no public name for it
    common: Callable[[Any], argparse.ArgumentParser],
    folder: Callable[[str], Path],
    document: Callable[[str], str],
) -> None:
    """Add the command.

    Args:
        commands: Where commands are added.
        common: Adds the options of every command.
        folder: Reads a folder.
        document: Reads the id of a document.
    """
    cache = commands.add_parser("cache", help="what was computed, for other laptops: export, use, status")
    verbs = cache.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = common(
        verbs.add_parser(
            "export",
            help="write what was computed to a stick or folder",
            description="Write page readings, easier text, translations and speech to a stick or folder. A laptop that"
            " uses it computes none of them again. A rerun adds what is missing.",
        )
    )
    export.add_argument("folder", type=folder, metavar="DIR", help="the stick or folder")
    export.add_argument("--document", dest="documents", action="append", type=document, default=[], metavar="DOCUMENT",
                        help="only what belongs to this document; may be said several times")  # fmt: skip
    use = common(
        verbs.add_parser(
            "use",
            help="take what another laptop has computed",
            description="Take results from a stick or folder from now on, as long as it is there. Whoever made it could"
            " have written anything into it: use only what somebody you trust made. Lessons are checked as usual.",
        )
    )
    which = use.add_mutually_exclusive_group(required=True)
    which.add_argument("folder", nargs="?", type=folder, metavar="DIR", help="the stick or folder")
    which.add_argument("--none", action="store_true", help="take nothing from elsewhere any more")
    common(verbs.add_parser("status", help="which folder is used, and what is in it"))

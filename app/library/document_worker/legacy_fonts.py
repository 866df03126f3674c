"""Names of fonts that draw Indian letters on Latin codes."""

from __future__ import annotations

import re

# Families sold in India from about 1990 to 2010, each with its own encoding. The names are matched on letters and
# digits only, so that "Kruti Dev 010", "KrutiDev010" and "ABCDEF+Kruti_Dev_010" are one.
_FAMILIES = (
    "krutidev|kruti|devlys|chanakya|shreedev|shreelipi|shree\\d{3,4}|shreeguj|shreeban|shreetam|shreetel|shreekan|shreemal|shreeori"
    "|shreepun|shivaji\\d|shusha|shushaa|agra|agrathin|kundli|aakriti|akruti|akrdev|dvtt|dvbtt|dvwtt|dvttyogesh|dvtsurekh|suman\\d"
    "|richa|yogeshweb|susha|walkman|naiduniya|4cgandhi|bhaskar\\d?$|himalb|sanskrit9|xdvng|preeti|kantipur|marathitmes"
    "|bamini|baamini|tscii|tsc[a-z]|tabmaduram|tab[a-z]*anna|tamelango|tamielango|senthamil|vanavil|stmzh|lttm|tamuni?$|kamban|shreetml"
    "|elango|softview|diamond\\d|inaimathi|mylai|sarasvathi|tamilbible|kalaham|priyanka|tbharathi"
    "|sutonny|bijoy|boishakhi|satyajit|aadarsha|stmbeng|bngtt|bnttdurga|bnbtt|bnwtt|geetanjali"
    "|anmollipi|gurbaniakhar|gurbanilipi|satluj|asees|joylipi|gurmukhilys|drchatrik|amrlipi|gurakhar|wingpunjabi|choti?script"
    "|lmgarun|lmglaxmi|terafont|gujlys|gjttavantika|gopika|hariKrishna|saumil|ekatra|bhasha?bharti|gjbtt|krishnaguj"
    "|akrutiori|ortt|orbtt|sreelipiori|akrutioriaps|orisarala"
    "|anuscript|anupama|tltt|tlbtt|tlwtt|hemalatha\\d?tel|eenadu|vaartha|shreetel|telugulipi|tikkana|pothana1|vakil"
    "|nudi\\d|nudiuni?0|baraha|brh[a-z]*|kntt|knbtt|kuvempulegacy|shreekan|akrutikan"
    "|mltt|mlbtt|mlwtt|mlkarthika|mlrevathi|mlambili|karthika\\d|manorama|matweb|panchami\\d|fml[a-z]|thoolika|kairali"
)
_LEGACY = re.compile(rf"^(?:[a-z]{{6}}\+)?(?:{_FAMILIES.replace('hariKrishna', 'harikrishna')})")
_UNICODE = re.compile(r"unicode|uni$|utf8|opentype$")


def is_legacy(name: str) -> bool:
    """Whether a font's name is that of a family with its own encoding."""
    tag, plus, rest = name.rpartition("+")
    bare = rest if plus and len(tag) == 6 else name
    plain = "".join(character for character in bare.casefold() if character.isalnum())
    return bool(_LEGACY.match(plain)) and not _UNICODE.search(plain)

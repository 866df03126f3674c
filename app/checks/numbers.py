"""Finds numbers in digits and in words, with their units, and brings equal ones to equal values."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from app.checks import number_phrases, units
from app.checks.facts import Fact, Taken
from app.checks.folding import fold
from app.checks.number_words import NumberWord, Role, language_of, look_up
from app.checks.units import Unit
from app.domain import abbreviations, sentences
from app.domain.lessons import FactKind

_MOST_DIGITS = 60  # longer rows of digits are compared as they stand
_SUP = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_UNRAISED = str.maketrans(dict(zip(_SUP, "0123456789-", strict=True)) | {"−": "-", "(": None, ")": None, "^": None})
_EXPONENT = rf"(?:\^\(?[-−]?\d+\)?|[{_SUP}]+)"
_PATTERN = re.compile(
    r"(?P<tamil>[0-9௰-௲]*[௰-௲][0-9௰-௲]*)"
    rf"|(?P<science>\d+(?:\.\d+)?\s?[×x*]\s?10{_EXPONENT})"
    rf"|(?P<power>\d+{_EXPONENT})"
    r"|(?P<colon>\d+(?:\s?:\s?\d+)+)"
    r"|(?P<fraction>(?:\d+\s)?\d+\s?[/⁄]\s?\d+(?![\d/])|(?:\d+\s?)?[¼-¾⅐-⅞])"
    r"|(?P<dotted>\d+(?:\.\d+){2,})"
    r"|(?P<grouped>(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[\u2009\u202f\u00a0]\d{3})+)(?!\d)(?:\.\d+)?)"
    r"|(?P<plain>\d+(?:[.·]\d+)?|(?<![\d\w])\.\d+)"
    r"|(?P<roman>(?<![A-Za-z])(?:(?:XC|XL|LX{1,3}|X{0,3})(?:IX|IV|V?I{1,3}|V)|XC|XL|LX{1,3}|X{1,3})(?![A-Za-z]))"
)
_SIGN = re.compile(r"(?:^|(?<=[\s(=:]))[-−–]$")
_SIGN_WORD = re.compile(
    r"(?:^|\s)(minus|negative|माइनस|ऋण|ऋणात्मक|उणे|वजा|উণ|ઋણ|মাইনাস|માઇનસ|ਮਨਫ਼ੀ|ਮਾਈਨਸ|ମାଇନସ|மைனஸ்|మైనస్|ಮೈನಸ್|മൈനസ്)\s+$"
)
_NUMBER_BEFORE = re.compile(r"\d\s*$")
_LETTERS_BEFORE = re.compile(r"[A-Za-z]+$")
_LETTERS_AFTER = re.compile(r"[A-Za-z]+")
_ORDINAL_ENDING = re.compile(
    r"[-‑]?(?:st|nd|rd|th|वीं|वें|वाँ|वां|वा|वी|वे|व्या|મી|મો|મું|મા|ম|শ|র্থ|ষ্ঠ|তম|শে|ਵੀਂ|ਵਾਂ|ਵੇਂ|ଶ|ମ|ர்த்தி|ஆம்|ஆவது|வது|ம்|వ|ో|ನೇ|ನೆಯ|ನೆ"
    r"|ാം|ആം|ാമത്തെ|ആമത്തെ)(?![A-Za-z\u0900-\u0dff])"
)
_JOIN = re.compile(r"[\s\-‑]*")
_AND = re.compile(r"[\s\-‑]*(?:and|और|व|ও|અને|ਅਤੇ)\s+")
_HALF_A = re.compile(r"\s(?:of\s)?an?(?=\s)")  # half an hour, quarter of a litre
_HALF_A_DOZEN = re.compile(r"\s(?:of\s)?an?\s")
_CLASS_BEFORE = re.compile(
    r"(?:class|chapter|unit|part|standard|std|grade|section"
    r"|कक्षा|अध्याय|इयत्ता|वर्ग|শ্রেণি|ધોરણ|ਜਮਾਤ|ଶ୍ରେଣୀ|வகுப்பு|తరగతి|ತರಗತಿ|ക്ലാസ്)"
    r"\W{1,2}$",
    re.IGNORECASE,
)
# at hyphens, and after a "half" that is glued to its unit: "అరగంట"
_SPLIT = re.compile(
    r"([-‑])|(?=fold$)|(?<=^అర)(?=గంట)|(?<=^ಅರ್ಧ)(?=ಗಂಟೆ)|(?<=^അര)(?=മണിക്കൂ)|(?<=^அரை)(?=மணி)|(?<=^আধ)(?=ঘ[ণন]্টা)|(?<=^ଅଧ)(?=ଘଣ୍ଟା)"
)
_AND_A = re.compile(r"\s+and\s+a\s+|\s+and\s+")
_RANGE = re.compile(
    r"\s*(?:[-–—~]|to|through|and|or|और|या|आणि|व|किंवा|ও|এবং|আর|বা|અને|કે|ਅਤੇ|ਜਾਂ|ଓ|ଏବଂ|లేదా|మరియు|ಮತ್ತು|ಅಥವಾ|மற்றும்|அல்லது|से|ते|থেকে|হতে|થી|ਤੋਂ|ਤੋ|ରୁ|முதல்|నుంచి|నుండి|ರಿಂದ|മുതൽ)\s*"
)
_NOT_ONE_BEFORE = re.compile(r"\b(?:no|any|every|some|this|that|which|the|each|only|another)\s+$", re.IGNORECASE)
_NOT_ONE_AFTER = re.compile(r"\s+(?:another|by|can|must|should|may|day|who|has to)\b|'s|self", re.IGNORECASE)
_NOT_ORDINAL_BEFORE = re.compile(r"\b(?:at|per|a split)\s+$|/\s?$", re.IGNORECASE)
_NOT_IN_BENGALI = "নয়"  # nine, but far more often "is not"
_TWO_OR_GIVE = "दो"  # "give" ends its clause
# "second" said for "other", and "all four sides" for "all around"
_OTHER = re.compile(r"(?:दूसर|दुसर|બીજ|ਦੂਜ)\S{1,3}")
_OTHER_BEFORE = re.compile(r"(?:(?:और|किसी|कुछ|या|एक|आणि|कोणत्याही|અને|કોઈ|ਅਤੇ|ਕਿਸੇ|ਇੱਕ)\s+|एक[-‑])$")
_OTHER_AFTER = re.compile(
    r"\s+(?:जगह|स्थान|देश|राज्य|लोग|शब्द|तरह|प्रकार|ओर|तरफ|चीज|ठिकाण|प्रकार|बाजू|જગ્યા|દેશ|લોકો|શબ્દ|બાજુ|ਥਾਂ|ਦੇਸ਼|ਲੋਕ|ਸ਼ਬਦ|ਪਾਸੇ)"
)
_ALL_ROUND = re.compile(r"(?:चारों|चारो|चारही|ચારે|ચારેય|ਚਾਰੇ)\s+(?:ओर|तरफ|बाजू|બાજુ|તરફ|ਪਾਸੇ)")
_WORD_AFTER = re.compile(r"\s+\w")
_NAME_BEFORE = re.compile(r"\b([A-Z][a-z]{2,})\s$")
_REIGN_AFTER = re.compile(r"[.,;:)]|\s*$|\s(?:of|and|or|ruled|became|began|ended|started|broke|reigned|died)\b")
_NO_REIGN = re.compile(r"\s?[=+×<>°'’-]")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_YEAR = re.compile(r"1\d{3}|20\d\d")
_DECADE = re.compile(r"1\d\d0|20\d0")
_PLAIN = re.compile(rf"\d{{1,{_MOST_DIGITS}}}(?:/0*[1-9]\d*)?")
_REACH = 24  # characters before a number that are looked at
_TAMIL = {"௰": 10, "௱": 100, "௲": 1000}
_THOUSAND, _HUNDRED, _TEN = 1000, 100, 10
_MOST = 10**30  # "lakh lakh lakh ..." is no number


@dataclass(frozen=True, slots=True)
class _Atom:
    """A number word, or a number in digits (`word` is None and `literal` its value as text)."""

    start: int
    end: int
    word: NumberWord | None
    literal: str = ""

    @property
    def role(self) -> Role | None:
        return self.word.role if self.word else None


def find(text: str, language: str, taken: Taken) -> list[Fact]:
    """The numbers of a text in ASCII digits, outside the characters already taken.

    Returns:
        Facts of kind NUMBER, or UNIT when a unit goes with the number, in reading order.
    """
    atoms = sorted(_digits(text, taken) + _words(text, language, taken), key=lambda atom: atom.start)
    found: list[Fact] = []
    at = 0
    while at < len(atoms):
        fact, at = _compose(text, atoms, at)
        found.append(_with_unit(text, fact))
    found = number_phrases.join(text, _drop_overlaps(found))
    return _skip_ones(text, _share_units(text, _with_rates(text, found)))


def _digits(text: str, taken: Taken) -> list[_Atom]:
    found = []
    position = 0
    while match := _PATTERN.search(text, position):
        start, end = match.span()
        position = end
        if taken.overlaps(start, end):
            position = max(taken.free_from(start), start + 1)
            continue
        literal = _literal(match)
        before = text[max(0, start - _REACH) : start]
        letters = _LETTERS_BEFORE.search(before)
        if match.lastgroup == "roman" and len(match[0]) == 1 and not _is_reign(text, match, before):
            continue  # the pronoun I, the letters V and X
        after = _LETTERS_AFTER.match(text, end)
        if letters and match.lastgroup != "roman":  # "B12", "A4": a name, kept letter by letter
            start, literal = start - len(letters[0]), letters[0] + literal
        elif after and after[0] == "s" and _DECADE.fullmatch(literal):
            end, literal = after.end(), literal + "s"
        elif ordinal := _ORDINAL_ENDING.match(text, end):
            end = ordinal.end()
        elif after and units.after(text, end) is None:  # "3D", "1990s"
            end, literal = after.end(), literal + after[0]
        found.append(_Atom(start, end, None, literal))
    return found


def _is_reign(text: str, match: re.Match[str], before: str) -> bool:
    """Whether a lone I, V or X is a number: "Class V", "George V", "World War I"."""
    if _CLASS_BEFORE.search(before):
        return True
    name = _NAME_BEFORE.search(before)
    if name is None or abbreviations.opens_sentence(name[1]):
        return False
    return not _NO_REIGN.match(text, match.end()) and (match[0] != "I" or bool(_REIGN_AFTER.match(text, match.end())))


def _literal(match: re.Match[str]) -> str:
    """Canonical text of a number in digits."""
    text = match[0]
    if len(text) > _MOST_DIGITS:
        return text
    match match.lastgroup:
        case "science" | "power":
            head, exponent = re.split(r"\^|(?=[⁰¹²³⁴-⁹⁻])", text, maxsplit=1)
            return re.sub(r"\s?[×x*]\s?", "*", head) + "^" + exponent.translate(_UNRAISED)
        case "colon" | "dotted":
            return re.sub(r"\s", "", text)
        case "fraction":
            return str(_fraction(text))
        case "tamil":
            return str(_old_tamil(text))
        case "roman":
            values = [_ROMAN[letter] for letter in text]
            return str(sum(-a if a < b else a for a, b in pairwise([*values, 0])))
        case _:
            return str(Fraction(re.sub(r"[,\u2009\u202f\u00a0]", "", text).replace("·", ".")))


def _fraction(text: str) -> Fraction | str:
    """½, 2½, 3/4, 1 3/4; a fraction over zero stays text."""
    sign = text[-1]
    if not sign.isdigit() or unicodedata.category(sign) == "No":
        whole = text[:-1].strip()
        return Fraction(int(whole or 0)) + Fraction(unicodedata.numeric(sign)).limit_denominator(10)
    *whole_part, last = re.sub(r"\s?[/⁄]\s?", "/", text).split()
    numerator, denominator = map(int, last.split("/"))
    if not denominator:
        return text
    return Fraction(numerator, denominator) + sum(map(int, whole_part))


def _old_tamil(text: str) -> int:
    """௨௰௩ is 2 x 10 + 3."""
    total, current = 0, 0
    for sign in text:
        if sign in _TAMIL:
            total, current = total + max(current, 1) * _TAMIL[sign], 0
        else:
            current = current * _TEN + int(sign)
    return total + current


def _words(text: str, language: str, taken: Taken) -> list[_Atom]:
    found = []
    for start, end in sentences.word_spans(text):
        if taken.overlaps(start, end) or text[start:end].isdecimal():
            continue
        offset = start
        for part in _SPLIT.split(text[start:end]):
            word = look_up(part, language) if part and part not in "-‑" else None
            if word:
                found.append(_Atom(offset, offset + len(part), word, part))
            offset += len(part or "")
    return found


class _Sum:
    """Adds up the words of one number: twenty + five, three x hundred, two x lakh + fifty x thousand."""

    def __init__(self, language: str) -> None:
        self.total = Fraction(0)
        self.current: Fraction | None = None
        self.pending = Fraction(0)
        self.last = Fraction(0)
        self.tens_join = language in ("en", "ta", "te", "kn", "ml")
        self.closed = False

    def take(self, value: Fraction, role: Role) -> bool:
        """Adds one more word; False when the word begins another number."""
        if self.closed:
            return False
        match role:
            case Role.MULTIPLIER:
                return self._multiply(value)
            case Role.ADDED:
                return self._hold(value)
            case Role.DIVIDING | Role.PART:
                return self._part(value, role)
            case _:
                self.closed = role is Role.ORDINAL
                return self._count(value)

    @property
    def value(self) -> Fraction:
        return self.total + (self.current or 0) + (self.pending if self.current is None else 0)

    def _multiply(self, value: Fraction) -> bool:
        if value == _HUNDRED:
            current = (1 if self.current is None else self.current) + self.pending
            if current >= _HUNDRED:
                return False
            self.current, self.pending = current * _HUNDRED, Fraction(0)
            return True
        if self.total > _MOST:
            return False
        if self.current is None and self.last and value >= self.last:  # five lakh crore
            self.total, self.last = self.total * value, value
            return True
        self.total += ((1 if self.current is None else self.current) + self.pending) * value
        self.current, self.pending, self.last = None, Fraction(0), value
        return True

    def _hold(self, value: Fraction) -> bool:
        if self.current is not None or self.total or self.pending:
            return False
        self.pending = value
        return True

    def _part(self, value: Fraction, role: Role) -> bool:
        if role is Role.DIVIDING:
            self.current = (1 if self.current is None else self.current) / value
        elif self.current is None and not self.total:
            self.current = value
            return True  # "half" or "one and a half lakh": a multiplier may follow
        elif self.current is not None and (self.current == 1 or value > 1):
            self.current *= value
        else:
            return False
        self.closed = True
        return True

    def _count(self, value: Fraction) -> bool:
        if self.current is None:
            if self.last and value >= self.last:
                return False
            self.current, self.pending = value + self.pending, Fraction(0)
            return True
        if any(self.current >= unit and self.current % unit == 0 and value < unit for unit in (_HUNDRED, _THOUSAND)):
            self.current += value
            return True
        rest = self.current % _HUNDRED
        if self.tens_join and rest and rest % _TEN == 0 and rest > _TEN and 0 < value < _TEN:
            self.current += value
            return True
        return False


def _compose(text: str, atoms: list[_Atom], at: int) -> tuple[Fact, int]:
    """The number that begins with atom `at`, and the index of the next one."""
    first = atoms[at]
    plain = first.word is None and _PLAIN.fullmatch(first.literal)
    if first.word is None and not plain:
        return _signed(text, _digit_fact(text, first)), at + 1
    if first.word is not None and not first.word.known:
        return replace(_digit_fact(text, first), value=fold(first.literal), reason="unknown_number_word"), at + 1
    language = language_of(first.literal, "hi") if first.word else ""
    total = _Sum(language)
    total.take(*_term(first))
    end, following = first.end, at + 1
    while following < len(atoms) and _continues(text, total, atoms, following, end, plain=bool(plain)):
        end = atoms[following].end
        following += 1
    value = str(total.value)
    fact = Fact(FactKind.NUMBER, text[first.start : end], value, "", first.start, end)
    if first.word and following == at + 1:
        fact = replace(fact, doubtful=first.word.doubtful, is_one=first.word.is_one)
    return _signed(text, fact), following


def _term(atom: _Atom) -> tuple[Fraction, Role]:
    return (atom.word.value, atom.word.role) if atom.word else (Fraction(atom.literal), Role.COUNT)


def _continues(text: str, total: _Sum, atoms: list[_Atom], at: int, end: int, *, plain: bool) -> bool:
    """Whether atom `at` belongs to the number that ends at `end`; takes it if so."""
    atom = atoms[at]
    if atom.word is not None and not atom.word.known:
        return False
    gap = text[end : atom.start]
    if atom.role is Role.PART and _AND_A.fullmatch(gap):  # two and a half
        if total.current is None or atom.word is None or total.current.denominator != 1:
            return False
        total.current += atom.word.value
        return True
    joined = _JOIN.fullmatch(gap) or (_AND.fullmatch(gap) and total.value >= _HUNDRED and atom.role is Role.COUNT)
    joined = joined or (atom.role in (Role.PART, Role.MULTIPLIER) and _HALF_A_DOZEN.fullmatch(gap) and total.value < 1)
    if not joined or _opens_another(total, atoms, at):
        return False
    if atom.word is None:  # digits go on only as in "1 lakh 25 thousand"
        if not atom.literal.isdecimal() or at + 1 >= len(atoms) or atoms[at + 1].role is not Role.MULTIPLIER:
            return False
        return bool(total.last) and total.current is None and total.take(Fraction(atom.literal), Role.COUNT)
    if plain and not total.last and atom.role not in (Role.MULTIPLIER, Role.PART):
        return False
    if atom.role is Role.ORDINAL and total.current is not None and total.current < _TEN:
        if atom.word.value > 2 and (total.current == 1 or "-" in gap):  # one third, two-third
            return total.take(atom.word.value, Role.DIVIDING)
        return False
    return total.take(*_term(atom))


def _opens_another(total: _Sum, atoms: list[_Atom], at: int) -> bool:
    """Whether a count is followed by a multiplier that cannot be part of the same number: two hundred three hundred."""
    following = atoms[at + 1] if at + 1 < len(atoms) else None
    if atoms[at].role not in (Role.COUNT, None) or following is None or following.role is not Role.MULTIPLIER:
        return False
    multiplier = _term(following)[0]
    if multiplier == _HUNDRED:
        return total.current is not None and total.current >= _HUNDRED
    return bool(total.last) and multiplier >= total.last


def _digit_fact(text: str, atom: _Atom) -> Fact:
    return Fact(FactKind.NUMBER, text[atom.start : atom.end], atom.literal, "", atom.start, atom.end)


def _signed(text: str, fact: Fact) -> Fact:
    """Takes a minus sign or word along."""
    head = text[max(0, fact.start - _REACH) : fact.start]
    sign = _SIGN.search(head)
    if sign and not _NUMBER_BEFORE.search(head[: sign.start()]):
        start = fact.start - len(head) + sign.start()
    else:
        word = _SIGN_WORD.search(head)
        if word is None:
            return fact
        start = fact.start - len(head) + word.start(1)
    return replace(fact, text=text[start : fact.end], value="-" + fact.value, start=start)


def _with_unit(text: str, fact: Fact) -> Fact:
    if fact.reason:
        return fact
    before = units.before(text, fact.start)
    half = _HALF_A.match(text, fact.end) if fact.text.endswith(("half", "quarter")) else None
    after = units.after(text, half.end() if half else fact.end) or (
        units.rate(text, Unit(before.name, fact.end)) if before else None
    )
    if after is None:
        return fact
    name = after.name
    if name == "year" and _YEAR.fullmatch(fact.value) and _ORDINAL_ENDING.search(fact.text):
        return fact  # "1950ஆம் ஆண்டு" is the year 1950
    if before and not name.startswith(before.name):  # "$ 50 rupees" says two things
        name = f"{before.name} {name}"
    start = before.edge if before else fact.start
    measured = replace(fact, kind=FactKind.UNIT, unit=name, start=start, end=after.edge, doubtful=False, is_one=False)
    return replace(measured, text=text[start : after.edge])


def _drop_overlaps(found: list[Fact]) -> list[Fact]:
    """Leaves out number words that a unit before them has swallowed ("second" in "5 second")."""
    kept: list[Fact] = []
    for fact in found:
        if kept and fact.start < kept[-1].end:
            continue
        kept.append(fact)
    return kept


def _share_units(text: str, found: list[Fact]) -> list[Fact]:
    """In "10-15 cm" and "10 से 15 किमी" the first number has the unit of the second."""
    shared = list(found)
    for at in range(len(shared) - 2, 0, -1):  # the "முதல்" of a range is no "first"
        if shared[at].doubtful and _RANGE.fullmatch(text[shared[at - 1].end : shared[at + 1].start]):
            del shared[at]
    for at in range(len(shared) - 2, -1, -1):
        first, second = shared[at], shared[at + 1]
        bare = first.kind is FactKind.NUMBER and first.certain and second.kind is FactKind.UNIT
        if bare and _RANGE.fullmatch(text[first.end : second.start]):
            shared[at] = replace(first, kind=FactKind.UNIT, unit=second.unit)
    return shared


def _with_rates(text: str, found: list[Fact]) -> list[Fact]:
    """Takes along a "per hour" that stands before a quantity and belongs to no other."""
    rated = list(found)
    for at, fact in enumerate(found):
        per = units.rate_before(text, fact.start) if fact.kind is FactKind.UNIT and "/" not in fact.unit else None
        if per and (at == 0 or found[at - 1].end <= per.edge) and units.scale(fact.unit):
            start = per.edge
            rated[at] = replace(fact, unit=f"{fact.unit}/{per.name}", start=start, text=text[start : fact.end])
    return rated


def _no_number(text: str, fact: Fact) -> bool:
    """Whether "second" means "other" here, or "four sides" all around."""
    if fact.kind is not FactKind.NUMBER:
        return False
    before, after = text[max(0, fact.start - _REACH) : fact.start], text[fact.end :]
    other = _OTHER.fullmatch(fact.text) and (_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(after))
    return bool(other or _ALL_ROUND.match(text, fact.start))


def _skip_ones(text: str, found: list[Fact]) -> list[Fact]:
    """Leaves out the "one" of "no one", "one another", and the "first" of "at first"."""
    kept = []
    for fact in found:
        before, after = text[max(0, fact.start - 12) : fact.start], text[fact.end :]
        if fact.is_one and fact.text.isascii() and (_NOT_ONE_BEFORE.search(before) or _NOT_ONE_AFTER.match(after)):
            continue
        if (fact.text == _NOT_IN_BENGALI and fact.doubtful) or _no_number(text, fact):
            continue
        if fact.text == _TWO_OR_GIVE and _WORD_AFTER.match(after):
            fact = replace(fact, doubtful=False)
        if fact.doubtful and fact.text.isascii() and _NOT_ORDINAL_BEFORE.search(before):
            continue
        kept.append(fact)
    return kept

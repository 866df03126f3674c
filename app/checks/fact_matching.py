"""Compares the facts of two texts and says what is missing, added, changed or could not be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable  # noqa: TC003 - nothing to gain from hiding a standard import
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from itertools import combinations

from app.checks import negation, units
from app.checks.facts import Fact
from app.checks.folding import fold
from app.domain import sentences
from app.domain.lessons import Change, FactKind, Finding, Severity

_YEAR_GAP = 12  # characters between the day and month of a date and its year: "1950 ମସିହା ଜାନୁଆରୀ 26"
_FAR = 60  # characters in which the neighbours of a fact are looked for
_NEXT, _NEXT_TWO = 1, 2
_MOST_ORDERED = 100  # quantities whose places are compared
_REACH = 2  # words on either side of a negation that are shown
_TOO_MANY = 3  # shared words that a negation may jump over before it is said to have moved, and one


_Key = tuple[str, str]
_Places = dict[_Key, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """A text and its facts."""

    text: str
    facts: tuple[Fact, ...]


def quantities(left: Side, right: Side, *, same_language: bool) -> list[Finding]:
    """Findings about numbers, units, dates and formulas of the source (`left`) and the result (`right`)."""
    ours = [fact for fact in left.facts if fact.kind is not FactKind.NEGATION]
    theirs = [fact for fact in right.facts if fact.kind is not FactKind.NEGATION]
    missing, extra = _unmatched(ours, theirs)
    known = {fact.key for fact in ours}
    repeats = [fact for fact in extra if fact.key in known]
    added = [fact for fact in extra if fact.key not in known]
    findings: list[Finding] = []
    for fits in (_same_value, _same_unit, _same_kind):
        findings += _pair_up(missing, added, fits)
    findings += _pair_up(missing, repeats, _same_kind)
    findings += [_left_over(fact, Change.MISSING) for fact in missing if same_language or not fact.is_one]
    findings += [_left_over(fact, Change.ADDED) for fact in added if not fact.is_one]
    if not findings and same_language:
        findings += _moved(left.text, right.text, ours, theirs)
    # of "10-15 cm" that became "10-15 m" only the 15 shows its unit: "10 became 10" tells nobody anything
    plain = [found for found in findings if found.reason or found.source != found.result]
    return plain or findings


def negations(left: Side, right: Side, *, same_language: bool) -> list[Finding]:
    """Findings about negations; in another language their number is all that can be compared."""
    ours = [fact for fact in left.facts if fact.kind is FactKind.NEGATION]
    theirs = [fact for fact in right.facts if fact.kind is FactKind.NEGATION]
    certain_ours, certain_theirs = [f for f in ours if f.certain], [f for f in theirs if f.certain]
    if same_language:
        certain_ours, certain_theirs = _with_prefixed(left.text, right.text, certain_ours, certain_theirs)
    lost, gained = _without_twins(certain_ours, certain_theirs), _without_twins(certain_theirs, certain_ours)
    surplus = _surplus(certain_ours, certain_theirs)
    findings = [
        Finding(_weight(fact, same_language=same_language), FactKind.NEGATION, Change.MISSING, source=fact.text)
        for fact in lost[: max(0, surplus)]
    ] + [
        Finding(_weight(fact, same_language=same_language), FactKind.NEGATION, Change.ADDED, result=fact.text)
        for fact in gained[: max(0, -surplus)]
    ]
    if findings:
        return findings
    hidden_ours, hidden_theirs = [f for f in ours if not f.certain], [f for f in theirs if not f.certain]
    if same_language:
        return _moved_negations(left.text, right.text, certain_ours, certain_theirs) + _hidden(
            left.text, right.text, hidden_ours, hidden_theirs
        )
    unseen = (hidden_ours + hidden_theirs)[:1]
    return [_not_checked(fact, ours=bool(hidden_ours)) for fact in unseen]


def _weight(fact: Fact, *, same_language: bool) -> Severity:
    return Severity.RED if same_language and fact.value != negation.PREFIXED else Severity.AMBER


def _surplus(ours: list[Fact], theirs: list[Fact]) -> int:
    """How many negations more the source has; "neither ... nor" counts once or twice, as suits the other side."""
    surplus = len(ours) - len(theirs)
    least, most = surplus - _nors(ours), surplus + _nors(theirs)
    return max(least, 0) or min(most, 0)


def _nors(facts: list[Fact]) -> int:
    words = [fold(fact.text) for fact in facts]
    return min(words.count("neither"), words.count("nor"))


def _with_prefixed(source: str, result: str, ours: list[Fact], theirs: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Adds the words that lost or gained a prefix of denial, as when "insoluble" became "soluble"."""
    before, after = _counted(source), _counted(result)
    return (
        sorted(ours + negation.prefixed(source, before - after, after - before), key=lambda fact: fact.start),
        sorted(theirs + negation.prefixed(result, after - before, before - after), key=lambda fact: fact.start),
    )


def _unmatched(ours: list[Fact], theirs: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Facts without a twin of equal value on the other side."""
    extra = sorted(theirs, key=lambda fact: (not fact.certain, fact.start))
    missing = []
    for fact in sorted(ours, key=lambda fact: (not fact.certain, fact.start)):
        twin = next((other for other in extra if other.key == fact.key), None)
        if twin is None:
            missing.append(fact)
        else:
            extra.remove(twin)
    missing = [fact for fact in missing if not _converted(fact, extra)]
    in_order = sorted(extra, key=lambda fact: fact.start)
    return sorted(missing, key=lambda fact: fact.start), in_order


def _converted(fact: Fact, extra: list[Fact]) -> bool:
    """Takes the same quantity in another unit out of `extra`: half an hour is 30 minutes, one fifth is 20 %."""
    size = _size(fact)
    twin = next((other for other in extra if other.unit != fact.unit and _size(other) == size), None) if size else None
    if twin is not None:
        extra.remove(twin)
    return twin is not None


def _size(fact: Fact) -> tuple[str, Fraction] | None:
    scale = units.scale(fact.unit) if fact.kind in (FactKind.NUMBER, FactKind.UNIT) and fact.certain else None
    try:
        return (scale[0], Fraction(fact.value) * scale[1]) if scale else None
    except (ValueError, ZeroDivisionError):  # "3D", "1:3", a row of digits too long to read
        return None


def _same_value(one: Fact, other: Fact) -> bool:
    return one.value == other.value and bool(one.value) and _same_kind(one, other)


def _same_unit(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit and bool(one.unit) and _same_kind(one, other)


def _same_kind(one: Fact, other: Fact) -> bool:
    amounts = (FactKind.NUMBER, FactKind.UNIT)
    return one.kind is other.kind or (one.kind in amounts and other.kind in amounts)


def _pair_up(missing: list[Fact], extra: list[Fact], fits: Callable[[Fact, Fact], bool]) -> list[Finding]:
    """Takes a missing and an added fact that belong together out of both lists: one that changed into the other."""
    findings = []
    for fact in [f for f in missing if not f.reason]:
        partner = next((other for other in extra if not other.reason and fits(fact, other)), None)
        if partner is None:
            continue
        missing.remove(fact)
        extra.remove(partner)
        kind = FactKind.UNIT if _same_value(fact, partner) else fact.kind
        if kind is FactKind.UNIT and fact.unit == partner.unit:
            kind = FactKind.NUMBER
        article = (fact.is_one and not partner.certain) or (partner.is_one and not fact.certain)
        severity = Severity.AMBER if article else Severity.RED
        findings.append(Finding(severity, kind, Change.CHANGED, source=fact.text, result=partner.text))
    return findings


def _left_over(fact: Fact, change: Change) -> Finding:
    if not fact.certain:
        return _not_checked(fact, ours=change is Change.MISSING)
    if change is Change.MISSING:
        return Finding(Severity.RED, fact.kind, change, source=fact.text)
    return Finding(Severity.RED, fact.kind, change, result=fact.text)


def _not_checked(fact: Fact, *, ours: bool) -> Finding:
    reason = fact.reason or ("one_or_article" if fact.is_one else "may_be_number")
    source, result = (fact.text, "") if ours else ("", fact.text)
    return Finding(Severity.AMBER, fact.kind, Change.NOT_CHECKED, source=source, result=result, reason=reason)


def _moved(source: str, result: str, ours: list[Fact], theirs: list[Fact]) -> list[Finding]:
    """The same facts, but beside other words or in another order: "3 cows, 5 goats" became "5 cows, 3 goats"."""
    first = {fact.key: fact for fact in reversed(ours) if fact.certain and not _is_year(fact, ours)}
    second = {fact.key: fact for fact in reversed(theirs) if fact.key in first}
    before = sorted(second, key=lambda key: first[key].start)
    after = sorted(second, key=lambda key: second[key].start)
    place = {key: _neighbours(source, fact) for key, fact in first.items()}
    place_now = {key: _neighbours(result, fact) for key, fact in second.items()}
    for one, other in combinations(before[:_MOST_ORDERED], 2):
        if any(_crossed(at, place, place_now, one, other) for at in (_NEXT, _NEXT_TWO)):
            return [_order(first[one], first[other])]
    for one, other in zip(before, after, strict=False):
        if one != other:
            stable = all(_stays(place, place_now, key, than) for key, than in ((one, other), (other, one)))
            return [] if stable else [_order(first[one], second[other])]
    return []


def _crossed(at: int, place: _Places, place_now: _Places, one: _Key, other: _Key) -> bool:
    """Whether each of two facts now has the neighbour that the other had."""
    mine, yours = place[one][at], place[other][at]
    return mine != yours and place_now[one][at] == yours and place_now[other][at] == mine


def _stays(place: _Places, place_now: _Places, key: _Key, than: _Key) -> bool:
    """Whether a fact keeps a neighbour that tells it from the other fact."""
    return any(
        mine == now and mine != yours for mine, now, yours in zip(place[key], place_now[key], place[than], strict=True)
    )


def _is_year(fact: Fact, among: list[Fact]) -> bool:
    """Whether the number stands in or beside a date, where languages put it first or last."""
    dates = [date for date in among if date.kind is FactKind.DATE and date is not fact]
    return any(date.start - _YEAR_GAP <= fact.end and fact.start <= date.end + _YEAR_GAP for date in dates)


def _order(fact: Fact, other: Fact) -> Finding:
    return Finding(Severity.AMBER, fact.kind, Change.CHANGED, source=fact.text, result=other.text, reason="order")


def _neighbours(text: str, fact: Fact) -> tuple[str, str, str]:
    """The word before a fact, the word after it, and the two words after it; a sentence's end is no neighbour."""
    head, tail = text[max(0, fact.start - _FAR) : fact.start], text[fact.end : fact.end + _FAR]
    before = [fold(head[start:end]) for start, end in sentences.word_spans(head)]
    after = [fold(tail[start:end]) for start, end in sentences.word_spans(tail)]
    return before[-1] if before else "", after[0] if after else "", " ".join(after[:2])


def _without_twins(some: list[Fact], others: list[Fact]) -> list[Fact]:
    """Negations first whose word is not on the other side, then the rest, the last ones first."""
    counts = Counter(fold(fact.text) for fact in others)
    lone: list[Fact] = []
    paired: list[Fact] = []
    for fact in some:
        word = fold(fact.text)
        counts[word] -= 1
        (lone if counts[word] < 0 else paired).append(fact)
    return lone + paired[::-1]


def _moved_negations(source: str, result: str, ours: list[Fact], theirs: list[Fact]) -> list[Finding]:
    """As many negations, but one stands among other words than before."""
    if len(ours) != len(theirs):
        return []
    for at, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        if _switched(source, ours, at, result, theirs) >= _TOO_MANY:
            return [
                Finding(
                    Severity.AMBER,
                    FactKind.NEGATION,
                    Change.CHANGED,
                    source=_phrase(source, one),
                    result=_phrase(result, other),
                    reason="moved",
                )
            ]
    return []


def _hidden(source: str, result: str, ours: list[Fact], theirs: list[Fact]) -> list[Finding]:
    """Words that may hide a negation and are not the same on both sides."""
    before, after = _counted(source), _counted(result)
    lost, gained = before - after, after - before
    gone = [_not_checked(fact, ours=True) for fact in ours if fact.value in lost]
    come = [_not_checked(fact, ours=False) for fact in theirs if fact.value in gained and lost]
    return gone or come


def _counted(text: str) -> Counter[str]:
    return Counter(fold(text[start:end]) for start, end in sentences.word_spans(text))


def _near(text: str, fact: Fact) -> list[tuple[int, int]]:
    spans = sentences.word_spans(text)
    at = next(index for index, (start, _) in enumerate(spans) if start == fact.start)
    return list(spans[max(0, at - _REACH) : at + _REACH + 1])


def _switched(source: str, ours: list[Fact], at: int, result: str, theirs: list[Fact]) -> int:
    """How many words that both texts share stand on the other side of negation `at` than before."""
    words, place = _words_around(source, ours, at)
    words_now, place_now = _words_around(result, theirs, at)
    blocks = SequenceMatcher(None, words, words_now, autojunk=False).get_matching_blocks()
    return sum(
        (block.a + step < place) != (block.b + step < place_now) for block in blocks for step in range(block.size)
    )


def _words_around(text: str, cues: list[Fact], at: int) -> tuple[list[str], int]:
    """The words of a text without its negations, and how many of them stand before negation `at`."""
    starts = {cue.start for cue in cues}
    spans = [span for span in sentences.word_spans(text) if span[0] not in starts]
    return [fold(text[start:end]) for start, end in spans], sum(start < cues[at].start for start, _ in spans)


def _phrase(text: str, fact: Fact) -> str:
    near = _near(text, fact)
    return text[near[0][0] : near[-1][1]]

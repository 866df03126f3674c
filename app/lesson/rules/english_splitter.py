"""Splits long English sentences where the clauses on both sides are surely whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain import abbreviations
from app.lesson.rules.english_verbs import (
    ADVERBS,
    AUXILIARIES,
    DEMONSTRATIVES,
    DETERMINERS,
    NOMINATIVES,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    Form,
    VerbLexicon,
)
from app.lesson.rules.tokens import Token, balanced, capitalised, has_quotation, is_overlong, stop_of, tokens, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.phrasebook import Phrasebook

_FEWEST_WORDS = 3
_OPENING = "\"'“‘([{"
_SUBJECT_REACH = 8  # words between the start of a clause and its verb
_NEGATIONS = word_set("not no never neither nor nothing nobody none without hardly cannot")
_DEPENDENT_STARTS = SUBORDINATORS | word_set("not neither either both even by to only let nor")
_ATTITUDES = word_set("that whether if how what why unless neither either both not")
_BEFORE_BECAUSE = word_set(
    "part just only simply mainly partly is was are were largely probably perhaps mostly and or but"
)
_ADJUNCTS = SUBORDINATORS | word_set("during every daily only at too again together both")
_REPORTING = word_set(
    "say says said think thinks thought know knows knew believe believes believed hope hopes hoped feel feels felt see"
    " sees saw mean means meant show shows showed shown find finds found fear fears feared tell tells told suggest"
    " suggests suggested claim claims claimed argue argues argued add adds added explain explains explained report"
    " reports reported learn learns learnt learned prove proves proved agree agrees agreed ensure ensures make makes"
    " made"
)
_SPEAKING = word_set(
    "say says said think thinks thought believe believes believed hope hopes hoped claim claims claimed argue argues"
    " argued suggest suggests suggested know knows knew feel feels felt"
)
_TIME_STARTS = word_set("when while since as after before once until")
_PAIRING = word_set("both between either neither not whether if that which who when where while because")
_CAUSATIVES = word_set("help helps helped let lets make makes made see saw hear heard watch watched")


class EnglishSplitter:
    """Splits English sentences; the counterpart of `ClauseSplitter`.

    Args:
        phrases: The English phrasebook.
    """

    def __init__(self, phrases: Phrasebook) -> None:
        if phrases.english is None:
            raise ValueError("the English phrasebook has no verbs")
        self._verbs = VerbLexicon(phrases.english)
        self._stop = phrases.stop

    def split(self, sentence: str, *, most_words: int, thorough: bool, keep_and: bool = False) -> tuple[str, ...]:
        """The sentence as one or more sentences that say the same; arguments as in `ClauseSplitter.split`.

        `thorough` also allows the subject to be said again ("Plants make food. Plants give out oxygen.").
        """
        stop = stop_of(sentence)
        if (
            is_overlong(sentence)
            or "?" in stop
            or "!" in stop
            or has_quotation(sentence)
            or ":" in sentence
            or "–" in sentence
            or _hides_stop(tokens(sentence))
        ):
            return (sentence,)
        pending, done = [sentence], []
        while pending:
            part = pending.pop()
            pieces = self._split_once(part, stop or self._stop, most_words, thorough=thorough, keep_and=keep_and)
            if pieces is None:
                done.append(part)
            else:
                pending.extend(reversed(pieces))
        return tuple(done)

    def statement_with_reason(self, sentence: str) -> str | None:
        """The part before "because" as a sentence of its own; None where it cannot stand alone."""
        if is_overlong(sentence):
            return None
        found = tokens(sentence)
        words = [token.core for token in found]
        if words.count("because") != 1 or has_quotation(sentence) or words[0] in _DEPENDENT_STARTS:
            return None
        if _hides_stop(found):
            return None
        pieces = self._because_at(found, words, words.index("because")) if words[0] != "because" else None
        return pieces[0].rstrip(" ,;") + (stop_of(sentence) or self._stop) if pieces else None

    def _split_once(
        self, sentence: str, stop: str, most_words: int, *, thorough: bool, keep_and: bool
    ) -> tuple[str, ...] | None:
        found = tokens(sentence)
        if len(found) <= most_words or sentence.startswith("This is because "):
            return None
        words = [token.core for token in found]
        pieces = self._at_concession(found, words) or self._at_aside(found, words)
        if pieces is None:
            pieces = self._at_join(found, words, keep_and=keep_and)
        if pieces is None and thorough:
            pieces = self._at_second_verb(found, words)
        if pieces is None or not all(balanced(piece) for piece in pieces):
            return None
        *firsts, last = (capitalised(piece.strip(" ,;")) for piece in pieces)
        closed = [first.rstrip(".") + stop for first in firsts]
        return (*closed, last if stop_of(last) else last + stop)

    # -- conjunctions ------------------------------------------------------------------------------------------------

    def _at_join(self, found: tuple[Token, ...], words: list[str], *, keep_and: bool) -> tuple[str, ...] | None:
        first = _FEWEST_WORDS
        if words[0] in _TIME_STARTS:  # "When A, B, but C": behind the main clause
            first = next(
                (at + 1 + _FEWEST_WORDS for at, token in enumerate(found) if token.ends_with_comma), len(found)
            )
            if "but" not in words[first:]:
                return None
            first = words.index("but", first)
        elif words[0] in _DEPENDENT_STARTS:
            return None
        for at in range(first, len(found) - _FEWEST_WORDS):
            pieces = self._join_at(found, words, at, keep_and=keep_and)
            if pieces is not None:
                return pieces
        return None

    def _join_at(
        self, found: tuple[Token, ...], words: list[str], at: int, *, keep_and: bool
    ) -> tuple[str, ...] | None:
        word, comma = words[at], found[at - 1].ends_with_comma
        left = words[:at]
        if found[at - 1].text.endswith(";"):
            whole = self._is_clause(words[at:]) or (word == "however" and self._is_clause(words[at + 1 :]))
            return _parts(found, at, at) if whole and self._has_verb(left) else None
        if found[at].text[:1].isupper():  # a conjunction goes on in small letters: this one opens a line of its own
            return None
        if word == "because":
            return self._because_at(found, words, at)
        if word not in {"and", "but", "so", "yet"} or (word in {"so", "yet"} and not comma):
            return None
        right = words[at + 1 :]
        if not comma and right[0] not in NOMINATIVES - {"you", "there"} and not self._is_sure_clause(left, right):
            return None
        if found[at].ends_with_comma or _goes_on(word, right):
            return None
        barred = RELATIVES | SUBORDINATORS | _SPEAKING if word == "and" else _ATTITUDES
        if word != "and" and comma and _REPORTING.isdisjoint(left):
            barred = barred - {"that"}  # "soil that is dry, so ..." tells nothing but what kind of soil
        if word == "so":
            barred = barred - {"not"}  # "not ... but" is one thought, "not ..., so" is two
        if barred.intersection(left):
            return None
        no_list = comma and not any(token.ends_with_comma for token in found[: at - 1])
        if not self._has_verb(left) and not (no_list and self._may_have_verb(left)):
            return None
        if not self._is_clause(right) and not (comma and word != "and" and self._may_be_clause(right)):
            return None
        return _parts(found, at, at + 1 if word == "and" and not keep_and else at)

    def _is_sure_clause(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """Whether a clause begins behind an "and" without a comma, and not one more thing ("rain and the sun")."""
        verb = self._verb_of(right)
        if right[0] not in DETERMINERS or verb is None or self._verbs.form_at(right, verb) is not Form.AUXILIARY:
            return False
        return _REPORTING.isdisjoint(left) and _PAIRING.isdisjoint(left)

    def _because_at(self, found: tuple[Token, ...], words: list[str], at: int) -> tuple[str, ...] | None:
        left, right = words[:at], words[at + 1 :]
        if found[at].text[:1].isupper():
            return None
        if words[at - 1] in _BEFORE_BECAUSE or _negated(left) or RELATIVES.intersection(left):
            return None
        if len(left) < _FEWEST_WORDS + 1 or not self._may_have_verb(left) or not self._is_clause(right):
            return None
        verb = self._verb_of(right)
        past = verb is not None and self._verbs.is_past(right[verb])
        first, second = _parts(found, at, at + 1)
        return first, f"This {'was' if past else 'is'} because {second}" if past else f"This is because {second}"

    def _at_concession(self, found: tuple[Token, ...], words: list[str]) -> tuple[str, ...] | None:
        """Although A, B. -> A. But B."""
        if words[0] not in {"although", "though"}:
            return None
        comma = next((at for at, token in enumerate(found) if token.text.endswith(",")), None)
        if comma is None or comma < _FEWEST_WORDS or len(found) - comma <= _FEWEST_WORDS:
            return None
        left, right = words[1 : comma + 1], words[comma + 1 :]
        if not self._may_be_clause(left) or not self._may_be_clause(right):
            return None
        first, second = _parts(found, comma + 1, comma + 1, start=1)
        return first, f"But {_lower_first(second, words[comma + 1])}"

    def _at_aside(self, found: tuple[Token, ...], words: list[str]) -> tuple[str, ...] | None:
        """The heart, which pumps blood, is a muscle. -> The heart is a muscle. The heart pumps blood."""
        comma = next((at for at, token in enumerate(found[:4]) if token.text.endswith(",")), None)
        if comma is None or comma + 2 >= len(found) or words[comma + 1] not in {"which", "who"}:
            return None
        subject = words[: comma + 1]
        if not self._is_noun_phrase(found, subject):
            return None
        end = next((at for at in range(comma + 2, len(found)) if found[at].text.endswith(",")), None)
        if end is None or end - comma < _FEWEST_WORDS or len(found) - end <= _FEWEST_WORDS:
            return None
        if not self._verbs.could_be_verb(words[comma + 2]) or not self._verbs.could_be_verb(words[end + 1]):
            return None
        name = _text(found, 0, comma + 1).rstrip(",")
        return f"{name} {_text(found, end + 1, len(found))}", f"{name} {_text(found, comma + 2, end + 1)}"

    def _at_second_verb(self, found: tuple[Token, ...], words: list[str]) -> tuple[str, ...] | None:
        """Plants take in water and give out oxygen. -> Plants take in water. Plants give out oxygen."""
        verb = next((at for at in range(1, min(5, len(words))) if self._verbs.form_at(words, at)), None)
        if verb is None or words[0] in _DEPENDENT_STARTS or words[verb] in _CAUSATIVES:
            return None
        form = self._verbs.form_at(words, verb)
        subject = words[:verb]
        while subject and subject[-1] in ADVERBS:
            subject = subject[:-1]
        if form is None or not subject or not self._may_be_repeated(found, subject, form):
            return None
        for at in range(verb + 3, len(words) - _FEWEST_WORDS):
            if words[at] != "and":
                continue
            middle, right = words[verb + 1 : at], words[at + 1 :]
            same = right[0] == words[verb] if form is Form.AUXILIARY else self._verbs.is_sure(right[0], form, right[1])
            if not same or self._hides_clause(middle, right):
                return None
            first, second = _parts(found, at, at + 1)
            return first, f"{_text(found, 0, len(subject))} {second}"
        return None

    # -- clauses -----------------------------------------------------------------------------------------------------

    def _hides_clause(self, middle: Sequence[str], right: Sequence[str]) -> bool:
        """Whether the second verb may belong to something inside the first clause, or share what follows it."""
        if AUXILIARIES.intersection(middle) or _negated(middle) or _ADJUNCTS.intersection(right):
            return True
        return any(
            word in SUBORDINATORS or word in {"to", "and", "or", "but"} or word.endswith("ing") for word in middle
        )

    def _may_be_repeated(self, found: tuple[Token, ...], subject: list[str], form: Form) -> bool:
        if len(subject) == 1 and subject[0] in NOMINATIVES - {"there"}:
            return True
        return self._is_noun_phrase(found, subject) and not (form is Form.PAST and subject[0] in {"a", "an", "one"})

    def _is_noun_phrase(self, found: tuple[Token, ...], words: list[str]) -> bool:
        """Whether the words at the start of a sentence are a short noun phrase and nothing else."""
        if any(word in PREPOSITIONS or word in SUBORDINATORS or word in ADVERBS for word in words):
            return False
        if any("," in token.text for token in found[: len(words) - 1]) or words[0] in DEMONSTRATIVES | {
            "there",
            "such",
        }:
            return False
        if any(word in {"and", "or", "but", "nor"} or word in AUXILIARIES for word in words):
            return False
        if words[0] in DETERMINERS:
            return len(words) > 1
        plural = words[-1].endswith("s") and not words[0].endswith(("ing", "ly", "ed"))
        return (len(words) <= 2 and plural) or all(token.text[:1].isupper() for token in found[: len(words)])

    def _has_verb(self, words: Sequence[str]) -> bool:
        return any(self._verbs.form_at(words, at) for at in range(1, len(words)))

    def _may_have_verb(self, words: Sequence[str]) -> bool:
        """Whether some word may be a verb: enough where the conjunction says that clauses stand on both sides."""
        return any(
            self._verbs.could_be_verb(words[at]) and words[at - 1] not in PREPOSITIONS | DETERMINERS - DEMONSTRATIVES
            for at in range(1, len(words))
        )

    def _may_be_clause(self, words: Sequence[str]) -> bool:
        """The same for a clause that begins with a pronoun or article, or is surely one."""
        if self._is_clause(words):
            return True
        if self._is_plural_with_verb(words):
            return True
        starts = words[0] in DETERMINERS | NOMINATIVES - {"there"} or words[0] == "only"
        return starts and len(words) > _FEWEST_WORDS and self._may_have_verb(words)

    def _is_plural_with_verb(self, words: Sequence[str]) -> bool:
        """Whether the words begin like "traders paid in coins"."""
        if len(words) <= _FEWEST_WORDS or words[0] in ADVERBS | PREPOSITIONS | _DEPENDENT_STARTS:
            return False
        plural = words[0].endswith("s") and not words[0].endswith(("ss", "us", "is", "ings", "always", "perhaps"))
        return plural and not self._verbs.could_be_verb(words[0]) and self._verbs.could_be_verb(words[1])

    def _verb_of(self, words: Sequence[str]) -> int | None:
        for at in range(1, min(_SUBJECT_REACH, len(words))):
            if words[at] in SUBORDINATORS - DEMONSTRATIVES or (words[at] in {"that", "but", "or", "and"} and at > 0):
                return None
            if self._verbs.form_at(words, at):
                return at
        return None

    def _is_clause(self, words: Sequence[str]) -> bool:
        """Whether the words begin with a subject that has its verb soon after."""
        words = list(words)
        if words and words[0] in {"then", "therefore", "thus", "now", "later", "usually", "sometimes", "often", "soon"}:
            words = words[1:]
        if words[:1] in (["so"], ["too"]) and words[1:2] in (["many"], ["much"], ["few"]):
            words = words[1:]
        if len(words) < _FEWEST_WORDS:
            return False
        first = words[0]
        if first in DEMONSTRATIVES and words[1] == "of":
            return False
        verb = self._verb_of(words)
        if verb is None:
            return False
        if first in NOMINATIVES:
            return all(word in ADVERBS for word in words[1:verb])
        if first in DETERMINERS or first in DEMONSTRATIVES:
            return verb > 1 or first in DEMONSTRATIVES
        if first in PREPOSITIONS | ADVERBS | _DEPENDENT_STARTS or first.endswith(("ing", "ly", "ed")):
            return False
        return verb <= 3 and (not self._verbs.could_be_verb(first) or words[1] in AUXILIARIES)


def _parts(found: tuple[Token, ...], left_end: int, right_start: int, *, start: int = 0) -> tuple[str, str]:
    return _text(found, start, left_end), _text(found, right_start, len(found))


def _text(found: tuple[Token, ...], start: int, end: int) -> str:
    return " ".join(token.text for token in found[start:end])


def _hides_stop(found: tuple[Token, ...]) -> bool:
    """Whether another sentence may begin inside: "... of vitamin D. Because ...", which looked like an initial."""
    return any(_is_stop(found, at) for at in range(len(found) - 1))


def _is_stop(found: tuple[Token, ...], at: int) -> bool:
    """Whether token `at`, not the last one, may end a sentence; "C. V. Raman" and "Dr. Rao" do not."""
    here, following = found[at], found[at + 1].text
    if not stop_of(here.text) or not following.lstrip(_OPENING)[:1].isupper():
        return False
    if abbreviations.opens_sentence(following):
        return True
    short = here.text.strip(_OPENING).rstrip(".\"'”’)]")
    if len(short) == 1:  # an initial, but not behind a word in small letters: "between H and O. Oxygen ..."
        return at > 0 and found[at - 1].text.islower() and not following.endswith(".")
    return "." not in short and not abbreviations.is_abbreviation(short, following, "en")


def _goes_on(word: str, right: Sequence[str]) -> bool:
    """Whether no clause of its own follows: "..., but that he came", "so that", "so many"."""
    if right[0] == "that" and right[1] in NOMINATIVES | DETERMINERS:
        return True
    return word == "so" and right[0] in {"that", "many", "much", "few", "far", "long", "as"}


def _negated(words: Sequence[str]) -> bool:
    return any(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words)


def _lower_first(text: str, word: str) -> str:
    """The clause as it goes on after "But": only little words lose their capital."""
    return text[:1].lower() + text[1:] if word in DETERMINERS | NOMINATIVES - {"i"} else text

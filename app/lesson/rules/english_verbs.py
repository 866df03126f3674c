"""Which English words are surely the verb of a clause.

English marks its clauses so little that only sure signs are used: an auxiliary, a form that can be nothing else, or a
verb form followed by an object.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from app.lesson.rules.tokens import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.lesson.rules.phrasebook import EnglishVerbs

AUXILIARIES = word_set(
    "is are was were am has had can could will would shall should may might must do does did cannot"
    " can't isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't"
    " couldn't shouldn't mustn't have"
)
NOMINATIVES = word_set("he she it they we i you there")
PLURAL_PRONOUNS = word_set("they we i you these those")
DEMONSTRATIVES = word_set("this that these those")
DETERMINERS = word_set(
    "the a an its their his her our my your some many most each every all no another such several"
    " few other this that these those one two three four five six seven eight nine ten both any much more"
)
OBJECT_STARTS = DETERMINERS | word_set("it them him her us me you food water")
PREPOSITIONS = word_set(
    "of in on at by for with from to into onto over under about between among through during against"
    " without within across along around near after before behind beyond like as than upon towards"
    " toward per via until since"
)
RELATIVES = word_set("that which who whose whom where when what why how whether if")
SUBORDINATORS = RELATIVES | word_set(
    "because although though while unless until since as after before once whenever wherever than so lest"
)
ADVERBS = word_set(
    "also often usually always never then now still soon only even thus therefore slowly quickly"
    " sometimes rarely mostly mainly generally later once already just"
)


_CLEAR_OBJECTS = word_set("the a an its their his her our my your")
_NO_VERBS = ADVERBS | word_set(
    "days years months weeks hours minutes times nights mornings evenings moments centuries seasons always perhaps"
    " this plus besides towards across less unless various previous following based called named"
)


class Form(Enum):
    """Which form of a verb a word is."""

    AUXILIARY = "auxiliary"
    THIRD = "third"
    PAST = "past"
    BASE = "base"


class VerbLexicon:
    """Tells whether a word in its place is surely a finite verb.

    Args:
        verbs: Lists of verbs from the phrasebook.
    """

    def __init__(self, verbs: EnglishVerbs) -> None:
        strong = [pair.split() for pair in verbs.strong]
        weak = [pair.split() for pair in verbs.weak]
        sure = {base for base, _ in strong} | {base for base, _ in weak} | set(verbs.regular)
        self._base_sure = sure
        self._base_nounlike = set(verbs.nounlike)
        self._third_sure = {_third(base) for base in sure}
        self._third_nounlike = {_third(base) for base in verbs.nounlike}
        self._past_sure = {past for _, past in strong}
        self._past_object = {past for _, past in weak} | {_past(base) for base in (*verbs.regular, *verbs.nounlike)}

    def form_at(self, words: Sequence[str], at: int) -> Form | None:
        """The form of the finite verb at `at`; None where the word is not surely one.

        Args:
            words: Words of the clause, casefolded, without punctuation.
            at: Index of the word; 0 is never a verb, since the subject stands before.
        """
        word, before = words[at], words[at - 1] if at else ""
        following = words[at + 1] if at + 1 < len(words) else ""
        if not at or before in PREPOSITIONS or before in DETERMINERS - DEMONSTRATIVES:
            return None
        if word in AUXILIARIES:
            return Form.AUXILIARY
        takes_object = following in OBJECT_STARTS or following[:1].isdigit()
        if word in self._past_sure:
            return Form.PAST
        if word in self._past_object and (takes_object or before in NOMINATIVES):
            return Form.PAST
        if word in self._third_sure or (word in self._third_nounlike and (takes_object or before in NOMINATIVES)):
            return Form.THIRD
        if following in _CLEAR_OBJECTS and len(word) > 3 and word.endswith(("s", "ed")) and word not in _NO_VERBS:
            return Form.PAST if word.endswith("ed") else Form.THIRD
        noun_before = before not in self._third_sure or (at > 1 and words[at - 2] in DETERMINERS)
        return self._base_at(word, before if noun_before else "", takes_object=takes_object)

    def _base_at(self, word: str, before: str, *, takes_object: bool) -> Form | None:
        plural_noun = len(before) > 3 and before.endswith("s") and not before.endswith(("ss", "us", "is"))
        if before in PLURAL_PRONOUNS and word in self._base_sure | self._base_nounlike:
            return Form.BASE
        if not plural_noun:
            return None
        if word in self._base_sure or (word in self._base_nounlike and takes_object):
            return Form.BASE
        return None

    def is_sure(self, word: str, form: Form, following: str) -> bool:
        """Whether `word`, right after "and", is a verb of this form whatever stands before."""
        takes_object = following in OBJECT_STARTS or following[:1].isdigit()
        if form is Form.THIRD:
            return word in self._third_sure or (word in self._third_nounlike and takes_object)
        if form is Form.PAST:
            return word in self._past_sure or (word in self._past_object and takes_object)
        return form is Form.BASE and (word in self._base_sure or (word in self._base_nounlike and takes_object))

    def is_past(self, word: str) -> bool:
        """Whether the word is a past form."""
        return word in {"was", "were", "had", "did"} or word in self._past_sure or word in self._past_object

    def could_be_verb(self, word: str) -> bool:
        """Whether the word may be a verb form at all."""
        known = self._base_sure | self._base_nounlike | self._third_sure | self._third_nounlike
        return word in known or self.is_past(word) or word in AUXILIARIES


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    if base in _DOUBLING:
        return base + base[-1] + "ed"
    return base + "ed"


_DOUBLING = word_set("stop drop plan trap repel occur prefer trade drag grab") - {"trade"}

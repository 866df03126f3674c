"""What the rules know about one language: its conjunctions, its definition patterns, its question and plan sentences.

The knowledge is data (``resources/lesson/<code>.toml``), so that a native speaker can review and mend it without
reading code.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Join:
    """A conjunction at which two clauses may become two sentences.

    Attributes:
        words: Its spellings.
        keep: Whether the second sentence starts with the conjunction itself.
        start: What the second sentence starts with where the conjunction is not kept; may be empty.
        own_subject: Split only where the second clause visibly brings its own subject.
        reason: What follows is the reason for what stands before.
    """

    words: tuple[str, ...]
    keep: bool = False
    start: str = ""
    own_subject: bool = False
    reason: bool = False


@dataclass(frozen=True, slots=True)
class Subjects:
    """Words that are the subject of a clause when it ends in one of `ends`."""

    words: frozenset[str]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """How to find the end of a clause in a verb-final language.

    Attributes:
        easier_words: A sentence longer than this is split at the level "easier".
        easiest_words: The same for "easiest".
        finite: Words that end a complete clause.
        finite_endings: Endings of such words.
        loose_finite: Words that end a clause before "but", "so" and "because", and not surely before "and".
        loose_endings: Endings that do so only before a comma.
        negations: After one of these a clause may also end in one of `negated_endings` (Hindi drops "is" after "not").
        negated_endings: See `negations`.
        blockers: Words that make the clause part of a larger one, so that nothing after them is split.
        joins: The conjunctions.
        subjects: Pronouns that can only be the subject of the second clause.
        agents: Words behind the subject of a past tense ("ने").
        singular_ends: Endings of verbs of one; a space is the edge of the word.
        plural_ends: Endings of verbs of many.
        relatives: For a relative what takes its place where its clause becomes a sentence ("..., which" -> "It");
            with "|" between that of one and that of many.
        being: Forms of "to be": a relative clause behind one speaks of the noun before it, or of the same thing.
        no_heads: Endings of words right before one that are no such noun.
        open_heads: Words that leave open what a relative clause speaks of ("such", "some"): it must stay.
    """

    easier_words: int
    easiest_words: int
    finite: frozenset[str] = frozenset()
    finite_endings: tuple[str, ...] = ()
    loose_finite: frozenset[str] = frozenset()
    loose_endings: tuple[str, ...] = ()
    negations: frozenset[str] = frozenset()
    negated_endings: tuple[str, ...] = ()
    blockers: frozenset[str] = frozenset()
    joins: tuple[Join, ...] = ()
    subjects: tuple[Subjects, ...] = ()
    agents: frozenset[str] = frozenset()
    singular_ends: tuple[str, ...] = ()
    plural_ends: tuple[str, ...] = ()
    relatives: dict[str, str] = field(default_factory=dict)
    being: frozenset[str] = frozenset()
    no_heads: tuple[str, ...] = ()
    open_heads: frozenset[str] = frozenset()

    def ends_in_verb(self, word: str, *, loose: bool) -> bool:
        """Whether a word (casefolded, without punctuation) is a verb that ends a clause; `loose` as the lists say."""
        if word in self.finite or (loose and word in self.loose_finite):
            return True
        return any(len(word) > len(ending) and word.endswith(ending) for ending in self.finite_endings)


@dataclass(frozen=True, slots=True)
class Named:
    """The pattern "... is called X": the term stands right before (English: after) one of `closings`.

    Attributes:
        closings: The verb phrases.
        marks: Words after which the term begins.
        mark_endings: Endings of the word after which the term begins.
        whole: Whether the part before the term cannot stand alone, so that the whole sentence is the meaning.
        unusual: Whether only a word that is neither a name nor of every day is taken ("was called zabt").
        narrowed: Whether a participle must stand before the mark ("showing directions").
        fewest: Words that must stand before the term.
    """

    closings: tuple[str, ...]
    marks: tuple[str, ...] = ()
    mark_endings: tuple[str, ...] = ()
    whole: bool = False
    unusual: bool = False
    narrowed: bool = False
    fewest: int = 0


@dataclass(frozen=True, slots=True)
class Opening:
    """The pattern "X means ...": the term begins the sentence and one of `words` follows.

    Attributes:
        words: The phrases.
        needs: At least one of these must follow somewhere.
        strict: Whether the phrase says that a definition follows, whatever the term.
        known_only: Accept only terms of the glossary.
        unusual: Accept no word of every day ("water is a gas that ..."), and with no glossary term one word only.
        word: Whether the phrase speaks of the term as a word ("the meaning of the word X is").
    """

    words: tuple[str, ...]
    word: bool = False
    needs: tuple[str, ...] = ()
    strict: bool = False
    known_only: bool = False
    unusual: bool = False


@dataclass(frozen=True, slots=True)
class OfWhole:
    """The pattern "X of-the-body that organ is which ...": what stands before the genitive is the term.

    Attributes:
        thats: Words behind the genitive ("that", "such a").
        marks: Words that may stand between the term and the noun in the genitive.
        verbs: Words between what the thing is told to be and the relative ("is", "one calls"); one must stand there,
            but where the language has none.
        kinds: What things are told to be, besides the phrase heads: a name is none of these.
        names: Owners and kinds of what has a name of its own ("of India", "building").
        attributes: Words that belong to the noun behind them ("my") and are no term.
        adjective_ends: Endings that adjectives before a noun in the genitive have.
        compounds: Beginnings of nouns that are one term with the word before them ("solar system").
    """

    thats: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    adjective_ends: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DefinitionPatterns:
    """Patterns of sentences that say what a word means.

    Attributes:
        pointing: Words that, at the start of a sentence, refer to the sentence before.
        pointing_starts: Beginnings of such words.
        term_first: What ends "X the swelling of the gland is called": the term begins the sentence.
        no_term: Words that no term begins or ends with ("is today called X", "the word X means").
        copulas: Verbs that may end "X means Y"; any other verb says that no definition stands there.
        parts: First words of a sentence about parts of something named before ("The upper chambers ...").
        classes: What ends a sentence that tells a thing by its kind ("... is an instrument"); English: the kinds.
        participles: Endings of the word before such a kind ("showing directions").
        wholes: What ends a sentence that tells a thing by what it is made of or counts ("... is a mixture").
        genitives: Endings of the word before that ("of metals").
        doing: Endings of a verb that is named ("cutting the crop one calls harvest").
        phrase_ends: Endings of the word before the noun that closes what is called so ("land surrounded by water").
        phrase_heads: Such nouns, and endings of verbs that are nouns, before which a genitive may stand as well.
        relatives: Words that make a clause tell what is called so.
        clauses_of: First words of a sentence that tells a thing by such a clause.
        own: Words that may stand before the term ("that is called its volume").
        places: Nouns before the name of a place, which need no meaning.
        superlatives: Words by which names are told ("the longest river").
        vague: Words after which any member of a class fits ("is an important organ").
        one_of: Words that say "one of several".
        crowds: Those who call somebody something ("people", "all").
        things: Words, with their mark, for a thing told before ("this").
        persons: Words, with their mark, for somebody who is called something ("him", "me") and for no thing.
        characters: Nouns of persons that tell who somebody is ("Meera is that girl who").
        doers: Relatives of somebody who did something once ("जिसने").
        people: Nouns before somebody's or some place's name ("a merchant called").
        named: See `Named`.
        opening: See `Opening`.
        of_whole: See `OfWhole`.
    """

    pointing: frozenset[str]
    pointing_starts: tuple[str, ...] = ()
    term_first: tuple[str, ...] = ()
    no_term: frozenset[str] = frozenset()
    copulas: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    participles: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    genitives: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    phrase_ends: tuple[str, ...] = ()
    phrase_heads: tuple[str, ...] = ()
    relatives: frozenset[str] = frozenset()
    clauses_of: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    superlatives: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()
    crowds: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    characters: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    named: tuple[Named, ...] = ()
    opening: tuple[Opening, ...] = ()
    of_whole: OfWhole = OfWhole()


@dataclass(frozen=True, slots=True)
class Questions:
    """Sentence templates; placeholders {sentence}, {term}, {statement}, {meaning}."""

    cloze: str
    what_is: str
    reason: str
    about: str
    explain: str
    last_join: str


@dataclass(frozen=True, slots=True)
class Series:
    """Words that follow one another: the numbers from two, the tens, the months, the days of the week.

    Attributes:
        words: The words in order.
        step: The n-th of them, from two on, is the number n * step; 0 where they are no numbers.
        capitals: Whether they are written with a capital.
        unsure: Those with another sense ("ஆறு", six and river), which are not asked for.
        beside: Words right before or after one that make it part of something ("three quarters", "two or").
        apart: Words anywhere in the sentence that tell the number themselves ("between").
    """

    words: tuple[str, ...]
    step: int = 0
    capitals: bool = False
    unsure: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Forms:
    """Word forms.

    Attributes:
        endings: Pairs (ending, what it stands for in the dictionary form).
        page_words: Words before the number of a page, figure or exercise.
        reminders: Beginnings of headings that tell nothing of what stands below ("Remember").
        task_starts: First words of a task for the children ("Write ...").
        task_ends: Endings of the last word of a task.
        task_exceptions: Words with such an ending that end a statement.
        postpositions: Words that end a noun phrase.
        limits: Words that make other numbers true as well ("more than"); a space is the edge of a word.
        limits_beside: Words that do so where they stand right before or after the number ("after 1950").
        until: Words that do so unless they close a range ("from 2 to 4").
        approximate: Words after which a near number is as good ("about").
    """

    endings: tuple[tuple[str, str], ...]
    page_words: frozenset[str]
    reminders: tuple[str, ...] = ()
    task_starts: frozenset[str] = frozenset()
    task_ends: tuple[str, ...] = ()
    task_exceptions: frozenset[str] = frozenset()
    postpositions: frozenset[str] = frozenset()
    limits: tuple[str, ...] = ()
    limits_beside: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    approximate: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubstitutionRules:
    """Where words may be replaced or explained.

    Attributes:
        kept: Fixed phrases whose words stay: words with "|" between choices; "*" is any word that is no little word,
            "word*" one that begins so, ".." up to five words.
        needs: For a term, words one of which must follow soon ("convert ... into").
        heads: Nouns that are replaced only where no other noun follows ("सूर्य मंदिर").
        behind_nouns: Words that may follow such a noun, besides postpositions and verbs.
        verb_endings: Endings of verbs that may.
        homonyms: Terms that have another, everyday sense as well.
        plain: Conjunctions and adverbs: words that need no telling.
    """

    kept: tuple[str, ...] = ()
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    heads: frozenset[str] = frozenset()
    behind_nouns: frozenset[str] = frozenset()
    verb_endings: tuple[str, ...] = ()
    homonyms: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One row of the plan; `when` is empty or words, no_words, easiest, not_easiest."""

    minutes: int
    activity: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class PlanTemplates:
    """Sentences of the lesson plan; placeholders {title} and {words}."""

    objectives: tuple[str, ...]
    objectives_words: tuple[str, ...]
    materials: tuple[str, ...]
    assessment: tuple[str, ...]
    assessment_words: tuple[str, ...]
    homework: str
    homework_words: str
    steps: tuple[StepTemplate, ...]


@dataclass(frozen=True, slots=True)
class EnglishVerbs:
    """Verbs by how surely their forms are verbs; `strong` and `weak` hold "base past"."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    regular: tuple[str, ...]
    nounlike: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Everything the rules know about one language. `stop` ends a sentence where the source gives no mark."""

    stop: str
    questions: Questions
    clauses: Clauses
    definitions: DefinitionPatterns
    forms: Forms
    plan: PlanTemplates
    substitution: SubstitutionRules = SubstitutionRules()
    series: tuple[Series, ...] = ()
    english: EnglishVerbs | None = None


def load(path: Path) -> Phrasebook:
    """Read a phrasebook.

    Raises:
        OSError: the file is not there.
        msgspec.ValidationError: it does not have the expected shape.
    """
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    return msgspec.toml.decode(text, type=Phrasebook)

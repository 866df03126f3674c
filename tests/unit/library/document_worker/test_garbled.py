"""Garbled text layers are caught, clean ones are not suspected, whatever the language."""

from __future__ import annotations

import random

import pytest

from app.domain.languages import codes
from app.library.document_worker import garbled
from app.library.document_worker.garbled import FontRun, GarbledReason
from tests import garbled_pages as samples

SEEDS = range(20)


@pytest.mark.parametrize("encoding", samples.ENCODINGS, ids=lambda encoding: encoding.name)
def test_every_page_in_a_legacy_font_is_caught_without_its_name(encoding: samples.Encoding) -> None:
    for seed in SEEDS:
        page = encoding.encode(samples.mixed_page(encoding.language, seed))
        assert garbled.inspect_text(page).garbled, page


@pytest.mark.parametrize("encoding", samples.ENCODINGS, ids=lambda encoding: encoding.name)
def test_a_heading_in_a_legacy_font_is_caught_by_the_name(encoding: samples.Encoding) -> None:
    heading = encoding.encode(samples.sentences(encoding.language)[1])[:30]
    runs = [FontRun("Times-Roman", samples.page("en")[:300]), FontRun(f"ABCDEF+{encoding.font}", heading)]
    verdict = garbled.inspect(runs)
    assert verdict.garbled
    assert not garbled.inspect(runs[:1]).garbled


def test_english_set_in_a_family_with_a_legacy_name_is_english() -> None:
    assert not garbled.inspect([FontRun("Agra-Normal", samples.page("en"))]).garbled


def test_unicode_text_in_the_unicode_font_of_a_legacy_family_is_clean() -> None:
    assert not garbled.inspect([FontRun("Kruti Dev 010 Unicode", samples.page("hi"))]).garbled
    assert not garbled.inspect([FontRun("Shree-Lipi", samples.page("mr"))]).garbled


@pytest.mark.parametrize("fault", samples.STRIPPED)
@pytest.mark.parametrize("language", codes())
def test_every_page_with_a_lost_map_is_caught(fault: str, language: str) -> None:
    for seed in range(4):
        page = samples.mixed_page(language, seed)
        spoilt = samples.STRIPPED[fault](page, seed)
        if spoilt != page:
            assert garbled.inspect_text(spoilt).garbled, spoilt


@pytest.mark.parametrize("language", codes())
def test_no_clean_page_is_suspected_long_or_short(language: str) -> None:
    pages = [samples.page(language), *samples.sentences(language)]
    pages += [samples.mixed_page(language, seed, number) for seed in SEEDS for number in (2, 5, 14)]
    for page in pages:
        for expected in (None, language):
            assert not garbled.inspect_text(page, expected).garbled, page


@pytest.mark.parametrize("name", samples.odd_clean_pages())
def test_odd_clean_pages_are_not_suspected(name: str) -> None:
    page = samples.odd_clean_pages()[name]
    assert not garbled.inspect_text(page).garbled
    # and not where an Indian language was expected either, as on the English pages of a Hindi book
    assert not garbled.inspect_text(f"{page}\n{samples.page('hi')}", "hi").garbled


def test_one_bad_paragraph_spoils_a_page() -> None:
    for encoding in samples.ENCODINGS:
        bad = encoding.encode(samples.mixed_page(encoding.language, 7, 5))
        assert garbled.inspect_text(f"{samples.page('en')}\n{bad}").garbled, encoding.name
        assert garbled.inspect_text(f"{samples.page(encoding.language)}\n{bad}").garbled, encoding.name


def test_books_that_mix_good_and_bad_pages_are_told_apart_page_by_page() -> None:
    for number in SEEDS:
        drawn = random.Random(number)
        encoding = samples.ENCODINGS[number % len(samples.ENCODINGS)]
        for page in range(8):
            bad = drawn.random() < 0.4
            language = encoding.language if bad else drawn.choice((encoding.language, "en"))
            text = samples.mixed_page(language, 1000 * number + page, drawn.randint(3, 16))
            assert garbled.inspect_text(encoding.encode(text) if bad else text).garbled == bad, text


def test_the_reason_names_what_was_found() -> None:
    hindi = samples.page("hi")
    quoted = "The teacher said itâ€™s time and â€˜donâ€™t waitâ€™ to them all. " * 3
    assert garbled.inspect_text(quoted).reason is GarbledReason.MOJIBAKE
    assert garbled.inspect_text(samples.private(samples.page("en"))).reason is GarbledReason.UNMAPPED
    assert garbled.inspect_text(samples.visual_order(hindi)).reason is GarbledReason.BROKEN_ORDER
    assert garbled.inspect_text(samples.BAMINI.encode(samples.page("ta"))).reason is GarbledReason.CIPHER
    assert garbled.inspect([FontRun("Arial", hindi, unmapped=60)]).reason is GarbledReason.UNMAPPED


@pytest.mark.parametrize("language", codes())
def test_headings_whose_font_lost_its_map_are_caught_on_a_page_that_reads_well(language: str) -> None:
    body = FontRun("AAAAAA+Regular", samples.page(language))
    for heading in ("Water around us", "WATER AROUND US", "Ages", "1.1 Rain in 1947", "Chhattisgarh"):
        shifted = "".join(" " if letter == " " else chr(ord(letter) - 29) for letter in heading)
        bold = FontRun("BAAAAA+Bold", f"{shifted}\n", guessed=shifted.replace(" ", ""))
        assert garbled.inspect([body, bold]).reason is GarbledReason.UNMAPPED, heading
        # Old files do not say either what their codes mean, and mean the letters
        plain = FontRun("F1", f"{heading}\n", guessed=heading.replace(" ", ""))
        assert not garbled.inspect([body, plain]).garbled, heading


def test_a_font_that_lost_a_part_of_its_map_is_caught() -> None:
    body = FontRun("AAAAAA+Regular", samples.page("hi"))
    partly = FontRun("BAAAAA+Bold", "=मारे चारों \x174 6\n", guessed="=\x1746")
    assert garbled.inspect([body, partly]).garbled


@pytest.mark.parametrize(
    "text", ["• ▪", "x\ny\nz", "12\n13\n1,25,000", "3 + 4 = 7", "AB", "e\x0bect of water on di\x0berent plants"]
)
def test_signs_variables_and_numbers_without_a_map_prove_nothing(text: str) -> None:
    body = FontRun("AAAAAA+Regular", samples.page("en"))
    assert not garbled.inspect([body, FontRun("F1", text, guessed="".join(text.split()))]).garbled


def test_a_font_with_a_wrong_map_is_judged_by_itself() -> None:
    body = FontRun("AAAAAA+Regular", samples.page("en") * 4)
    heading = samples.STRIPPED["substituted"]("Rivers and lakes of the northern plains of India", 1)
    assert garbled.inspect([body, FontRun("BAAAAA+Bold", heading)]).garbled


def test_text_left_behind_by_ocr_is_fluent_only_when_it_reads_well() -> None:
    for language in codes():
        assert garbled.is_fluent(samples.page(language)), language
        worse = samples.substituted(samples.page(language), 3)
        assert not garbled.is_fluent(worse), language
    assert not garbled.is_fluent("Chapter 3")
    assert not garbled.is_fluent(
        "Tbe rrvcr Gcinqa flovvs trom thc Hirnalcyas tp lhc Bzy 0f Bcnqal vvith mncb vvatcr " * 2
    )


def test_a_phonetic_letter_inside_an_indian_word_is_the_glyph_of_a_lost_map() -> None:
    good = "चित्र 2.1 हमारे चारों ओर जल है और TVમાં café का"
    assert not garbled.inspect_text(good).garbled
    assert garbled.inspect_text(good.replace("चित्र", "ɡचत्र")).garbled


def test_the_script_of_a_garbled_layer_is_known_by_its_letters() -> None:
    assert garbled.script_of([FontRun("", "ਸਾਡਿੇ ਆਲੇ-ਦੁਆਲੇ ਦਾ ਪਾਣੀ RUNHEAD 12.5 kg")]) == "Guru"
    assert garbled.script_of([FontRun("", "vkSj ty gS 12.5 kg")]) is None


def test_a_latin_letter_glued_to_words_of_all_kinds_is_the_glyph_of_a_lost_map() -> None:
    good = "ਸਮੁੰਦਰ ਤਲ ਉੱਤੇ ਪਾਣੀ 100 ਡਿਗਰੀ ਸੈਲਸੀਅਸ ਉੱਤੇ ਉਬਲਦਾ ਹੈ। 1947 ਵਿੱਚ ਪਿੰਡ ਵਿੱਚ 1,25,000 ਲੋਕ ਸਨ ਜੋ ਖੂਹਾਂ ਤੋਂ ਪਾਣੀ ਭਰਦੇ ਸਨ। " * 5
    bad = good.replace("ਡਿ", "bਡਿ").replace("ਵਿੱ", "bਵਿੱ").replace("ਪਿੰਡ", "bਪੰਡਿ")
    assert not garbled.inspect_text(good).garbled
    assert garbled.inspect_text(bad).reason is GarbledReason.BROKEN_ORDER


def test_one_code_without_a_meaning_in_an_indian_word_is_enough() -> None:
    page = FontRun("AAAAAA+Gurmukhi", samples.page("pa"))
    assert garbled.inspect([page, FontRun("AAAAAA+Gurmukhi", "ਅਸਮਾਨ bਵਿੱਚ ਬੱਦਲ", guessed="b")]).garbled
    # the same where the file says that it is a letter, and where the letter stands by itself
    assert not garbled.inspect([page, FontRun("AAAAAA+Gurmukhi", "ਅਸਮਾਨ bਵਿੱਚ ਬੱਦਲ")]).garbled
    assert not garbled.inspect([page, FontRun("AAAAAA+Gurmukhi", "ਅਸਮਾਨ b ਵਿੱਚ ਬੱਦਲ", guessed="b")]).garbled


def test_lone_signs_beside_unwritable_words_are_marks_of_a_lost_map() -> None:
    page = samples.page("pa")[:900]
    lost = f"{page}\nਸਾਡਿੇ ਆਲੇ-ਦੁਆਲੇ\nੱ\nਪੌਦੇ ਨੰ ਹਰ ਰੋਜ਼\nੂ\nਉਪਰ\nੱ\nੱ\nੂ\nੱ ੂ"
    assert not garbled.inspect_text(page).garbled
    assert garbled.inspect_text(lost).garbled

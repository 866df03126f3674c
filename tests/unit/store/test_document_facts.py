"""Facts of documents are kept, and the headings of pages decide together with their text how they are found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from app.domain.chunks import Heading, headings_in, in_force
from app.domain.documents import Block, BlockKind, DocumentFacts, Page, PageText, Quality, ReadMethod
from app.store import codec, migrate, sqlite_module
from app.store.database import make_engine
from tests.unit.store import samples

if TYPE_CHECKING:
    from pathlib import Path

    from app.store.store import Store

FACTS = DocumentFacts("NCERT", 8, "Science", "5", ("school_class",))


def _read(*texts: str) -> PageText:
    """Texts that begin with # are headings."""
    blocks = tuple(
        Block(BlockKind.HEADING, one.lstrip("#"), level=one.count("#"))
        if one.startswith("#")
        else Block(BlockKind.PARAGRAPH, one)
        for one in texts
    )
    return PageText(blocks, ReadMethod.TEXT, Quality.GOOD, language="en")


def _book(store: Store, *reads: PageText | None) -> tuple[Page, ...]:
    document = samples.document(pages=0)
    pages = tuple(samples.page(document.id, number, read) for number, read in enumerate(reads))
    store.write(lambda work: work.documents.add(replace(document, pages=pages)))
    return pages


def _hashes(store: Store) -> dict[str, str]:
    return store.read(lambda work: work.documents.page_hashes())


def test_facts_of_a_document_come_back_as_they_were(store: Store) -> None:
    document = replace(samples.document(), facts=FACTS)
    store.write(lambda work: work.documents.add(document))
    assert store.read(lambda work: work.documents.get(document.id)).facts == FACTS
    other = DocumentFacts(subject="Mathematics")
    store.write(lambda work: work.documents.set_facts(document.id, other))
    assert [one.facts for one in store.read(lambda work: work.documents.list())] == [other]


def test_a_page_knows_the_headings_of_the_pages_before_it(store: Store) -> None:
    pages = _book(store, _read("#Plants", "a", "##Leaves"), None, _read("b", "##Roots", "#Animals"), _read("c"))
    paths = [store.read(lambda work, page=page: work.documents.headings_before(page)) for page in pages]
    assert [[one.text for one in path] for path in paths] == [
        [],
        ["Plants", "Leaves"],
        ["Plants", "Leaves"],
        ["Animals"],
    ]


def test_headings_are_looked_for_no_further_than_the_chapter(store: Store) -> None:
    reads = [_read("#Plants"), _read("##Chapter 1", "###Leaves"), _read("a"), _read("####Veins"), _read("b")]
    (*_, last) = _book(store, *reads)
    path = store.read(lambda work: work.documents.headings_before(last))
    assert [one.text for one in path] == ["Chapter 1", "Leaves", "Veins"]
    whole: tuple[Heading, ...] = ()
    for read in reads[:-1]:
        whole = in_force(whole, headings_in(read.blocks))
    assert path == whole


def test_a_changed_heading_changes_how_the_pages_after_it_are_found_and_a_changed_word_only_its_own(
    store: Store,
) -> None:
    pages = _book(store, _read("#Plants", "a"), _read("b"), _read("#Animals"), _read("d"))
    other = _book(store, _read("x"))
    before = _hashes(store)

    def changed(page: Page, read: PageText) -> set[str]:
        earlier = _hashes(store)
        store.write(lambda work: work.documents.save_page(replace(page, text=read)))
        return {one for one, text_hash in _hashes(store).items() if earlier[one] != text_hash}

    ids = [page.id for page in pages]
    assert changed(pages[1], _read("B")) == {ids[1]}
    assert changed(pages[0], _read("#Plants", "A")) == {ids[0]}
    assert changed(pages[0], _read("#Trees", "A")) == set(ids[:3])
    store.write(lambda work: work.documents.save_reading(ids[0], _read("#Plants", "a"), None))
    store.write(lambda work: work.documents.save_reading(ids[1], _read("b"), None))
    assert _hashes(store) == before
    store.write(lambda work: work.documents.set_order(pages[0].document_id, [ids[2], ids[0], ids[1], ids[3]]))
    moved = {one for one, text_hash in _hashes(store).items() if before[one] != text_hash}
    assert moved == {ids[0], ids[2], ids[3]}
    assert other[0].id in before


def test_headings_of_pages_that_were_read_before_are_found_by_the_migration(tmp_path: Path) -> None:
    engine = make_engine(sqlite_module.load(), tmp_path / "shikshasetu.db")
    migrate.upgrade(engine, "main", to="0001")
    packed = codec.to_compressed(_read("#पानी", "a"))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO documents VALUES ('d', 't', '[]', 'k', 'hi', 'now', NULL)"))
        for page, value in (("p", packed), ("damaged", b"x"), ("unread", None)):
            row = {"id": page, "text": value}
            connection.execute(text("INSERT INTO pages VALUES (:id, 'd', 0, 0, 0, 0, NULL, :text, '', NULL, 0)"), row)
    migrate.upgrade(engine, "main")
    with engine.connect() as connection:
        found = {row.id: row.headings for row in connection.execute(text("SELECT id, headings FROM pages"))}
    engine.dispose()
    assert codec.from_json(found.pop("p").encode(), tuple[Heading, ...]) == (Heading(1, "पानी"),)
    assert set(found.values()) == {None}


def test_comparing_the_index_reads_no_page_texts(store: Store) -> None:
    _book(store, _read("#Plants"))
    plan = store._database.read(
        lambda one: one.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT pages.document_id, pages.id, text_hash, headings FROM pages JOIN documents"
                " ON documents.id = pages.document_id WHERE removed IS NULL"
                " ORDER BY pages.document_id, pages.position, pages.id"
            )
        ).all()
    )
    assert any("COVERING INDEX pages_to_find" in row[-1] for row in plan), plan
    assert not any("TEMP B-TREE" in row[-1] for row in plan), plan

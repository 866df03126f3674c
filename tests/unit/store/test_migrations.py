from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, text

from app.domain.errors import UserFacingError
from app.domain.lessons import VersionState
from app.store import migrate, soundness, sqlite_module
from app.store.backup import Backups
from app.store.database import make_engine
from app.store.store import Store
from app.store.tables import METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

RELEASED = sorted((Path(__file__).parents[2] / "data" / "databases").glob("*.db"))
"""One small database of every schema that was ever released."""
HEAD = migrate.HEADS["main"]
NEXT = f"{int(HEAD) + 1:04}"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(sqlite_module.load(), tmp_path / "shikshasetu.db")
    yield made
    made.dispose()


def test_migrations_make_exactly_the_tables_that_the_code_describes(engine: Engine) -> None:
    migrate.upgrade(engine, "main")
    found = inspect(engine)
    described = METADATA.tables
    assert set(found.get_table_names()) == {*described, "alembic_version"}
    for name, table in described.items():
        columns = {one["name"]: (str(one["type"]), one["nullable"]) for one in found.get_columns(name)}
        expected = {one.name: (one.type.compile(engine.dialect), one.nullable) for one in table.columns}
        assert columns == expected, name
        assert {one["name"] for one in found.get_indexes(name)} == {one.name for one in table.indexes}, name


@pytest.mark.parametrize("schema", ["main", "index"])
def test_the_head_known_to_the_code_is_the_newest_migration(schema: migrate.Schema) -> None:
    revisions = sorted(file.name[:4] for file in (migrate.MIGRATIONS / schema / "versions").glob("[0-9]*.py"))
    assert migrate.HEADS[schema] == revisions[-1]
    assert schema == "index" or soundness.SCHEMAS.keys() == set(revisions)


def test_alembic_is_imported_only_when_there_is_work(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.store.store import Store\n"
        "Store.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    said = [
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]


def test_data_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    database = tmp_path / "shikshasetu.db"
    connection = sqlite_module.load().connect(str(database))
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.execute("CREATE TABLE from_the_future (id)")
    connection.commit()
    connection.close()
    before = database.read_bytes()
    for read_only in (False, True):
        with pytest.raises(UserFacingError) as told:
            Store.open(tmp_path, read_only=read_only)
        assert told.value.key == "data.too_new"
    assert database.read_bytes() == before


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_every_released_database_opens_with_everything_in_it(released: Path, tmp_path: Path) -> None:
    shutil.copy(released, tmp_path / "shikshasetu.db")
    with Store.open(tmp_path) as store:
        assert store.recovery is None
        person = store.read(lambda work: work.people.current())
        assert person is not None
        assert person.name == "नीता शर्मा"
        (document,) = store.read(lambda work: work.documents.list())
        whole = store.read(lambda work: work.documents.get(document.id))
        assert [page.text.text[:8] for page in whole.pages if page.text] == ["जल चक्र\n", "Water is"]
        states = [one.state for one in store.read(lambda work: work.lessons.summaries())]
        assert sorted(states) == [VersionState.APPROVED, VersionState.DRAFT, VersionState.REJECTED]
        for summary in store.read(lambda work: work.lessons.summaries()):
            approved = store.read(lambda work, one=summary: work.lessons.approved(one.id))
            assert (approved is not None) == (summary.state is VersionState.APPROVED)
        assert len(store.read(lambda work: work.jobs.list())) == 2
        assert store.read(lambda work: work.timings.seconds_per_unit("reading")) == 2.5


def test_the_released_databases_include_the_present_schema() -> None:
    assert migrate.HEADS["main"] in {path.stem for path in RELEASED}


# -- a migration that goes wrong -------------------------------------------------------------------------------------


@pytest.fixture
def with_another_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretends that there is one more revision; returns the file in which a test writes what it does."""
    copy = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "MIGRATIONS", copy)
    monkeypatch.setitem(migrate.HEADS, "main", NEXT)
    return copy / "main" / "versions" / f"{NEXT}_next.py"


def another(body: str) -> str:
    return (
        f"revision = '{NEXT}'\ndown_revision = '{HEAD}'\nbranch_labels = None\ndepends_on = None\n"
        f"def upgrade():\n    from alembic import op\n    {body}\n"
    )


REBUILD = (
    "with op.batch_alter_table('documents', recreate='always') as batch:\n"
    "        import sqlalchemy\n"
    "        batch.add_column(sqlalchemy.Column('later', sqlalchemy.Text(), server_default=''))"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(RELEASED[-1], data / "shikshasetu.db")
    return data


def test_rebuilding_a_table_keeps_what_refers_to_it_and_a_backup_is_made_first(
    with_another_migration: Path, folder: Path
) -> None:
    with_another_migration.write_text(another(REBUILD), encoding="utf-8")
    with Store.open(folder) as store:
        (document,) = store.read(lambda work: work.documents.list())
        assert len(store.read(lambda work: work.documents.get(document.id)).pages) == 2
    backup = Backups(sqlite_module.load(), folder / "backups").all()[-1]
    old = sqlite_module.load().connect(str(backup.path))
    assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    old.close()


@pytest.mark.parametrize(
    "body",
    [
        'op.execute("DELETE FROM pages")',
        'op.execute("DELETE FROM documents")',
        'op.execute("ALTER TABLE people ADD COLUMN x TEXT"); raise ZeroDivisionError',
    ],
    ids=["loses rows", "leaves dangling references", "fails half-way"],
)
def test_a_migration_that_goes_wrong_changes_nothing(with_another_migration: Path, folder: Path, body: str) -> None:
    with_another_migration.write_text(another(body), encoding="utf-8")
    with pytest.raises((migrate.MigrationLostRowsError, ZeroDivisionError)):
        Store.open(folder)
    connection = sqlite_module.load().connect(str(folder / "shikshasetu.db"))
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    assert connection.execute("SELECT count(*) FROM pages").fetchone() == (2,)
    assert "x" not in {row[1] for row in connection.execute("PRAGMA table_info(people)")}
    connection.close()


def test_a_reader_of_an_older_schema_gets_a_migrated_copy(with_another_migration: Path, folder: Path) -> None:
    with_another_migration.write_text(another(REBUILD), encoding="utf-8")
    before = (folder / "shikshasetu.db").read_bytes()
    with Store.open(folder, read_only=True) as store:
        assert len(store.read(lambda work: work.documents.list())) == 1
        assert store._database.read(lambda one: one.scalar(text("SELECT version_num FROM alembic_version"))) == NEXT
    assert (folder / "shikshasetu.db").read_bytes() == before

"""A pack of models is taken whole and unchanged from a laptop that somebody trusts, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.config.paths import resources
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken
from app.domain.models import Licence, ModelFile
from app.inference.catalog import load_catalog
from app.inference.install import pack_export, pack_folder, pack_import, pack_manifest
from app.inference.install.file_faults import sha256_of
from app.inference.install.pack_export import export_pack
from app.inference.install.pack_import import read_pack, stage
from app.inference.install.pack_manifest import MalformedManifestError, Manifest, Signature
from app.inference.install.signing import PACK, LaptopKey, fingerprint, is_signed
from app.inference.registry import content_hash
from tests.integration.pack_attacks import PART, School, flip_bits, make_model, make_models, make_pack, new_key, tamper
from tests.quick_folder import quick_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as one:
        yield one


def contents(folder: Path) -> dict[str, dict[str, bytes]]:
    return {
        one.model.spec_id: {file.name: (one.folder / file.name).read_bytes() for file in one.files}
        for one in make_models(folder)
    }


def sign_anyway(pack: Path, data: bytes, key: LaptopKey) -> None:
    """What a trusted laptop with a fault, or with ill intent, could make."""
    (pack / "manifest.json").write_bytes(data)
    signature = Signature(key.public.hex(), key.sign(data, purpose=PACK).hex())
    (pack / "manifest.sig").write_bytes(msgspec.json.encode(signature))


def test_models_travel_whole_with_their_licences(folder: Path) -> None:
    key = new_key()
    manifest = make_pack(folder / "पैक", key)
    assert len(manifest.parts) == 4
    assert max(part.size for part in manifest.parts) == PART
    text = (folder / "पैक" / "LICENCES.txt").read_text(encoding="utf-8")
    assert "Apache-2.0\nCommercial use is allowed.\nFree for everybody." in text
    school = School(folder / "school")
    models = school.take(folder / "पैक")
    assert school.installed == contents(folder / "again")
    assert [one.packed.licence.spdx for one in models] == ["Apache-2.0"] * 2
    assert {one.signer for one in models} == {key.fingerprint}
    assert not list(school.staging.iterdir()), "nothing stays behind"


def test_a_signer_is_asked_about_once_and_remembered(folder: Path) -> None:
    key = new_key()
    make_pack(folder / "pack", key)
    school = School(folder / "school", answer=False)
    assert school.refuses(folder / "pack") == "modelpack.not_trusted"
    assert not school.staging.exists()
    school.answer = True
    school.take(folder / "pack")
    school.take(folder / "pack")
    assert school.asked == [key.fingerprint] * 2, "after the no once more, after the yes never"
    school.trusted.forget(key.fingerprint)
    school.take(folder / "pack")
    assert len(school.asked) == 3


def test_another_laptop_is_asked_about_even_if_it_calls_itself_the_same(folder: Path) -> None:
    school = School(folder / "school")
    for name in ("one", "two"):
        make_pack(folder / name, new_key())
        school.take(folder / name)
    assert len(set(school.asked)) == 2


def test_an_older_pack_of_the_same_laptop_is_refused_and_other_models_are_not(folder: Path) -> None:
    key = new_key()
    models = make_models(folder / "models")
    export_pack(models, folder / "new", key, 7)
    export_pack(models[:1], folder / "old", key, 6)
    school = School(folder / "school")
    export_pack(models[1:], folder / "first", key, 5)
    for pack in ("first", "new", "new"):
        school.take(folder / pack)
    assert school.refuses(folder / "old") == "modelpack.older"
    other = School(folder / "other")
    export_pack(models[1:], folder / "b", key, 9)
    other.take(folder / "b")
    assert other.refuses(folder / "old") == "", "another model, never taken before"


def test_five_hundred_flipped_bits_are_refused() -> None:
    refused = flip_bits(500, seed=1)
    assert sum(refused.values()) == 500
    assert set(refused) == {"modelpack.not_signed", "modelpack.damaged"}


def test_the_part_that_is_damaged_is_named_and_none_of_it_stays(folder: Path) -> None:
    make_pack(folder / "pack", new_key())
    (folder / "pack" / "part-0002.bin").write_bytes(bytes(PART))
    school = School(folder / "school")
    with pytest.raises(UserFacingError, match=r"part-0002\.bin"):
        school.take(folder / "pack")
    assert not list(school.staging.iterdir())


def test_truncations_swaps_and_rollbacks_are_refused() -> None:
    refused = tamper(100, seed=2)
    assert "" not in refused, refused
    assert set(refused) >= {"modelpack.not_signed", "modelpack.damaged", "modelpack.older", "modelpack.not_a_pack"}


def _twice(data: bytes) -> bytes:
    return data.replace(b'"number": 1,', b'"number": 1,\n "number": 1,')


def _changed(change: Callable[[Manifest], Manifest]) -> Callable[[bytes], bytes]:
    return lambda data: pack_manifest.encode(change(pack_manifest.decode(data)))


def _with_name(name: str) -> Callable[[Manifest], Manifest]:
    def change(manifest: Manifest) -> Manifest:
        first = manifest.models[0]
        files = (replace(first.files[0], name=name), *first.files[1:])
        content = content_hash(files)
        return replace(manifest, models=(replace(first, files=files, content=content), *manifest.models[1:]))

    return change


@pytest.mark.parametrize(
    "change",
    [
        _twice,
        lambda data: data + b" ",
        lambda data: data.replace(b"{", b'{"more": 1, ', 1),
        lambda data: b"[" * 100_000,
        lambda data: b"\xff\xfe",
        lambda data: b"",
        *(
            _changed(_with_name(name))
            for name in ("../x", "/etc/x", "C:\\x", "a:b", "CON", "MODEL.BIN", "x.", "model.json")
        ),
        _changed(lambda one: replace(one, models=one.models * 2)),
        _changed(lambda one: replace(one, models=(replace(one.models[0], spec_id="../../up"), *one.models[1:]))),
        _changed(lambda one: replace(one, parts=one.parts[:-1])),
        _changed(lambda one: replace(one, parts=one.parts[::-1])),
        _changed(lambda one: replace(one, licences=ModelFile("../LICENCES.txt", 3, "0" * 64))),
        _changed(lambda one: replace(one, number=0)),
        _changed(lambda one: replace(one, number=10**400)),
        _changed(lambda one: replace(one, format=2)),
    ],
)
def test_also_a_signed_manifest_must_make_sense(folder: Path, change: Callable[[bytes], bytes]) -> None:
    key = new_key()
    make_pack(folder / "pack", key)
    data = (folder / "pack" / "manifest.json").read_bytes()
    sign_anyway(folder / "pack", data, key)
    assert read_pack(folder / "pack").signer == key.fingerprint, "the seal itself is right"
    sign_anyway(folder / "pack", change(data), key)
    assert School(folder / "school").refuses(folder / "pack") == "modelpack.not_signed"


def test_wrong_sizes_do_not_make_files_larger_than_they_say(folder: Path) -> None:
    """A signed manifest whose parts are right and whose files are not."""
    key = new_key()
    make_pack(folder / "pack", key)

    def change(manifest: Manifest) -> Manifest:
        first, (one, two, *rest) = manifest.models[0], manifest.models[0].files
        files = (replace(one, size=one.size + 1), replace(two, size=two.size - 1), *rest)
        return replace(manifest, models=(replace(first, files=files), *manifest.models[1:]))

    sign_anyway(folder / "pack", _changed(change)((folder / "pack" / "manifest.json").read_bytes()), key)
    assert School(folder / "school").refuses(folder / "pack") == "modelpack.damaged"


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "part-0002.bin"])
def test_links_and_pipes_are_not_followed(folder: Path, name: str) -> None:
    make_pack(folder / "pack", new_key())
    school = School(folder / "school")
    victim = folder / "pack" / name
    victim.rename(folder / name)
    victim.symlink_to(folder / name)
    assert school.refuses(folder / "pack").startswith("modelpack.")
    victim.unlink()
    os.mkfifo(victim)
    assert school.refuses(folder / "pack").startswith("modelpack.")


def test_a_signature_for_another_purpose_is_worth_nothing() -> None:
    key = new_key()
    signature = key.sign(b"x", purpose=PACK)
    assert is_signed(b"x", signature, key.public, purpose=PACK)
    assert not is_signed(b"x", signature, key.public, purpose="catalogue")
    assert not is_signed(b"x", signature, new_key().public, purpose=PACK)
    assert not is_signed(b"x", signature[:-1], key.public, purpose=PACK)
    assert not is_signed(b"x", signature, b"short", purpose=PACK)
    assert fingerprint(key.public) == key.fingerprint
    assert len(key.fingerprint.replace(" ", "")) == 32


def test_an_export_goes_on_where_it_was_broken_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, models, pack = new_key(), make_models(folder / "models"), folder / "pack"
    cancel = CancelToken()
    with pytest.raises(JobCancelled):
        export_pack(
            models, pack, key, 1, part_bytes=PART, cancel=cancel,
            report=lambda one: cancel.cancel() if one.done > 2 * PART else None,
        )  # fmt: skip
    assert sorted(path.name for path in pack.iterdir()) == ["packing.json", "part-0001.bin", "part-0002.bin"]
    assert School(folder / "school").refuses(pack) == "modelpack.not_a_pack"
    (pack / "part-0002.bin").write_bytes(bytes(PART))  # the stick lost it
    written: list[str] = []
    real = pack_export._PartWriter._written
    monkeypatch.setattr(
        pack_export._PartWriter,
        "_written",
        lambda self, name, *ends: [written.append(name), real(self, name, *ends)][1],
    )
    export_pack(models, pack, key, 1, part_bytes=PART)
    assert written == ["part-0002.bin", "part-0003.bin", "part-0004.bin"]
    school = School(folder / "school")
    school.take(pack)
    assert school.installed == contents(folder / "again")


def test_a_smaller_pack_leaves_no_part_of_the_larger_one(folder: Path) -> None:
    models = make_models(folder / "models")
    for some in (models, models[1:]):
        export_pack(some, folder / "pack", new_key(), 1, part_bytes=PART)
    names = {path.name for path in (folder / "pack").iterdir()}
    assert names == {"LICENCES.txt", "manifest.json", "manifest.sig", "part-0001.bin"}


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.sig", "LICENCES.txt", "part-0001.bin", "part-0001.bin.writing", "packing.json",
             "packing.json.writing", "manifest.json.writing"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "file"])
def test_an_export_leaves_alone_what_no_export_wrote(folder: Path, name: str, kind: str) -> None:
    models, pack, precious = make_models(folder / "models"), folder / "pack", folder / "precious"
    pack.mkdir()
    precious.write_bytes(b"mine")
    way = pack / name
    if kind == "pipe":
        os.mkfifo(way)
    elif kind == "folder":
        way.mkdir()
    elif kind == "link":
        way.symlink_to(precious)
    else:
        way.write_bytes(b"mine")
    before = way.lstat()
    if (kind, name) == ("file", "packing.json.writing"):  # what a kill at the first byte leaves
        export_pack(models, pack, new_key(), 1, part_bytes=PART)
        return
    with pytest.raises(UserFacingError) as caught:
        export_pack(models, pack, new_key(), 1, part_bytes=PART)
    assert caught.value.key == "modelpack.in_the_way"
    assert name in str(caught.value)
    assert (way.lstat().st_mode, way.lstat().st_ino) == (before.st_mode, before.st_ino)
    assert precious.read_bytes() == b"mine"
    assert kind != "file" or way.read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes of POSIX")
@pytest.mark.parametrize("kind", ["link", "pipe", "file"])
def test_a_pack_is_not_written_where_a_link_leads(folder: Path, kind: str) -> None:
    elsewhere, pack = folder / "elsewhere", folder / "pack"
    elsewhere.mkdir()
    (elsewhere / "part-0009.bin").write_bytes(b"precious")
    if kind == "link":
        pack.symlink_to(elsewhere)
    else:
        os.mkfifo(pack) if kind == "pipe" else pack.write_bytes(b"mine")
    with pytest.raises(UserFacingError) as caught:
        export_pack(make_models(folder / "models"), pack, new_key(), 1)
    assert caught.value.key == "modelpack.in_the_way"
    assert [one.name for one in elsewhere.iterdir()] == ["part-0009.bin"]


def test_files_that_only_look_like_parts_stay_beside_a_pack(folder: Path) -> None:
    models, pack = make_models(folder / "models"), folder / "pack"
    export_pack(models, pack, new_key(), 1, part_bytes=PART)
    mine = ("part-of-my-thesis.docx", "part-0009.bin", "part-00001.bin", "part-0003.bin.old", "LICENCES.txt.bak")
    for name in mine:
        (pack / name).write_bytes(b"mine")
    export_pack(models[1:], pack, new_key(), 2, part_bytes=PART)
    names = {path.name for path in pack.iterdir()}
    assert names == {*mine, "LICENCES.txt", "manifest.json", "manifest.sig", "part-0001.bin"}
    assert {(pack / name).read_bytes() for name in mine} == {b"mine"}


def test_the_texts_of_the_licences_are_in_the_pack(folder: Path) -> None:
    first, second = make_models(folder / "models")
    research = Licence("LicenseRef-Research", commercial=False, gated=False, summary="Research.", url="https://r.org")
    bare = replace(first, name="Bare", licence=research)
    own = make_model(folder / "own", "tiny-own", {"model.bin": b"1", "LICENSE": b"Ours."})
    own = replace(own, name="Own", licence=research)
    export_pack([bare, second, own], folder / "pack", new_key(), 1, licences=resources() / "models" / "licences")
    text = (folder / "pack" / "LICENCES.txt").read_text("utf-8")
    assert text.count("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION") == 1
    parts = {one.split("\n")[0]: one for one in text.split("\n\n")}
    assert "https://r.org\nThe text is not in this pack" in parts["Bare"]
    assert "installed with the model, as LICENSE" in parts["Own"]
    assert "The text of Apache-2.0 is below" in parts[second.name]
    School(folder / "school").take(folder / "pack")


def test_every_licence_of_the_catalogue_that_may_be_shipped_is_there_in_full() -> None:
    texts = {one.stem: one.read_text("utf-8") for one in (resources() / "models" / "licences").iterdir()}
    wanted = {one.licence.spdx for one in load_catalog(resources() / "models").models}
    assert wanted - texts.keys() == {"LicenseRef-Qwen-Research"}, "its text comes with the model, as LICENSE"
    ends = {"Apache-2.0": "limitations under the License.", "MIT": "SOFTWARE.", "CC-BY-NC-4.0": "creativecommons.org."}
    assert {one: texts[one].strip().endswith(end) for one, end in ends.items()} == dict.fromkeys(texts, True)


@pytest.mark.parametrize("part", ["compared", "read back", "verified"])
def test_large_files_are_hashed_so_that_a_person_can_end_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """Of a file of 8 MB: cancelled while it is hashed, not only between two files."""
    model = make_model(folder / "a", "tiny-a", {"model.bin": bytes(8 << 20)})
    cancel, hashed = CancelToken(), []
    modules = {"compared": pack_export, "read back": pack_folder, "verified": pack_import}

    def hashing(path: Path, check: Callable[[], None]) -> str:
        def checked() -> None:
            hashed.append(path)
            cancel.cancel()
            check()

        return sha256_of(path, checked)

    if part == "verified":
        export_pack([model], folder / "pack", new_key(), 1)
    monkeypatch.setattr(modules[part], "sha256_of", hashing)

    def work() -> None:
        if part == "verified":
            stage(read_pack(folder / "pack"), folder / "staging", cancel=cancel)
        else:
            export_pack([model], folder / "pack", new_key(), 1, cancel=cancel)

    with pytest.raises(JobCancelled):
        work()
    assert len(hashed) == 1


def test_a_model_that_changed_since_its_install_is_not_signed(folder: Path) -> None:
    models = make_models(folder / "models")
    (models[1].folder / "model.bin").write_bytes(b"other")
    with pytest.raises(UserFacingError) as caught:
        export_pack(models, folder / "pack", new_key(), 1)
    assert caught.value.key == "modelpack.source_changed"
    assert "tiny-b" in str(caught.value)
    assert not (folder / "pack" / "manifest.sig").exists()
    with pytest.raises(UserFacingError, match="No model was chosen"):
        export_pack([], folder / "pack", new_key(), 1)


def test_a_stick_that_gives_back_other_bytes_is_found_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "app.inference.install.pack_folder.sha256_of",
        lambda path, check: "0" * 64 if path.suffix == ".writing" else sha256_of(path, check),
    )
    with pytest.raises(UserFacingError) as caught:
        make_pack(folder / "pack", new_key())
    assert caught.value.key == "modelpack.readback_differs"
    assert not list((folder / "pack").iterdir())


def test_an_import_goes_on_at_the_next_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pack(folder / "pack", new_key())
    school, cancel = School(folder / "school"), CancelToken()
    pack = read_pack(folder / "pack")
    with pytest.raises(JobCancelled):
        stage(pack, school.staging, cancel=cancel, report=lambda one: cancel.cancel() if one.done >= 2 * PART else None)
    read: list[str] = []
    real = pack_import._part_bytes
    monkeypatch.setattr(
        pack_import, "_part_bytes", lambda folder, part: [read.append(part.name), real(folder, part)][1]
    )
    school.take(folder / "pack")
    assert read == ["part-0003.bin", "part-0004.bin"]
    assert school.installed == contents(folder / "again")


def test_what_a_power_cut_spoiled_in_the_staging_folder_is_read_again(folder: Path) -> None:
    make_pack(folder / "pack", new_key())
    school = School(folder / "school")
    staged = stage(read_pack(folder / "pack"), school.staging)
    spoiled = staged[0].folder / "model.bin"
    spoiled.write_bytes(bytes(spoiled.stat().st_size))
    (spoiled.parent.parent / "parts-done").write_text("0\n1\n2\n3\n")
    school.take(folder / "pack")
    assert school.installed == contents(folder / "again")


def test_there_is_room_before_a_pack_is_written_or_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_pack(folder / "pack", new_key())
    usage = shutil.disk_usage(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert School(folder / "school").refuses(folder / "pack") == "download.no_space"
    with pytest.raises(UserFacingError) as caught:
        make_pack(folder / "other", new_key())
    assert caught.value.key == "download.no_space"


def test_a_failed_install_is_tried_again_without_the_stick_being_asked_about(folder: Path) -> None:
    make_pack(folder / "pack", new_key())
    school = School(folder / "school")

    def full(_: object) -> None:
        raise UserFacingError("data.disk_full")

    with pytest.raises(UserFacingError):
        pack_import.import_pack(folder / "pack", school.staging, school.trusted, lambda _: True, full)
    assert school.trusted.newest(read_pack(folder / "pack").signer, "tiny-a--ctranslate2-int8") == 0
    school.take(folder / "pack")
    assert school.asked == []
    assert len(school.installed) == 2


def test_a_damaged_list_of_signers_trusts_nobody(folder: Path) -> None:
    make_pack(folder / "pack", new_key())
    school = School(folder / "school")
    school.take(folder / "pack")
    (school.folder / "trusted.json").write_bytes(b'{"x"')
    school.take(folder / "pack")
    assert len(school.asked) == 2
    assert json.loads((school.folder / "trusted.json").read_bytes())


def test_no_folder_of_a_pack_is_a_sentence(folder: Path) -> None:
    assert School(folder / "school").refuses(folder / "nowhere") == "modelpack.not_a_pack"
    make_pack(folder / "pack", new_key())
    (folder / "pack" / "manifest.json").write_bytes(bytes(6_000_000))
    assert School(folder / "school").refuses(folder / "pack") == "modelpack.damaged"


def test_nothing_but_the_manifest_of_encode_is_decoded() -> None:
    with pytest.raises(MalformedManifestError):
        pack_manifest.decode(b"{}")


def test_the_mode_of_files_is_ordinary(folder: Path) -> None:
    make_pack(folder / "pack", new_key())
    for path in (folder / "pack").iterdir():
        assert not path.stat().st_mode & stat.S_IXUSR

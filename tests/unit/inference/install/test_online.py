"""Models come from the hub or a server of the same layout, as the publisher has them, or the laptop stays as it was."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.config.paths import resources
from app.domain.errors import JobCancelled, UserFacingError
from app.domain.jobs import CancelToken, Progress
from app.domain.models import Accelerator, DeviceKind, EngineChoices, Machine, Runtime
from app.inference.catalog import PROJECT_KEY, load_catalog
from app.inference.catalog_signing import sign_catalog
from app.inference.install.conversion import ProcessConverter
from app.inference.install.online import in_order
from app.inference.install.secrets import Secrets
from app.inference.install.server_sources import HUB, hub_address
from app.inference.install.service import ModelService
from tests.hub_server import COMMIT, Fault, HubServer
from tests.integration.hub_install_runs import kill_installs
from tests.quick_folder import quick_folder
from tests.unit.inference.install.test_model_packs import NO_KEYRING
from tests.unit.inference.install.test_service import voice

GIBI = 1 << 30
CATALOG = load_catalog(resources() / "models")
HINDI, WEIGHTS = "facebook/mms-tts-hin", "model.safetensors"
PC = Machine("Linux", "x86_64", 2, 16 * GIBI, ("avx2",), ())


@pytest.fixture
def folder() -> Iterator[Path]:
    with quick_folder() as one:
        yield one


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    with HubServer() as one:
        monkeypatch.setenv("HF_ENDPOINT", f"{one.base}/")
        yield one


def serve(hub: HubServer, repository: str, source: Path) -> dict[str, bytes]:
    """Put the files of a model on the hub, those that are small as the hub has small ones."""
    contents = {one.name: one.read_bytes() for one in source.iterdir()}
    for name, content in contents.items():
        hub.put(repository, name, content, lfs=len(content) > 1000)
    return contents


def laptop(folder: Path, *, budget: int = 0, catalogs: Path | None = None, key: bytes = PROJECT_KEY) -> ModelService:
    return ModelService(
        folder / "models",
        (catalogs or resources() / "models", folder / "catalogue"),
        ProcessConverter(GIBI),
        choices=lambda: EngineChoices(memory_budget=budget),
        machine=lambda: PC,
        secrets=Secrets(folder / "secrets", keyring=NO_KEYRING),
        key=key,
    )


def refusal(models: ModelService, spec_id: str, *, server: str = "") -> UserFacingError:
    """The sentence with which an install from a server ends; nothing may be installed then."""
    with pytest.raises(UserFacingError) as caught:
        models.fetch(models.ask_server(spec_id, server=server))
    assert models.registry.installed() == ()
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_model_comes_from_the_hub_and_the_same_again_fetches_nothing(folder: Path, hub: HubServer) -> None:
    contents = serve(hub, HINDI, voice(folder / "voice"))
    models, seen = laptop(folder / "आशा"), list[Progress]()
    offer = models.ask_server("mms-tts-hin", report=seen.append)
    assert offer.size == sum(map(len, contents.values()))
    assert hub.bodies() == [], "nothing is fetched by asking"
    model = models.fetch(offer, report=seen.append)
    place = models.registry.path(model)
    assert {one.name: (place / one.name).read_bytes() for one in models.registry.files(model)} == contents
    assert model.verified is False, "no hash of it is in the catalogue"
    assert models.verify().problems == ()
    assert {one.step for one in seen} == {"asking", "fetching"}
    asked = [one.path for one in hub.requests if "/resolve/" in one.path]
    assert all(f"/resolve/{COMMIT}/" in one for one in asked[1:]), "one version from the first answer on"
    before = len(hub.bodies())
    assert models.fetch(models.ask_server("mms-tts-hin")) == model
    assert len(hub.bodies()) == before


def test_kills_of_an_install_cost_a_chunk_each_and_the_next_one_ends_it() -> None:
    with quick_folder() as place:
        report = kill_installs(place, 4, megabytes=40)
    assert report.broken == []
    assert len(report.again) >= 4
    assert max(report.again) <= 8 << 20


def test_a_cancelled_install_goes_on_where_it_stopped(folder: Path, hub: HubServer) -> None:
    serve(hub, HINDI, voice(folder / "voice", megabytes=20))
    models, cancel = laptop(folder / "data"), CancelToken()

    def stop(progress: Progress) -> None:
        if progress.step == "fetching" and progress.done >= 9:
            cancel.cancel()

    hub.rate = 20 << 20
    with pytest.raises(JobCancelled):
        models.fetch(models.ask_server("mms-tts-hin"), report=stop, cancel=cancel)
    assert models.registry.installed() == ()
    models.fetch(models.ask_server("mms-tts-hin"))
    assert [one.start for one in hub.bodies() if WEIGHTS in one.path][-1] >= 8 << 20


def test_a_gated_model_wants_a_token_and_says_how(
    folder: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(hub, HINDI, voice(folder / "voice"))
    hub.gated[HINDI] = "hf_right"
    models = laptop(folder / "data")
    assert refusal(models, "mms-tts-hin").key == "download.needs_token"
    for bad in ("with a space", "two\nlines", "हिन्दी-token", "x"):
        with pytest.raises(UserFacingError) as caught:
            models.keep_token(bad)
        assert caught.value.key == "models.bad_token"
    models.keep_token("hf_wrong")
    denied = refusal(models, "mms-tts-hin")
    assert denied.key == "download.no_access"
    assert "hf_wrong" not in f"{denied}{denied.params}"
    models.keep_token("hf_right")
    assert models.fetch(models.ask_server("mms-tts-hin")).spec_id == "mms-tts-hin"
    content = [one for one in hub.requests if one.server == "content"]
    assert content, "large files come from another host"
    assert not any("authorization" in one.headers for one in content)
    models.keep_token("")
    monkeypatch.setenv("HF_TOKEN", "hf_right")
    other = laptop(folder / "other")
    assert other.fetch(other.ask_server("mms-tts-hin")).spec_id == "mms-tts-hin"


def test_a_catalogue_server_is_never_given_the_token(folder: Path, hub: HubServer) -> None:
    serve(hub, HINDI, voice(folder / "voice"))
    models = laptop(folder / "data")
    models.keep_token("hf_secret")
    models.fetch(models.ask_server("mms-tts-hin", server=hub.base))
    assert hub.bodies()
    assert not any("authorization" in one.headers for one in hub.requests)


def test_what_is_not_there_not_reachable_or_not_the_file_is_one_sentence(
    folder: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = laptop(folder / "data")
    assert refusal(models, "mms-tts-hin").key == "download.not_on_server"
    assert refusal(models, "mms-tts-nothing").key == "models.unknown"
    assert refusal(models, "mms-tts-hin", server="http://school.example").key == "download.address"
    source = voice(folder / "voice")
    serve(hub, HINDI, source)
    hub.fail(Fault.FLIPPED, Fault.FLIPPED)
    assert refusal(models, "mms-tts-hin").key == "download.wrong_content"
    assert list((folder / "data" / "models").glob(".*")) == []
    hub.put(HINDI, "config.json", json.dumps({"model_type": "vits", "auto_map": {"AutoModel": "x.Y"}}).encode())
    assert refusal(models, "mms-tts-hin").key == "models.runs_code"
    monkeypatch.setenv("HF_ENDPOINT", "https://127.0.0.1:9")
    assert refusal(models, "mms-tts-hin").key == "download.no_connection"


def test_a_paper_may_be_missing_and_weights_may_not(folder: Path, hub: HubServer) -> None:
    contents = serve(hub, HINDI, voice(folder / "voice"))
    assert "special_tokens_map.json" not in contents
    models = laptop(folder / "data")
    del hub._files[HINDI, WEIGHTS]
    assert refusal(models, "mms-tts-hin").key == "download.not_on_server"
    assert hub.bodies() == [], "known before a byte was fetched"


def test_room_and_memory_are_looked_at_before_a_byte_is_fetched(
    folder: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(hub, HINDI, voice(folder / "voice", megabytes=60))
    small = refusal(laptop(folder / "small", budget=100 << 20), "mms-tts-hin")
    assert small.key == "models.too_big_for_all"
    usage = shutil.disk_usage(folder)._replace(free=70 << 20)
    monkeypatch.setattr("app.inference.install.installer.shutil.disk_usage", lambda _: usage)
    assert refusal(laptop(folder / "full"), "mms-tts-hin").key == "models.no_space"
    assert hub.bodies() == []


def test_the_next_smaller_model_is_offered(folder: Path, hub: HubServer) -> None:
    source = next(one.source for one in CATALOG.find("qwen2.5-7b-instruct").forms if one.convert)
    for file in source.files:
        hub.put(source.repository, file.name, bytes(150 << 20 if "00001" in file.name else 1))
    models = laptop(folder / "data", budget=1100 << 20)
    with pytest.raises(UserFacingError, match=r"qwen2\.5-0\.5b-instruct") as caught:
        models.ask_server("qwen2.5-7b-instruct", runtime=Runtime.CTRANSLATE2)
    assert caught.value.key == "models.too_big"
    assert hub.bodies() == []


def _signed_catalogue(folder: Path, version: int, key: Ed25519PrivateKey, sha256: str) -> Path:
    """The shipped catalogue with one hash more."""
    folder.mkdir(parents=True)
    for one in (resources() / "models").glob("*.toml"):
        text = one.read_text("utf-8")
        if one.name == "mms-tts.toml" and sha256:
            files = '"special_tokens_map.json", "model.safetensors",'
            start = text.index("[sources.hin]")
            known = f'"special_tokens_map.json", {{ name = "model.safetensors", sha256 = "{sha256}" }},'
            text = text[:start] + text[start:].replace(files, known, 1)
        (folder / one.name).write_text(text, "utf-8")
    sign_catalog(folder, version, key)
    return folder


def test_a_newer_catalogue_of_a_server_counts_from_then_on_and_an_older_never(folder: Path, hub: HubServer) -> None:
    contents = serve(hub, HINDI, voice(folder / "voice"))
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    shipped = _signed_catalogue(folder / "shipped", 5, key, "")
    models = laptop(folder / "data", catalogs=shipped, key=public)
    assert models.take_catalog_of(hub.base).version == 5, "a server without a catalogue"

    def publish(catalogue: Path) -> None:
        hub.pages = {f"/catalogue/{one.name}": one.read_bytes() for one in catalogue.iterdir()}

    publish(_signed_catalogue(folder / "older", 4, key, ""))
    assert models.take_catalog_of(hub.base).version == 5
    publish(_signed_catalogue(folder / "newer", 6, key, "0" * 64))
    assert models.take_catalog_of(hub.base).version == 6
    assert models.catalog.version == 6
    assert refusal(models, "mms-tts-hin", server=hub.base).key == "models.wrong_hash"
    assert hub.bodies()[-1].path.startswith("/catalogue/"), "the server said it before a byte of the model"
    publish(_signed_catalogue(folder / "stranger", 9, Ed25519PrivateKey.generate(), ""))
    with pytest.raises(UserFacingError) as caught:
        models.take_catalog_of(hub.base)
    assert caught.value.key == "models.catalogue_unsigned"
    publish(_signed_catalogue(folder / "right", 7, key, hashlib.sha256(contents[WEIGHTS]).hexdigest()))
    hub.pages["/catalogue/mms-tts.toml"] += b"\n"
    with pytest.raises(UserFacingError) as caught:
        models.take_catalog_of(hub.base)
    assert caught.value.key == "models.catalogue_unsigned"
    publish(folder / "right")
    assert models.take_catalog_of(hub.base).version == 7
    assert models.fetch(models.ask_server("mms-tts-hin", server=hub.base)).spec_id == "mms-tts-hin"


def test_the_form_that_suits_the_machine_comes_and_another_where_the_hub_lacks_it(folder: Path, hub: HubServer) -> None:
    spec = CATALOG.find("qwen2.5-0.5b-instruct")
    ways = [one.runtime for one in in_order(spec, spec.forms, PC, EngineChoices())]
    assert Runtime.MLX not in ways, "it runs on Apple silicon alone"
    assert ways[0] in (Runtime.OPENVINO, Runtime.CTRANSLATE2)
    card = Accelerator(DeviceKind.CUDA, "card", 24 * GIBI)
    with_card = Machine("Linux", "x86_64", 2, 16 * GIBI, ("avx2",), (card,))
    assert in_order(spec, spec.forms, with_card, EngineChoices())[0].runtime is Runtime.TRANSFORMERS
    source = next(one.source for one in spec.forms if one.runtime is Runtime.TRANSFORMERS)
    for file in source.files:
        hub.put(source.repository, file.name, b"x")
    assert laptop(folder / "data").ask_server(spec.id).form.source.repository == source.repository
    assert (
        laptop(folder / "data").ask_server(spec.id, runtime=Runtime.TRANSFORMERS).form.runtime is Runtime.TRANSFORMERS
    )


def test_a_form_whose_library_is_there_goes_before_one_whose_library_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = CATALOG.find("qwen2.5-0.5b-instruct")
    for there, first in (({"openvino", "ctranslate2"}, Runtime.OPENVINO), ({"ctranslate2"}, Runtime.CTRANSLATE2)):
        monkeypatch.setattr("app.inference.install.online.find_spec", lambda name, there=there: name in there or None)
        assert in_order(spec, spec.forms, PC, EngineChoices())[0].runtime is first


def test_the_address_of_the_hub_is_the_one_that_its_own_tools_use() -> None:
    assert hub_address({}) == HUB == hub_address({"HF_ENDPOINT": " "})
    assert hub_address({"HF_ENDPOINT": "https://mirror.example/"}) == "https://mirror.example"

"""Laws of the RO-Crate: the reference validator finds what must be there, without a network."""

from __future__ import annotations

import io
import json
from importlib.resources import files

import pytest
import requests
from detour import citation, tables
from detour.sharing import crate
from requests_cache import CachedSession
from rocrate_validator import models, services
from urllib3 import HTTPResponse

FILES = {
    "book/index.html": crate.File("The Inference Detour", "A page.", "text/html", 2),
    "data/claims.csv": crate.File("Claims", "One assertion a row.", "text/csv", 3),
}
#: What the project does not have, and what the validator would like an organisation to have.
HAS_NOT = ("SHOULD have a URL", "ROR identifier", "contactPoint")


class Bundled(requests.adapters.BaseAdapter):
    """Answers every request with the JSON-LD context that ro-crate-py carries."""

    def send(self, request, **_):
        context = files("rocrate.data").joinpath("ro-crate.jsonld").read_bytes()
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = HTTPResponse(io.BytesIO(context), {"Content-Type": "application/ld+json"}, 200, preload_content=False)
        return response

    def close(self):
        """Nothing is open."""


@pytest.fixture(scope="module")
def validate(tmp_path_factory):
    """Return a function that validates a folder offline; the one document that is needed is laid into the cache first."""
    cache = tmp_path_factory.mktemp("cache") / "http"
    session = CachedSession(str(cache), backend="sqlite", allowable_methods=("GET",))
    session.mount("https://w3id.org/", Bundled())
    accepted = {"Accept": "application/ld+json, application/json, */*;q=0.1"}
    assert session.get(f"https://w3id.org/ro/crate/{crate.VERSION}/context", headers=accepted).json()["version"].startswith(crate.VERSION)

    def run(folder):
        settings = services.ValidationSettings(
            rocrate_uri=str(folder),
            profile_identifier=f"ro-crate-{crate.VERSION}",
            requirement_severity=models.Severity.RECOMMENDED,
            validate_profile_checks=False,
            offline=True,
            cache_path=cache,
        )
        return [(issue.severity, issue.message) for issue in services.validate(settings).get_issues()]

    return run


def written(folder, text: str):
    """Lay out the files of a small site and its metadata."""
    for path, file in FILES.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text("x" * file.size)
    (folder / "ro-crate-metadata.json").write_text(text, encoding="utf-8")
    return folder


def test_the_reference_validator_finds_all_that_must_and_should_be_there(validate, tmp_path):
    issues = validate(written(tmp_path / "site", crate.description(FILES)))
    assert [message for _, message in issues if not any(lack in message for lack in HAS_NOT)] == []
    assert models.Severity.REQUIRED not in {severity for severity, _ in issues}


def test_the_reference_validator_finds_what_is_missing(validate, tmp_path):
    described = json.loads(crate.description(FILES))
    described["@graph"] = [entity for entity in described["@graph"] if not entity["@id"].startswith("http")]
    root = next(entity for entity in described["@graph"] if entity["@id"] == "./")
    del root["license"], root["citation"], root["datePublished"]
    issues = validate(written(tmp_path / "site", json.dumps(described)))
    assert models.Severity.REQUIRED in {severity for severity, _ in issues}


def test_the_crate_says_whose_it_is_and_of_when():
    root = {entity["@id"]: entity for entity in json.loads(crate.description(FILES, "https://example.org/report"))["@graph"]}
    assert root["./"]["datePublished"] == str(citation.report()["date-released"])
    assert root["./"]["license"] == {"@id": crate.LICENCE}
    assert root[root["./"]["author"]["@id"]]["name"] == citation.report()["authors"][0]["name"]
    assert root["./"]["url"] == "https://example.org/report/"
    assert root["./"]["mainEntity"] == {"@id": "book/index.html"}


def test_every_source_with_a_public_address_is_cited():
    graph = {entity["@id"]: entity for entity in json.loads(crate.description(FILES))["@graph"]}
    cited = {graph[each["@id"]]["identifier"] for each in graph["./"]["citation"]}
    exact = tables.load("sources").query("url_status == 'exact'")
    assert cited == set(exact.drop_duplicates("url")["id"])


def test_the_same_site_gives_the_same_text():
    assert crate.description(FILES) == crate.description(FILES)

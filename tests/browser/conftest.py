"""The system's Chromium, driven by Playwright, on real servers: the sample, the three memoranda, a volume of 198.

Every page that a test opens is watched: a request to another host, an error on the console (a refusal by the Content
Security Policy is one) and an exception in a script fail the test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.conftest import REPOSITORY, made_once
from tests.publish_sample import build_dir, start_server, stop_server

__all__ = ["build_dir"]

CHROMIUM = Path("/usr/bin/chromium")

#: No sandbox, because CI runs as root in a container. What a browser asks of its maker is off, and no name but that of
#: this machine can be looked up.
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-features=SafeBrowsing,OptimizationHints,MediaRouter,Translate",
    "--safebrowsing-disable-auto-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without it tests fail in CI, where .ci/run installs it, and are skipped elsewhere."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing, and CI=true: .ci/run must install it")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """What went on in the pages of a test: all requests, and everything that should not have happened."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.problems: list[str] = []

    def over(self, page: Page) -> None:
        """Watch a page from now on."""
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.problems.append(f"exception in a script: {error}"))

    def _requested(self, request: Request) -> None:
        self.requests.append(request)
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.problems.append(f"request to another host: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        """A page that answers 404 is one that a test asked for."""
        asked_for = message.text.startswith("Failed to load resource") and message.location.get("url") in {
            request.url for request in self.requests if request.is_navigation_request()
        }
        if message.type == "error" and not asked_for:
            self.problems.append(f"on the console: {message.text}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    assert watching.problems == []


@pytest.fixture
def new_page(chromium: Browser, watch: Watch) -> Iterator[Open]:
    """Opens a page in a browser that knows nothing yet; arguments are those of Playwright's `Browser.new_context`."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        context.set_default_timeout(45_000)  # on machines that are busy
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        return page

    yield opened
    for each in contexts:
        each.close()


@pytest.fixture
def page(new_page: Open) -> Page:
    return new_page()


def _served(build: Path, title: str) -> Iterator[str]:
    """Address of a server on a build folder, without the slash at its end; the site's patience is a reader's."""
    server = start_server(build, title=title, query_memory_mib=1024, result_mib=64, client_seconds=0)
    yield server.address.rstrip("/")
    stop_server(server)


@pytest.fixture(scope="session")
def sample(build_dir: Path) -> Iterator[str]:
    """A site with every type of page, and labels that try to be markup."""
    yield from _served(build_dir, "Sample")


@pytest.fixture(scope="session")
def memoranda(built: Path) -> Iterator[str]:
    """The site that ``make serve`` shows."""
    yield from _served(built, "memograph")


@pytest.fixture(scope="session")
def volume_build(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build folder of the 198 documents of a volume on the Soviet Union; three minutes of one core.

    ``VOLUME_BUILD`` names one that was made before, for those who write tests.
    """
    if made := os.environ.get("VOLUME_BUILD"):
        return Path(made)

    def build(folder: Path) -> None:
        folder.mkdir()
        paths = {
            "corpus": shared / "data/frus/frus1961-63v05",
            **{name: REPOSITORY / name for name in ("ontology", "shapes")},
            "authority": REPOSITORY / "corpus/authority",
        }
        config = folder / "memograph.toml"
        config.write_text("[paths]\n" + "".join(f'{name} = "{path}"\n' for name, path in paths.items()), "utf-8")
        command = [sys.executable, "-m", "memograph.cli", "--config", str(config), "build"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    return made_once(tmp_path_factory, "volume", build) / "build"


@pytest.fixture(scope="session")
def volume(volume_build: Path) -> Iterator[str]:
    """The site of a whole volume: Foreign Relations of the United States, 1961–1963, volume V."""
    yield from _served(volume_build, "Foreign Relations, 1961–1963, volume V")

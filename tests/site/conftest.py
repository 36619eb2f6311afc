"""The whole book, built strictly, twice, from two copies of the tree that share nothing but the package."""

from __future__ import annotations

import fcntl
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from detour.tables import ROOT
from selenium import webdriver

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
]


def copy_of_the_tree(target: Path) -> Path:
    """Copy what a clone would hold: files that git tracks or would track."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="session")
def build_command() -> list[str]:
    """Return the strict build, as `make book` runs it."""
    return [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-W", "-n", "--keep-going"]


def without_network() -> list[str]:
    """Return what to put before a command so that it has the loopback interface alone, or nothing where that is not allowed."""
    prefix = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    try:
        allowed = subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return []
    return prefix if allowed else []


@pytest.fixture(scope="session")
def builds(tmp_path_factory, build_command, worker_id) -> list[Path]:
    """Return the HTML folders of two strict builds, each executed from nothing and without a network; processes that test side by side share them."""
    base = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    roots, whole = [base / name for name in ("first", "second")], base / "built"
    with (base / "building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            build_both(roots, build_command)
            whole.touch()
    return [root / "_build" / "html" for root in roots]


def build_both(roots: list[Path], build_command: list[str]) -> None:
    """Build copies of the tree at the same time; what an attempt before left is taken away."""
    for root in roots:
        shutil.rmtree(root, ignore_errors=True)
        copy_of_the_tree(root)
    running = [subprocess.Popen([*without_network(), *build_command], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for root in roots]
    for process in running:
        output, _ = process.communicate(timeout=800)
        assert process.returncode == 0, output[-4000:]


@pytest.fixture(scope="session")
def site(request) -> Path:
    """Return the HTML folder of one strict build, or the one that `--site` names."""
    given = request.config.getoption("--site")
    return Path(given).resolve() if given else request.getfixturevalue("builds")[0]


class Quiet(SimpleHTTPRequestHandler):
    """A handler that does not log each request."""

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="session")
def origin(site):
    """Serve the site on 127.0.0.1 and return its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def open_browser(script: bool = True, width: int = 1280, flags: Sequence[str] = ()) -> webdriver.Chrome:
    """Return a headless Chromium of a width in CSS pixels, with or without JavaScript, that notes requests and console."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    for flag in (*FLAGS, *flags):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    set_width(driver, width)
    return driver


def set_width(driver: webdriver.Chrome, width: int) -> None:
    """Give the page a width in CSS pixels; below 600 it is a phone's, with touch."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600})
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": width < 600})


@pytest.fixture(scope="session")
def desk():
    """Chromium as wide as a desk's screen."""
    driver = open_browser()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def phone():
    """Chromium as wide as a phone."""
    driver = open_browser(width=375)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def without_script():
    """Chromium that runs no JavaScript of the page."""
    driver = open_browser(script=False)
    yield driver
    driver.quit()

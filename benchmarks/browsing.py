"""What a first visit to a page costs: bytes, requests, largest paint, layout shift, charts seen, without a network beyond the host."""

from __future__ import annotations

import gzip
import json
import mimetypes
import statistics
import threading
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from selenium import webdriver

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
)
#: A phone network of the middle: 1.6 Mbit/s down, 150 ms there and back; and a processor four times slower.
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
#: Seconds to wait for a page.
PATIENCE = 1200
OBSERVE = """
    window.measured = {paint: 0, shift: 0};
    new PerformanceObserver((list) => { for (const e of list.getEntries()) measured.paint = e.startTime; }).observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => { for (const e of list.getEntries()) measured.shift += e.value; }).observe({type: "layout-shift", buffered: true});
"""
CHARTS = """return [...document.querySelectorAll("main svg, main canvas, article svg, article canvas")]
    .filter((chart) => chart.getBoundingClientRect().height > 100 && chart.getBoundingClientRect().width > 200).length"""


class Compressing(SimpleHTTPRequestHandler):
    """Serves files compressed, as any host does."""

    def log_message(self, *args):
        """Say nothing."""

    def do_GET(self):
        """Answer with the file, compressed."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = compressed(path)
        self.send_response(200)
        self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@cache
def compressed(path: Path) -> bytes:
    """Return a file's bytes after gzip."""
    return gzip.compress(path.read_bytes(), 6, mtime=0)


@contextmanager
def serving(folder: Path):
    """Serve a folder on 127.0.0.1 and yield its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def visit(address: str, folder: Path) -> dict[str, float]:
    """Return what one first visit costs, in a browser of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    options.page_load_strategy = "normal"
    for flag in (*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.command_executor.client_config.timeout = PATIENCE  # a register a hundred times as long takes minutes at this pace
    try:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 412, "height": 823, "deviceScaleFactor": 1, "mobile": True})
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.emulateNetworkConditions", NETWORK)
        driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 4})
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": OBSERVE})
        driver.get(address)
        driver.execute_async_script("setTimeout(arguments[0], 3000)")
        seen = driver.execute_script("return measured")
        charts = driver.execute_script(CHARTS)
        asked = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    finally:
        driver.quit()
    urls = {each["params"]["request"]["url"] for each in asked if each["method"] == "Network.requestWillBeSent"}
    own = {urlsplit(url).path.lstrip("/") for url in urls if url.startswith("http://127.0.0.1")}
    return {
        "bytes": sum(len(compressed(folder / name)) for name in own if (folder / name).is_file()),
        "requests": len(own),
        "requests to other hosts": len([url for url in urls if url.startswith("http") and not url.startswith("http://127.0.0.1")]),
        "largest paint, ms": seen["paint"],
        "layout shift": seen["shift"],
        "charts seen": charts,
    }


def visits(folder: Path, path: str, times: int = 3) -> dict[str, float]:
    """Return the medians of several first visits to a page of a built site."""
    with serving(folder) as origin:
        each = [visit(f"{origin}/{path}", folder) for _ in range(times)]
    return {name: statistics.median(one[name] for one in each) for name in each[0]}

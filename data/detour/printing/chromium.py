"""Chromium driven through a pipe: no port is opened and no library needed."""

from __future__ import annotations

import base64
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)
#: Chromium reads commands on descriptor 3 and answers on 4; a shell could not move descriptors above 9 there.
_START = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"


class NoChromium(RuntimeError):
    """No Chromium is here, or it ended before it answered."""


def program() -> str:
    """Return the path of Chromium: what CHROMIUM names, or the first found under its usual names."""
    found = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)
    if not found:
        raise NoChromium("Chromium is not here; on Debian run: apt-get install chromium fonts-liberation fonts-noto-cjk")
    return found


class Browser:
    """A headless Chromium with one page, for the time of a `with` block."""

    def __enter__(self) -> Browser:
        """Start the browser and open an empty page."""
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._numbers, self._waiting, self._seen = itertools.count(1), b"", []
        (child_in, own_out), (own_in, child_out) = os.pipe(), os.pipe()
        flags = [*FLAGS, f"--user-data-dir={self._home.name}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(child_in), str(child_out), program(), *flags],
            pass_fds=(child_in, child_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(child_in), os.close(child_out)
        self._to, self._from = os.fdopen(own_out, "wb"), os.fdopen(own_in, "rb")
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        return self

    def __exit__(self, *error) -> None:
        """End the browser, whatever happened."""
        self._to.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._from.close()
        self._home.cleanup()

    def call(self, method: str, **parameters) -> dict:
        """Return the page's answer to one command of the DevTools protocol."""
        return self._call(method, self._session, **parameters)

    def open(self, path: Path) -> None:
        """Load a file and wait until all that it names is loaded."""
        self._seen.clear()
        self.call("Page.navigate", url=path.resolve().as_uri())
        while not any(message.get("method") == "Page.loadEventFired" for message in self._seen):
            self._seen.append(self._read())

    def value(self, expression: str):
        """Return what a JavaScript expression gives in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def pdf(self, **options) -> bytes:
        """Return the page as PDF."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True, **options)["data"])

    def _call(self, method: str, session: str | None = None, **parameters) -> dict:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        try:
            self._to.write(json.dumps(message).encode() + b"\0")
            self._to.flush()
        except BrokenPipeError:
            raise self._ended() from None
        while (answer := self._read()).get("id") != number:
            self._seen.append(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _read(self) -> dict:
        while b"\0" not in self._waiting:
            part = self._from.read1(1 << 20)
            if not part:
                raise self._ended()
            self._waiting += part
        message, _, self._waiting = self._waiting.partition(b"\0")
        return json.loads(message)

    def _ended(self) -> NoChromium:
        return NoChromium(f"Chromium ended with status {self._process.wait()}; try: {program()} --version")

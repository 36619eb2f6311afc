"""The site on 127.0.0.1, built again whenever a page, a table or the package changes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from detour.tables import ROOT

WATCHED = ("book", "data", "_config.yml", "_toc.yml", "requirements.txt")


def newest(root: Path = ROOT) -> float:
    """Return the latest modification time, in seconds, among the files that the site depends on."""
    files = [path for name in WATCHED for path in ([root / name] if (root / name).is_file() else (root / name).rglob("*"))]
    return max(path.stat().st_mtime for path in files if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path))


def rebuild_on_change(root: Path = ROOT, pause: float = 1.0) -> None:
    """Run `make book` after every change, for ever; a failed build leaves the site as it is."""
    seen = newest(root)
    while True:
        time.sleep(pause)
        now = newest(root)
        if now > seen:
            seen = now
            code = subprocess.run(["make", "book"], cwd=root, check=False).returncode
            print("site rebuilt: reload the page" if code == 0 else "build failed: the site shown is the last good one", flush=True)


def main(port: int) -> None:
    """Serve `_build/html` on 127.0.0.1 and rebuild it beside."""
    threading.Thread(target=rebuild_on_change, daemon=True).start()
    handler = partial(SimpleHTTPRequestHandler, directory=str(ROOT / "_build" / "html"))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://127.0.0.1:{port}/book/index.html", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8000)

"""Pagefind's own service, asked for many things at once.

The program's Python class waits a tenth of a second for each answer, which is
minutes for thousands of entries, and its other way in, a folder of pages, indexes
them in the order in which the file system lists them, which differs from machine
to machine. Its service takes requests in order, so we speak to it ourselves.
"""

from __future__ import annotations

import json
import subprocess
import time
from base64 import b64decode, b64encode
from collections.abc import Callable

from pagefind.service import get_executable


class Refused(RuntimeError):
    """The service refused a request, or is not there."""


def ask(requests: list[dict], done: Callable[[], bool] = lambda: True) -> list[dict]:
    """Return the answers of a fresh service to requests, in their order; raise at the first refusal.

    `done` says whether what the service was asked to write is on the disk: it answers
    before its last files are, and would lose them if it were let go then.
    """
    program = get_executable()
    if program is None:
        raise Refused("pagefind's program is not installed; it comes with: pip install 'pagefind[bin]'")
    sent = b"".join(b64encode(json.dumps({"message_id": number, "payload": each}).encode()) + b"," for number, each in enumerate(requests))
    with subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as service:
        # It reads ahead of what it answers, and leaves when its input ends: so write all, read all, then close.
        service.stdin.write(sent)
        service.stdin.flush()
        answers = [_answer(service) for _ in requests]
        _wait(done)
        service.stdin.close()
    return answers


def _wait(done: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise Refused("pagefind did not write what it said it had")
        time.sleep(0.02)


def _answer(service: subprocess.Popen) -> dict:
    text = bytearray()
    while (byte := service.stdout.read(1)) not in (b",", b""):
        text += byte
    answer = json.loads(b64decode(text))["payload"] if text else {"type": "Error", "message": "no answer"}
    if answer["type"] == "Error":
        raise Refused(f"pagefind: {answer['message']}")
    return answer

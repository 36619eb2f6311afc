"""Registers of twenty thousand generated rows in Chromium: as the site lays them out, and with every row laid out at once.

    .venv/bin/python -m benchmarks registers [ROWS]

Rows are the real ones over and over, under names of their own. The times of actions run from the action
to the frame that shows it; `landing` is how far from the top of the window a permalink's row stands.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from detour import tables
from detour.sphinxext import register_rows, registers
from detour.sphinxext.facets import Index
from detour.sphinxext.register_kinds import KINDS
from detour.tables import ROOT
from selenium import webdriver

from benchmarks.browsing import FLAGS, compressed, serving
from benchmarks.report import table

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>
<link rel="stylesheet" href="report.css"><link rel="stylesheet" href="registers.css">{extra}<script defer src="registers.js"></script></head>
<body><div class="frame"><main id="main"><article><h1>{name}</h1>{form}{sections}</article></main></div></body></html>"""
#: The same page as it would be without what registers.css does for long ones.
AT_ONCE = """.row { content-visibility: visible !important; }
.rows-evidence { display: table; width: 100%; } .rows-evidence thead { display: table-header-group; } .rows-evidence tbody { display: table-row-group; }
.rows-evidence tr { display: table-row; } .rows-evidence :is(td, th) { padding: .35rem .4rem; border-top: 1px solid var(--d-grid); }"""
#: What a reader does, by register: a tick, a word, an order, and back.
TICKS = {"claims": ("status", "disputed"), "evidence": ("basis", "estimated")}
ACTION = """
    const done = arguments[arguments.length - 1], form = document.querySelector("form.register-filter"), began = performance.now();
    const ask = () => form.dispatchEvent(new Event("submit", {cancelable: true}));
    (%s)(form, ask);
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));"""
SHOWN = "return document.querySelectorAll('.row:not([hidden])').length"


def again(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return as many rows as asked for: a table over and over, under ids of their own."""
    copies = pd.concat([frame] * -(-count // len(frame)), ignore_index=True).head(count)
    return copies.assign(id=[f"{id}-{place // len(frame):03}" for place, id in enumerate(copies["id"])])


def claims(count: int) -> list[dict]:
    """Return generated claims, each with what hangs on the real one."""
    real = {row["id"]: row for row in register_rows.claim_rows()}
    rows = register_rows.claim_rows(again(tables.load("claims"), count))
    return [row | {name: real[row["id"][:-4]][name] for name in ("outcomes", "findings")} for row in rows]


def evidence(count: int) -> list[dict]:
    """Return generated rows of evidence."""
    real = register_rows.evidence_rows()
    return [real[place % len(real)] | {"id": f"{real[place % len(real)]['id']}-{place // len(real):03}"} for place in range(count)]


def write(folder: Path, name: str, rows: list[dict], section: Callable[[dict], str]) -> None:
    """Write a register's page in sections, as the book has it, with and without its way of laying out rows."""
    index = Index(KINDS[name], rows)
    sections: dict[str, list[dict]] = {}
    for row in rows:
        sections.setdefault(section(row), []).append(row)
    html = "".join(f"<section><h2>{title}</h2>{registers.html_of(name, part, index)}</section>" for title, part in sections.items())
    for variant, extra in (("ours", ""), ("at-once", '<link rel="stylesheet" href="at-once.css">')):
        (folder / f"{name}-{variant}.html").write_text(
            PAGE.format(name=name, extra=extra, form=registers.form_of(name, rows, index), sections=html), encoding="utf-8"
        )


def open_browser() -> webdriver.Chrome:
    """Return a headless Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, "--window-size=1280,900"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    driver.set_script_timeout(110)
    return driver


def visit(address: str, name: str, last: str) -> dict[str, float]:
    """Return what opening a register and asking it costs, in a browser of its own."""
    driver = open_browser()

    def act(script: str) -> float:
        return driver.execute_async_script(ACTION % script)

    facet, value = TICKS[name]
    tick = f"(form, ask) => {{ form.querySelector('[data-facet={facet}] input[value={value}]').click(); }}"
    try:
        driver.get(address)
        timing = driver.execute_script("return performance.getEntriesByType('navigation')[0].toJSON()")
        seen = {
            "first paint, ms": driver.execute_script("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"),
            "loaded, ms": timing["loadEventEnd"],
        }
        total = driver.execute_script(SHOWN)
        seen["tick, ms"] = act(tick)
        assert 0 < driver.execute_script(SHOWN) < total
        seen["untick, ms"] = act(tick)
        seen["first word, ms"] = act("(form, ask) => { form.querySelector('[data-words]').value = 'nvidia'; ask(); }")
        seen["next word, ms"] = act("(form, ask) => { form.querySelector('[data-words]').value = 'nvidia h20'; ask(); }")
        seen["sort, ms"] = act("(form, ask) => { form.querySelector('[data-words]').value = ''; form.querySelector('[data-sort]').value = '-period'; ask(); }")
        seen["back to its order, ms"] = act("(form, ask) => { form.querySelector('[data-sort]').value = ''; ask(); }")
        assert driver.execute_script(SHOWN) == total
        seen["to a permalink, ms"] = act(f"() => {{ location.hash = '{last}'; }}")
        seen["landing, px"] = driver.execute_async_script(
            f"setTimeout(() => arguments[0](document.getElementById('{last}').getBoundingClientRect().top), 1000)"
        )
    finally:
        driver.quit()
    return seen


def main() -> None:
    """Generate rows, write the pages, ask them in Chromium, print ratios."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    measured = {}
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as origin:
        folder = Path(name)
        for file in ("report.css", "registers.css", "registers.js"):
            (folder / file).write_bytes((ROOT / "book" / "_static" / file).read_bytes())
        (folder / "at-once.css").write_text(AT_ONCE, encoding="utf-8")
        for register, rows_of, section in (("claims", claims, lambda row: row["source"]), ("evidence", evidence, lambda row: row["table"])):
            began = time.perf_counter()
            rows = rows_of(count)
            write(folder, register, rows, section)
            print(f"{register}: {len(rows):,} rows made and written twice in {time.perf_counter() - began:.1f} s")
            last = rows[len(rows) * 9 // 10]["id"]
            each = {}
            for label, variant in (("ours", "ours"), ("stock", "at-once")):
                page = folder / f"{register}-{variant}.html"
                weight = {"HTML, MB": page.stat().st_size / 1e6, "compressed, MB": len(compressed(page)) / 1e6}
                runs = [visit(f"{origin}/{page.name}", register, last) for _ in range(3)]
                each[label] = weight | {key: statistics.median(run[key] for run in runs) for key in runs[0]}
            measured[register] = each
            print(table(f"{register}, {len(rows):,} rows", each).replace("stock", "at once"))
    out = ROOT / "_build" / "benchmarks"
    out.mkdir(parents=True, exist_ok=True)
    (out / "registers.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")

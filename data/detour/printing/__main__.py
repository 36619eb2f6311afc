"""`python -m detour.printing pdf` and `epub`: the built site as a file to print or to read elsewhere."""

from __future__ import annotations

import sys
from importlib import import_module

from detour.printing.chromium import NoChromium
from detour.printing.pages import SITE, NotBuilt
from detour.tables import ROOT

COUNTED = {"pdf": "pages", "epub": "files of text"}


def main(form: str) -> None:
    """Write `_build/FORM/the-inference-detour.FORM` from the site in `_build/html`."""
    target = ROOT / "_build" / form / f"the-inference-detour.{form}"
    try:
        count = import_module(f"detour.printing.{form}").write(SITE, target)  # a form's libraries are asked for only where it is made
    except (NotBuilt, NoChromium) as error:
        sys.exit(f"make {form}: {error}")
    print(f"{target.relative_to(ROOT)}: {count} {COUNTED[form]}")


if __name__ == "__main__":
    main(sys.argv[1])

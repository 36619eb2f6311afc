"""The pages that the tests of the site go through: those of the table of contents, and those that the build adds."""

from __future__ import annotations

from detour import citation

CHAPTERS = ["index", "export-controls", "huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift", "audit"]
THEMES = ["huawei-inference", "cluster-workarounds", "domestic-gpu-makers", "inference-market-shift"]
RECORD = [slug for slug in citation.chapters() if slug not in CHAPTERS]
PAGES = [*CHAPTERS, *RECORD]
#: Paths of every page of the table of contents, of the search, and of one figure, whose page comes from the same template as all.
PATHS = [*(f"book/{slug}.html" for slug in PAGES), "search.html", "figures/fig-hi-field.html"]

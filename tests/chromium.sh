#!/usr/bin/env bash
# The browser tests need Chromium and its driver; the test of the EPUB needs Java, and says so where it is left out.
# Debian's are taken as they are, or installed where that is allowed.
set -euo pipefail
missing() { ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; }
if { missing || ! command -v java >/dev/null; } && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-liberation fonts-noto-cjk default-jre-headless >/dev/null
fi
if missing; then
  echo "make test: Chromium is not here and cannot be installed; on Debian run: apt-get install chromium chromium-driver fonts-liberation fonts-noto-cjk" >&2
  exit 1
fi

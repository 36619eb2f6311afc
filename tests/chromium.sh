#!/usr/bin/env bash
# The browser tests need Chromium and its driver; the check of the EPUB needs Java, and is left out where there is none.
# Debian's are taken as they are, or installed where that is allowed.
set -euo pipefail
missing() { ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; }
may_install() { command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; }
export DEBIAN_FRONTEND=noninteractive
if missing && may_install; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-liberation fonts-noto-cjk >/dev/null
fi
if missing; then
  echo "make test: Chromium is not here and cannot be installed; on Debian run: apt-get install chromium chromium-driver fonts-noto-cjk" >&2
  exit 1
fi
if ! command -v java >/dev/null; then
  may_install && apt-get update -qq && apt-get install -y -qq --no-install-recommends default-jre-headless >/dev/null || echo "make test: no Java here, so the EPUB is not checked; on Debian run: apt-get install default-jre-headless" >&2
fi

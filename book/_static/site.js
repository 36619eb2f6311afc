/* Runs before the page is drawn: the reader's choice of light or dark. Everything else on the page works without it. */
(function () {
  "use strict";
  const root = document.documentElement;
  const KEY = "detour-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }

  function shown() {
    return root.dataset.theme || (system.matches ? "dark" : "light");
  }

  /* A choice equal to the system's is no choice: the page then follows the system again. */
  function choose(theme) {
    const own = theme !== (system.matches ? "dark" : "light");
    if (own) root.dataset.theme = theme; else delete root.dataset.theme;
    try { if (own) localStorage.setItem(KEY, theme); else localStorage.removeItem(KEY); } catch { /* a private window keeps no choice */ }
    document.dispatchEvent(new CustomEvent("themechange", { detail: shown() }));
  }

  const before = stored();
  if (before === "light" || before === "dark") root.dataset.theme = before;
  root.classList.add("scripted");

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector(".bar-theme").addEventListener("click", () => choose(shown() === "dark" ? "light" : "dark"));
    // A chosen entry closes the list it was chosen from.
    for (const list of document.querySelectorAll("nav[popover]")) {
      list.addEventListener("click", (event) => { if (event.target.closest("a") && list.matches(":popover-open")) list.hidePopover(); });
    }
  });
})();

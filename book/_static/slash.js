/* The key / goes to the search field, unless the reader is typing or has switched it off on the search page. */
(function () {
  "use strict";
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    try { if (localStorage.getItem("detour-slash") === "off") return; } catch { /* no storage, no choice */ }
    const field = document.querySelector("#query") || document.querySelector("#q");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();

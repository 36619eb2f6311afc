/* Cards: pointing at, focusing or tapping a number or name shows what it is and who says so.
   Tab goes from number to number as if there were no cards; the down arrow goes into the one that is shown.
   The text of each card stands once on the page, in <template id="card-ID">; one element shows them all.
   Without this script a number is a link to its row, and it stays one: a click with the mouse, or Enter, follows it. */
(function () {
  "use strict";
  const texts = document.getElementById("cards");
  if (!texts || !HTMLElement.prototype.showPopover) return;

  /** What a screen reader hears behind a number that has the focus. */
  const KEY = "Down arrow: card";
  const OPEN_AFTER = 150, CLOSE_AFTER = 300, GAP = 6, EDGE = 8;
  const card = build();
  const body = card.firstElementChild, row = card.querySelector("a"), said = card.querySelector("[role=status]");
  const [copyCitation, copyAddress, close] = card.querySelectorAll("button");
  /** The link whose card is shown, the link that is to stay closed until something else had the focus, and how the last press was made. */
  let link = null, quiet = null, press = "", timer = 0, line = 0, heldByFocus = false;

  /** Make the one element that shows every card. Its text comes from a template each time, its last line stays. */
  function build() {
    const made = document.createElement("div");
    made.id = "card";
    made.className = "card";
    made.popover = "manual";
    made.tabIndex = -1;
    made.setAttribute("role", "dialog");
    const actions = document.createElement("p");
    actions.className = "card-actions";
    const entry = document.createElement("a");
    entry.textContent = "Full row";
    actions.append(entry, ...["Copy citation", "Copy permalink", "Close"].map((words) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      return button;
    }));
    actions.lastChild.className = "card-close";
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    made.append(document.createElement("div"), actions, status);
    document.body.append(made);
    return made;
  }

  /** @returns {?HTMLAnchorElement} the link under an event that has a card on this page */
  function linked(event) {
    const found = event.target instanceof Element && event.target.closest("main a[href*='#']:not(.permalink)");
    return found && textOf(found) ? found : null;
  }

  function idOf(anchor) { return anchor.hash.slice(1); }
  function textOf(anchor) { return document.getElementById(`card-${idOf(anchor)}`); }

  /** Show the card of a link. `at` is where the pointer is, for a link that runs over two lines. */
  function open(anchor, at) {
    clearTimeout(timer);
    if (link === anchor) return;
    if (link) shut();
    link = anchor;
    if (body.dataset.id !== idOf(anchor)) fill(anchor);
    line = fragment(anchor, at);
    // The card takes the place of the browser's own tooltip, whose words stay as the link's description.
    const kind = anchor.title;
    if (kind) { anchor.setAttribute("aria-description", `${kind}. ${KEY}`); anchor.removeAttribute("title"); }
    anchor.setAttribute("aria-expanded", "true");
    anchor.setAttribute("aria-details", "card");
    card.showPopover();
    place();
  }

  function shut() {
    clearTimeout(timer);
    if (!link) return;
    link.removeAttribute("aria-expanded");
    link.removeAttribute("aria-details");
    link = null;
    heldByFocus = false;
    said.textContent = "";
    card.querySelector("textarea")?.remove();
    card.hidePopover();
    card.getBoundingClientRect(); // lays out without the card, so that the next one appears instead of moving
  }

  function fill(anchor) {
    const text = textOf(anchor).content.cloneNode(true);
    const words = [...text.querySelectorAll("p b, strong, h2")].map((part) => part.textContent);
    card.setAttribute("aria-label", words.slice(0, 2).join(": "));
    card.dataset.kind = words[0].toLowerCase();
    for (const outside of text.querySelectorAll("a[href^=http]")) outside.rel = "noopener noreferrer";
    body.replaceChildren(text);
    body.dataset.id = idOf(anchor);
    row.href = anchor.href;
  }

  /** @returns {number} which of a link's boxes the pointer is in: a link that wraps has one for each line */
  function fragment(anchor, at) {
    const boxes = [...anchor.getClientRects()];
    return at ? Math.max(0, boxes.findIndex((box) => at.clientY >= box.top - 2 && at.clientY <= box.bottom + 2 && at.clientX >= box.left - 2 && at.clientX <= box.right + 2)) : 0;
  }

  /** Put the card below its number, else above, else beside it, else at the far edge of the window; it stands on the page and scrolls with it. */
  function place() {
    const boxes = link.getClientRects(), box = boxes[line] || boxes[0];
    if (!box) return shut();
    const width = document.documentElement.clientWidth, height = window.innerHeight, size = card.getBoundingClientRect();
    const right = width - size.width - EDGE, bottom = height - size.height - EDGE;
    const below = box.bottom + GAP, above = box.top - GAP - size.height, after = box.right + GAP, before = box.left - GAP - size.width;
    let left = box.left, top = below <= bottom ? below : above;
    if (top < EDGE) {
      top = box.top - size.height / 3;
      if (after <= right) left = after; else if (before >= EDGE) left = before; else top = box.top + box.bottom > height ? EDGE : bottom;
    }
    card.style.left = `${Math.max(EDGE, Math.min(left, right)) + window.scrollX}px`;
    card.style.top = `${Math.max(EDGE, Math.min(top, bottom)) + window.scrollY}px`;
  }

  function later(wait, act) { clearTimeout(timer); timer = setTimeout(act, wait); }
  function inside(node) { return node instanceof Node && card.contains(node); }

  /** Close the card, and put the focus back on its number where it was in the card or on the number. */
  function leave() {
    const from = link, now = document.activeElement;
    if (now === from || inside(now)) { quiet = from; from.focus({ preventScroll: true }); }
    shut();
  }

  // Pointer: open after a moment's rest, close after a moment away; what lies between number and card can be crossed.
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const over = linked(event);
    if (over && over !== link) later(OPEN_AFTER, () => { open(over, event); });
    else if (over || inside(event.target)) clearTimeout(timer);
    else if (link && !heldByFocus) later(CLOSE_AFTER, shut);
    else clearTimeout(timer);
  });
  document.documentElement.addEventListener("pointerleave", () => { if (!heldByFocus) later(CLOSE_AFTER, shut); });

  // Tap: the first shows the card, with the way to the row in it; the next, or one elsewhere, takes it away.
  document.addEventListener("pointerdown", (event) => {
    press = event.pointerType;
    if (link && !inside(event.target) && linked(event) !== link) shut();
  });
  document.addEventListener("click", (event) => {
    const on = linked(event), tapped = press === "touch" || (press === "pen" && on !== link);
    if (!on || !tapped || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (on === link) return leave();
    open(on, event);
    heldByFocus = true;
    card.focus({ preventScroll: true });
  });

  // Focus by keyboard: the card opens at once and waits for the down arrow; Tab goes on in the text.
  document.addEventListener("focusin", (event) => {
    const on = linked(event);
    if (on !== quiet && !inside(event.target)) quiet = null;
    if (!on || on === quiet || press || !on.matches(":focus-visible")) return;
    open(on);
    heldByFocus = true;
  });
  document.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (link && heldByFocus && to && to !== link && !inside(to)) shut();
  });
  document.addEventListener("keydown", (event) => {
    press = "";
    if (!link) return;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key === "Escape") { event.preventDefault(); leave(); }
    if (event.key === "ArrowDown" && plain && !event.shiftKey && document.activeElement === link) {
      event.preventDefault();
      stops()[0].focus({ preventScroll: true });
    }
    if (event.key === "Tab" && plain && inside(document.activeElement)) step(event);
  }, true);

  /** @returns {HTMLElement[]} what in the card can have the focus */
  function stops() { return [...card.querySelectorAll("a, button, textarea")].filter((stop) => stop.getClientRects().length); }

  /** Tab within the card: past its first stop back to the number, past its last on to what follows the number. */
  function step(event) {
    const all = stops(), now = document.activeElement, back = event.shiftKey;
    if (back && (now === all[0] || now === card)) { event.preventDefault(); link.focus({ preventScroll: true }); }
    else if (!back && now === all[all.length - 1]) {
      // From the number the browser itself goes on to what follows it.
      quiet = link;
      link.focus({ preventScroll: true });
      shut();
    }
  }

  /** @returns {string} what `detour cite ID` prints; where the report's address is not known, with the one that this page is read at, if it has one */
  function citation() {
    const title = `${body.querySelector("p b").textContent} ${body.dataset.id}: ${body.querySelector("h2").textContent}`;
    const known = /:\/\/\S*\{row\}/.test(texts.dataset.citation), served = /^https?:/.test(row.href) ? row.href : "";
    const parts = { "{title}": /[.?!]$/.test(title) ? title : `${title}.`, "{row}": known ? row.href.split("/").pop() : served };
    return texts.dataset.citation.replace(/\{title\}|\{row\}/g, (open) => parts[open]).trim();
  }

  /** @returns {string} the row's permanent address: the one that the citation gives, where the report has one, else this site's */
  function permalink() {
    const cited = citation().split(" ").pop();
    return /^https?:/.test(cited) ? cited : row.href;
  }

  async function copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = `${what} copied.`;
    } catch { offer(text, what); }
    if (link) place();
  }

  /** Where a page may not write to the clipboard, show the text, chosen and ready to be copied by hand. */
  function offer(text, what) {
    const field = card.querySelector("textarea") || document.createElement("textarea");
    field.readOnly = true;
    field.rows = 4;
    field.value = text;
    field.setAttribute("aria-label", what);
    said.before(field);
    field.focus({ preventScroll: true });
    field.select();
    let done = false;
    try { done = document.execCommand("copy"); } catch { /* then by hand */ }
    said.textContent = done ? `${what} copied.` : `${what} selected: copy it with your keyboard or menu.`;
  }

  for (const anchor of document.querySelectorAll("main a[href*='#']:not(.permalink)")) if (textOf(anchor)) anchor.setAttribute("aria-haspopup", "dialog");
  copyCitation.addEventListener("click", () => copy(citation(), "Citation"));
  copyAddress.addEventListener("click", () => copy(permalink(), "Permalink"));
  close.addEventListener("click", leave);
  window.addEventListener("resize", () => { if (link) place(); });
})();

/* Paper has no links: when the page is printed, each number gets a mark and the page its notes, made from its cards.
   After printing the page is as it was. Without JavaScript the page prints with its list of sources and without notes. */
(() => {
  "use strict";

  /** The id that a link leads to, or nothing. @param {HTMLAnchorElement} link */
  function target(link) {
    return decodeURIComponent((link.getAttribute("href") || "").split("#")[1] || "");
  }

  /** A new element. @param {string} name @param {string} [kind] @param {string} [text] */
  function make(name, kind, text) {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (text) element.textContent = text;
    return element;
  }

  /** Run-on text: the nodes of an element, ended by a full stop. @param {Element} from @param {Element} to */
  function run(from, to) {
    to.append(...from.cloneNode(true).childNodes, /[.?!]\s*$/.test(from.textContent) ? " " : ". ");
  }

  /** A note: what a card says as one paragraph: number, title, kind, and each line with its label. @param {HTMLTemplateElement} card */
  function said(card, id) {
    const note = make("li");
    const number = card.content.querySelector("strong");
    if (number) note.append(make("b", "", number.textContent), " ");
    const title = card.content.querySelector("h2");
    if (title) run(title, note);
    for (const cell of card.content.querySelectorAll("dt, dd")) {
      if (cell.matches("dt")) note.append(make("i", "", `${cell.textContent}: `)); else run(cell, note);
    }
    const kinds = [...card.content.querySelectorAll("p > b, p > i")].map((each) => each.textContent);
    note.append(make("span", "paper-grade", `${kinds.join(", ")}; row ${id}`));
    return note;
  }

  /** Number the sources of an article: links to a source get the source's number in the list, or its row id where there is no list. */
  function markSources(article, within) {
    const listed = new Map();
    for (const item of article.querySelectorAll(".paper-sources > ol > li")) {
      listed.set(item.dataset.source, listed.size + 1);
      item.id = `cited-${article.id}-${item.dataset.source}`;
    }
    for (const link of within.querySelectorAll('a[href*="#s-"]:not(.permalink)')) {
      const id = target(link);
      if (link.textContent === id) continue;
      const mark = make("span", "paper-mark");
      if (listed.has(id)) {
        const number = make("a", "", `[${listed.get(id)}]`);
        number.href = `#cited-${article.id}-${id}`;
        mark.append("\u00a0", number);
      } else mark.append(` (${id})`);
      link.after(mark);
    }
  }

  /** Give each number of an article the mark of its note, and the article its notes. The same id has the same note. */
  function addNotes(article) {
    const notes = make("ol");
    const numbers = new Map();
    for (const link of article.querySelectorAll("a:has(> .number)")) {
      const id = target(link);
      const card = document.getElementById(`card-${id}`);
      if (!card) continue;
      const anchor = `note-${article.id}-${id}`;
      if (!numbers.has(id)) {
        numbers.set(id, numbers.size + 1);
        const note = said(card, id);
        note.id = anchor;
        notes.append(note);
      }
      const mark = make("sup", "paper-mark");
      const number = make("a", "", String(numbers.get(id)));
      number.href = `#${anchor}`;
      mark.append(number);
      link.after(mark);
    }
    if (!numbers.size) return;
    const section = make("section", "paper-notes");
    section.append(make("h2", "", "Notes"), notes);
    const sources = article.querySelector(".paper-sources");
    if (sources) sources.before(section); else article.append(section);
    markSources(article, section);
  }

  function prepare() {
    if (document.querySelector(".paper-mark")) return;
    const root = document.documentElement;
    root.style.setProperty("--paper-head", JSON.stringify(document.title));
    if (location.protocol.startsWith("http")) root.style.setProperty("--paper-foot", JSON.stringify(location.origin + location.pathname));
    for (const [number, article] of document.querySelectorAll("article:not(.row)").entries()) {
      article.id ||= `article-${number}`;
      markSources(article, article);
      addNotes(article);
    }
  }

  function restore() {
    for (const added of document.querySelectorAll(".paper-mark, .paper-notes")) added.remove();
  }

  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", restore);
})();

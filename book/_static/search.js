/* The search page: shows what is found by kind, and keeps what was asked for in the address.
   Nothing here is needed to read the site. */
(function () {
  "use strict";
  const form = document.getElementById("find");
  if (!form) return;
  const { find, byKind, words, parts, JOIN, IS_CJK } = window.detourSearch;

  const FIRST = 4; // results of each kind where every kind is shown
  const MORE = 20; // and where one is
  const WINDOW = 34; // words of an excerpt

  const field = form.elements.q;
  const status = document.getElementById("find-status");
  const output = document.getElementById("find-results");
  const browse = document.getElementById("find-browse");
  const chapter = form.elements.chapter;
  const onlyFrom = form.querySelector(".find-source");
  const kinds = [...form.elements.kind].filter((each) => each.value).map((each) => each.value);
  const label = (kind) => form.querySelector(`[name=kind][value="${kind}"] + .find-kind`).textContent;
  const number = new Intl.NumberFormat("en");
  let turn = 0; // of the latest query; older ones show nothing

  /* An entry on the page */

  /** The stretch of a long text that has most of what was asked for. */
  function excerpt(words, length) {
    if (words.length <= length) return { words, before: false, after: false };
    let best = 0;
    let most = -1;
    for (let start = 0; start <= words.length - length; start += 4) {
      const count = words.slice(start, start + length).filter((each) => each.hit).length;
      if (count > most) [best, most] = [start, count];
    }
    // Never within a Korean or Chinese word, whose characters count one by one.
    const inside = (place) => place > 0 && place < words.length && words[place - 1].word.endsWith(JOIN);
    let end = best + length;
    while (inside(best)) best -= 1;
    while (inside(end)) end += 1;
    return { words: words.slice(best, end), before: best > 0, after: end < words.length };
  }

  const language = (text) => (/[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f]/.test(text) ? "ko" : /[\u3040-\u30ff]/.test(text) ? "ja" : IS_CJK.test(text) ? "zh" : "");

  /** The word as the page shows it, in pieces: what was asked for is marked without the signs around it. */
  function pieces({ word, hit }) {
    const joined = word.endsWith(JOIN);
    const text = joined ? word.slice(0, -JOIN.length) : word;
    const [, before, core, after] = text.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/u);
    const parts = hit && core ? [[before, false], [core, true], [after, false]] : [[text, false]];
    return [...parts, [joined ? "" : " ", false]].filter(([each]) => each).map(([each, mark]) => ({ text: each, mark, lang: language(each) }));
  }

  /** Put words into an element as text, joined as they were before they were indexed, with Korean and Chinese named. */
  function write(element, words) {
    const all = words.flatMap(pieces);
    if (all.at(-1)?.text === " ") all.pop();
    const runs = [];
    for (const piece of all) {
      const last = runs.at(-1);
      if (last && last.mark === piece.mark && last.lang === piece.lang) last.text += piece.text;
      else runs.push(piece);
    }
    for (const { text, mark, lang } of runs) {
      let node = document.createTextNode(text);
      if (mark || lang) {
        const around = document.createElement(mark ? "mark" : "span");
        if (lang) around.lang = lang;
        around.append(node);
        node = around;
      }
      element.append(node);
    }
    return element;
  }

  function make(name, className = "") {
    const element = document.createElement(name);
    if (className) element.className = className;
    return element;
  }

  async function item(entry, kind) {
    const { content, raw_url: address, url } = await entry.result.data();
    const [title, where = [], detail = [], ...also] = parts(words(content, entry));
    const line = make("li", "found");
    const link = make("a");
    link.href = new URL((address ?? url).replace(/^\/+/, ""), document.baseURI).href;
    link.dir = "auto";
    line.append(write(link, excerpt(title, 60).words));
    // Sections of many chapters are called alike: their link says of which chapter it is.
    const place = where.length ? write(make("small", "found-where"), where) : null;
    if (place && kind === "passage") link.append(" ", place); else if (place) line.append(place);
    if (detail.length) line.append(stretch(detail, WINDOW));
    const seen = [title, where, detail].some((each) => each.some(({ hit }) => hit));
    const unseen = !seen && also.find((each) => each.some(({ hit }) => hit));
    if (unseen) {
      const note = stretch(unseen, 16);
      note.classList.add("found-also");
      note.prepend("Also names: ");
      line.append(note);
    }
    return line;
  }

  function stretch(words, length) {
    const cut = excerpt(words, length);
    const line = write(make("p", "found-text"), cut.words);
    line.dir = "auto";
    if (cut.before) line.prepend("… ");
    if (cut.after) line.append(" …");
    return line;
  }

  /* The results */

  /** Choose a kind by its button: setting the group's value to nothing does nothing. */
  function choose(kind) {
    [...form.elements.kind].find((each) => each.value === kind).checked = true;
  }

  function asked() {
    const { elements } = form;
    return { q: elements.q.value.trim(), kind: elements.kind.value, chapter: elements.chapter.value, source: form.dataset.source || "" };
  }

  function address(state) {
    const given = Object.entries(state).filter(([, value]) => value);
    return given.length ? `?${new URLSearchParams(given)}` : location.pathname;
  }

  function say(text) { status.textContent = text; }

  async function list(kind, entries, from, to) {
    const lines = await Promise.all(entries.slice(from, to).map((entry) => item(entry, kind)));
    const rows = make("ol", "found-list");
    rows.append(...lines);
    return rows;
  }

  async function section(kind, entries, state) {
    const box = make("section");
    const head = make("h2");
    head.id = `found-${kind}`;
    box.setAttribute("aria-labelledby", head.id);
    head.append(`${label(kind)} `);
    const count = make("span", "count");
    count.textContent = number.format(entries.length);
    head.append(count);
    const rows = await list(kind, entries, 0, state.kind ? MORE : FIRST);
    box.append(head, rows);
    if (entries.length > rows.children.length) box.append(state.kind ? further(kind, entries, rows) : all(kind, entries, state));
    return box;
  }

  /** A link to all entries of a kind. */
  function all(kind, entries, state) {
    const line = make("p", "found-all");
    const link = make("a");
    link.href = address({ ...state, kind });
    link.textContent = `All ${number.format(entries.length)} ${label(kind).toLowerCase()}`;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(kind);
      run({ push: true }).then(() => output.querySelector("a")?.focus());
    });
    line.append(link);
    return line;
  }

  /** A button that shows the next entries of a kind, and goes to the first of them. */
  function further(kind, entries, rows) {
    const button = make("button", "bar");
    button.type = "button";
    const left = () => entries.length - rows.children.length;
    const name = () => { button.textContent = `Show ${number.format(Math.min(MORE, left()))} more of ${number.format(left())}`; };
    name();
    button.addEventListener("click", async () => {
      const next = await list(kind, entries, rows.children.length, rows.children.length + MORE);
      const first = next.querySelector("a");
      rows.append(...next.children);
      if (left()) name(); else button.remove();
      first?.focus();
    });
    return button;
  }

  function summary(state, groups, missing) {
    const total = [...groups.values()].reduce((sum, each) => sum + each.length, 0);
    const without = missing.length ? ` No entry has ${missing.map((each) => `“${each}”`).join(" or ")}.` : "";
    if (!total) return `Nothing found for “${state.q}”.${without}`;
    const some = [...groups].filter(([, each]) => each.length).map(([kind, each]) => `${label(kind)} ${number.format(each.length)}`);
    return `${number.format(total)} found for “${state.q}”: ${some.join(", ")}.${without}`;
  }

  function counts(groups) {
    for (const each of form.elements.kind) {
      const found = each.value ? (groups.get(each.value)?.length ?? 0) : [...groups.values()].reduce((sum, of) => sum + of.length, 0);
      const line = each.closest("label");
      line.querySelector(".count").textContent = number.format(found);
      line.classList.toggle("none", !found);
    }
  }

  /** Where several words together find nothing, say what each finds. */
  async function apart(query, limits) {
    const words = query.split(/\s+/).filter(Boolean);
    if (words.length < 2) return null;
    const box = make("p");
    box.append("Taken apart: ");
    for (const [place, word] of words.entries()) {
      const { entries } = await find(word, limits);
      const link = make("a");
      link.href = address({ ...limits, q: word });
      link.textContent = word;
      box.append(place ? ", " : "", link, ` ${number.format(entries.length)}`);
    }
    box.append(".");
    return box;
  }

  /** Whether the reader may change what is shown: not before there is something. */
  function reveal(some) {
    browse.hidden = some;
    form.querySelector(".find-kinds").hidden = !some;
    form.querySelector(".find-more").hidden = !some;
  }

  async function run({ push = false, replace = false } = {}) {
    const state = asked();
    const mine = ++turn;
    if (push && address(state) !== location.search) history.pushState(null, "", address(state));
    else if (push || replace) history.replaceState(null, "", address(state));
    document.title = document.title.replace(/^(.*? · )?Search · /, () => `${state.q ? `${state.q} · ` : ""}Search · `);
    onlyFrom.hidden = !state.source;
    onlyFrom.querySelector("code").textContent = state.source;
    onlyFrom.querySelector("a").href = address({ ...state, source: "" });
    if (!state.q) {
      output.replaceChildren();
      reveal(false);
      return say("");
    }
    output.setAttribute("aria-busy", "true");
    if (!output.children.length) reveal(true); // so that nothing moves when the results come
    try {
      if (location.protocol === "file:") throw new Error("file");
      const { entries, missing } = await find(state.q, state);
      const groups = await byKind(entries, kinds);
      if (mine !== turn) return undefined;
      const wanted = [...groups].filter(([kind, each]) => each.length && (!state.kind || kind === state.kind));
      const boxes = await Promise.all(wanted.map(([kind, each]) => section(kind, each, state)));
      const none = wanted.length ? null : await apart(state.q, state);
      if (mine !== turn) return undefined;
      reveal(true);
      counts(groups);
      output.replaceChildren(...boxes, ...(none ? [none] : []));
      browse.hidden = wanted.length > 0;
      say(summary(state, groups, missing));
    } catch (error) {
      if (mine === turn) fail(error);
    } finally {
      if (mine === turn) output.removeAttribute("aria-busy");
    }
    return undefined;
  }

  function fail(error) {
    output.replaceChildren();
    reveal(false);
    say(error.message === "file"
      ? "Search works where the site is served by a web server; this page was opened as a file. The lists below lead to every page, and the browser’s own search finds any word on it."
      : "The search index could not be read. The lists below lead to every page, and the browser’s own search finds any word on it.");
  }

  /* The reader */

  function read() {
    const given = new URLSearchParams(location.search);
    form.elements.q.value = given.get("q") ?? "";
    choose(kinds.includes(given.get("kind")) ? given.get("kind") : "");
    chapter.value = given.get("chapter") ?? "";
    if (chapter.selectedIndex < 0) chapter.value = "";
    form.dataset.source = given.get("source") ?? "";
    return run();
  }

  let waiting;
  field.addEventListener("input", (event) => {
    if (event.isComposing) return; // a syllable is being put together
    clearTimeout(waiting);
    waiting = setTimeout(() => run({ replace: true }), 150);
  });
  field.addEventListener("compositionend", () => { clearTimeout(waiting); waiting = setTimeout(() => run({ replace: true }), 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); run({ push: true }); });
  form.addEventListener("change", (event) => { if (event.target !== field) run({ push: true }); });
  addEventListener("popstate", read);

  // Up and down go from the field through the results; Tab does too.
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...output.querySelectorAll(".found > a")];
    const here = event.target === field ? -1 : links.indexOf(event.target);
    if (!step || event.altKey || event.ctrlKey || event.metaKey || (event.target !== field && here < 0)) return;
    const next = here + step < 0 ? field : links[here + step];
    if (!next || next === event.target) return;
    event.preventDefault();
    next.focus();
  });

  const keys = document.getElementById("find-slash");
  try {
    keys.checked = localStorage.getItem("detour-slash") !== "off";
    keys.addEventListener("change", () => { if (keys.checked) localStorage.removeItem("detour-slash"); else localStorage.setItem("detour-slash", "off"); });
  } catch { /* without storage there is nothing to remember */ }

  if (!new URLSearchParams(location.search).get("q")) field.focus();
  read();
})();

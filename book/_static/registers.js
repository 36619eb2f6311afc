/* Registers: filters and sorts the rows of a page and keeps the state in its address.
   Each block of rows names, in `data-of-KEY`, the positions of every row's options; see detour.sphinxext.facets. */
"use strict";
(() => {
  const PAUSE = 150;
  const address = () => new URLSearchParams(location.search);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const count = new Intl.NumberFormat("en");

  /** One element with a class and its text. */
  function made(tag, name, text) {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    return element;
  }

  /** A copy of a block without its rows: with the head of a table, say. */
  function shell(node, parent) {
    const copy = node.cloneNode(false);
    if (node !== parent) for (const child of node.childNodes) copy.append(child.contains(parent) ? shell(child, parent) : child.cloneNode(true));
    return copy;
  }

  /** The cells of a column over all blocks, as one list of numbers and where each row's begin. */
  function column(blocks, key) {
    const words = blocks.flatMap((block) => (block.getAttribute(`data-of-${key}`) || "").split(" "));
    const starts = new Uint32Array(words.length + 1), codes = [];
    words.forEach((word, row) => {
      if (word !== "-") for (const code of word.split(",")) codes.push(+code);
      starts[row + 1] = codes.length;
    });
    return { starts, codes: Uint32Array.from(codes) };
  }

  class Register {
    constructor(form) {
      this.form = form;
      this.noun = form.dataset.noun;
      this.prefix = form.dataset.prefix;
      this.blocks = [...document.querySelectorAll(`[data-rows="${form.dataset.filters}"]`)];
      this.homes = this.blocks.map((block) => {
        const rows = [...block.querySelectorAll(".row")];
        return { block, rows, parent: rows[0].parentNode, section: this.sectionOf(block) };
      });
      this.rows = this.homes.flatMap((home) => home.rows);
      this.places = new Map(this.rows.map((row, place) => [row.id, place]));
      this.seen = new Uint8Array(this.rows.length).fill(1);
      this.facets = [...form.querySelectorAll("[data-facet]")].map((box) => this.ticked(box));
      this.facets.push(...[...form.querySelectorAll("[data-typed]")].map((input) => this.typed(input)));
      this.words = form.querySelector("[data-words]");
      this.sort = form.querySelector("[data-sort]");
      this.output = form.querySelector("output");
      this.on = form.querySelector(".filter-on");
      this.clear = form.querySelector("[data-clear]");
      this.none = form.querySelector(".filter-none");
      this.printed = made("p", "filter-printed", "");
      form.after(this.printed);
      this.order = "";
      this.listen();
    }

    /** The section that holds nothing but a block of rows, and so goes when they do. */
    sectionOf(block) {
      const section = block.closest("section");
      return section && !section.contains(this.form) ? section : null;
    }

    ticked(box) {
      const inputs = [...box.querySelectorAll("input")];
      const options = inputs.map((input) => ({ input, label: input.parentNode, count: input.nextElementSibling.nextElementSibling, shown: input.nextElementSibling.textContent }));
      const key = box.dataset.facet;
      return { key, box, options, label: box.querySelector("summary").textContent, counts: new Uint32Array(inputs.length), wanted: null };
    }

    typed(input) {
      const options = [...input.list.options].map((option) => ({ id: option.dataset.id, shown: option.value, folded: fold(option.value) }));
      return { key: input.dataset.typed, input, options, label: input.labels[0].textContent, counts: null, wanted: null };
    }

    /** What a row can be found by: its own words, and its names in every language they have. */
    text(row) {
      this.texts ||= this.rows.map(() => "");
      if (!this.texts[row]) {
        const names = this.facets.filter((facet) => facet.input).flatMap((facet) => this.codes(facet, row).map((code) => facet.options[code].folded));
        this.texts[row] = `${fold(this.rows[row].textContent)}\n${names.join("\n")}`;
      }
      return this.texts[row];
    }

    codes(facet, row) {
      const { starts, codes } = (facet.column ||= column(this.blocks, facet.key));
      return Array.from(codes.subarray(starts[row], starts[row + 1]));
    }

    /** Put what the address asks into the form. */
    read() {
      const asked = address();
      this.words.value = asked.get(`${this.prefix}q`) || "";
      this.sort.value = asked.get(`${this.prefix}sort`) || "";
      if (this.sort.selectedIndex < 0) this.sort.value = "";
      for (const facet of this.facets) {
        const values = asked.getAll(this.prefix + facet.key);
        if (facet.input) facet.input.value = facet.options.find((option) => option.id === values[0])?.shown ?? values[0] ?? "";
        else for (const option of facet.options) option.input.checked = values.includes(option.input.value);
      }
    }

    /** Put what the form asks into the address; what others put there stays. */
    write() {
      const asked = address();
      for (const key of ["q", "sort", ...this.facets.map((facet) => facet.key)]) asked.delete(this.prefix + key);
      for (const facet of this.facets) for (const value of facet.values) asked.append(this.prefix + facet.key, value);
      if (this.words.value.trim()) asked.set(`${this.prefix}q`, this.words.value.trim());
      if (this.sort.value) asked.set(`${this.prefix}sort`, this.sort.value);
      const query = asked.toString();
      try { history.replaceState(history.state, "", location.pathname + (query && `?${query}`) + location.hash); } catch { /* A page opened as a file may not change its address. */ }
    }

    /** Work out which options each facet wants, and the values that say so in an address. */
    want() {
      for (const facet of this.facets) {
        if (facet.input) this.wantTyped(facet);
        else {
          const flags = facet.options.map((option) => option.input.checked);
          facet.wanted = flags.includes(true) ? flags : null;
          facet.values = facet.options.filter((option) => option.input.checked).map((option) => option.input.value);
        }
      }
    }

    /** A name from the list is that name alone; other words are every name that has them. */
    wantTyped(facet) {
      const asked = fold(facet.input.value.trim());
      const exact = facet.options.findIndex((option) => option.folded === asked || fold(option.id) === asked);
      facet.wanted = asked ? facet.options.map((option, place) => (exact < 0 ? option.folded.includes(asked) : place === exact)) : null;
      facet.values = asked ? [exact < 0 ? facet.input.value.trim() : facet.options[exact].id] : [];
    }

    /** One pass over the rows: which are shown, and how many each option would show beside the other facets. */
    match() {
      const shown = new Uint8Array(this.rows.length), words = fold(this.words.value).split(/\s+/).filter(Boolean);
      const counted = this.facets.filter((facet) => facet.counts);
      for (const facet of this.facets) { facet.column ||= column(this.blocks, facet.key); facet.counts?.fill(0); }
      const asked = this.facets.filter((facet) => facet.wanted);
      const add = (facet, row) => { const { starts, codes } = facet.column; for (let at = starts[row]; at < starts[row + 1]; at++) facet.counts[codes[at]]++; };
      for (let row = 0; row < shown.length; row++) {
        let missed = null, misses = 0;
        for (const facet of asked) {
          const { starts, codes } = facet.column;
          let at = starts[row];
          while (at < starts[row + 1] && !facet.wanted[codes[at]]) at++;
          if (at === starts[row + 1]) { missed = facet; if (++misses > 1) break; }
        }
        if (misses > 1 || (words.length && !words.every((word) => this.text(row).includes(word)))) continue;
        if (misses) { if (missed.counts) add(missed, row); continue; }
        shown[row] = 1;
        for (const facet of counted) add(facet, row);
      }
      return shown;
    }

    /** Show what the form asks. */
    apply() {
      this.want();
      this.asked = this.asks;
      const shown = this.match(), total = shown.reduce((sum, each) => sum + each, 0);
      const pinned = this.places.get(decodeURIComponent(location.hash.slice(1)));
      this.unpin();
      if (pinned !== undefined && !shown[pinned]) this.pin(pinned, shown);
      for (let row = 0; row < shown.length; row++) if (shown[row] !== this.seen[row]) this.rows[row].hidden = !shown[row];
      this.seen = shown;
      if (this.sort.value !== this.order) this.arrange(this.sort.value);
      this.sections();
      this.say(total);
    }

    /** A row that the address names is shown whatever the filter says, and says so itself. */
    pin(place, shown) {
      shown[place] = 1;
      this.note = made("p", "filter-note", "Outside the filter; shown because the address names it.");
      const row = this.rows[place];
      (row.matches("tr") ? row.cells[0] : row.querySelector("dd") && row.matches("div") ? row.querySelector("dd") : row).prepend(this.note);
    }

    unpin() {
      this.note?.remove();
      this.note = null;
    }

    /** Hide the sections whose rows are all hidden or have moved to the sorted list. */
    sections() {
      let start = 0;
      for (const home of this.homes) {
        const end = start + home.rows.length;
        if (home.section) home.section.hidden = Boolean(this.list) || !this.seen.subarray(start, end).includes(1);
        start = end;
      }
    }

    /** Put the rows in an order: in one list, or each back in its place. */
    arrange(order) {
      const one = this.homes.length === 1;
      this.order = order;
      if (!order || one) this.list?.remove();
      if (!order) {
        this.list = null;
        for (const home of this.homes) for (const row of home.rows) home.parent.append(row);
        return;
      }
      // Moved one by one: by way of a fragment each of many rows would be taken apart twice.
      const parent = one ? this.homes[0].parent : this.listed();
      for (const place of this.sorted(order)) parent.append(this.rows[place]);
    }

    /** The list that holds sorted rows in the place of all sections, under a heading of its own. */
    listed() {
      if (!this.list) {
        const like = this.homes[0], copy = shell(like.block, like.parent);
        for (const name of copy.getAttributeNames()) if (name.startsWith("data-")) copy.removeAttribute(name);
        this.list = document.createElement("div");
        this.list.append(made("h2", "filter-heading", ""), copy);
        this.listParent = like.parent === like.block ? copy : copy.querySelector("tbody") || copy;
        this.printed.after(this.list);
      }
      const label = this.sort.selectedOptions[0].textContent;
      this.list.firstChild.textContent = `${this.noun[0].toUpperCase()}${this.noun.slice(1)} by ${label}`;
      return this.listParent;
    }

    /** The places of the rows in an order; rows without a value stand last, equal ones as on the page. */
    sorted(order) {
      const down = order.startsWith("-"), key = down ? order.slice(1) : order, places = this.rows.map((_, place) => place);
      if (key === "id") {
        places.sort((a, b) => (this.rows[a].id < this.rows[b].id ? -1 : 1));
        return down ? places.reverse() : places;
      }
      const { starts, codes } = column(this.blocks, this.blocks[0].hasAttribute(`data-of-sort-${key}`) ? `sort-${key}` : key);
      const rank = (place) => (starts[place] === starts[place + 1] ? Infinity : down ? -codes[starts[place]] : codes[starts[place]]);
      const ranks = Float64Array.from(places, rank);
      return places.sort((a, b) => (ranks[a] === ranks[b] ? a - b : ranks[a] - ranks[b]));
    }

    /** Say how many rows are shown and by which filters, on the screen and on paper. */
    say(total) {
      const all = this.rows.length, active = [];
      for (const facet of this.facets) {
        if (!facet.input) this.tally(facet);
        const names = facet.input ? facet.values.map(() => facet.input.value.trim()) : facet.options.filter((option) => option.input.checked).map((option) => option.shown);
        facet.values.forEach((value, at) => active.push({ key: facet.key, value, text: `${facet.label}: ${names[at]}` }));
      }
      if (this.words.value.trim()) active.unshift({ key: "q", value: "", text: `Words: ${this.words.value.trim()}` });
      const said = active.length ? `${count.format(total)} of ${count.format(all)} ${this.noun}` : `${count.format(all)} ${this.noun}`;
      if (this.output.textContent !== said) this.output.textContent = said;
      this.on.replaceChildren(...active.map((each) => this.chip(each)));
      this.clear.hidden = !active.length && !this.order;
      this.none.hidden = total > 0;
      if (this.list) this.list.hidden = !total;
      const sorted = this.order ? `Sorted by ${this.sort.selectedOptions[0].textContent}.` : "";
      this.printed.textContent = active.length || sorted ? `Shown: ${said}. ${active.length ? `${active.map((each) => each.text).join("; ")}. ` : ""}${sorted}` : "";
    }

    tally(facet) {
      facet.box.classList.toggle("facet-on", Boolean(facet.wanted));
      facet.options.forEach((option, at) => {
        option.count.textContent = count.format(facet.counts[at]);
        option.label.classList.toggle("facet-void", !facet.counts[at] && !option.input.checked);
      });
    }

    chip({ key, value, text }) {
      const item = document.createElement("li"), button = made("button", "", text);
      button.type = "button";
      button.dataset.key = key;
      button.dataset.value = value;
      button.setAttribute("aria-label", `Remove the filter ${text}`);
      item.append(button);
      return item;
    }

    /** Take one filter away, and leave the focus where the reader can go on. */
    drop(key, value) {
      const at = [...this.on.querySelectorAll("button")].indexOf(document.activeElement);
      const facet = this.facets.find((each) => each.key === key);
      if (key === "q") this.words.value = "";
      else if (facet.input) facet.input.value = "";
      else facet.options.find((option) => option.input.value === value).input.checked = false;
      this.change();
      const left = [...this.on.querySelectorAll("button")];
      (left[Math.min(at, left.length - 1)] || this.words).focus();
    }

    reset() {
      this.words.value = this.sort.value = "";
      for (const facet of this.facets) {
        if (facet.input) facet.input.value = "";
        else for (const option of facet.options) option.input.checked = false;
      }
      this.change();
    }

    change() {
      clearTimeout(this.waiting);
      this.apply();
      this.write();
    }

    listen() {
      const form = this.form, close = (but) => form.querySelectorAll("details[open]").forEach((box) => { if (box !== but) box.open = false; });
      form.addEventListener("submit", (event) => { event.preventDefault(); this.change(); });
      form.addEventListener("input", (event) => {
        if (!event.target.matches("[data-words], [data-typed]")) return;
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.change(), PAUSE);
      });
      form.addEventListener("change", (event) => { if (event.target.matches("[data-sort], [type=checkbox]")) this.change(); });
      form.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (button?.matches("[data-clear]")) { this.reset(); this.words.focus(); }
        else if (button) this.drop(button.dataset.key, button.dataset.value);
      });
      form.addEventListener("keydown", (event) => {
        const box = event.target.closest("details[open]");
        if (event.key !== "Escape" || !box) return;
        box.open = false;
        box.querySelector("summary").focus();
      });
      document.addEventListener("pointerdown", (event) => close(event.target.closest("details")));
      form.addEventListener("focusout", (event) => { if (event.relatedTarget && !event.relatedTarget.closest("details[open]")) close(); });
    }

    /** Whether the form asks for anything, so that rows may be hidden or moved. */
    get asks() {
      const ticked = (facet) => (facet.input ? facet.input.value.trim() : facet.options.some((option) => option.input.checked));
      return Boolean(this.sort.value || this.words.value.trim() || this.facets.some(ticked));
    }
  }

  const registers = [...document.querySelectorAll("form.register-filter")].map((form) => new Register(form));

  /** Bring a row to the top and hold it there while the rows above it take their true heights, or until the reader moves. */
  function land(target) {
    let frames = 6;
    const stop = () => { frames = 0; };
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(name, stop, { once: true, passive: true });
    const hold = () => { if (frames-- > 0) { target.scrollIntoView(); requestAnimationFrame(hold); } };
    hold();
  }

  /** Follow the address: its query into the forms, its fragment to a row that is shown. */
  function follow() {
    for (const register of registers) {
      register.read();
      if (register.asks || register.asked) register.apply();
    }
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (!target.checkVisibility()) for (const register of registers) if (register.homes.some((home) => home.section?.contains(target))) register.reset();
    if (!registers.some((register) => register.asked)) return;
    land(target);
    if (document.readyState !== "complete") addEventListener("load", () => land(target), { once: true });
  }

  addEventListener("popstate", follow);
  follow();
})();

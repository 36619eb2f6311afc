/* The two faces of an exhibit that need a script: the chart that answers, and the table opened in place.
   Nothing of Vega is asked for before someone presses "Interact". The live chart lies over the drawing,
   in its box, so that nothing on the page moves. */
(() => {
  "use strict";

  const PHONE = matchMedia("(max-width: 575px)");
  const HINT = "Interactive chart. Arrow keys step through its marks and tell their values, Enter dims other series, Escape ends. The table holds the same values.";
  const loads = new Map(), specs = new Map(), views = new WeakMap(), settings = new WeakMap();
  /** Called by data/figures/LABEL.live.js: a script and no JSON, so that it also loads where the page was opened from a disk. */
  window.detourLive = (label, both) => specs.set(label, both);

  /** Make an element. @param {string} name @param {Object<string, string>} [attributes] @param {string} [text] */
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  /** Load a script once. @param {string} address @returns {Promise<void>} */
  const load = (address) => {
    if (!loads.has(address)) {
      loads.set(address, new Promise((resolve, reject) => {
        const script = make("script", { src: address });
        script.onload = () => resolve();
        script.onerror = () => { loads.delete(address); script.remove(); reject(new Error(address)); };
        document.head.append(script);
      }));
    }
    return loads.get(address);
  };

  /* Tooltip: one for the page, above everything, filled with text and never with markup. */
  const tip = make("div", { class: "exhibit-tip", role: "status" });
  if (tip.showPopover) tip.popover = "manual";
  const hide = () => { if (tip.isConnected) tip.hidePopover?.(); tip.hidden = true; };
  /** Show what a mark tells, beside a point of the window. @param {unknown} value @param {number} x @param {number} y */
  const show = (value, x, y) => {
    const rows = value && typeof value === "object" && tells(value) ? lines(value) : [];
    if (!rows.length) return hide();
    if (!tip.isConnected) document.body.append(tip);
    tip.replaceChildren(...rows.flatMap(([head, text]) => [make("span", {}, head), make("b", {}, String(text).replaceAll("|", " "))]));
    tip.hidden = false;
    tip.showPopover?.();
    const box = tip.getBoundingClientRect(), right = document.documentElement.clientWidth;
    tip.style.left = `${Math.max(4, x + 14 + box.width > right ? Math.min(x - 14 - box.width, right - box.width - 4) : x + 14)}px`;
    tip.style.top = `${Math.max(4, y + 14 + box.height > innerHeight ? y - 14 - box.height : y + 14)}px`;
  };
  addEventListener("scroll", hide, { passive: true, capture: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  /** Return what a mark tells, head and text, without what is empty. @param {Object<string, unknown>} value */
  const lines = (value) => Object.entries(value).filter(([, text]) => !["", "null", "undefined", "NaN"].includes(String(text)));
  /** Whether a mark is more than the head of a group, which tells its own name and nothing else. @param {Object<string, unknown>} value */
  const tells = (value) => { const all = lines(value); return all.length > 1 || all.some(([, text]) => /^[-−]?\d/.test(String(text))); };

  /** Return the marks of a live chart that tell something, each row once, in reading order. @param {Element} holder */
  const marks = (holder) => {
    const seen = new Map();
    for (const element of holder.querySelectorAll(".role-mark > *")) {
      const told = JSON.stringify(element.__data__?.tooltip ?? null);
      if (told.startsWith("{") && tells(element.__data__.tooltip) && !(seen.has(told) && element.tagName !== "path")) seen.set(told, element);
    }
    const place = (element) => { const box = element.getBoundingClientRect(); return [Math.round((box.top + box.bottom) / 24), box.left + box.width / 2]; };
    return [...seen.values()].map((element) => [element, ...place(element)]).sort((a, b) => a[1] - b[1] || a[2] - b[2]).map(([element]) => element);
  };

  /** Let the keyboard do what pointing does. @param {HTMLElement} holder */
  const listen = (holder) => {
    let at = -1;
    const leave = () => { holder.querySelector(".exhibit-at")?.classList.remove("exhibit-at"); hide(); };
    holder.addEventListener("blur", leave);
    holder.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") return leave();
      const all = marks(holder);
      if (event.key === "Enter" && all[at]) return void all[at].dispatchEvent(new MouseEvent("click", { bubbles: true, view: window }));
      if (!step || !all.length) return;
      event.preventDefault();
      leave();
      at = (at + step + all.length) % all.length;
      all[at].classList.add("exhibit-at");
      const box = all[at].getBoundingClientRect();
      show(all[at].__data__.tooltip, box.left + box.width / 2, box.top + box.height / 2);
    });
  };

  /** Hand a chart the values of its controls: those that are set, the printed ones for the rest. @param {object[]} [controls] @param {Object<string, number>} [values] */
  const hand = (view, controls = [], values = {}) => { for (const each of controls) view.signal(each.name, values[each.name] ?? each.default); };

  /** Draw a figure with some values; a chart that is drawn later takes them too. @param {HTMLElement} figure @param {Object<string, number>} values */
  const set = async (figure, values) => {
    settings.set(figure, values);
    for (const holder of figure.querySelectorAll(".exhibit-live")) {
      const view = views.get(holder);
      if (!view) continue;
      hand(view, specs.get(figure.id).controls, values);
      await view.runAsync();
      holder.querySelector("svg").setAttribute("aria-label", Object.keys(values).length ? said(figure) : holder.parentElement.querySelector("svg").getAttribute("aria-label"));
    }
  };

  /** Return what the chart of a figure says with the values that are set, in words. @param {HTMLElement} figure */
  const said = (figure) => {
    const size = PHONE.matches ? "narrow" : "wide", view = views.get(figure.querySelector(`.exhibit-${size} .exhibit-live`));
    const told = specs.get(figure.id)[size].data.filter((each) => each.transform?.some((one) => one.as === "said"));
    return view ? told.map((each) => view.data(each.name)).map((rows) => `${rows[0]?.said_of}: ${[...rows].sort((a, b) => a.order - b.order).map((row) => row.said).join(", ")}.`).join(" ") : "";
  };

  /** Lay the live chart over the drawing that the reader sees. @param {HTMLElement} figure @param {string} name */
  const enliven = async (figure, name) => {
    const size = PHONE.matches ? "narrow" : "wide", box = figure.querySelector(`.exhibit-${size}`);
    if (box.querySelector(".exhibit-live")) return;
    const { View, parse, expressionInterpreter } = window.detourVega;
    const holder = make("div", { class: "exhibit-live", tabindex: "0" });
    const tell = (_handler, event, _item, value) => event ? show(value, event.clientX, event.clientY) : hide();
    const view = new View(parse(specs.get(figure.id)[size], {}, { ast: true }), { expr: expressionInterpreter, renderer: "svg", container: holder, tooltip: tell });
    hand(view, specs.get(figure.id).controls, settings.get(figure));
    view.addEventListener("click", (event, item) => show(item?.tooltip, event.clientX, event.clientY));
    await view.runAsync();
    if (figure.dataset.live === undefined) return void view.finalize();
    for (const [key, value] of Object.entries({ role: "group", "aria-label": `${name}. ${HINT}` })) holder.setAttribute(key, value);
    holder.removeAttribute("aria-roledescription");
    const live = holder.querySelector("svg");
    live.setAttribute("role", "img");
    live.setAttribute("aria-label", box.querySelector("svg").getAttribute("aria-label"));
    listen(holder);
    views.set(holder, view);
    box.append(holder);
  };

  /** Take the live charts of a figure away: the drawing was under them all the time. @param {HTMLElement} figure */
  const rest = (figure) => {
    for (const holder of figure.querySelectorAll(".exhibit-live")) {
      views.get(holder)?.finalize();
      holder.remove();
    }
    hide();
  };

  /** Tell why something asked for did not come. @param {HTMLElement} list @param {string} text */
  const sorry = (list, text) => {
    const line = list.parentElement.querySelector(".exhibit-sorry") ?? list.parentElement.appendChild(make("p", { class: "exhibit-sorry", role: "status" }));
    line.textContent = text;
  };

  /** Switch between drawing and live chart. @param {HTMLButtonElement} button @param {HTMLElement} list @param {HTMLElement} figure */
  const toggle = async (button, list, figure) => {
    const on = figure.dataset.live === undefined;
    button.setAttribute("aria-pressed", String(on));
    if (!on) { delete figure.dataset.live; return rest(figure); }
    figure.dataset.live = "";
    try {
      const data = list.querySelector('a[href$=".csv"]').href.replace(/csv$/, "live.js");
      await Promise.all([load(new URL(document.querySelector('meta[name="detour-vega"]').content, document.baseURI).href), load(data)]);
      await enliven(figure, button.dataset.name);
    } catch {
      delete figure.dataset.live;
      button.setAttribute("aria-pressed", "false");
      sorry(list, "The interactive chart could not be loaded. The table and the files hold the same data.");
    }
  };

  /** Open or close the panel of controls; the chart is made live first. @param {HTMLButtonElement} button @param {HTMLButtonElement} live @param {HTMLElement} list @param {HTMLElement} figure */
  const adjust = async (button, live, list, figure, given) => {
    const open = figure.querySelector(".exhibit-controls");
    button.setAttribute("aria-expanded", String(!open || open.hidden));
    if (open) { open.hidden = !open.hidden; }
    if (figure.dataset.live === undefined && (!open || !open.hidden)) await toggle(live, list, figure);
    if (open || figure.dataset.live === undefined) return;
    try {
      await load(new URL(document.querySelector('meta[name="detour-controls"]').content, document.baseURI).href);
      if (figure.querySelector(".exhibit-controls")) return;
      const book = new URL("../../book/", list.querySelector('a[href$=".csv"]').href).href;
      const api = { controls: specs.get(figure.id).controls, make, name: button.dataset.name, book, set: (values) => set(figure, values), said: () => said(figure) };
      figure.querySelector(".exhibit-narrow").after(window.detourControls(figure, api, given));
    } catch {
      button.setAttribute("aria-expanded", "false");
      sorry(list, "The controls could not be loaded.");
    }
  };

  /** Return the values that the address of the page holds for a figure, or null. @param {HTMLElement} figure */
  const brought = (figure) => {
    const [label, ...pairs] = (new URLSearchParams(location.search).get("set") ?? "").split("~");
    const values = pairs.map((pair) => pair.split(":")).filter(([name, value]) => name && Number.isFinite(Number(value)));
    return label === figure.id && values.length ? Object.fromEntries(values.map(([name, value]) => [name, Number(value)])) : null;
  };

  /** Open or close the table below the chart; where it cannot be fetched, follow the link. @param {HTMLAnchorElement} link @param {HTMLElement} list */
  const unfold = async (link, list) => {
    const open = list.parentElement.querySelector(":scope > .exhibit-data");
    if (open) { open.hidden = !open.hidden; return void link.setAttribute("aria-expanded", String(!open.hidden)); }
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (list.parentElement.querySelector(":scope > .exhibit-data")) return;
      list.after(document.importNode(page.querySelector(".exhibit-data"), true));
      link.setAttribute("aria-expanded", "true");
    } catch {
      location.assign(link.href);
    }
  };

  for (const list of document.querySelectorAll(".faces")) {
    const figure = list.closest("figure"), table = list.querySelector(".face-table"), name = table.getAttribute("aria-label").replace(/^Table of /, "");
    const button = make("button", { type: "button", "aria-pressed": "false", "aria-label": `Interact with ${name}`, "data-name": name }, "Interact");
    button.addEventListener("click", () => toggle(button, list, figure));
    list.querySelector(".face-live").append(button);
    const place = list.querySelector(".face-set");
    if (place) {
      const setter = make("button", { type: "button", "aria-expanded": "false", "aria-label": `Set values of ${name}`, "data-name": name }, "Set values");
      const given = brought(figure);
      setter.addEventListener("click", () => adjust(setter, button, list, figure));
      place.append(setter);
      if (given) adjust(setter, button, list, figure, given);
    }
    if (table.pathname === location.pathname) continue;
    table.setAttribute("aria-expanded", "false");
    table.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      unfold(table, list);
    });
  }

  PHONE.addEventListener("change", () => {
    for (const figure of document.querySelectorAll("figure[data-live]")) enliven(figure, figure.querySelector(".face-live button").dataset.name);
  });
})();

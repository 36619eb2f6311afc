/* What a reader may move in an exhibit: an input for each control, above the words of the figure. Asked for when someone presses "Set values".
   The inputs hand their values to the live chart, which computes; nothing is computed here. */
(() => {
  "use strict";

  /** How long after the last change the results are read out, in milliseconds. */
  const PAUSE = 700;

  /** Write a number for a reader. @param {number} value */
  const written = (value) => value.toLocaleString("en", { maximumFractionDigits: 4 });

  /**
   * Make the panel of a figure.
   * @param {HTMLElement} figure
   * @param {{controls: object[], make: Function, name: string, book: string, set: (values: Object<string, number>) => Promise<void>, said: () => string}} api
   * @param {Object<string, number>} given values that an address brought
   */
  window.detourControls = (figure, { controls, make, name, book, set, said }, given = {}) => {
    const printed = Object.fromEntries(controls.map((each) => [each.name, each.default]));
    const values = { ...printed }, shown = new Map();
    const panel = make("form", { class: "exhibit-controls", "aria-label": `Values of ${name}` });
    const note = make("p", { class: "exhibit-note" }), spoken = make("p", { class: "exhibit-spoken", role: "status" });
    const reset = make("button", { type: "button" }, "Reset to the printed values");
    let waiting = 0;

    const changed = () => controls.filter((each) => values[each.name] !== printed[each.name]);

    /** Say which values are the reader's, and keep them in the address. */
    const tell = () => {
      const own = changed();
      note.textContent = own.length
        ? `Drawn with your values for: ${own.map((each) => each.label).join("; ")}. Title, caption, table and files keep the printed ones.`
        : "Drawn with the printed values.";
      reset.disabled = !own.length;
      const address = new URL(location.href);
      address.searchParams.delete("set");
      if (own.length) address.searchParams.set("set", [figure.id, ...own.map((each) => `${each.name}:${values[each.name]}`)].join("~"));
      try { history.replaceState(history.state, "", address); } catch { /* A page from a disk keeps its address. */ }
    };

    /** Hand the values to the chart and show them; what came out is read once the reader rests. */
    const apply = async () => {
      for (const [name, show] of shown) show(values[name]);
      tell();
      await set(Object.fromEntries(changed().map((each) => [each.name, values[each.name]])));
      clearTimeout(waiting);
      waiting = setTimeout(() => { spoken.textContent = said(); }, PAUSE);
    };

    /** Keep one value, within its ends; what is none of the choices is left. @param {object} control @param {number} value */
    const keep = (control, value) => {
      if (!Number.isFinite(value) || (control.choices.length && !control.choices.some(([each]) => each === value))) return;
      values[control.name] = Math.min(control.high, Math.max(control.low, value));
    };

    /** Take what a reader typed or moved. @param {object} control @param {string} text */
    const take = (control, text) => {
      if (text.trim() === "") return;
      keep(control, Number(text));
      apply();
    };

    /** Make the link to the row that a printed value rests on; its name begins with what is seen of it. @param {object} control */
    const basis = (control) => make("a", { href: new URL(control.row, book).href, "aria-label": `${control.kind} behind the printed value of: ${control.label}` }, control.kind);

    /** Make the input of one control. @param {object} control */
    const input = (control) => {
      const id = `${figure.id}-${control.name}`, row = make("div", { class: "exhibit-control" });
      row.append(make("label", { for: id }, control.label), basis(control));
      if (control.choices.length) {
        const list = make("select", { id });
        for (const [value, text] of control.choices) list.append(make("option", { value: String(value) }, text));
        list.addEventListener("change", () => take(control, list.value));
        shown.set(control.name, (value) => { list.value = String(value); });
        row.append(list);
        return row;
      }
      const ends = { min: String(control.low), max: String(control.high) };
      const slide = make("input", { id, type: "range", ...ends, step: String(control.step) });
      const type = make("input", { type: "number", ...ends, step: "any", inputmode: "decimal", "aria-label": `${control.label}${control.unit ? `, ${control.unit}` : ""}` });
      slide.addEventListener("input", () => take(control, slide.value));
      type.addEventListener("change", () => { take(control, type.value); type.value = String(values[control.name]); });
      type.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); take(control, type.value); } });
      shown.set(control.name, (value) => {
        slide.value = String(value);
        slide.setAttribute("aria-valuetext", `${written(value)} ${control.unit}`.trim());
        if (document.activeElement !== type) type.value = String(value);
      });
      row.append(slide, type, make("span", { class: "exhibit-unit" }, control.unit));
      return row;
    };

    for (const each of controls) if (each.name in given) keep(each, given[each.name]);
    for (const group of new Set(controls.map((each) => each.group))) {
      const set = make("fieldset");
      set.append(make("legend", {}, group), ...controls.filter((each) => each.group === group).map(input));
      panel.append(set);
    }
    panel.addEventListener("submit", (event) => event.preventDefault());
    reset.addEventListener("click", () => { Object.assign(values, printed); panel.querySelector("input, select").focus(); apply(); });
    panel.append(note, reset, spoken);
    apply();
    return panel;
  };
})();

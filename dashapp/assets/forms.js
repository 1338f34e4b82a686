/* Forms and buttons that layouts/forms.py describes: drawn from text, sent to the address of the
   page or to the API. Everything shown is written as text. */
(function () {
  "use strict";
  const SIZES = { k: 1e3, m: 1e6, bn: 1e9 };
  const NUMBER = "\\s*[\\-−]?[0-9][0-9, ]*(\\.[0-9]+)?\\s*(k|m|bn|K|M|BN)?\\s*";

  function make(tag, traits, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(traits || {})) {
      if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
    }
    element.append(...inside.filter((part) => part !== null && part !== undefined));
    return element;
  }

  /* ---- drawing ------------------------------------------------------------------------------- */
  function control(told, one) {
    const id = told.id + "-" + one.name;
    const traits = {
      id, name: one.name, required: one.required ? "" : null, autocomplete: "off",
      "aria-describedby": one.hint ? id + "-hint" : null,
    };
    if (one.choices.length) {
      const options = one.choices.map(([value, words]) => make("option", { value }, words));
      return make("select", traits, ...options);
    }
    if (one.kind === "area") return make("textarea", { ...traits, rows: one.rows, maxlength: one.longest });
    if (one.kind === "date") return make("input", { ...traits, type: "date", min: one.least, max: one.most });
    const number = { inputmode: "decimal", pattern: NUMBER, title: "A number, such as 5,000,000 or 5m" };
    return make("input", { ...traits, type: "text", maxlength: "200", ...(one.kind === "number" ? number : {}) });
  }

  function line(told, one) {
    const id = told.id + "-" + one.name;
    const settled = one.required || (one.choices.length && one.choices[0][0] !== "");
    return make("div", { class: one.wide ? "ask wide" : "ask", "data-name": one.name },
      make("label", { for: id }, one.label, settled ? null : make("span", { class: "opt" }, " optional")),
      control(told, one), one.hint ? make("p", { class: "hint", id: id + "-hint" }, one.hint) : null);
  }

  function fill(box, told) {
    for (const one of told.fields) {
      const element = box.querySelector(`[name="${CSS.escape(one.name)}"]`);
      if (element.matches("select") && ![...element.options].some((option) => option.value === one.value)) {
        element.selectedIndex = 0;
      } else element.value = one.value;
    }
    asked(box, told);
  }

  /* fields that only make sense at a value of another one */
  function asked(box, told) {
    for (const one of told.fields) {
      if (!one.when) continue;
      const [name, value] = one.when;
      const off = box.querySelector(`[name="${CSS.escape(name)}"]`).value !== value;
      const element = box.querySelector(`[name="${CSS.escape(one.name)}"]`);
      element.closest(".ask").hidden = off;
      element.disabled = off;
    }
  }

  function draw(box) {
    box.gpForm = box.dataset.form;
    const told = JSON.parse(box.gpForm);
    const shape = JSON.stringify({ ...told, fields: told.fields.map((one) => ({ ...one, value: "" })) });
    box.gpTold = told;
    if (box.gpShape === shape) return fill(box, told); /* what is answered now stands in the fields */
    box.gpShape = shape;
    const send = make("button", { type: "submit", class: told.primary ? "b p" : "b" }, told.submit);
    const clear = told.clear && make("button", { type: "button", class: "b q", "data-clear": "" }, told.clear);
    const form = make("form", { "aria-label": told.label, id: told.id },
      make("div", { class: "asks" }, ...told.fields.map((one) => line(told, one))),
      make("div", { class: "row start" }, send, clear || null,
        make("p", { class: "answer", role: "status" })));
    box.replaceChildren(form);
    fill(box, told);
  }

  /* ---- sending ------------------------------------------------------------------------------- */
  function plain(text) {
    const found = text.trim().toLowerCase().replace("−", "-").match(/^(-?[0-9][0-9, ]*(?:\.[0-9]+)?)\s*(k|m|bn)?$/);
    if (!found) return text.trim();
    const number = found[1].replace(/[, ]/g, "");
    return found[2] ? String(Number(number) * SIZES[found[2]]) : number;
  }

  function typed(kind, text) {
    if (kind === "yes") return text === "true";
    return ["number", "grade"].includes(kind) ? Number(text) : text;
  }

  function given(box) {
    const values = {};
    for (const one of box.gpTold.fields) {
      const element = box.querySelector(`[name="${CSS.escape(one.name)}"]`);
      const text = element.disabled ? "" : one.kind === "number" ? plain(element.value) : element.value.trim();
      if (text !== "") values[one.name] = box.gpTold.to ? typed(one.kind, text) : text;
    }
    return values;
  }

  function ask(box, values) {
    const params = new URLSearchParams(location.search);
    for (const one of box.gpTold.fields) {
      if (values[one.name] === undefined) params.delete(one.name);
      else params.set(one.name, values[one.name]);
    }
    const text = params.toString();
    window.dash_clientside.set_props("url", { search: text ? "?" + text : "" });
  }

  async function post(to, body) {
    const sent = { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" } };
    try {
      const answer = await fetch(to, { ...sent, body: JSON.stringify(body) });
      if (answer.status === 401) {
        location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
        return null;
      }
      return { ok: answer.ok, told: await answer.json().catch(() => ({})) };
    } catch {
      return { ok: false, told: { detail: "The connection was lost before the answer came; look whether it was done." } };
    }
  }

  function wrong(told) {
    const places = (told.errors || []).map((one) => (one.pointer ? one.pointer + ": " : "") + one.detail);
    return [told.detail || "The server gave no reason; try again.", ...places].join(" ");
  }

  /* the figures follow, by the nudge that the change makes or, where none comes, by ourselves */
  const PATIENCE = 900;
  let redrawn = 0;
  addEventListener("gp-redraw", () => { redrawn = Date.now(); });

  function follow(sent) {
    setTimeout(() => {
      if (redrawn < sent) window.dash_clientside.set_props("shell-live", { data: { _seq: Date.now() } });
    }, PATIENCE);
  }

  /* who sent it stays in the panel, whose rows may have changed under the hand */
  function done(element, words, sent) {
    const panel = element.closest("[data-panel]");
    for (const box of document.querySelectorAll("details.pop[open]")) box.open = false;
    window.gpSay(words);
    if (panel) {
      panel.tabIndex = -1;
      panel.focus({ preventScroll: true });
    }
    follow(sent);
  }

  async function send(box) {
    const sent = Date.now(), told = box.gpTold, words = box.querySelector(".answer"), button = box.querySelector("[type=submit]");
    if (box.gpBusy) return;
    box.gpBusy = true;
    button.disabled = true;
    words.textContent = "Sending …";
    const found = await post(told.to, { ...told.with_it, ...given(box) });
    box.gpBusy = false;
    button.disabled = false;
    words.textContent = "";
    if (!found) return;
    if (!found.ok) {
      words.textContent = wrong(found.told);
      words.classList.add("bad");
      return;
    }
    words.classList.remove("bad");
    fill(box, told);
    done(box, told.said, sent);
  }

  document.addEventListener("submit", (event) => {
    const box = event.target.closest("[data-form]");
    if (!box) return;
    event.preventDefault();
    if (box.gpTold.to) send(box); else ask(box, given(box));
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-form]");
    if (!box) return;
    const told = box.gpTold;
    if (told.filled_by && event.target.name === told.filled_by) {
      /* what is known of the choice stands in the other fields, ready to be changed */
      const known = told.filled[event.target.value] || {}, chosen = event.target.value;
      fill(box, { ...told, fields: told.fields.map((one) => (
        { ...one, value: one.name === told.filled_by ? chosen : known[one.name] ?? one.value })) });
    }
    asked(box, told);
  });
  document.addEventListener("click", async (event) => {
    const clear = event.target.closest("[data-form] [data-clear]");
    if (clear) return ask(clear.closest("[data-form]"), {});
    const button = event.target.closest("[data-post]");
    if (!button || button.disabled) return;
    button.disabled = true;
    const sent = Date.now(), found = await post(button.dataset.post, {});
    button.disabled = false;
    if (!found) return;
    if (found.ok) done(button, button.dataset.said, sent); else window.gpSay(wrong(found.told));
  });

  new MutationObserver(() => {
    for (const box of document.querySelectorAll("[data-form]")) {
      if (box.gpForm !== box.dataset.form) draw(box);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-form"],
  });
})();

/* Handing a file in: the fields that only a browser can own, the way to the API, and its report.
   The file goes as multipart, never through Dash; everything shown is written as text. */
(function () {
  "use strict";
  const API = "/api/v1/imports";
  const SHOWN = 200; /* rows of a table; the answer of the API has them all */
  const at = (id) => document.getElementById(id);
  let cleared = null; /* what was checked and may be imported, as text */
  let busy = false;

  /* ---- making elements ---------------------------------------------------------------------- */
  function make(tag, traits, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(traits || {})) {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...inside.filter((part) => part !== null && part !== undefined));
    return element;
  }
  const sign = (name) => make("span", { class: "i i-" + name, "aria-hidden": "true" });
  const number = (count) => Number(count || 0).toLocaleString("en-GB");
  const many = (count, one) => number(count) + " " + one + (count === 1 ? "" : "s");

  /* ---- the fields ---------------------------------------------------------------------------- */
  const FIELDS = {
    file: ["input", { type: "file", accept: ".csv,.gz,.xlsx,.txt", required: "" }],
    map: ["input", { type: "file", accept: ".yaml,.yml,.txt" }],
    "map-text": ["textarea", { rows: "8", spellcheck: "false", maxlength: "65536" }],
    sheet: ["input", { type: "text", autocomplete: "off", maxlength: "64" }],
    set: ["textarea", { rows: "2", spellcheck: "false" }],
    replace: ["input", { type: "checkbox" }],
  };

  function ready(form) {
    form.dataset.ready = "";
    for (const slot of form.querySelectorAll("[data-slot]")) {
      const [tag, traits] = FIELDS[slot.dataset.slot];
      const id = "import-" + slot.dataset.slot;
      const hint = at(id + "-hint") ? id + "-hint" : null;
      slot.append(make(tag, { ...traits, id, name: slot.dataset.slot, "aria-describedby": hint }));
    }
    cleared = null;
    follow();
  }

  /* the address says the kind; a link or Back may change it */
  function follow() {
    const select = at("import-kind");
    if (!select) return;
    const wanted = new URLSearchParams(location.search).get("kind");
    if (wanted && [...select.options].some((option) => option.value === wanted)) select.value = wanted;
    else select.selectedIndex = 0;
    narrow();
  }

  /* only the profiles that read files of this kind */
  function narrow() {
    const layout = at("import-layout"), kind = at("import-kind").value;
    for (const option of layout.options) {
      const other = option.dataset.kind !== undefined && option.dataset.kind !== kind;
      option.hidden = other;
      option.disabled = other;
      if (other && option.selected) layout.value = "";
    }
    at("import-own-map").hidden = layout.value !== "map";
    const chosen = layout.selectedOptions[0];
    at("import-profile-words").textContent = (chosen && chosen.dataset.words) || "";
  }

  function choose(kind) {
    const params = new URLSearchParams(location.search);
    params.set("kind", kind);
    window.dash_clientside.set_props("url", { search: "?" + params });
  }

  /* ---- what is sent -------------------------------------------------------------------------- */
  function given() {
    const layout = at("import-layout").value, own = layout === "map";
    return {
      kind: at("import-kind").value,
      profile: own ? "" : layout,
      mapFile: own ? at("import-map").files[0] : undefined,
      mapText: own ? at("import-map-text").value.trim() : "",
      sheet: at("import-sheet").value.trim(),
      set: at("import-set").value.split("\n").map((line) => line.trim()).filter(Boolean),
      replace: at("import-replace").checked,
      file: at("import-file").files[0],
    };
  }

  function missing(form) {
    if (!form.file) return ["Choose a file first.", "import-file"];
    if (at("import-layout").value === "map" && !form.mapFile && !form.mapText) {
      return ["Choose a map, or paste its text.", "import-map-text"];
    }
    return null;
  }

  const stamp = (file) => (file ? [file.name, file.size, file.lastModified] : null);
  const signature = (form) =>
    JSON.stringify({ ...form, file: stamp(form.file), mapFile: stamp(form.mapFile) });

  function body(form, dry) {
    const data = new FormData();
    data.append("kind", form.kind);
    data.append("dry_run", String(dry));
    if (form.replace) data.append("replace", "true");
    if (form.profile) data.append("profile", form.profile);
    if (form.mapFile) data.append("map", form.mapFile);
    else if (form.mapText) data.append("map", new Blob([form.mapText]), "map.yaml");
    if (form.sheet) data.append("sheet", form.sheet);
    for (const pair of form.set) data.append("set", pair);
    data.append("file", form.file);
    return data;
  }

  function send(dry) {
    const form = given(), lacks = missing(form);
    if (busy) return;
    if (lacks) {
      tell(lacks[0]);
      at(lacks[1]).focus();
      return;
    }
    const request = new XMLHttpRequest(), bar = at("import-bar");
    working(true);
    bar.hidden = false;
    bar.value = 0;
    tell("Sending " + form.file.name + " …");
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    };
    request.upload.onload = () => {
      bar.removeAttribute("value");
      tell(dry ? "Reading and checking …" : "Importing …");
    };
    request.onload = () => answered(request, form, dry);
    request.onerror = () => lost(dry);
    request.ontimeout = () => lost(dry);
    request.open("POST", API);
    request.responseType = "json";
    request.send(body(form, dry));
  }

  function working(on) {
    busy = on;
    at("import-form").toggleAttribute("aria-busy", on);
    at("import-check").disabled = on;
    if (on) at("import-post").disabled = true;
    if (!on) at("import-bar").hidden = true;
  }

  function tell(words) {
    const place = at("import-said");
    if (place) place.textContent = words;
  }

  /* ---- what comes back ----------------------------------------------------------------------- */
  function answered(request, form, dry) {
    if (!at("import-form")) return; /* the reader has gone to another page */
    working(false);
    if (request.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      return;
    }
    const told = request.response || {};
    const report = told.import || (told.status && told.kind ? told : null);
    if (report && report.status !== "rejected") passed(report, form, dry);
    else refused(told, report);
  }

  function lost(dry) {
    if (!at("import-form")) return;
    working(false);
    allow(null);
    const words = dry
      ? "The connection was lost; nothing was written. Check the file again."
      : "The connection was lost before the answer came. Look into the list of imports before you send the file again.";
    show([note("bad", "warning", "No answer.", words)], "No answer came");
  }

  function allow(text) {
    cleared = text;
    const button = at("import-post");
    button.disabled = text === null;
    at("import-check").classList.toggle("p", text === null); /* one primary button at a time */
    if (text === null) at("import-words").textContent = "Import";
    at("import-why").textContent = text === null ? "Blocked: check the file first." : "";
  }

  function changed() {
    if (cleared !== null && cleared !== signature(given())) {
      allow(null);
      at("import-why").textContent = "Blocked: something changed, check the file again.";
    }
  }

  function passed(report, form, dry) {
    const parts = [];
    if (dry) {
      const again = report.status === "already_imported";
      allow(again ? null : signature(form));
      at("import-words").textContent = "Import " + many(report.rows_read, "row");
      const known = !report.rows_new && !report.rows_superseded && !report.rows_retracted;
      parts.push(note("info", "check", "The file can be imported.",
        known ? "All its rows are known already: it would change nothing." : "Nothing was written yet."));
    } else {
      allow(null);
      at("import-why").textContent = "Done. Choose the next file, or open the import.";
      parts.push(done(report));
    }
    parts.push(counts(report), kinds(report), warnings(report));
    show(parts, dry ? "The file can be imported" : "What the import came to");
  }

  function done(report) {
    const link = report.import_id &&
      make("a", { href: "/imports?import=" + encodeURIComponent(report.import_id) }, "Open the import");
    const again = report.status === "already_imported";
    const strong = again ? "Already imported." : "Imported.";
    const words = again
      ? "This very file is in the books already; nothing was written."
      : "Every page that stands on these facts follows.";
    return note("info", again ? "info" : "check", strong, words, link);
  }

  function refused(told, report) {
    allow(null);
    const errors = report ? report.errors : (told.errors || []).map((one) => (
      { row: null, column: one.pointer, value: null, message: one.detail, hint: null }));
    const title = report ? "Nothing was written" : "The file was not read";
    const words = report
      ? many(errors.length, "place") + (errors.length === 1 ? " is" : " are") + " wrong. Correct the file, then check it again."
      : told.detail || "The server gave no reason; try again.";
    const parts = [note("bad", "warning", title + ".", words)];
    if (errors.length) parts.push(wrong(errors));
    if (report) parts.push(warnings(report));
    show(parts, title);
  }

  /* ---- how it is shown ----------------------------------------------------------------------- */
  function note(kind, icon, strong, words, link) {
    const said = make("div", {}, make("strong", {}, strong), " " + words + " ", link);
    return make("div", { class: "alert " + kind, role: kind === "bad" ? "alert" : null }, sign(icon), said);
  }

  function counts(report) {
    const facts = [
      ["Rows read", report.rows_read], ["New", report.rows_new], ["Superseded", report.rows_superseded],
      ["Unchanged", report.rows_unchanged], ["Taken back", report.rows_retracted],
      ["Odd values", report.warnings.length],
    ].map(([label, count]) => make("div", { class: "fact" },
      make("div", { class: "k" }, label), make("div", { class: "v" }, number(count))));
    return make("div", { class: "facts alone" }, ...facts);
  }

  function kinds(report) {
    const names = Object.keys(report.kinds || {});
    if (names.length < 2) return null;
    const words = names.map((name) => name + " " + number(report.kinds[name].new) + " new, " +
      number(report.kinds[name].superseded) + " superseded");
    return make("p", { class: "quiet" }, "The file held several kinds: " + words.join("; ") + ".");
  }

  function wrong(errors) {
    const rows = errors.map((one) => [
      one.row === null ? "–" : String(one.row), one.column || "–", one.value === null ? "–" : one.value,
      one.message, one.hint || "",
    ]);
    return table("Wrong places", ["Row", "Column", "Value", "What is wrong", "What to do"], rows);
  }

  function warnings(report) {
    if (!report.warnings.length) return null;
    const rows = report.warnings.map((one) => [
      one.row === null ? "–" : String(one.row), one.column || "–", one.value === null ? "–" : one.value, one.message,
    ]);
    return table("Odd values, taken as they are", ["Row", "Column", "Value", "What is odd"], rows);
  }

  function table(title, head, rows) {
    const names = head.map((text) => make("th", { scope: "col", class: "l" }, text));
    const lines = rows.slice(0, SHOWN).map((cells) => make("tr", {}, ...cells.map((text, place) =>
      place === 0
        ? make("th", { scope: "row", class: "l rowhead" }, text)
        : make("td", { class: "l wrap" }, text))));
    const whole = make("table", {}, make("caption", { class: "sr" }, title),
      make("thead", {}, make("tr", {}, ...names)), make("tbody", {}, ...lines));
    const rest = rows.length > SHOWN
      ? make("p", { class: "quiet" }, number(rows.length - SHOWN) + " more are not listed here.") : null;
    return make("section", { class: "told" }, make("h3", {}, title),
      make("div", { class: "tw", tabindex: "0", role: "region", "aria-label": title + ", scrolls sideways" }, whole), rest);
  }

  function show(parts, title) {
    const panel = at("import-report"), place = at("import-result");
    place.replaceChildren(make("header", {}, make("h2", {}, title)), ...parts.filter(Boolean));
    panel.hidden = false;
    tell(title + ".");
    panel.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
  }

  /* ---- hands --------------------------------------------------------------------------------- */
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "import-form") return;
    event.preventDefault();
    send(true);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#import-post");
    if (button && cleared !== null && cleared === signature(given())) send(false);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.closest("#import-form")) return;
    if (event.target.id === "import-kind") choose(event.target.value);
    if (["import-kind", "import-layout"].includes(event.target.id)) narrow();
    changed();
  });
  document.addEventListener("input", (event) => {
    if (event.target.closest("#import-form")) changed();
  });
  addEventListener("popstate", follow);
  new MutationObserver(() => {
    const form = at("import-form");
    if (form && form.dataset.ready === undefined) ready(form);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

/* The shell in the browser: filters and address, drawing of charts, menus, keyboard, what changed. */
(function () {
  "use strict";
  const FILTERS = ["fund", "as_of", "known_on", "basis", "credit_line", "currency", "period"];
  const USUAL = { basis: "net_lp", credit_line: "with" };
  const DAYS = ["as_of", "known_on"];
  const NARROW = 460;
  const NO = () => window.dash_clientside.no_update;
  const control = (name) => "shell-filter-" + name.replace("_", "-");
  /* before the page is drawn there is nobody to tell, and Dash would stumble */
  const tell = (id, props) => document.getElementById("shell-page") && window.dash_clientside.set_props(id, props);
  const query = () => new URLSearchParams(location.search);
  const slugOf = (path) => {
    const first = (path || "").split("/")[1];
    const link = document.querySelector(".rail a");
    return first || (link ? new URL(link.href).pathname.slice(1) : "");
  };
  /* parameters that belong to one page alone stay behind when another is opened */
  const own = () => ((document.querySelector(".rail") || { dataset: {} }).dataset.own || "").split(" ");

  /* ---- filters: the address is their one store --------------------------------------------- */
  function written(params) {
    const ordered = new URLSearchParams();
    for (const name of FILTERS) for (const value of params.getAll(name)) ordered.append(name, value);
    /* the figure in the drawer is no filter: the page is the same under it */
    for (const [name, value] of params) if (!FILTERS.includes(name) && name !== "explain") ordered.append(name, value);
    const text = ordered.toString();
    return text ? "?" + text : "";
  }

  function fromControls(search, values, days, changed) {
    const params = new URLSearchParams(search);
    for (const name of FILTERS) {
      const day = DAYS.includes(name) ? days[DAYS.indexOf(name)] : null;
      if (changed === control(name) + "-day") {
        if (day) params.set(name, day); else params.delete(name);
      } else if (changed === control(name)) {
        const value = values[FILTERS.indexOf(name)];
        if (value === "day") continue; /* the field for the day has opened; nothing is chosen yet */
        params.delete(name);
        if (name === "fund") params.delete("fund_id");
        if (value) params.set(name, value);
      }
    }
    return written(params);
  }

  function usual(name, slug) {
    const box = document.getElementById(control(name) + "-box");
    return (box && JSON.parse(box.dataset.usual || "{}")[slug]) || "";
  }

  function fromAddress(search, choices, slug) {
    const params = new URLSearchParams(search);
    const texts = (choices && choices.texts) || {};
    const funds = (choices && choices.funds) || [];
    const values = {}, shown = {}, days = { as_of: null, known_on: null };
    for (const name of FILTERS) {
      const menu = texts[name] || {};
      let value = params.get(name) || "";
      if (name === "fund") {
        const all = [...params.getAll("fund"), ...params.getAll("fund_id")].filter(Boolean)
          .map((one) => (funds.find((fund) => fund.id === one) || { code: one }).code);
        value = all.length > 1 ? null : all[0] || "";
        shown.fund = all.length > 1 ? all.length + " funds" : menu[value] || value;
      } else if (DAYS.includes(name) && value && !menu[value]) {
        days[name] = value.slice(0, 10);
        shown[name] = spoken(days[name]);
        value = "day";
      } else {
        if (value === USUAL[name]) value = "";
        shown[name] = menu[value] || value;
      }
      if (value === "") shown[name] = usual(name, slug) || shown[name];
      values[name] = value;
    }
    return { values, shown, days };
  }

  function spoken(day) {
    const moment = new Date(day + "T00:00:00Z");
    if (isNaN(moment)) return day;
    return moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  }

  function marked(values, shown) {
    for (const name of FILTERS) {
      const box = document.getElementById(control(name) + "-box");
      if (!box) continue;
      box.toggleAttribute("data-changed", values[name] !== "");
      box.toggleAttribute("data-amber", name === "known_on" && values[name] !== "");
    }
    const badge = document.querySelector("#shell-known-badge > span:nth-of-type(2)");
    if (badge) badge.textContent = "As known on " + shown.known_on;
    const live = document.querySelector(".mb");
    if (live) live.title = FILTERS.filter((name) => values[name] !== "").length + " filters set";
  }

  function couple(search, ...rest) {
    const values = rest.slice(0, 7), days = rest.slice(7, 9);
    const [choices, path, links] = rest.slice(9);
    const hits = window.dash_clientside.callback_context.triggered.map((hit) => hit.prop_id.split(".")[0]);
    const changed = hits.find((id) => id.startsWith("shell-filter-"));
    const before = search || "";
    const after = changed ? fromControls(before, values, days, changed) : before;
    const read = fromAddress(after, choices, slugOf(path));
    if (changed && values[FILTERS.indexOf("as_of")] === "day" && changed === control("as_of")) read.values.as_of = "day";
    if (changed && values[FILTERS.indexOf("known_on")] === "day" && changed === control("known_on")) read.values.known_on = "day";
    marked(read.values, read.shown);
    const carried = new URLSearchParams(after);
    for (const name of own()) carried.delete(name);
    const kept = written(carried);
    setTimeout(() => {
      shut(links, (choices && choices.closed) || []);
      current(path);
    }, 0);
    return [
      after === before ? NO() : after,
      ...FILTERS.map((name) => read.values[name]),
      ...DAYS.map((name) => read.days[name]),
      ...FILTERS.map((name) => read.shown[name]),
      !new URLSearchParams(after).get("known_on"),
      links.map((link) => "/" + link.page + kept),
    ];
  }

  /* ---- pages ------------------------------------------------------------------------------- */
  function shut(links, closed) {
    for (const link of links) {
      const entry = document.getElementById(idText(link));
      if (entry) entry.hidden = closed.includes(link.page);
    }
  }

  function current(path) {
    const links = [...document.querySelectorAll(".rail a")];
    const slug = slugOf(path), at = "/" + slug;
    for (const box of document.querySelectorAll("details.f")) {
      box.hidden = (box.dataset.idle || "").split(" ").includes(slug || "firm");
    }
    let title = "";
    for (const link of links) {
      const here = new URL(link.href).pathname === at;
      if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
      if (here) title = link.querySelector(".full").textContent;
    }
    const firm = (document.getElementById("shell-firm") || {}).textContent || "";
    document.title = title ? title + " · " + firm : firm;
    return title;
  }

  function arrive(path) {
    document.documentElement.classList.toggle("embedded", (path || "").startsWith("/embed/"));
    return current(path || "/");
  }

  /* ---- drawing: theme, width and libraries are the browser's business ------------------------ */
  const coming = {};
  function library(namespace) {
    if (window[namespace]) return Promise.resolve();
    if (!coming[namespace]) {
      const mark = document.querySelector(`meta[name="gp-library-${namespace}"]`);
      coming[namespace] = new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = mark.content;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      });
    }
    return coming[namespace];
  }

  function dressed(part, swaps) {
    if (typeof part === "string") return swaps[part] || part;
    if (Array.isArray(part)) return part.map((item) => dressed(item, swaps));
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, dressed(item, swaps)]));
    }
    return part;
  }

  async function draw(drawing, _theme, _width, palette) {
    if (!drawing) return NO();
    const place = document.getElementById(idText(window.dash_clientside.callback_context.outputs_list.id));
    const room = place ? place.clientWidth : innerWidth;
    const narrow = room > 0 ? room < NARROW : innerWidth < 768;
    const component = structuredClone(drawing.component);
    const theme = window.gpTheme.current();
    const changes = narrow ? drawing.narrow : {};
    if (changes.props) Object.assign(component.props, changes.props);
    if (component.type === "Graph") {
      const figure = component.props.figure;
      const plain = { data: figure.data, layout: changes.layout || figure.layout };
      const worn = theme === "dark" ? dressed(plain, palette.swaps) : plain;
      worn.layout.template = palette.templates[theme];
      component.props.figure = worn;
    }
    await library(component.namespace);
    return component;
  }

  function idText(id) {
    if (typeof id === "string") return id;
    return "{" + Object.keys(id).sort().map((key) => JSON.stringify(key) + ":" + JSON.stringify(id[key])).join(",") + "}";
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { shell: { couple, arrive, draw } });

  let bucket = 0;
  addEventListener("resize", () => {
    clearTimeout(bucket);
    bucket = setTimeout(() => tell("shell-width", { data: Math.round(innerWidth / 40) }), 150);
  });

  /* a session that has ended leads back to the door, and from there to this very address */
  const ask = window.fetch.bind(window);
  window.fetch = async function (input, init) {
    const answer = await ask(input, init);
    const asked = new URL(input instanceof Request ? input.url : input, location.href);
    const own = asked.origin === location.origin && asked.pathname.startsWith("/_dash-");
    if (answer.status !== 401 || !own) return answer;
    /* a frame is told by its own script that the view has ended; the page is never half drawn */
    if (!document.documentElement.classList.contains("embedded")) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
    }
    return new Promise(() => {});
  };

  /* ---- acts ---------------------------------------------------------------------------------- */
  let quiet = 0;
  function say(words) {
    const toast = document.getElementById("shell-said");
    if (!toast) return;
    toast.textContent = words;
    toast.setAttribute("data-on", "");
    clearTimeout(quiet);
    quiet = setTimeout(() => toast.removeAttribute("data-on"), 2600);
  }
  window.gpSay = say; /* for scripts that send something and have an answer to tell */

  async function copy(text) {
    const whole = text.startsWith("/") ? location.origin + text : text;
    try {
      await navigator.clipboard.writeText(whole);
      say("Copied " + whole);
    } catch {
      say(whole);
    }
  }

  function retheme(theme) {
    window.gpTheme.choose(theme);
    const params = query();
    if (params.has("theme")) {
      params.set("theme", theme);
      tell("url", { search: written(params) });
    }
    tell("shell-theme", { data: theme });
  }

  function view(section, name) {
    if (!section || !section.querySelector(".as-table")) return;
    section.dataset.view = name;
    for (const button of section.querySelectorAll('[data-act="chart"], [data-act="table"]')) {
      button.setAttribute("aria-pressed", String(button.dataset.act === name));
    }
    if (name === "chart") dispatchEvent(new Event("resize"));
  }

  function print() {
    const worn = window.gpTheme.current();
    if (worn === "light") return window.print();
    window.gpTheme.wear("light");
    tell("shell-theme", { data: "print" });
    setTimeout(() => {
      window.print();
      window.gpTheme.wear(worn);
      tell("shell-theme", { data: worn });
    }, 500);
  }

  function openFunds() {
    const box = document.getElementById(control("fund") + "-box");
    if (!box) return;
    if (box.hidden) return say("This page is the same for every fund.");
    box.open = true;
    const field = box.querySelector("input");
    if (field) field.focus();
  }

  async function signOut() {
    await fetch("/logout", { method: "POST", credentials: "same-origin" });
    location.assign("/login");
  }

  const ACTS = {
    theme: () => retheme(window.gpTheme.current() === "dark" ? "light" : "dark"),
    chart: (button) => view(button.closest(".panel"), "chart"),
    table: (button) => view(button.closest(".panel"), "table"),
    copy: (button) => copy(button.dataset.copy),
    print,
    search: openFunds,
    shortcuts: () => tell("shell-shortcuts", { is_open: true }),
    reload: () => tell("shell-live", { data: { _seq: Date.now() } }),
    now: () => {
      const params = query();
      params.delete("known_on");
      tell("url", { search: written(params) });
    },
    filters: (button) => {
      const bar = button.closest(".bar");
      button.setAttribute("aria-expanded", String(bar.toggleAttribute("data-filters")));
    },
    "sign-out": signOut,
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    for (const box of document.querySelectorAll("details.f[open], details.user[open], details.pop[open]")) {
      if (!box.contains(event.target)) box.open = false;
    }
    if (button && ACTS[button.dataset.act]) {
      const menu = button.closest("details.user");
      if (menu) menu.open = false;
      ACTS[button.dataset.act](button);
    }
  });

  /* a choice closes its menu; "any day" moves on to the field for it */
  document.addEventListener("change", (event) => {
    const box = event.target.closest("details.f");
    if (!box || event.target.type !== "radio") return;
    const field = box.querySelector(".any-day input");
    if (event.target.value === "day" && field) return field.focus();
    box.open = false;
    box.querySelector("summary").focus();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "shell-fund-search") return;
    const wanted = event.target.value.trim().toLowerCase();
    for (const entry of event.target.closest(".menu").querySelectorAll(".choices .form-check")) {
      entry.hidden = wanted !== "" && !entry.textContent.toLowerCase().includes(wanted);
    }
  });

  function go(page) {
    const entry = document.getElementById(idText({ type: "nav", page }));
    if (entry && !entry.hidden) entry.click();
  }

  const KEYS = {
    "/": ACTS.search,
    "?": ACTS.shortcuts,
    t: ACTS.theme,
    f: () => {
      const box = document.querySelector("details.f:not([hidden])");
      if (!box) return;
      box.open = true;
      box.querySelector("summary").focus();
    },
    g: () => {
      const panel = document.querySelector(".grid .panel");
      if (!panel) return;
      panel.scrollIntoView({ block: "start" });
      const first = panel.querySelector("button, a");
      if (first) first.focus();
    },
    i: () => go("imports"),
    q: () => go("data-quality"),
    v: () => {
      const tables = document.querySelector('.panel[data-view="table"]') ? "chart" : "table";
      for (const section of document.querySelectorAll(".panel")) view(section, tables);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const box of document.querySelectorAll("details.f[open], details.user[open], details.pop[open]")) {
        box.open = false;
        box.querySelector("summary").focus();
      }
      return;
    }
    const typing = event.target.closest("input:not([type=radio]), textarea, select, [contenteditable], .ag-root-wrapper");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  /* ---- what changed: a figure whose value differs under the same address flashes once --------- */
  const seen = new Map();
  function compare() {
    const here = location.pathname + location.search;
    for (const element of document.querySelectorAll("[data-figure]")) {
      const panel = element.closest("[data-panel]");
      if (!panel) continue;
      const key = [here, panel.dataset.panel, element.dataset.figure].join(" ");
      const value = element.dataset.value;
      const text = (element.querySelector(".v") || element).textContent.trim();
      const before = seen.get(key);
      seen.set(key, { value, text });
      if (!before || before.value === value) continue;
      element.classList.remove("flash");
      void element.offsetWidth;
      element.classList.add("flash");
      const label = (element.querySelector(".k") || element).textContent.trim();
      say(label + " changed from " + before.text + " to " + text);
    }
  }
  let waiting = 0;
  new MutationObserver(() => {
    clearTimeout(waiting);
    waiting = setTimeout(compare, 60);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-value"] });

  const badge = new MutationObserver(() => {
    const state = document.getElementById("shell-live-state");
    if (state) state.parentElement.dataset.live = state.textContent.trim();
  });
  badge.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
})();

/* LP Reporting at work: packs taken a step further, a pack run again, the price of a sale dragged.
   Everything shown is written as text. */
(function () {
  "use strict";
  const PAUSE = 60; /* ms of rest before a dragged price is asked for */

  function make(tag, traits, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(traits || {})) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  }

  async function asked(to, method) {
    const sent = { method, credentials: "same-origin", headers: { "Content-Type": "application/json" } };
    if (method === "POST") sent.body = "{}";
    try {
      const answer = await fetch(to, sent);
      if (answer.status === 401) location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
      return { ok: answer.ok, told: await answer.json().catch(() => ({})) };
    } catch {
      return { ok: false, told: { detail: "The connection was lost before the answer came; look whether it was done." } };
    }
  }

  const why = (told) => told.detail || "The server gave no reason; try again.";
  const place = (button) => button.closest(".lpacts, .lpverify").querySelector(".lptold");

  function tell(element, tone, words, lines) {
    if (!element) return;
    element.classList.remove("good", "bad");
    if (tone) element.classList.add(tone);
    const list = (lines || []).length ? [make("ul", {}, ...lines.map((line) => make("li", {}, line)))] : [];
    element.replaceChildren(words, ...list);
  }

  /* ---- several packs, one after the other; a refusal of one leaves the others ------------------ */
  const DONE = { approve: "approved", lock: "locked" };
  async function each(button) {
    const posts = JSON.parse(button.dataset.each), refused = [];
    const words = place(button) || button.parentElement.appendChild(make("p", { class: "tiny lptold", role: "status" }));
    button.disabled = true;
    let done = 0;
    for (const post of posts) {
      tell(words, "", `${done + refused.length + 1} of ${posts.length}: ${post.name} …`);
      const answer = await asked(post.to, "POST");
      if (answer.ok) done += 1; else refused.push(`${post.name}: ${why(answer.told)}`);
    }
    button.disabled = false;
    const step = DONE[button.dataset.step] || "done";
    const said = `${done} of ${posts.length} ${step}` + (refused.length ? `, ${refused.length} refused.` : ".");
    tell(words, refused.length ? "bad" : "good", said, refused.slice(0, 6));
    window.gpSay(said);
    if (done) window.dash_clientside.set_props("shell-live", { data: { _seq: Date.now() } });
  }

  /* ---- a pack run again ------------------------------------------------------------------------ */
  async function verify(button) {
    const words = place(button);
    button.disabled = true;
    tell(words, "", "Running it again …");
    const { ok, told } = await asked(button.dataset.verify, "GET");
    button.disabled = false;
    if (!ok) return tell(words, "bad", why(told));
    tell(words, told.ok ? "good" : "bad", told.text, (told.changed || []).slice(0, 12).map((one) => one.text));
  }

  document.addEventListener("click", (event) => {
    const several = event.target.closest("[data-each]");
    if (several && !several.disabled) return each(several);
    const again = event.target.closest("[data-verify]");
    if (again && !again.disabled) return verify(again);
    const column = event.target.closest("[data-column][aria-pressed]");
    if (!column) return;
    const panel = column.closest(".panel");
    panel.dataset.column = column.dataset.column;
    for (const one of panel.querySelectorAll("[data-column][aria-pressed]")) one.setAttribute("aria-pressed", String(one === column));
  });

  /* ---- the price of a sale: the answer follows the hand, the address only a sent form ----------- */
  let resting = 0;
  function dragged(box) {
    const told = box.gpTold, field = document.getElementById(told.form + "-value");
    const value = box.querySelector("input").value;
    box.querySelector("output").textContent = value + " %";
    if (field) field.value = value;
    clearTimeout(resting);
    resting = setTimeout(() => {
      const others = Object.fromEntries(Object.keys(told.others).map((name) => {
        const other = document.getElementById(told.form + "-" + name);
        return [name, other ? other.value : told.others[name]];
      }));
      window.dash_clientside.set_props({ type: "sale", panel: told.panel }, { data: { ...others, value } });
    }, PAUSE);
  }

  function slider(box) {
    box.gpSlider = box.dataset.slider;
    const told = JSON.parse(box.gpSlider), id = told.form + "-slider";
    box.gpTold = told;
    const input = make("input", { type: "range", id, min: told.least, max: told.most, step: told.step });
    const shown = make("output", { for: id }, told.value + " %");
    input.value = told.value;
    box.replaceChildren(make("label", { for: id }, told.label, shown), input);
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-slider]");
    if (box) dragged(box);
  });

  new MutationObserver(() => {
    for (const box of document.querySelectorAll("[data-slider]")) if (box.gpSlider !== box.dataset.slider) slider(box);
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-slider"] });
})();

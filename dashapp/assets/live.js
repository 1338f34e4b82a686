/* The open page hears of changes over a socket and redraws its panels; it never polls while it can
   listen. A message names fund and version only: the figures come through the panel callback. */
(function () {
  "use strict";
  const STORE = "shell-live";
  const STATE = "shell-live-state";
  const FIRST_PAUSE = 500;
  const LONGEST_PAUSE = 30000;
  const POLL = 60000; // only while no socket can be opened
  const SETTLE = 300; // filters may change several times in a row
  const FORBIDDEN = 4403;
  const UNAUTHENTICATED = 4401;
  const TOO_MANY = 4429;

  let socket = null;
  let asked = null; // the fund this page listens to: a code, or "all"
  let known = null; // the version the page was drawn from, null when it cannot be told
  let heard = false; // whether a socket for this fund was ever open
  let failures = 0;
  let retry = 0;
  let poll = 0;
  let sequence = Date.now();
  let attempts = 0;

  function fundOf(search) {
    const funds = new Set(new URLSearchParams(search).getAll("fund").filter(Boolean));
    return funds.size === 1 ? [...funds][0] : "all";
  }

  function say(text) {
    const element = document.getElementById(STATE);
    if (element && element.textContent !== text) element.textContent = text;
  }

  function redraw(data) {
    if (!document.getElementById(STATE)) return; // no page is drawn yet
    window.dispatchEvent(new Event("gp-redraw"));
    window.dash_clientside.set_props(STORE, { data: { ...data, _seq: ++sequence } });
  }

  /* After a gap one redraw, and only when something changed meanwhile. */
  function current(data) {
    const version = data.version + "." + (data.shared || 0);
    if (heard && known !== version) redraw(data);
    known = version;
    heard = true;
    failures = 0;
    clearInterval(poll);
    poll = 0;
    say("live");
  }

  function received(message) {
    if (message.type === "current_version") {
      current(message.data);
      return;
    }
    follow(message.data);
    redraw(message.data);
  }

  function follow(data) {
    const parts = asked === "all" || known === null ? [] : known.split(".");
    if (parts.length !== 2) known = null;
    else if (data.fund_id === "shared" || data.fund_id === "market") known = parts[0] + "." + data.version;
    else known = data.version + "." + parts[1];
  }

  async function ticket() {
    const answer = await fetch("/api/v1/ws-ticket", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    if (!answer.ok) throw new Error("no ticket: " + answer.status);
    return (await answer.json()).ticket;
  }

  async function open() {
    clearTimeout(retry);
    leave();
    const attempt = ++attempts;
    let proof;
    try {
      proof = await ticket();
    } catch {
      if (attempt === attempts) lost(0);
      return;
    }
    if (attempt !== attempts) return; // a later one is under way, for another fund perhaps
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const own = new WebSocket(scheme + location.host + "/ws/funds/" + encodeURIComponent(asked));
    socket = own;
    own.onopen = () => own.send(JSON.stringify({ ticket: proof }));
    own.onmessage = (event) => own === socket && received(JSON.parse(event.data));
    own.onclose = (event) => own === socket && lost(event.code);
  }

  function lost(code) {
    socket = null;
    say("offline");
    if (code === FORBIDDEN) return; // the next address may be one we may listen to
    failures += 1;
    const slow = code === UNAUTHENTICATED || code === TOO_MANY;
    const pause = slow ? LONGEST_PAUSE : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1));
    clearTimeout(retry);
    retry = setTimeout(open, pause * (0.5 + Math.random() / 2));
    if (!poll) poll = setInterval(() => document.hidden || redraw({}), POLL);
  }

  function leave() {
    const old = socket;
    socket = null;
    if (old) old.close();
  }

  function listen() {
    const fund = fundOf(location.search);
    if (fund === asked) return;
    asked = fund;
    known = null;
    heard = false;
    failures = 0;
    open();
  }

  let settling = 0;
  function addressChanged() {
    clearTimeout(settling);
    settling = setTimeout(listen, SETTLE);
  }

  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (...given) => {
      plain(...given);
      addressChanged();
    };
  }
  window.addEventListener("popstate", addressChanged);
  window.addEventListener("online", () => socket || open());
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && open());

  /* Dash draws the shell after its scripts: listen as soon as there is something to redraw. */
  const waiting = setInterval(() => {
    if (!document.getElementById(STATE) || !window.dash_clientside) return;
    clearInterval(waiting);
    listen();
  }, 100);
})();

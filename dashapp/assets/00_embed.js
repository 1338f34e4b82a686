/* An embedded page: its token comes in the fragment, is kept in memory and sent with each request.
   Loaded before Dash, whose first requests need the token already. Does nothing elsewhere: only
   the embed shell carries the meta element. Messages to and from the host: docs/embedding.md. */
(function () {
  "use strict";
  const mark = document.querySelector('meta[name="gp-embed-origins"]');
  if (!mark) return;

  const allowed = mark.content.split(" ").filter(Boolean);
  const framed = window.parent !== window;
  const plainFetch = window.fetch.bind(window);
  const PATIENCE = 15000; // how long a request waits for the host to renew an expired token
  const AHEAD = 60000; // how long before its end a renewal is asked for
  let token = takeToken();
  let waiting = [];
  let timer = 0;

  function takeToken() {
    const found = new URLSearchParams(location.hash.slice(1)).get("token");
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
    return found;
  }

  function hostOrigin() {
    const nearest = location.ancestorOrigins && location.ancestorOrigins[0];
    const origin = nearest || (document.referrer && new URL(document.referrer).origin);
    return allowed.includes(origin) ? origin : null;
  }
  let host = framed ? hostOrigin() : null;

  function tell(message) {
    if (framed && host) window.parent.postMessage(message, host);
  }

  function endOf(text) {
    try {
      const body = text.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
      return JSON.parse(atob(body)).exp * 1000;
    } catch {
      return 0; // not ours to judge: the server says whether it is good
    }
  }

  function schedule() {
    clearTimeout(timer);
    const end = token ? endOf(token) : 0;
    if (!end) return;
    const wait = Math.max(0, end - Date.now() - AHEAD);
    timer = setTimeout(() => tell({ type: "gp-embed-token-expiring", expires: end }), wait);
  }

  function renewed(next) {
    token = next;
    schedule();
    hideNotice();
    waiting.splice(0).forEach((go) => go(true));
  }

  function renewal() {
    tell({ type: "gp-embed-token-expired" });
    return new Promise((resolve) => {
      waiting.push(resolve);
      setTimeout(() => resolve(false), PATIENCE);
    });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !allowed.includes(event.origin)) return;
    const message = event.data;
    if (!message || message.type !== "gp-embed-token" || typeof message.token !== "string") return;
    host = event.origin;
    renewed(message.token);
  });

  window.addEventListener("hashchange", () => {
    const next = takeToken();
    if (next) renewed(next);
  });

  async function withToken(input, init) {
    const request = new Request(input, { ...init, credentials: "omit" });
    const again = request.clone();
    const used = token;
    request.headers.set("Authorization", "Bearer " + used);
    const response = await plainFetch(request);
    if (response.status !== 401) return response;
    if (token === used && !(await renewal())) {
      showNotice("This view has ended.");
      await new Promise((go) => waiting.push(go)); // a late token goes on here; Dash cannot read a 401
    }
    again.headers.set("Authorization", "Bearer " + token);
    return plainFetch(again);
  }

  async function withCookie(input, init) {
    const response = await plainFetch(input, init);
    if (response.status === 401) {
      location.assign("/login?next=" + encodeURIComponent(location.pathname + location.search));
    }
    return response;
  }

  window.fetch = function (input, init) {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== location.origin) return plainFetch(input, init);
    if (token) return withToken(input, init);
    // A frame never gets a login page, and never the cookie of whoever sits in front of it.
    return framed ? whenGiven(input, init) : withCookie(input, init);
  };

  // Dash waits behind the notice until the host sends a token, if ever.
  function whenGiven(input, init) {
    showNotice("Session needed.");
    tell({ type: "gp-embed-token-expired" });
    return new Promise((resolve) => waiting.push(() => resolve(withToken(input, init))));
  }

  function showNotice(words) {
    if (document.querySelector(".embed-notice")) return;
    const notice = document.createElement("div");
    const link = document.createElement("a");
    notice.className = "embed-notice";
    notice.setAttribute("role", "alert");
    link.href = location.pathname.replace(/^\/embed/, "") + location.search;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Open in a new tab";
    notice.append(words + " ", link);
    document.body.append(notice);
  }

  function hideNotice() {
    const notice = document.querySelector(".embed-notice");
    if (notice) notice.remove();
  }

  // A link to a file of ours cannot carry the token, so the file is fetched and handed over.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest && event.target.closest('a[href^="/api/"]');
    if (!link || !token) return;
    event.preventDefault();
    const response = await window.fetch(link.href);
    if (!response.ok) {
      showNotice("This view may not be downloaded.");
      return;
    }
    const named = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") || "");
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await response.blob());
    file.download = named ? named[1] : link.download || "export";
    file.click();
    URL.revokeObjectURL(file.href);
  });

  function watchHeight() {
    const page = document.getElementById("react-entry-point") || document.body;
    let told = 0;
    new ResizeObserver(() => {
      const height = Math.ceil(page.getBoundingClientRect().height);
      if (height === told) return;
      told = height;
      tell({ type: "gp-embed-height", height });
    }).observe(page);
  }

  schedule();
  if (framed) document.addEventListener("DOMContentLoaded", watchHeight);
  tell({ type: "gp-embed-ready" });
})();

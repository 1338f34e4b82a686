/* Where a number comes from: any element with data-explain opens the drawer, and the address tells
   a colleague which figure it shows. What stands in it is the server's (callbacks/explain.py). */
(function () {
  "use strict";
  const DRAWER = "shell-explain";
  const ASKED = "shell-explain-asked";
  const BODY = "shell-explain-body";
  const NAME = "explain";
  let shown = null; // the figure the drawer shows, null while it is closed
  let trail = []; // the figures one came down from
  let opener = null; // what had the focus before
  let sequence = Date.now();

  const tell = (id, props) => window.dash_clientside.set_props(id, props);

  function address(figure) {
    const params = new URLSearchParams(location.search);
    params.delete(NAME);
    if (figure) params.set(NAME, figure);
    const text = params.toString();
    return location.pathname + (text ? "?" + text : "") + location.hash;
  }

  function ask(figure, limit) {
    shown = figure;
    tell(ASKED, { data: { figure, trail, limit: limit || null, _seq: ++sequence } });
    tell(DRAWER, { is_open: true });
  }

  /* One entry of the history however deep one goes: Back closes the drawer. */
  function open(figure, from) {
    opener = from || document.activeElement;
    trail = [];
    history.pushState(history.state, "", address(figure));
    ask(figure);
  }

  function deeper(figure) {
    const name = document.querySelector(".explained [data-name]");
    if (shown && shown !== figure) trail = [...trail, { figure: shown, name: name ? name.dataset.name : "…" }];
    history.replaceState(history.state, "", address(figure));
    ask(figure);
  }

  function up(figure, place) {
    trail = trail.slice(0, place);
    history.replaceState(history.state, "", address(figure));
    ask(figure);
  }

  function closed() {
    shown = null;
    trail = [];
    const back = opener;
    opener = null;
    setTimeout(() => back && back.isConnected && back.focus(), 0);
  }

  /* ---- what was clicked ------------------------------------------------------------------------ */
  function inGrid(target) {
    const cell = target.closest(".ag-cell");
    if (!cell) return null;
    const column = cell.getAttribute("col-id");
    if (!cell.classList.contains("ag-right-aligned-cell") && column !== "source") return null;
    const row = cell.closest(".ag-row");
    const figure = row && row.getAttribute("row-id");
    if (figure && figure.startsWith("fig_")) return figure;
    const totals = cell.closest("[data-explain-totals]");
    const pinned = row && cell.closest(".ag-floating-bottom, .ag-grid-pinned-bottom-rows");
    return totals && pinned ? JSON.parse(totals.dataset.explainTotals)[column] || null : null;
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (!target.closest) return;
    const mark = target.closest("[data-explain]");
    if (!mark) {
      const figure = String(getSelection()) ? null : inGrid(target);
      if (figure) open(figure, target.closest(".ag-cell"));
      if (target.closest("[data-explain-copy]")) copy(target.closest("[data-explain-copy]"));
      return;
    }
    const figure = mark.dataset.explain;
    if (!mark.closest(".explained")) open(figure, mark);
    else if (mark.dataset.explainLimit) ask(figure, Number(mark.dataset.explainLimit));
    else if (mark.dataset.explainUp) up(figure, Number(mark.dataset.explainUp));
    else deeper(figure);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.classList || !event.target.classList.contains("ag-cell")) return;
    const figure = inGrid(event.target);
    if (figure) open(figure, event.target);
  });

  async function copy(button) {
    const label = button.lastChild;
    const before = label.textContent;
    try {
      await navigator.clipboard.writeText(location.href);
      label.textContent = "Copied";
    } catch {
      label.textContent = "Copy it from the address bar";
    }
    setTimeout(() => { label.textContent = before; }, 2000);
  }

  /* ---- the address ------------------------------------------------------------------------------ */
  const asked = () => new URLSearchParams(location.search).get(NAME);
  let before = address(null);

  /* Dash must not see it: to the page it is the same address, and nothing is to be drawn again. */
  window.addEventListener("popstate", (event) => {
    const here = address(null);
    const same = here === before;
    before = here;
    const figure = asked();
    if (same && (figure || shown)) event.stopImmediatePropagation();
    if (figure) {
      trail = [];
      ask(figure);
    } else if (shown) {
      closed();
      tell(DRAWER, { is_open: false });
    }
  });

  /* A link to a figure: the page is drawn under its plain address first, then the drawer opens.
     Earlier Dash still settles its own idea of the address and would take the figure out again. */
  const DRAWN = "[data-panel] :is([data-explain], .alert, .empty)";
  const first = asked();
  if (first) history.replaceState(history.state, "", address(null));
  const waiting = setInterval(() => {
    if (!document.querySelector(DRAWN)) return;
    clearInterval(waiting);
    before = address(null);
    if (first) open(first, document.getElementById("main"));
  }, 60);

  function toggled(isOpen) {
    if (!isOpen && shown) {
      closed();
      if (asked()) history.back();
    }
    if (isOpen) before = address(null);
  }

  /* What stands there now is read from its name on; a figure asked for meanwhile comes later. */
  function drawn() {
    setTimeout(() => {
      const name = document.querySelector(".explained [data-name]");
      if (name && shown) name.focus({ preventScroll: true });
      const body = document.getElementById(BODY);
      const scroller = body && body.closest(".offcanvas-body");
      if (scroller) scroller.scrollTop = 0;
    }, 0);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { explain: { toggled, drawn } });
})();

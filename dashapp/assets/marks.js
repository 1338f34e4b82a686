/* Ways within a page: links and marks of charts that change the address without a jump to its top,
   and, where the address names a panel behind #, on to that panel. */
(function () {
  "use strict";

  function reveal(name) {
    const panel = name && document.querySelector(`[data-panel="${CSS.escape(name)}"]`);
    if (!panel) return;
    panel.tabIndex = -1;
    panel.scrollIntoView({ block: "start" });
    panel.focus({ preventScroll: true });
  }

  function follow(address) {
    const to = new URL(address, location.href);
    if (to.origin !== location.origin) return;
    /* told its own path again, the page would be mounted anew */
    const moved = to.pathname !== location.pathname;
    window.dash_clientside.set_props("url", { search: to.search, ...(moved && { pathname: to.pathname }) });
    reveal(decodeURIComponent(to.hash.slice(1)));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-go], [data-rows] a[href*='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    /* the script of long tables has changed the address already */
    if (link.closest("[data-rows]")) reveal(decodeURIComponent(link.hash.slice(1)));
    else follow(link.href);
  });

  /* ---- charts: the meta of a trace says where each of its marks leads -------------------------- */
  function way(point) {
    const go = point.data && point.data.meta && point.data.meta.go;
    return (go && go[point.pointNumber]) || null;
  }

  function attend(plot) {
    plot.gpEvents = plot._ev; /* a plot that was drawn anew hears nothing it was told before */
    const first = (event) => event.points.map(way).find(Boolean);
    plot.on("plotly_click", (event) => {
      const address = first(event);
      if (address) follow(address);
    });
    plot.on("plotly_hover", (event) => plot.toggleAttribute("data-leads", !!first(event)));
    plot.on("plotly_unhover", () => plot.removeAttribute("data-leads"));
  }

  new MutationObserver(() => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      if (plot.on && plot.gpEvents !== plot._ev) attend(plot);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

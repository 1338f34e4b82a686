/* Light or dark, settled before the first paint: the address first, then the last choice, then the system. */
(function () {
  "use strict";
  const KEY = "gp-theme";
  const root = document.documentElement;

  function kept() {
    try { return localStorage.getItem(KEY); } catch { return null; }
  }

  function wanted() {
    const named = new URLSearchParams(location.search).get("theme") || kept();
    if (named === "light" || named === "dark") return named;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function wear(theme) {
    root.dataset.bsTheme = theme;
    root.dataset.agThemeMode = theme;
  }

  window.gpTheme = {
    current: () => root.dataset.bsTheme,
    wear,
    choose(theme) {
      wear(theme);
      try { localStorage.setItem(KEY, theme); } catch { /* a sandboxed frame keeps nothing */ }
    },
  };
  if (location.pathname.startsWith("/embed/")) root.classList.add("embedded");
  wear(wanted());
})();

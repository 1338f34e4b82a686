/* Tables of many rows, drawn from the text that layouts/rows.py writes; every cell is text. */
(function () {
  "use strict";
  const TAGS = ["del", "ins", "strong", "code"];

  function make(tag, name, ...inside) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  }

  function bits(cell) {
    return (Array.isArray(cell) ? cell : [cell]).map((bit) => (typeof bit === "string" ? bit : piece(bit)));
  }

  function piece(bit) {
    const tag = bit.go ? "a" : TAGS.includes(bit.tag) ? bit.tag : "span";
    const element = make(tag, bit.look || "");
    if (bit.go && bit.go.startsWith("/")) element.href = bit.go;
    if (bit.icon) {
      const sign = make("span", "i s i-" + bit.icon);
      sign.setAttribute("aria-hidden", "true");
      element.append(sign);
    }
    element.append(bit.text);
    if (bit.said) element.append(make("span", "sr", " " + bit.said));
    return element;
  }

  function line(row, told) {
    if (!Array.isArray(row)) {
      const cell = make("td", "l wrap", ...bits(row.wide));
      cell.colSpan = told.head.length;
      return make("tr", "message", cell);
    }
    return make("tr", "", ...row.map((cell, place) => {
      if (place > 0) return make("td", told.sides[place], ...bits(cell));
      const first = make("th", "l rowhead", ...bits(cell));
      first.scope = "row";
      return first;
    }));
  }

  function draw(box) {
    box.gpRows = box.dataset.rows;
    const told = JSON.parse(box.gpRows);
    const names = told.head.map((text, place) => {
      const cell = make("th", told.sides[place], text);
      cell.scope = "col";
      return cell;
    });
    const rows = told.rows.map((row) => line(row, told));
    const table = make("table", "", make("caption", "sr", told.caption),
      make("thead", "", make("tr", "", ...names)), make("tbody", "", ...rows));
    told.rows.forEach((row, place) => {
      const next = told.rows[place + 1];
      if (Array.isArray(row) && next && !Array.isArray(next)) rows[place].className = "figures";
    });
    box.replaceChildren(table);
  }

  /* a way within the pages needs no new page */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-rows] a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    window.dash_clientside.set_props("url", { pathname: link.pathname, search: link.search });
  });

  new MutationObserver(() => {
    for (const box of document.querySelectorAll("[data-rows]")) {
      if (box.gpRows !== box.dataset.rows) draw(box);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-rows"],
  });
})();

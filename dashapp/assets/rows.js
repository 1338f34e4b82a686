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

  /* a bar is drawn from places in percent; what it shows is said in words */
  function bar(told) {
    const drawn = make("span", "cellbar " + (told.look || ""));
    if (told.said) {
      drawn.setAttribute("role", "img");
      drawn.setAttribute("aria-label", told.said);
    } else drawn.setAttribute("aria-hidden", "true");
    for (const [start, end, look] of told.parts) {
      const part = make("i", look);
      part.style.left = start + "%";
      part.style.width = Math.max(end - start, 0) + "%";
      drawn.append(part);
    }
    if (told.rule !== undefined) {
      const rule = make("i", "rule");
      rule.style.left = told.rule + "%";
      drawn.append(rule);
    }
    return drawn;
  }

  function piece(bit) {
    if (bit.parts) return bar(bit);
    const tag = bit.explain ? "button" : bit.go ? "a" : TAGS.includes(bit.tag) ? bit.tag : "span";
    const element = make(tag, [bit.explain ? "x" : "", bit.look || ""].join(" ").trim());
    if (bit.explain) {
      element.type = "button";
      element.dataset.explain = bit.explain;
    } else if (bit.go && bit.go.startsWith("/")) element.href = bit.go;
    if (bit.title) element.title = bit.title;
    if (bit.icon) {
      const sign = make("span", "i s i-" + bit.icon);
      sign.setAttribute("aria-hidden", "true");
      element.append(sign);
    }
    element.append(bit.text);
    if (bit.said) element.append(make("span", "sr", " " + bit.said));
    return TAGS.includes(bit.tag) && tag !== bit.tag ? make(bit.tag, "", element) : element;
  }

  const filled = (side, cell) => [side, ...[cell].flat().map((bit) => bit.fill || "")].join(" ").trim();

  function line(row, told) {
    if (row.wide) {
      const cell = make("td", "l wrap", ...bits(row.wide));
      cell.colSpan = told.head.length;
      return make("tr", "message", cell);
    }
    const cells = Array.isArray(row) ? row : row.cells;
    return make("tr", row.look || "", ...cells.map((cell, place) => {
      if (place > 0) return make("td", filled(told.sides[place], cell), ...bits(cell));
      const first = make("th", "l rowhead", ...(row.opens ? [fold(row)] : []), ...bits(cell));
      first.scope = "row";
      return first;
    }));
  }

  /* ---- lines that open and close: what a person did outlives a redraw ------------------------- */
  function fold(row) {
    const sign = make("span", "i s i-open");
    sign.setAttribute("aria-hidden", "true");
    const button = make("button", "fold", sign);
    button.type = "button";
    button.dataset.fold = row.opens;
    button.setAttribute("aria-label", row.named || "What is below");
    return button;
  }

  function settle(box) {
    for (const button of box.querySelectorAll(".fold")) {
      button.setAttribute("aria-expanded", String(!box.gpShut.get(button.dataset.fold)));
    }
    for (const [element, under] of box.gpUnder) element.hidden = under.some((key) => box.gpShut.get(key));
  }

  /* ---- tables that are put in order and looked through ------------------------------------------ */
  const SIZES = { k: 1e3, m: 1e6, bn: 1e9 };
  const texts = (cell) => [cell].flat().map((bit) => (typeof bit === "string" ? bit : bit.text || "")).join(" ").trim();

  /* a number as it is shown, null where none is: $12.3m, (1,234.00), −4.2%, 1.85x */
  function amount(text) {
    const found = text.replaceAll(",", "").match(/^([(−-]?)\D*?([(−-]?)(\d+(?:\.\d+)?)\s*(bn|[km])?/i);
    if (!found) return null;
    const size = Number(found[3]) * (SIZES[(found[4] || "").toLowerCase()] || 1);
    return found[1] || found[2] ? -size : size;
  }

  /* rows with the lines below them, as they came; totals stay where they are */
  function grouped(told, rows) {
    const groups = [];
    told.rows.forEach((row, place) => {
      if (row.wide && groups.length) {
        const last = groups.at(-1);
        last.rows.push(rows[place]);
        last.words += " " + texts(row.wide).toLowerCase();
        return;
      }
      const cells = (row.wide ? [row.wide] : row.cells || row).map(texts);
      groups.push({ rows: [rows[place]], cells, words: cells.join(" ").toLowerCase(), fixed: ["total", "sub"].includes(row.look) });
    });
    return groups;
  }

  function order(box) {
    const { place, down } = box.gpSort || {}, groups = [...box.gpGroups];
    if (place !== undefined) {
      const text = box.gpTold.sides[place].split(" ").includes("l") || place === 0;
      const key = (group) => (text ? group.cells[place] || null : amount(group.cells[place] || ""));
      const moving = groups.filter((group) => !group.fixed).sort((one, other) => {
        const [first, second] = [key(one), key(other)];
        if (first === null || second === null) return (first === null) - (second === null);
        return (text ? first.localeCompare(second) : first - second) * (down ? -1 : 1);
      });
      groups.forEach((group, at) => { if (!group.fixed) groups[at] = moving.shift(); });
    }
    box.querySelector("tbody").append(...groups.flatMap((group) => group.rows));
    for (const [at, cell] of [...box.querySelectorAll("thead th")].entries()) {
      if (at === place) cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
  }

  function look(box) {
    const words = box.gpFind.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const group of box.gpGroups) {
      const found = group.fixed || words.every((word) => group.words.includes(word));
      for (const row of group.rows) row.hidden = !found;
      left += found && !group.fixed;
    }
    box.querySelector(".rowsfind [role=status]").textContent = words.length ? left + " of " + box.gpGroups.length : "";
  }

  /* the box is made once, so that what is typed outlives a redraw */
  function finder(box, words) {
    box.gpFind = make("input");
    box.gpFind.type = "search";
    box.gpFind.autocomplete = "off";
    const said = make("span", "muted");
    said.setAttribute("role", "status");
    return make("div", "rowsfind", make("label", "", words + " ", box.gpFind), said);
  }

  function heading(told, text, place) {
    if (!told.sorts) return text;
    const button = make("button", "rowsort", text);
    button.type = "button";
    button.dataset.sort = place;
    return button;
  }

  document.addEventListener("input", (event) => {
    if (event.target.closest(".rowsfind")) look(event.target.closest("[data-rows]"));
  });

  /* first the way one mostly wants, then the other, then as it came */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows] .rowsort");
    if (!button) return;
    const box = button.closest("[data-rows]"), place = Number(button.dataset.sort), before = box.gpSort;
    const first = !(box.gpTold.sides[place].split(" ").includes("l") || place === 0);
    if (!before || before.place !== place) box.gpSort = { place, down: first };
    else box.gpSort = before.down === first ? { place, down: !first } : undefined;
    order(box);
  });

  function draw(box) {
    box.gpRows = box.dataset.rows;
    const told = JSON.parse(box.gpRows);
    const names = told.head.map((text, place) => {
      const cell = make("th", told.sides[place], heading(told, text, place));
      cell.scope = "col";
      return cell;
    });
    const rows = told.rows.map((row) => line(row, told));
    const table = make("table", "", make("caption", "sr", told.caption),
      make("thead", "", make("tr", "", ...names)), make("tbody", "", ...rows));
    told.rows.forEach((row, place) => {
      const next = told.rows[place + 1];
      if (Array.isArray(row) && next && next.wide) rows[place].className = "figures";
    });
    box.gpShut = box.gpShut || new Map();
    for (const row of told.rows) if (row.opens && !box.gpShut.has(row.opens)) box.gpShut.set(row.opens, !!row.shut);
    box.gpUnder = told.rows.map((row, place) => [rows[place], row.under || []]).filter(([, under]) => under.length);
    box.gpTold = told;
    box.gpGroups = grouped(told, rows);
    if (box.gpFind) box.querySelector("table").replaceWith(table);
    else box.replaceChildren(...(told.find ? [finder(box, told.find)] : []), table);
    settle(box);
    if (box.gpSort) order(box);
    if (box.gpFind) look(box);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows] .fold");
    if (!button) return;
    const box = button.closest("[data-rows]");
    box.gpShut.set(button.dataset.fold, !box.gpShut.get(button.dataset.fold));
    settle(box);
  });

  /* a way within the pages needs no new page */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-rows] a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    /* told its own path again, the page would be mounted anew */
    const moved = link.pathname !== location.pathname;
    window.dash_clientside.set_props("url", { search: link.search, ...(moved && { pathname: link.pathname }) });
  });

  new MutationObserver(() => {
    for (const box of document.querySelectorAll("[data-rows]")) {
      if (box.gpRows !== box.dataset.rows) draw(box);
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-rows"],
  });
})();

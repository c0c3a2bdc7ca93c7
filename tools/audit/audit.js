// Search over everything, filters of tables, and in the drawing the arrows of the item
// that is looked at. Without this script each page still tells all it has.
"use strict";

(() => {
  const MOST = 40; // results shown

  function score(entry, words) {
    const [label, , title, , text] = entry;
    const name = label.toLowerCase();
    const head = title.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (name === word) sum += 100;
      else if (name.startsWith(word)) sum += 50;
      else if (name.includes(word)) sum += 30;
      else if (head.includes(word)) sum += 20;
      else if (text.includes(word)) sum += 1;
      else return 0;
    }
    return sum;
  }

  function find(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return [];
    return window.vigilIndex
      .map((entry, at) => ({ entry, at, score: score(entry, words) }))
      .filter((one) => one.score > 0)
      .sort((a, b) => b.score - a.score || a.at - b.at)
      .map((one) => one.entry);
  }

  function startSearch() {
    const input = document.getElementById("search");
    const list = document.getElementById("found");
    const status = document.getElementById("found-count");
    let selected = -1;

    const options = () => [...list.children];

    function select(index) {
      options().forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      selected = index;
      const option = options()[index];
      input.setAttribute("aria-activedescendant", option ? option.id : "");
      option?.scrollIntoView({ block: "nearest" });
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      select(-1);
    }

    function show() {
      const found = find(input.value);
      list.replaceChildren(
        ...found.slice(0, MOST).map(([label, kind, title, address], at) => {
          const option = document.createElement("li");
          option.id = `found-${at}`;
          option.setAttribute("role", "option");
          const link = document.createElement("a");
          link.href = address;
          link.tabIndex = -1;
          const small = document.createElement("small");
          small.textContent = kind;
          const name = document.createElement("b");
          name.textContent = label;
          link.append(small, name, title ? ` ${title}` : "");
          option.append(link);
          return option;
        }),
      );
      const asked = input.value.trim() !== "";
      status.textContent = asked ? `${found.length} found` : "";
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(found.length > 0));
      select(found.length > 0 ? 0 : -1);
    }

    input.addEventListener("input", show);
    input.addEventListener("focus", () => input.value !== "" && show());
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "Escape") {
        input.value = "";
        show();
      } else if (event.key === "ArrowDown" && count > 0) {
        select((selected + 1) % count);
      } else if (event.key === "ArrowUp" && count > 0) {
        select((selected + count - 1) % count);
      } else if (event.key === "Enter" && selected >= 0) {
        options()[selected].firstElementChild.click();
      } else {
        return;
      }
      event.preventDefault();
    });
    list.addEventListener("click", close);
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".search")) close();
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.focus();
    });
    document.querySelector(".search").hidden = false;
  }

  // What is chosen in a group is any of it; groups have to agree.
  function startFilter(bar) {
    const rows = [...document.getElementById(bar.dataset.for).children].filter((row) => row.dataset.tags);
    const status = bar.querySelector("[role=status]");

    function apply() {
      const groups = [...bar.querySelectorAll("[role=group]")].map((group) =>
        [...group.querySelectorAll("[aria-pressed=true]")].map((chip) => chip.dataset.tag),
      );
      let shown = 0;
      for (const row of rows) {
        const tags = row.dataset.tags.split("|");
        row.hidden = !groups.every((wanted) => wanted.length === 0 || wanted.some((tag) => tags.includes(tag)));
        if (!row.hidden) shown += 1;
      }
      status.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    }

    bar.addEventListener("click", (event) => {
      const chip = event.target.closest("button");
      if (!chip) return;
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      apply();
    });
    bar.hidden = false;
  }

  function startDrawing(drawing) {
    function look(item) {
      drawing.classList.toggle("looking", item !== undefined);
      for (const arrow of drawing.querySelectorAll(".arrow")) {
        const near = item !== undefined && [arrow.dataset.from, arrow.dataset.to].includes(item);
        arrow.classList.toggle("near", near);
      }
    }
    for (const type of ["mouseover", "focusin"]) {
      drawing.addEventListener(type, (event) => look(event.target.closest("[data-item]")?.dataset.item));
    }
    for (const type of ["mouseleave", "focusout"]) drawing.addEventListener(type, () => look(undefined));
  }

  // Paper can't be unfolded.
  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  startSearch();
  for (const bar of document.querySelectorAll(".filters")) startFilter(bar);
  for (const drawing of document.querySelectorAll(".drawing")) startDrawing(drawing);
})();

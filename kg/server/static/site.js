// Pages work without this: it remembers a theme and suggests names while one types.
"use strict";
(() => {
  const root = document.documentElement;
  const remembered = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;

  function start() {
    const button = document.getElementById("theme");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(dark()));
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      button.setAttribute("aria-pressed", String(dark()));
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not remembered */ }
    });
    for (const field of document.querySelectorAll("input[data-suggest]")) suggest(field);
    for (const area of document.querySelectorAll("textarea[data-run]")) area.addEventListener("keydown", run);
    mark();
    addEventListener("hashchange", mark);
  }

  function suggest(field) {
    const list = document.getElementById(field.getAttribute("list"));
    let waiting = 0;
    let latest = 0;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const mine = ++latest;
        const answer = await fetch(`/suggest?q=${encodeURIComponent(field.value)}`).catch(() => null);
        if (!answer || !answer.ok || mine !== latest) return;
        const names = await answer.json();
        list.replaceChildren(...names.map(({ label, kind }) => Object.assign(document.createElement("option"), { value: label, label: kind })));
      }, 120);
    });
  }

  function run(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
  }

  // In an article, the sentence whose facts are looked at stands out.
  function mark() {
    if (!location.hash.startsWith("#f")) return;
    for (const span of document.querySelectorAll(".reading .span")) {
      span.classList.toggle("chosen", span.getAttribute("href") === location.hash);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

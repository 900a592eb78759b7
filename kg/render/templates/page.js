(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (id) => document.getElementById(id);
  const nodes = new Map(data.network.nodes.map((node) => [node.id, node]));
  const edges = new Map(data.network.edges.map((edge) => [edge.id, edge]));
  const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
  const passages = new Map(data.passages.map((passage) => [passage.id, passage]));
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = new Map(
    [...nodes.values()].map((n) => [n.id, fold([n.label, n.iso3, n.note, ...n.aliases].join(" "))]),
  );
  const filters = { kinds: new Set(), families: new Set(), words: "" };
  let chosen = "";

  // --- text, only ever through textContent ---------------------------------------------------

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    for (const child of children) element.append(child);
    return element;
  }

  function isolated(text) {
    return make("bdi", "", text);
  }

  function toNode(id, label) {
    if (!nodes.has(id)) return isolated(label);
    const link = make("a", "", isolated(label));
    link.href = "#" + id.split("/").map(encodeURIComponent).join("/");
    return link;
  }

  function badge(word, kind) {
    return make("span", `badge ${kind}`, word);
  }

  function card(passage) {
    const quote = make("blockquote", "");
    for (const [text, style, node] of passage.pieces) {
      if (style === "context") quote.append(make("span", "context", text));
      else quote.append(make("mark", style === "name" ? (node === chosen ? "name self" : "name") : "", text));
    }
    const foot = make("div", "foot", badge(passage.basis, passage.basis));
    if (/^https?:\/\//i.test(passage.url)) {
      const link = make("a", "", isolated(passage.title || passage.url));
      link.href = passage.url;
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      foot.append(link);
    } else foot.append(isolated(passage.title));
    if (passage.publisher) foot.append(isolated(passage.publisher));
    foot.append(make("span", "", passage.published || "article's date not given"));
    if (passage.rule) foot.append(make("span", "", "rule ", make("code", "", passage.rule)));
    return make("figure", `card ${passage.basis}`, quote, foot);
  }

  function sentence(claim) {
    const line = make("span", "", toNode(claim.subject, claim.subject_label), ` ${claim.phrase} `);
    line.append(claim.value ? isolated(claim.value) : toNode(claim.object, claim.object_label));
    if (claim.note) line.append(`, ${claim.note}`);
    return line;
  }

  // --- panel -----------------------------------------------------------------------------------

  function side(claim, id) {
    const inverse = claim.subject !== id;
    const label = (inverse ? claim.inverse : claim.group) || claim.group;
    const together = !inverse && data.together.includes(label);
    return { heading: together ? "What is said of it" : label, label: together ? label : "", inverse };
  }

  function bundles(id) {
    const groups = new Map();
    for (const claim of data.claims) {
      if (!claim.shown || (claim.subject !== id && claim.object !== id)) continue;
      const { heading, label, inverse } = side(claim, id);
      const key = JSON.stringify([claim.evidence.map((p) => passages.get(p).pieces), claim.basis, claim.modality, claim.attributed_to, claim.rule, claim.source]);
      if (!groups.has(heading)) groups.set(heading, new Map());
      const group = groups.get(heading);
      if (!group.has(key)) group.set(key, []);
      group.get(key).push({ claim, inverse, label });
    }
    const rank = (heading) => (data.headings.indexOf(heading) + 1000) % 1000;
    return [...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  }

  function who({ claim, inverse, label }) {
    const item = make("li", "");
    if (label) item.append(make("span", "head", `${label}: `));
    const office = claim.family === "office" ? claim.role : "";
    if (inverse) item.append(toNode(claim.subject, claim.subject_label));
    else if (claim.value) item.append(isolated(claim.value));
    else item.append(office ? `${office}, ` : "", toNode(claim.object, claim.object_label));
    const aside = [inverse ? office : "", inverse && claim.value ? claim.value : "", claim.note].filter(Boolean).join(", ");
    if (aside) item.append(make("span", "aside", ` ${aside}`));
    return item;
  }

  function bundle(entries) {
    const { claim } = entries[0];
    const list = make("ul", "who");
    const order = (entry) => data.together.indexOf(entry.label);
    entries.sort((a, b) => order(a) - order(b) || fold(other(a)).localeCompare(fold(other(b)), "en"));
    for (const entry of entries) list.append(who(entry));
    const box = make("div", "bundle", list);
    box.dataset.claims = entries.map((entry) => entry.claim.id).join(" ");
    const doubt = make("div", "foot");
    if (claim.modality !== "actual") doubt.append(badge(claim.modality, "doubt"));
    if (claim.attributed_to) doubt.append(make("span", "", "according to ", isolated(claim.attributed_to)));
    if (claim.source) doubt.append(badge("background", "background"), make("span", "", "source: ", isolated(claim.source)));
    if (doubt.childNodes.length) box.append(doubt);
    const shown = new Map(claim.evidence.map((id) => [JSON.stringify(passages.get(id).pieces), passages.get(id)]));
    for (const passage of shown.values()) box.append(card(passage));
    const premises = [...new Set(entries.flatMap((entry) => entry.claim.premises))].filter((id) => claims.has(id));
    if (claim.basis === "inferred") box.append(why(claim, premises));
    return box;
  }

  function other({ claim, inverse }) {
    return inverse ? claim.subject_label : claim.value || claim.object_label;
  }

  function why(claim, premises) {
    const text = ["Inferred", ...(claim.rule ? [" by rule ", make("code", "", claim.rule)] : [])];
    if (!premises.length) return make("p", "why", ...text);
    const list = make("ul", "");
    for (const id of premises) list.append(make("li", "", sentence(claims.get(id)), " ", badge(claims.get(id).basis, claims.get(id).basis)));
    const from = ` from ${premises.length} ${premises.length === 1 ? "fact" : "facts"}`;
    return make("details", "why", make("summary", "", ...text, from), list);
  }

  function detail(id) {
    const node = nodes.get(id);
    const back = make("a", "back", "← Everything");
    back.href = "#";
    const heading = make("h2", "", isolated(node.label));
    heading.tabIndex = -1;
    const what = make("p", "what", make("span", `tag ${node.kind}`, data.words[node.kind][0]));
    if (node.note) what.append(isolated(node.note));
    const parts = [back, heading, what];
    if (node.aliases.length) parts.push(make("p", "what", "also called: ", isolated(node.aliases.join(", "))));
    const groups = bundles(id);
    for (const [title, group] of groups) {
      const entries = [...group.values()];
      const count = entries.reduce((sum, entry) => sum + entry.length, 0);
      const label = make("h3", "", title, make("span", "n", ` (${count})`));
      parts.push(make("section", "group", label, ...entries.map(bundle)));
    }
    if (!groups.length) parts.push(make("p", "what", "Named in the articles; nothing more is said of it here."));
    return parts;
  }

  function show(id, claim, moveFocus) {
    chosen = nodes.has(id) ? id : "";
    const panel = find("detail");
    panel.replaceChildren(...(chosen ? detail(chosen) : []));
    panel.hidden = !chosen;
    find("list").hidden = Boolean(chosen);
    for (const box of panel.querySelectorAll(".bundle")) {
      if (!claim || !box.dataset.claims.split(" ").includes(claim)) continue;
      box.classList.add("target");
      box.scrollIntoView({ block: "nearest" });
    }
    if (!claim) find("panel").scrollTop = 0;
    if (moveFocus && chosen) panel.querySelector("h2").focus({ preventScroll: true });
    drawing.refresh();
  }

  function go(hash, moveFocus) {
    const from = chosen;
    let id = "";
    try {
      id = decodeURIComponent(hash.replace(/^#/, ""));
    } catch {
      id = "";
    }
    const claim = claims.get(id.replace(/^fact\//, ""));
    if (id.startsWith("fact/") && claim) show(nodes.has(claim.subject) ? claim.subject : claim.object, claim.id, moveFocus);
    else show(id, "", moveFocus);
    if (moveFocus && !chosen && from) find("list").querySelector(`li[data-id="${CSS.escape(from)}"] a`)?.focus();
    if (moveFocus && matchMedia("(max-width: 860px)").matches) find("panel").scrollIntoView({ block: "start" });
  }

  function open(id) {
    // In a notebook's frame without an address of its own, links may not navigate.
    const hash = id ? "#" + id.split("/").map(encodeURIComponent).join("/") : "#";
    if (location.protocol === "about:") return go(hash, true);
    if (location.hash === hash || (!id && !location.hash)) return go(hash, true);
    location.hash = hash;
  }

  // --- filters -----------------------------------------------------------------------------------

  function visible(node) {
    return !filters.kinds.has(node.kind) && (!filters.words || names.get(node.id).includes(filters.words));
  }

  function narrow() {
    let count = 0;
    for (const section of document.querySelectorAll("#list .kind")) {
      let here = 0;
      for (const item of section.querySelectorAll("li")) {
        item.hidden = !visible(nodes.get(item.dataset.id));
        here += item.hidden ? 0 : 1;
      }
      section.hidden = !here;
      count += here;
    }
    const all = nodes.size;
    find("count").textContent = count === all ? `${all} in the list and the drawing` : `${count} of ${all} in the list and the drawing`;
    drawing.refresh();
  }

  // --- drawing ---------------------------------------------------------------------------------

  const SHAPES = {
    state: (c, x, y, w, h) => c.roundRect(x, y, w, h, 7),
    official: (c, x, y, w, h) => c.roundRect(x, y, w, h, h / 2),
    organisation: (c, x, y, w, h) => cornered(c, x, y, w, h, Math.min(14, h / 2)),
    meeting: (c, x, y, w, h) => pointed(c, x, y, w, h, 18),
    coalition: (c, x, y, w, h) => c.roundRect(x, y, w, h, h / 2),
  };

  function cornered(c, x, y, w, h, cut) {
    path(c, [[x + cut, y], [x + w - cut, y], [x + w, y + cut], [x + w, y + h - cut], [x + w - cut, y + h], [x + cut, y + h], [x, y + h - cut], [x, y + cut]]);
  }

  function pointed(c, x, y, w, h, point) {
    path(c, [[x + point, y], [x + w - point, y], [x + w, y + h / 2], [x + w - point, y + h], [x + point, y + h], [x, y + h / 2]]);
  }

  function path(c, points) {
    points.forEach(([x, y], k) => (k ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.closePath();
  }

  const drawing = (() => {
    const FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif';
    let colours = {};
    let near = new Set();
    let network = null;
    let touched = false;
    const faint = edges.size > 90 ? 0.32 : 0.55;

    function readColours() {
      const style = getComputedStyle(document.documentElement);
      const names = ["ink", "soft", "paper", "sheet", "line", "area", "focus", ...Object.keys(data.words), ...Object.keys(data.words).map((k) => `${k}-fill`)];
      colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    }

    function lit(id) {
      return !near.size || near.has(id);
    }

    function renderer({ ctx: c, id, x, y, state }) {
      const node = nodes.get(id);
      const [w, h] = [node.boxWidth, node.boxHeight];
      return { drawNode: () => box(c, node, x, y, w, h, state), nodeDimensions: { width: w, height: h } };
    }

    function box(c, node, x, y, w, h, state) {
      c.save();
      c.beginPath();
      SHAPES[node.kind](c, x - w / 2, y - h / 2, w, h);
      c.fillStyle = colours.paper;
      c.fill();
      c.globalAlpha = lit(node.id) ? 1 : 0.28;
      c.fillStyle = colours[`${node.kind}-fill`];
      c.fill();
      const strong = node.id === chosen;
      c.lineWidth = strong ? 5 : state.hover ? 3.5 : node.kind === "meeting" ? 2.5 : 2;
      c.strokeStyle = strong ? colours.ink : colours[node.kind];
      if (node.kind === "coalition") c.setLineDash([9, 6]);
      c.stroke();
      if (c.getTransform().a * 18 > 4 * devicePixelRatio) words(c, node, x, y, w);
      c.restore();
    }

    function words(c, node, x, y, w) {
      const tall = 22;
      const small = node.kind === "coalition" && node.note;
      const top = y - ((node.lines.length - 1) * tall) / 2 - (small ? 9 : 0);
      c.fillStyle = colours.ink;
      c.textAlign = "center";
      c.textBaseline = "middle";
      const heavy = node.kind === "meeting" || node.kind === "coalition" ? "bold " : "";
      c.font = `${heavy}18px ${FONT}`;
      node.lines.forEach((line, k) => c.fillText(line, x, top + k * tall + 1, w - 12));
      if (!small) return;
      c.font = `14px ${FONT}`;
      c.fillText(node.note, x, top + node.lines.length * tall, w - 16);
    }

    function areas(c) {
      for (const area of data.boundaries) {
        if (filters.kinds.has("coalition")) continue;
        c.save();
        c.globalAlpha = lit(area.node) || near.size ? 1 : 0.4;
        c.beginPath();
        c.ellipse(area.x, area.y, area.rx, area.ry, 0, 0, 2 * Math.PI);
        c.fillStyle = colours.area;
        c.fill();
        c.setLineDash([12, 9]);
        c.lineWidth = area.node === chosen ? 4 : 2.5;
        c.strokeStyle = colours.coalition;
        c.stroke();
        c.restore();
      }
    }

    const CONVENING = new Set(["host", "co-host", "chair"]);

    function styled(edge) {
      const mine = chosen && (edge.from === chosen || edge.to === chosen);
      const hue = { membership: colours.coalition, former: colours.coalition, office: colours.official, area: colours.coalition, occasion: colours.coalition, speech: colours.organisation, support: colours.state }[edge.family] ?? colours.line;
      const convening = edge.family === "attendance" && CONVENING.has(edge.role);
      const colour = mine ? colours.ink : convening ? colours.meeting : hue;
      const ends = nodes.get(edge.from) && nodes.get(edge.to);
      const on = (mine && edge.family !== "area") || !filters.families.has(edge.family);
      return {
        id: edge.id, from: edge.from, to: edge.to,
        hidden: !ends || !visible(nodes.get(edge.from)) || !visible(nodes.get(edge.to)) || !on,
        width: (convening || edge.role === "lead" ? 5 : edge.family === "office" ? 1.6 : 2) + (mine ? 0.5 : 0),
        color: { color: colour, opacity: mine ? 1 : near.size ? 0.07 : edge.family === "attendance" && !convening ? faint : 0.85 },
        dashes: edge.modality !== "actual" ? [2, 6] : edge.basis === "inferred" ? [8, 6] : edge.basis === "background" ? [2, 4] : false,
        arrows: edge.family === "support" ? "to" : "",
      };
    }

    // What somebody was to the chosen one, written where no box is in the way.
    function roles(c) {
      const mine = [...edges.values()].filter((e) => e.word && (e.from === chosen || e.to === chosen));
      if (mine.length > 14) return;
      c.save();
      c.font = `15px ${FONT}`;
      [c.textAlign, c.textBaseline] = ["center", "middle"];
      const taken = [...nodes.values()].filter((n) => !filters.kinds.has(n.kind)).map((n) => [n.x, n.y, n.boxWidth, n.boxHeight]);
      for (const edge of mine) {
        const [a, b] = [nodes.get(edge.from), nodes.get(edge.to)];
        const width = c.measureText(edge.word).width + 12;
        const spot = edge.family === "area" || !visible(a) || !visible(b) ? null : clear(a, b, width, taken);
        if (!spot) continue;
        taken.push([...spot, width, 22]);
        c.beginPath();
        c.roundRect(spot[0] - width / 2, spot[1] - 11, width, 22, 5);
        c.fillStyle = colours.paper;
        c.fill();
        c.fillStyle = colours.ink;
        c.fillText(edge.word, ...spot);
      }
      c.restore();
    }

    function clear(a, b, width, taken) {
      for (const t of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82]) {
        const [x, y] = [a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t];
        const free = ([bx, by, w, h]) => Math.abs(x - bx) > (w + width) / 2 || Math.abs(y - by) > (h + 22) / 2;
        if (taken.every(free)) return [x, y];
      }
      return null;
    }

    function refresh() {
      if (!network) return;
      const hits = filters.words ? [...nodes.values()].filter(visible).map((n) => n.id) : [];
      const mine = [...edges.values()].filter((e) => chosen && (e.from === chosen || e.to === chosen));
      near = new Set(chosen ? [chosen, ...mine.flatMap((e) => [e.from, e.to])] : hits);
      network.body.data.edges.update([...edges.values()].map(styled));
      const hidden = [...nodes.values()].map((n) => ({ id: n.id, hidden: filters.kinds.has(n.kind) || (filters.words !== "" && !visible(n) && !near.has(n.id)) }));
      network.body.data.nodes.update(hidden);
      network.redraw();
    }

    function fit() {
      const place = find("canvas").getBoundingClientRect();
      const { x, y, width, height } = data.bounds;
      const scale = Math.min((place.width - 24) / width, (place.height - 24) / height, 1.15);
      network.moveTo({ position: { x, y }, scale, animation: false });
      touched = false;
    }

    function zoom(by) {
      network.moveTo({ scale: network.getScale() * by, animation: false });
      touched = true;
    }

    function start() {
      readColours();
      const drawn = data.network.nodes.map((n) => ({ id: n.id, x: n.x, y: n.y, shape: "custom", ctxRenderer: renderer, fixed: true }));
      const lines = data.network.edges.map(styled);
      network = new vis.Network(find("canvas"), { nodes: new vis.DataSet(drawn), edges: new vis.DataSet(lines) }, data.network.options);
      network.on("beforeDrawing", areas);
      network.on("afterDrawing", roles);
      network.on("click", (event) => open(event.nodes[0] ?? ""));
      network.on("hoverNode", () => (find("canvas").style.cursor = "pointer"));
      network.on("blurNode", () => (find("canvas").style.cursor = ""));
      for (const event of ["dragStart", "zoom"]) network.on(event, () => (touched = true));
      // vis-network scales the old view to the new size after this event; fit only then.
      network.on("resize", () => touched || queueMicrotask(fit));
      for (const part of find("canvas").querySelectorAll("[tabindex]")) part.removeAttribute("tabindex");
      fit();
      document.documentElement.dataset.drawn = "yes";
    }

    return { start, refresh, fit, zoom, recolour: () => (readColours(), refresh()), network: () => network };
  })();

  // --- theme, events -----------------------------------------------------------------------------

  const dark = matchMedia("(prefers-color-scheme: dark)");

  function paint(theme) {
    document.documentElement.dataset.theme = theme;
    drawing.recolour();
  }

  document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  find("theme").addEventListener("click", () => paint(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
  let beforePrint = "light";
  addEventListener("beforeprint", () => ((beforePrint = document.documentElement.dataset.theme), paint("light")));
  addEventListener("afterprint", () => paint(beforePrint));

  for (const box of document.querySelectorAll("[data-kind][type=checkbox], [data-family]")) {
    const [set, name] = box.dataset.kind ? [filters.kinds, box.dataset.kind] : [filters.families, box.dataset.family];
    const update = () => (box.checked ? set.delete(name) : set.add(name));
    update();
    box.addEventListener("change", () => (update(), narrow()));
  }
  find("search").addEventListener("input", (event) => {
    filters.words = fold(event.target.value.trim());
    if (chosen && filters.words) open("");
    narrow();
  });
  find("search").addEventListener("keydown", (event) => {
    const hit = document.querySelector("#list .kind:not([hidden]) li:not([hidden])");
    if (event.key === "Enter" && filters.words && hit) leaveSearch(hit.dataset.id);
  });

  function leaveSearch(id) {
    find("search").value = filters.words = "";
    narrow();
    open(id);
  }

  find("in").addEventListener("click", () => drawing.zoom(1.25));
  find("out").addEventListener("click", () => drawing.zoom(0.8));
  find("fit").addEventListener("click", () => drawing.fit());
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]:not(.skip):not(.jump)');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    if (filters.words) leaveSearch(id);
    else open(id);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) open("");
  });
  addEventListener("hashchange", () => go(location.hash, true));

  drawing.start();
  narrow();
  go(location.hash, false);
  window.kgPage = { network: drawing.network };
})();

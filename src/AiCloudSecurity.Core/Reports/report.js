"use strict";
// Adds to the page what needs script: every finding, filters, sorting, details, copying.
// Findings are untrusted text: they reach the document by textContent and as text nodes only.
(() => {
  const Page = 100, PrintLimit = 2000;
  const Severities = ["Critical", "High", "Medium", "Low", "Info"];
  const Statuses = ["Fail", "Unknown", "Accepted", "Pass", "NotApplicable"];
  const Changes = ["New", "NewlyUnknown", "Changed", "Accepted"];
  const Names = { NotApplicable: "Not applicable", LeastPrivilege: "Least privilege", DataProtection: "Data protection", NewlyUnknown: "Newly unknown" };
  const Fixes = {
    "Manual (Safe)": "By hand, in place; nothing that works stops working.",
    "Manual (MayBreak)": "By hand, in place; callers or users may lose what they rely on.",
    "Manual (Recreate)": "By hand; the resource has to be made anew.",
  };
  const Default = ["Fail", "Unknown"];

  const byId = id => document.getElementById(id);
  const name = word => Names[word] ?? word;
  const kind = type => type.replace(/^AWS::/, "").replaceAll("::", " ");
  const number = count => count.toLocaleString("en");
  const text = (tag, content, kind) => {
    const element = document.createElement(tag);
    element.textContent = content;
    if (kind) element.className = kind;
    return element;
  };
  const box = (tag, kind, ...children) => {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    element.append(...children);
    return element;
  };
  const button = (label, act, kind) => {
    const element = text("button", label, kind);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  // The data: rows of numbers into texts, the worst first.
  const data = JSON.parse(byId("data").textContent);
  const checks = new Map(Object.entries(data.checks));
  const findings = data.rows.map((row, order) => {
    const finding = { order };
    data.columns.forEach((column, i) => { finding[column] = data.texts[row[i]]; });
    finding.command = finding.command.replace(/\{(resourceId|resourceName|scope|region)\}/g, (_, column) => finding[column]);
    finding.check = checks.get(finding.checkId);
    return finding;
  });
  const words = finding => finding.words ??= [finding.check.title, finding.checkId, finding.resourceName, finding.resourceId,
    finding.resourceType, finding.reason, finding.scope, finding.region, finding.check.tags].join("\n").toLowerCase();
  const distinct = column => [...new Set(findings.map(finding => finding[column]))].sort();
  const tally = (column, among) => among.reduce((counts, finding) => counts.set(finding[column], (counts.get(finding[column]) ?? 0) + 1), new Map());

  // What is asked for is the address: #status=Fail&severity=High&scope=…
  const single = ["pillar", "scope", "region", "check", "change", "finding", "q", "sort", "dir"];
  let asked, shown, limit, tallies;
  const usual = Default.some(status => findings.some(finding => finding.status === status)) ? Default : [];
  const ask = hash => {
    const given = new URLSearchParams(hash);
    const list = (key, known, missing) => given.has(key) ? given.get(key).split(",").filter(value => known.includes(value)) : missing;
    asked = { status: list("status", Statuses, usual), severity: list("severity", Severities, []) };
    for (const key of single) asked[key] = given.get(key) ?? "";
  };
  const address = () => {
    const given = new URLSearchParams();
    if (asked.status.join() !== usual.join()) given.set("status", asked.status.join() || "all");
    if (asked.severity.length) given.set("severity", asked.severity.join());
    for (const key of single) if (asked[key]) given.set(key, asked[key]);
    return given.toString().replaceAll("%2C", ",");
  };
  const remember = () => {
    const hash = address();
    history.replaceState(null, "", hash ? "#" + hash : "#findings");
  };

  const has = (key, finding) => !asked[key].length || asked[key].includes(finding[key]);
  const matches = finding =>
    (!asked.pillar || asked.pillar === finding.pillar) &&
    (!asked.scope || asked.scope === finding.scope) &&
    (!asked.region || asked.region === finding.region) &&
    (!asked.check || asked.check === finding.checkId) &&
    (!asked.change || asked.change === finding.change) &&
    (!asked.finding || asked.finding === finding.fingerprint) &&
    asked.q.toLowerCase().split(/\s+/).every(word => !word || words(finding).includes(word));

  const rank = {
    status: finding => Statuses.indexOf(finding.status),
    severity: finding => Severities.indexOf(finding.severity),
    check: finding => finding.check.title,
    resource: finding => finding.resourceName,
    scope: finding => finding.scope + "\n" + finding.region,
  };
  const sorted = found => {
    const key = rank[asked.sort];
    if (!key) return found;
    const way = asked.dir === "desc" ? -1 : 1;
    const compare = (a, b) => typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b;
    return found.toSorted((a, b) => way * compare(key(a), key(b)) || a.order - b.order);
  };

  // Rows
  const cell = (...children) => {
    const td = box("td", "", ...children);
    td.setAttribute("role", "cell");
    return td;
  };
  const row = finding => {
    const main = box("tr", "main");
    main.setAttribute("role", "row");
    const open = button(finding.check.title, () => toggle(main, open, finding), "open");
    open.setAttribute("aria-expanded", "false");
    main.append(
      cell(text("span", name(finding.status), "badge " + finding.status.toLowerCase()), ...mark(finding)),
      cell(text("span", finding.severity, "level " + finding.severity.toLowerCase())),
      cell(open, text("span", finding.reason, "note")),
      cell(text("span", finding.resourceName, "name"), text("span", kind(finding.resourceType), "note")),
      cell(finding.scope, text("span", finding.region, "note")));
    main.addEventListener("click", event => {
      if (!event.target.closest("button") && !String(getSelection())) toggle(main, open, finding);
    });
    return main;
  };
  const mark = finding => finding.change ? [text("span", name(finding.change), "note change")] : [];
  const toggle = (main, open, finding) => {
    const isOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) main.nextElementSibling.remove();
    else main.after(detail(finding));
  };
  const detail = finding => {
    const list = document.createElement("dl");
    const add = (term, ...content) => {
      if (content.some(part => part !== "")) list.append(text("dt", term), box("dd", "", ...content));
    };
    add("Risk", finding.check.risk);
    add("What to do", finding.advice);
    add("How", finding.fix === "None" ? "" : Fixes[finding.fix] ?? finding.fix);
    if (finding.command) add("By hand", text("code", finding.command), copier(() => finding.command, "commands"));
    if (finding.status === "Fail") {
      const command = commandFor(finding);
      add("Command", text("code", command), copier(() => command, "command"));
    }
    add("Resource", finding.resourceName);
    add("Resource id", text("code", finding.resourceId), copier(() => finding.resourceId, "resource id"));
    add("Kind", finding.resourceType);
    add("Check", finding.checkId, ...(finding.check.tags ? [", " + finding.check.tags] : []), ...documentation(finding));
    add("Read", finding.collectedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC"));
    add("Fingerprint", text("code", finding.fingerprint), copier(() => finding.fingerprint, "fingerprint"));
    add("Pass on", copier(() => ticket(finding), "", "Copy as a ticket"), " ", copier(() => linkTo(finding), "", "Copy link"));
    const inside = cell(list);
    inside.colSpan = 5;
    const tr = box("tr", "detail", inside);
    tr.setAttribute("role", "row");
    return tr;
  };
  // What repairs it where a cmdlet does, else what looks at it again when it is set right.
  const commandFor = finding => {
    const quoted = word => `'${word.replaceAll("'", "''")}'`;
    // As "Repair-AiFinding -KmsKeyId (MayBreak)": what it names has to be chosen.
    const [, named] = finding.fix.match(/^([A-Z][a-z]+-Ai[A-Za-z]+(?: -[A-Z][A-Za-z]+)*) \(/) ?? [];
    const cmdlet = named?.replace(/ -[A-Za-z]+/g, parameter => `${parameter} '…'`);
    const one = data.masked ? "Where-Object Status -EQ Fail" : `Where-Object Fingerprint -EQ ${quoted(finding.fingerprint)}`;
    return `Test-AiSecurity -Cloud ${finding.cloud} -CheckId ${quoted(finding.checkId)} | ${one}${cmdlet ? ` | ${cmdlet} -WhatIf` : ""}`;
  };
  const ticket = finding => [`${finding.severity}: ${finding.check.title} (${finding.checkId})`, "", `Resource: ${finding.resourceId}`, `Where: ${finding.cloud} ${finding.scope} ${finding.region}`,
    `Seen: ${finding.reason}`, ...(finding.check.risk ? [`Risk: ${finding.check.risk}`] : []), `What to do: ${finding.advice}`, ...(finding.command ? [finding.command] : []), ...documentation(finding).slice(1).map(link => link.href)].join("\n");
  const linkTo = finding => `${location.href.split("#")[0]}#status=all&finding=${encodeURIComponent(finding.fingerprint)}`;
  const documentation = finding => {
    if (!finding.check.link.startsWith("https://")) return [];
    const link = text("a", "Documentation");
    link.href = finding.check.link;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    return [" ", link];
  };

  const copier = (what, label, caption = "Copy") => {
    const copy = button(caption, async () => {
      try {
        await navigator.clipboard.writeText(what());
        copy.textContent = "Copied";
      } catch {
        copy.textContent = "Select and copy it";
      }
      setTimeout(() => { copy.textContent = caption; }, 1600);
    }, "small");
    if (label) copy.setAttribute("aria-label", "Copy " + label);
    return copy;
  };

  const body = byId("rows"), count = byId("count"), more = byId("more");
  const draw = () => {
    const rows = shown.slice(body.querySelectorAll("tr.main").length, limit).map(row);
    body.append(...rows);
    const left = shown.length - Math.min(limit, shown.length);
    more.hidden = left === 0;
    more.textContent = `Show ${number(Math.min(Page, left))} more of ${number(left)}`;
    return rows;
  };
  const show = () => {
    const found = findings.filter(matches);
    shown = sorted(found.filter(finding => has("status", finding) && has("severity", finding)));
    // A choice says how many it would show.
    tallies = {
      status: tally("status", found.filter(finding => has("severity", finding))),
      severity: tally("severity", found.filter(finding => has("status", finding))),
    };
    limit = Page;
    body.replaceChildren();
    const rows = draw();
    if (asked.finding && rows.length === 1) rows[0].querySelector("button").click();
    if (!shown.length) {
      const nothing = cell(findings.length ? "No verdict matches." : "Nothing was judged.");
      nothing.colSpan = 5;
      body.append(box("tr", "main", nothing));
    }
    count.textContent = shown.length === findings.length
      ? `All ${number(findings.length)} verdicts.`
      : `${number(shown.length)} of ${number(findings.length)} verdicts.`;
    for (const refresh of refreshers) refresh();
  };
  more.addEventListener("click", () => {
    limit += Page;
    draw()[0]?.querySelector("button").focus();
  });

  // Filters: each changes what is asked for, and is redrawn from it.
  const refreshers = [];
  const change = changes => { Object.assign(asked, changes); remember(); show(); };
  const toggles = (key, known, label) => {
    const group = box("div", "toggles");
    for (const value of known.filter(value => distinct(key).includes(value))) {
      const count = text("span", "", "note");
      const choice = button(name(value), () => change({
        [key]: known.filter(other => (other === value) !== asked[key].includes(other)),
      }));
      choice.append(" ", count);
      refreshers.push(() => {
        choice.setAttribute("aria-pressed", String(asked[key].includes(value)));
        count.textContent = number(tallies[key].get(value) ?? 0);
      });
      group.append(choice);
    }
    return box("fieldset", "", text("legend", label), group);
  };
  const select = (key, label, all, values) => {
    const choice = document.createElement("select");
    choice.append(new Option(all, ""), ...values.map(value => new Option(name(value), value)));
    choice.addEventListener("change", () => change({ [key]: choice.value }));
    refreshers.push(() => { choice.value = asked[key]; });
    return box("label", "", label, choice);
  };
  const search = () => {
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Name, id, reason, check…";
    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => change({ q: input.value }), 120);
    });
    refreshers.push(() => { if (input !== document.activeElement) input.value = asked.q; });
    return box("label", "search", "Search", input);
  };
  const clear = () => {
    const reset = button("Reset filters", () => { ask(""); remember(); show(); });
    refreshers.push(() => { reset.hidden = address() === ""; });
    return reset;
  };
  // What a link asks for and no choice shows; a click takes it back.
  const only = (key, what, label) => {
    const all = button("", () => change({ [key]: "" }));
    refreshers.push(() => {
      all.hidden = !asked[key];
      all.textContent = `${what()} ✕`;
      all.setAttribute("aria-label", label());
    });
    return all;
  };

  const filters = byId("filters");
  filters.append(search(), select("pillar", "Pillar", "All pillars", distinct("pillar")));
  for (const [key, label] of [["scope", "Scope"], ["region", "Region"]]) {
    if (distinct(key).length > 1) filters.append(select(key, label, "All", distinct(key)));
  }
  if (findings.some(finding => finding.change)) {
    filters.append(select("change", "Since the baseline", "All", Changes.filter(change => distinct("change").includes(change))));
  }
  filters.append(toggles("status", Statuses, "Status"), toggles("severity", Severities, "Severity"),
    only("check", () => `Check ${asked.check}`, () => `Show other checks than ${asked.check} too`),
    only("finding", () => "One finding", () => "Show other findings too"), clear());
  filters.hidden = false;

  for (const header of document.querySelectorAll("th[data-sort]")) {
    const key = header.dataset.sort;
    const sort = button(header.textContent, () => change(
      asked.sort !== key ? { sort: key, dir: "" } : asked.dir ? { sort: "", dir: "" } : { dir: "desc" }));
    header.replaceChildren(sort);
    refreshers.push(() => {
      if (asked.sort === key) header.setAttribute("aria-sort", asked.dir === "desc" ? "descending" : "ascending");
      else header.removeAttribute("aria-sort");
    });
  }
  for (const copy of document.querySelectorAll("button[data-copy]")) {
    copy.replaceWith(copier(() => byId(copy.dataset.copy).textContent));
  }

  // A link such as #status=Fail&severity=Critical asks; #coverage is a place.
  const follow = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return;
    ask(hash);
    show();
    byId("findings-title").focus({ preventScroll: true });
    byId("findings").scrollIntoView();
  };
  byId("findings-title").tabIndex = -1;
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    limit = Math.max(limit, PrintLimit);
    draw();
    if (shown.length > limit) count.textContent += ` On paper: the first ${number(limit)}.`;
  });
  ask("");
  show();
  follow();
})();

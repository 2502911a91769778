// Markdown → DOM nodes, for answers. It knows what answers use: headings, code, lists, tables,
// quotes, emphasis, links. Every piece of text enters the page as a text node, so nothing that is
// written in an answer can become an element that is not made here.

const MAX_DEPTH = 12;

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([^\s`]*)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*)$/;
const RULE = /^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/;
const QUOTE = /^ {0,3}>\s?/;
const ITEM = /^(\s*)([-*+]|\d{1,4}[.)])(\s+)(?=\S)/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

// The whole text as a fragment.
export function render(markdown) {
  const fragment = document.createDocumentFragment();
  blocks(markdown.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n"), fragment, 0);
  return fragment;
}

function blocks(lines, into, depth) {
  if (depth > MAX_DEPTH) {
    into.append(element("p", lines.join(" ")));
    return;
  }
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (!line.trim()) at += 1;
    else if (FENCE.test(line)) at = fence(lines, at, into);
    else if (HEADING.test(line)) at = heading(lines, at, into);
    else if (RULE.test(line)) at = (into.append(element("hr")), at + 1);
    else if (QUOTE.test(line)) at = quote(lines, at, into, depth);
    else if (isTable(lines, at)) at = table(lines, at, into);
    else if (ITEM.test(line)) at = list(lines, at, into, depth);
    else at = paragraph(lines, at, into);
  }
}

function fence(lines, at, into) {
  const [, indent, marks, language] = FENCE.exec(lines[at]);
  const code = [];
  let end = at + 1;
  for (; end < lines.length; end += 1) {
    const trimmed = lines[end].trim();
    if (trimmed.startsWith(marks) && !trimmed.replaceAll(marks[0], "")) break;
    code.push(lines[end].startsWith(indent) ? lines[end].slice(indent.length) : lines[end].trimStart());
  }
  const block = element("pre");
  block.append(element("code", code.join("\n")));
  if (language) block.dataset.language = language;
  into.append(block);
  return end + 1;
}

function heading(lines, at, into) {
  const [, marks, text] = HEADING.exec(lines[at]);
  // The page's own headings are the first two levels.
  const node = element(`h${Math.min(marks.length + 2, 6)}`);
  inline(text.replace(/\s#+\s*$/, ""), node);
  into.append(node);
  return at + 1;
}

function quote(lines, at, into, depth) {
  const inside = [];
  while (at < lines.length && QUOTE.test(lines[at])) inside.push(lines[at++].replace(QUOTE, ""));
  const node = element("blockquote");
  blocks(inside, node, depth + 1);
  into.append(node);
  return at;
}

function list(lines, at, into, depth) {
  const [, indent, marker] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(marker);
  const node = element(ordered ? "ol" : "ul");
  if (ordered && parseInt(marker, 10) !== 1) node.start = parseInt(marker, 10);
  while (at < lines.length) {
    const item = RULE.test(lines[at]) ? null : ITEM.exec(lines[at]);
    if (!item || item[1].length > indent.length + 1 || /\d/.test(item[2]) !== ordered) break;
    const inside = [lines[at].slice(item[0].length)];
    const margin = item[1].length + 2;
    at += 1;
    while (at < lines.length && belongs(lines, at, margin)) inside.push(dedent(lines[at++], item[0].length));
    const child = element("li");
    blocks(inside, child, depth + 1);
    // An item of one line is a line, not a paragraph.
    if (child.firstElementChild?.tagName === "P") child.firstElementChild.replaceWith(...child.firstElementChild.childNodes);
    node.append(child);
    // Blank lines between items do not end the list.
    const next = lines.findIndex((line, place) => place >= at && line.trim());
    if (next > at && ITEM.test(lines[next])) at = next;
  }
  into.append(node);
  return at;
}

// Whether a line continues the item above it: it is indented, or blank before such a line, or
// the rest of a sentence.
function belongs(lines, at, margin) {
  const next = lines.slice(at, at + 4).find((line) => line.trim());
  const indented = next !== undefined && next.length - next.trimStart().length >= margin;
  if (!lines[at].trim()) return indented;
  return indented || (lines[at - 1].trim() !== "" && !starts(lines, at));
}

function dedent(line, by) {
  return line.slice(Math.min(by, line.length - line.trimStart().length));
}

function isTable(lines, at) {
  return lines[at].includes("|") && at + 1 < lines.length && lines[at + 1].includes("-")
    && TABLE_RULE.test(lines[at + 1]) && cells(lines[at]).length === cells(lines[at + 1]).length;
}

function table(lines, at, into) {
  const row = (line, tag) => {
    const node = element("tr");
    for (const text of cells(line)) inline(text, node.appendChild(element(tag)));
    return node;
  };
  const node = element("table");
  node.append(element("thead"), element("tbody"));
  node.tHead.append(row(lines[at], "th"));
  for (at += 2; at < lines.length && lines[at].includes("|"); at += 1) node.tBodies[0].append(row(lines[at], "td"));
  // A wide table scrolls by itself, not the page.
  const frame = element("div");
  frame.className = "table";
  frame.append(node);
  into.append(frame);
  return at;
}

function cells(line) {
  const inside = line.trim().replace(/^\|/, "").replace(/\|$/, "");
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function paragraph(lines, at, into) {
  const text = [lines[at++]];
  while (at < lines.length && lines[at].trim() && !starts(lines, at)) text.push(lines[at++]);
  const node = element("p");
  inline(text.reduce(joined), node);
  into.append(node);
  return at;
}

function starts(lines, at) {
  return [FENCE, HEADING, RULE, QUOTE, ITEM].some((mark) => mark.test(lines[at])) || isTable(lines, at);
}

// Two lines of one paragraph: Chinese needs no space between them; two spaces ask for a break.
function joined(before, line) {
  if (/ {2}$/.test(before)) return `${before.trimEnd()}<br>${line.trimStart()}`;
  const han = /[\u3000-\u9fff\uff00-\uffef]\s*$/.test(before) && /^\s*[\u3000-\u9fff\uff00-\uffef]/.test(line);
  return before.trimEnd() + (han ? "" : " ") + line.trimStart();
}

const INLINE = new RegExp([
  /\\(?<escaped>[\\`*_{}[\]()#+.!|~<>-])/,
  /(?<ticks>`+)(?<code>[^`]|[^`].*?[^`])\k<ticks>(?!`)/,
  /\*\*(?<bold>\S(?:.*?\S)?)\*\*/,
  /~~(?<struck>\S(?:.*?\S)?)~~/,
  /(?<![\w*])\*(?<slanted>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])/,
  /!?\[(?<text>[^[\]]*)\]\((?<target>[^\s()]*)(?:\s[^()]*)?\)/,
  /<?(?<address>https?:\/\/[^\s<>()\u3000-\u9fff\uff00-\uffef]+)>?/,
  /(?<newline><br\s*\/?>)/,
  // Elements that people write in Markdown for looks alone: their text stays.
  /(?<dropped><\/?(?:a|b|i|p|u|em|div|sub|sup|img|font|span|strong|center|details|summary)(?:\s[^<>]*)?\/?>|<!--.*?-->)/,
  /&(?<entity>lt|gt|amp|quot|nbsp|#39);/,
].map((part) => part.source).join("|"), "gis");

const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: "\"", nbsp: "\u00a0", "#39": "'" };

function inline(text, into, depth = 0) {
  let at = 0;
  for (const match of depth < MAX_DEPTH ? text.matchAll(INLINE) : []) {
    into.append(text.slice(at, match.index));
    at = match.index + match[0].length;
    const nested = (tag, inside) => inline(inside, into.appendChild(element(tag)), depth + 1);
    const { escaped, code, bold, struck, slanted, target, address, newline, entity } = match.groups;
    if (escaped) into.append(escaped);
    else if (code) into.append(element("code", code.trim()));
    else if (bold) nested("strong", bold);
    else if (struck) nested("del", struck);
    else if (slanted) nested("em", slanted);
    else if (target !== undefined) link(match.groups.text || target, target, into, depth);
    else if (address) link(address, address, into, MAX_DEPTH);
    else if (newline) into.append(element("br"));
    else if (entity) into.append(ENTITIES[entity.toLowerCase()]);
  }
  into.append(text.slice(at));
}

// A link out; one that leads to another file of the corpus, or to a script, stays text.
function link(text, target, into, depth) {
  if (!/^(?:https?:|mailto:)/i.test(target)) {
    inline(text, into, depth + 1);
    return;
  }
  const node = element("a");
  node.href = target;
  node.target = "_blank";
  node.rel = "noopener noreferrer nofollow";
  inline(text, node, depth + 1);
  into.append(node);
}

function element(tag, text) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  return node;
}

// Answers → elements. Text enters the page as text nodes only.

import { render } from "./markdown.js";
import { words } from "./words.js";

const TAGS_SHOWN = 7;

// Makes an element: make("p", { class: "x", onclick }, child, "text").
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// A snippet as nodes: the server escapes it and sets <mark>; neither is taken on trust.
export function marked(snippet) {
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&" };
  const plain = (text) => text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity]);
  return snippet.split(/(<mark>.*?<\/mark>)/s).map((part) => {
    const inside = /^<mark>(.*)<\/mark>$/s.exec(part);
    return inside ? make("mark", {}, plain(inside[1])) : plain(part);
  });
}

// A text in which these words are marked; the words of a query, as the snippets show them.
function wordsMarked(text, marks) {
  if (!marks.length) return [text];
  const escaped = marks.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return text.split(new RegExp(`(${escaped.join("|")})`, "gi")).map((part, place) => place % 2 ? make("mark", {}, part) : part);
}

// The words that are marked in any of the snippets, the longest first.
export function marks(hits) {
  const found = hits.flatMap((hit) => marked(hit.snippet)).filter((part) => part instanceof Element);
  return [...new Set(found.map((mark) => mark.textContent.toLowerCase()))].sort((a, b) => b.length - a.length);
}

// A link that opens a question on this page; with a modifier key it is an ordinary link.
function opener(attributes, { id }, link, on, ...content) {
  const onclick = (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    on.open(id);
  };
  return make("a", { ...attributes, href: link(id), onclick }, ...content);
}

// Other questions by name in one line: those that ask the same, those that follow up.
function others(name, questions, link, on) {
  if (!questions?.length) return null;
  const links = questions.flatMap((other) => [" · ", opener({}, other, link, on, other.question)]).slice(1);
  return make("p", { class: "others" }, name, ...links);
}

// One hit in a list. `on.open(id)` opens it, `on.filter("tag:x")` narrows to it.
export function hit(found, marks, link, on) {
  const title = opener({ class: "title" }, found, link, on, ...wordsMarked(found.question, marks));
  return make("li", { class: "hit", "data-id": found.id },
    make("h2", {}, title),
    found.snippet ? make("p", { class: "snippet" }, ...marked(found.snippet)) : null,
    others(words.same, found.duplicates, link, on),
    others(words.followUps, found.follow_ups, link, on),
    meta(found, on));
}

function meta(found, on) {
  const tag = (name) => make("button", { type: "button", class: "tag", onclick: () => on.filter(`tag:${name}`) }, name);
  return make("div", { class: "meta" },
    found.score === undefined ? null : make("span", { class: "score", title: words.score }, found.score.toFixed(2)),
    make("span", { class: "lang" }, words[found.lang] ?? found.lang),
    found.kind === "note" ? make("span", { class: "lang" }, words.note) : null,
    found.difficulty ? make("span", { class: "lang" }, words[found.difficulty]) : null,
    found.follow_up_of ? make("span", { class: "lang" }, words.followUp) : null,
    ...found.tags.slice(0, 6).map(tag),
    make("span", { class: "place", title: words.place }, place(found)));
}

function place(found) {
  return [...found.section, `${found.source.path}:${found.source.line}`].join(" › ");
}

// The filters that can be clicked, the chosen ones first and always there.
export function facets(counts, chosen, expanded, on) {
  const groups = ["lang", "difficulty", "kind", "tag"].map((field) => {
    const values = Object.entries(counts[field] ?? {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return facet(field, values, chosen, expanded, on);
  });
  const shown = new Set(["lang", "difficulty", "kind", "tag"]);
  const others = chosen.filter((filter) => !shown.has(filter.split(":")[0])).map((filter) => chip(filter, filter, null, true, on));
  return [...groups, others.length ? make("div", { class: "facet" }, ...others) : null].filter(Boolean);
}

function facet(field, values, chosen, expanded, on) {
  const isChosen = (value) => chosen.includes(`${field}:${value}`);
  const times = new Map(values);
  const kept = chosen.filter((filter) => filter.startsWith(`${field}:`)).map((filter) => filter.slice(field.length + 1));
  const all = [...kept.map((value) => [value, times.get(value) ?? 0]), ...values.filter(([value]) => !isChosen(value))];
  if (all.length === 0 || (field === "kind" && all.length < 2 && !kept.length)) return null;
  const few = expanded ? all : all.slice(0, Math.max(TAGS_SHOWN, kept.length));
  const chips = few.map(([value, count]) => chip(label(field, value), `${field}:${value}`, count, isChosen(value), on));
  const hidden = all.length - TAGS_SHOWN;
  const toggle = hidden > 0 && make("button", { type: "button", class: "link", onclick: on.expand },
    expanded ? words.fewerTags : words.allTags(all.length - few.length));
  return make("div", { class: "facet", role: "group", "aria-label": words[field] },
    make("span", { class: "name" }, words[field]), ...chips, toggle || null);
}

function label(field, value) {
  return field === "tag" ? value : words[value] ?? value;
}

function chip(text, filter, count, pressed, on) {
  return make("button", { type: "button", class: "chip", "aria-pressed": String(pressed), onclick: () => on.filter(filter) },
    text, count === null ? null : make("b", {}, String(count)));
}

// A whole question. Its similar questions come later, into the list that is returned with it.
export function detail(question, parent, link, on) {
  const list = (title, items) => items.length
    ? [make("h3", {}, title), make("ul", {}, ...items.map((item) => inlined(item)))] : [];
  const answer = make("div", { class: "answer" });
  answer.append(question.answer ? render(question.answer) : make("p", { class: "faint" }, words.noAnswer));
  const similar = make("ol", { class: "similar" });
  const node = make("div", {},
    make("button", { type: "button", class: "close", "aria-label": words.close, title: `${words.close} (Esc)`, onclick: on.close }, "×"),
    make("p", { class: "path" }, question.section.join(" › ")),
    make("h2", {}, question.question),
    meta({ ...question, section: [] }, on),
    parent ? make("p", { class: "follows" }, words.followUpOf, opener({}, parent, link, on, parent.question)) : null,
    ...list(words.intent, question.intent),
    ...list(words.keyPoints, question.key_points),
    make("h3", {}, words.answer), answer,
    others(words.followUps, question.follow_ups, link, on),
    make("h3", {}, words.similar), similar);
  return [node, similar];
}

function inlined(markdown) {
  const item = make("li");
  item.append(render(markdown));
  const only = item.children.length === 1 && item.firstElementChild.tagName === "P" ? item.firstElementChild : null;
  only?.replaceWith(...only.childNodes);
  return item;
}

// The list of similar questions.
export function similar(hits, link, on) {
  if (hits.length === 0) return [make("li", { class: "faint" }, words.noSimilar)];
  return hits.map((found) => make("li", {}, opener({}, found, link, on, found.question),
    make("span", { class: "score", title: words.score }, found.score.toFixed(2))));
}

// A friendly word in place of results.
export function notice(title, text, ...actions) {
  return make("div", { class: "notice" }, make("h2", {}, title), text ? make("p", {}, text) : null,
    actions.length ? make("p", { class: "actions" }, ...actions) : null);
}

// What is shown before anything is typed.
export function welcome(count, tags, on) {
  const example = (text) => make("button", { type: "button", class: "chip", onclick: () => on.search(text) }, text);
  const tag = ([name, times]) => chip(name, `tag:${name}`, times, false, on);
  return make("div", { class: "notice welcome" },
    make("h2", {}, words.welcome(count)),
    make("h3", {}, words.tryThese), make("p", { class: "actions" }, ...words.examples.map(example)),
    ...(tags.length ? [make("h3", {}, words.byTag), make("p", { class: "actions" }, ...tags.map(tag))] : []),
    make("p", { class: "faint" }, words.syntax));
}

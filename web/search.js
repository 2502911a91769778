// The search page: what is asked stands in the URL, answers come from the API beside it.

import { call } from "./api.js";
import { translate, words } from "./words.js";
import * as view from "./view.js";

const PAGE = 20;
const PAUSE = 120;
const MODES = ["hybrid", "keyword", "semantic"];
const WIDE = window.matchMedia("(min-width: 1000px)");

const at = (id) => document.getElementById(id);
const [box, list, status, more, notice, panel] = ["q", "hits", "status", "more", "notice", "detail"].map(at);

// What is asked, as the URL says it; and what is shown.
const asked = { q: "", mode: "hybrid", filters: [], id: null };
const shown = { hits: [], selected: -1, facets: {}, expanded: false, query: null };

const on = {
  open: (id) => open(id),
  close: () => close(),
  search: (text) => { box.value = text; box.focus(); ask(true); },
  filter: (filter) => {
    const without = asked.filters.filter((other) => other !== filter);
    asked.filters = without.length < asked.filters.length ? without : [...without, filter];
    search(true);
  },
  expand: () => { shown.expanded = !shown.expanded; showFacets(); },
};

// ---- URL ----

function readUrl() {
  const url = new URLSearchParams(location.search);
  asked.q = url.get("q") ?? "";
  asked.mode = MODES.includes(url.get("mode")) ? url.get("mode") : "hybrid";
  asked.filters = url.getAll("filter");
  asked.id = url.get("id");
  box.value = asked.q;
}

function urlOf({ q, mode, filters, id }) {
  const url = new URLSearchParams();
  if (q) url.set("q", q);
  if (mode !== "hybrid") url.set("mode", mode);
  filters.forEach((filter) => url.append("filter", filter));
  if (id) url.set("id", id);
  return url.size ? `?${url}` : "./";
}

const link = (id) => urlOf({ ...asked, id });

// Typing replaces the entry in the history; choosing something adds one.
function writeUrl(push) {
  const url = urlOf(asked);
  if (push && new URL(url, location).href !== location.href) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  document.title = asked.q ? `${asked.q} · 题库 tiku` : "题库 tiku";
}

// ---- Searching ----

function clearFilters() {
  asked.filters = [];
  search(true);
}

// Without words the filters alone are the query.
function parameters(cursor) {
  const q = asked.q || asked.filters.map((filter) => filter.replace(/:(.*)/s, (_, value) => `:"${value.replaceAll("\"", "")}"`)).join(" ");
  return [["q", q], ["mode", asked.mode], ["limit", PAGE], ...(cursor ? [["cursor", cursor]] : []), ["distinct", true], ...asked.filters.map((filter) => ["filter", filter])];
}

let running = new AbortController();
let timer;

function ask(push) {
  clearTimeout(timer);
  asked.q = box.value.trim();
  search(push);
}

async function search(push, keep) {
  running.abort();
  const { signal } = (running = new AbortController());
  if (!keep) asked.id = null;
  writeUrl(push);
  showModes();
  if (!keep) hideDetail();
  if (!asked.q && !asked.filters.length) return showWelcome(signal);
  const completions = complete(signal);
  document.body.classList.add("busy");
  try {
    const answer = await call("search", parameters(), signal);
    Object.assign(shown, { hits: [], selected: -1, facets: answer.facets, query: answer });
    list.replaceChildren();
    const corrected = (answer.query.corrections ?? []).map(({ from, to }) => words.corrected(from, to));
    status.textContent = [words.found(answer.total, answer.took_ms.toFixed(1)), ...corrected].join(" · ");
    shown.selected = answer.hits.findIndex((found) => found.id === asked.id);
    add(answer);
    showFacets();
    if (answer.hits.length) notice.replaceChildren();
    else showNothing();
    if (answer.notice) status.append(view.make("strong", { title: answer.notice }, ` · ${words.byMeaning}`));
    if (answer.degraded) status.append(view.make("strong", { title: answer.degraded }, ` · ${words.degraded}`));
    showCompletions(await completions, signal);
  } catch (failure) {
    if (!signal.aborted) showFailure(failure, () => search(false, keep));
  } finally {
    if (!signal.aborted) document.body.classList.remove("busy");
  }
}

function add({ hits, next }) {
  shown.hits.push(...hits);
  shown.next = next;
  const marks = view.marks(shown.hits);
  list.append(...hits.map((found) => view.hit(found, marks, link, on)));
  more.hidden = !next;
  mark();
}

async function showMore() {
  const { signal } = running;
  try {
    add(await call("search", parameters(shown.next), signal));
  } catch (failure) {
    if (!signal.aborted) showFailure(failure, showMore);
  }
}

async function complete(signal) {
  const answer = asked.q && !asked.filters.length && await call("suggest", { q: asked.q, limit: 6 }, signal).catch(() => null);
  return (answer?.suggestions ?? []).map((suggestion) => suggestion.text);
}

// ---- Showing ----

function showModes() {
  for (const button of at("modes").children) {
    button.setAttribute("aria-checked", String(button.dataset.mode === asked.mode));
  }
}

function showFacets() {
  at("facets").replaceChildren(...view.facets(shown.facets, asked.filters, shown.expanded, on));
}

// What is among the first hits already needs no completing.
function showCompletions(texts, signal) {
  if (signal.aborted) return;
  const known = shown.hits.slice(0, 4).map((found) => found.question);
  const button = (text) => view.make("button", { type: "button", class: "link", title: text, onclick: () => on.search(text) }, text);
  at("suggestions").replaceChildren(...texts.filter((text) => !known.includes(text)).slice(0, 3).map(button));
}

function clear() {
  Object.assign(shown, { hits: [], selected: -1, facets: {}, query: null });
  [list, status, at("suggestions"), at("facets")].forEach((node) => node.replaceChildren());
  more.hidden = true;
}

async function showWelcome(signal) {
  document.body.classList.remove("busy");
  clear();
  try {
    const all = await call("search", { q: "kind:question", limit: 0 }, signal);
    const tags = Object.entries(all.facets.tag ?? {}).sort((a, b) => b[1] - a[1]).slice(0, 24);
    notice.replaceChildren(view.welcome(all.total, tags, on));
  } catch (failure) {
    if (!signal.aborted) showFailure(failure, () => search(false));
  }
}

function showNothing() {
  const action = (text, onclick) => view.make("button", { type: "button", class: "chip", onclick }, text);
  const actions = [];
  if (asked.mode === "keyword") actions.push(action(words.useSemantic, () => { asked.mode = "semantic"; search(true); }));
  if (asked.filters.length) actions.push(action(words.clearFilters, clearFilters));
  notice.replaceChildren(view.notice(words.nothing, words.nothingHint, ...actions));
}

function showFailure(failure, retry) {
  clear();
  showFacets();
  document.body.classList.remove("busy");
  const again = view.make("button", { type: "button", class: "chip", onclick: retry }, words.retry);
  notice.replaceChildren(view.notice(words.failed, failure.message, again));
}

// ---- One question ----

let opening = 0;

async function open(id, push = true) {
  const number = ++opening;
  asked.id = id;
  writeUrl(push);
  shown.selected = shown.hits.findIndex((found) => found.id === id);
  mark();
  document.body.classList.add("opened");
  panel.hidden = false;
  const path = `questions/${encodeURIComponent(id)}`;
  try {
    const question = await call(path);
    const parent = question.follow_up_of && await call(`questions/${encodeURIComponent(question.follow_up_of)}`).catch(() => null);
    if (number !== opening) return;
    const [node, similar] = view.detail(question, parent, link, on);
    panel.replaceChildren(node);
    panel.scrollTop = 0;
    if (!WIDE.matches) panel.focus();
    const found = await call(`${path}/similar`, { limit: 6 });
    if (number === opening) similar.replaceChildren(...view.similar(found.hits, link, on));
  } catch (failure) {
    const back = view.make("button", { type: "button", class: "chip", onclick: close }, words.close);
    if (number === opening) panel.replaceChildren(view.notice(words.failed, failure.message, back));
  }
}

function hideDetail() {
  opening += 1;
  panel.hidden = true;
  panel.replaceChildren();
  document.body.classList.remove("opened");
}

function close() {
  asked.id = null;
  writeUrl(true);
  hideDetail();
  list.children[shown.selected]?.querySelector("a").focus({ preventScroll: true });
}

// ---- Keyboard ----

function mark(scroll) {
  [...list.children].forEach((node, place) => node.classList.toggle("selected", place === shown.selected));
  if (scroll) list.children[shown.selected]?.scrollIntoView({ block: "nearest" });
}

function select(step) {
  if (!shown.hits.length) return;
  shown.selected = Math.max(0, Math.min(shown.hits.length - 1, shown.selected + step));
  mark(true);
  // Beside an open question, walking through the list reads on.
  if (asked.id && WIDE.matches) open(shown.hits[shown.selected].id, false);
}

function enter() {
  if (box.value.trim() !== asked.q) ask(true);
  else if (shown.hits.length) open(shown.hits[Math.max(0, shown.selected)].id);
}

function escape() {
  if (asked.id) close();
  else if (document.activeElement === box && box.value) on.search("");
  else if (asked.filters.length) clearFilters();
  else document.activeElement.blur();
}

function key(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = document.activeElement === box;
  const reading = panel.contains(document.activeElement) && !WIDE.matches;
  const keys = {
    "/": () => !typing && (box.focus(), box.select(), true),
    ArrowDown: () => !reading && (select(1), true),
    ArrowUp: () => !reading && (select(-1), true),
    Enter: () => typing && (enter(), true),
    Escape: () => (escape(), true),
  };
  if (keys[event.key]?.()) event.preventDefault();
}

// ---- Start ----

function start() {
  translate(document);
  box.addEventListener("input", (event) => {
    // Letters of an unfinished Chinese word are no query yet.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(false), PAUSE);
  });
  box.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(() => ask(false), PAUSE); });
  at("form").addEventListener("submit", (event) => event.preventDefault());
  at("modes").addEventListener("click", ({ target }) => {
    if (!target.dataset.mode) return;
    asked.mode = target.dataset.mode;
    search(true);
  });
  more.addEventListener("click", showMore);
  document.addEventListener("keydown", key);
  window.addEventListener("popstate", load);
  load();
}

function load() {
  readUrl();
  const { id } = asked;
  search(false, true);
  if (id) open(id, false);
  else hideDetail();
}

start();

// A search box for any page:
//
//   <script src="http://127.0.0.1:7878/box.js"></script>
//   <tiku-search></tiku-search>
//
// or, without an element of its own: <script src="…/box.js" data-target="#search"></script>.
// Attributes: server (where tiku serves; the script's origin unless told), mode, limit, filter
// (several separated by spaces), placeholder. Choosing a hit opens it on the server's page, unless
// a listener of the event "tiku-select" (detail: the hit) calls preventDefault.
(() => {
  const script = document.currentScript;
  const home = script ? new URL(".", script.src).href : "/";
  const chinese = /^zh\b/i.test(navigator.language);
  const words = chinese
    ? { placeholder: "搜索面试题", nothing: "没有找到合适的题目", failed: "搜索服务暂时连不上" }
    : { placeholder: "Search interview questions", nothing: "No question fits", failed: "The search cannot be reached" };

  const style = `
    :host { display: block; position: relative; font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; color-scheme: light dark;
      --line: light-dark(#d6d3d1, #44403c); --back: light-dark(#fff, #1c1917); --text: light-dark(#1c1917, #e7e5e4);
      --faint: light-dark(#57534e, #a8a29e); --chosen: light-dark(#ccfbf1, #134e4a); --mark: light-dark(#fde68a, #854d0e); }
    input { width: 100%; box-sizing: border-box; padding: .55em .8em; font: inherit; color: var(--text);
      background: var(--back); border: 1px solid var(--line); border-radius: 8px; }
    ul { position: absolute; z-index: 1000; left: 0; right: 0; margin: 4px 0 0; padding: 4px; list-style: none; max-height: 60vh;
      overflow: auto; color: var(--text); background: var(--back); border: 1px solid var(--line); border-radius: 8px;
      box-shadow: 0 8px 24px #0003; }
    ul:empty { display: none; }
    li { padding: .45em .6em; border-radius: 6px; cursor: pointer; }
    li[aria-selected=true], li[role=option]:hover { background: var(--chosen); }
    small { display: block; color: var(--faint); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    mark { background: var(--mark); color: inherit; }`;

  const make = (tag, attributes = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.append(...children);
    return node;
  };

  // The server escapes a snippet and sets <mark>; neither is taken on trust.
  const marked = (snippet) => {
    const entities = { "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&amp;": "&" };
    const plain = (text) => text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity]);
    return snippet.split(/(<mark>.*?<\/mark>)/s).map((part) => {
      const inside = /^<mark>(.*)<\/mark>$/s.exec(part);
      return inside ? make("mark", {}, plain(inside[1])) : plain(part);
    });
  };

  class TikuSearch extends HTMLElement {
    #hits = [];
    #selected = -1;
    #running = new AbortController();
    #timer;

    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      const placeholder = this.getAttribute("placeholder") ?? words.placeholder;
      this.input = make("input", { type: "search", autocomplete: "off", placeholder, ariaLabel: placeholder });
      this.list = make("ul", { role: "listbox" });
      root.append(make("style", { textContent: style }), this.input, this.list);
      this.input.addEventListener("input", (event) => event.isComposing || this.#later());
      this.input.addEventListener("compositionend", () => this.#later());
      this.input.addEventListener("keydown", (event) => this.#key(event));
      this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.#show([]));
      this.input.addEventListener("focus", () => this.#later());
    }

    #server() {
      return new URL(this.getAttribute("server") ?? home, document.baseURI).href.replace(/\/?$/, "/");
    }

    #later() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), 120);
    }

    async #search() {
      this.#running.abort();
      const { signal } = (this.#running = new AbortController());
      const q = this.input.value.trim();
      if (!q) return this.#show([]);
      const filters = (this.getAttribute("filter") ?? "").split(/\s+/).filter(Boolean);
      const parameters = new URLSearchParams([["q", q], ["limit", this.getAttribute("limit") ?? "6"],
        ["mode", this.getAttribute("mode") ?? "hybrid"], ...filters.map((filter) => ["filter", filter])]);
      try {
        const answer = await fetch(`${this.#server()}api/v1/search?${parameters}`, { signal });
        const body = await answer.json();
        if (!answer.ok) throw new Error(body.error.message);
        this.#show(body.hits, words.nothing);
      } catch (failure) {
        if (!signal.aborted) this.#show([], failure instanceof TypeError ? words.failed : failure.message);
      }
    }

    #show(hits, otherwise) {
      this.#hits = hits;
      this.#selected = -1;
      // Pressing the mouse on a hit must not take the focus, or the list is gone before the click.
      const item = (hit) => make("li", { role: "option", onmousedown: (event) => event.preventDefault(), onclick: () => this.#choose(hit) },
        hit.question, make("small", {}, ...marked(hit.snippet)));
      this.list.replaceChildren(...hits.map(item), ...(hits.length || !otherwise ? [] : [make("li", {}, otherwise)]));
    }

    #key(event) {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && this.#hits.length) {
        this.#selected = (this.#selected + step + this.#hits.length) % this.#hits.length;
        [...this.list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === this.#selected)));
        this.list.children[this.#selected].scrollIntoView({ block: "nearest" });
        event.preventDefault();
      } else if (event.key === "Enter" && this.#hits.length) {
        this.#choose(this.#hits[Math.max(0, this.#selected)]);
        event.preventDefault();
      } else if (event.key === "Escape") {
        this.#show([]);
      }
    }

    #choose(hit) {
      const event = new CustomEvent("tiku-select", { detail: hit, bubbles: true, composed: true, cancelable: true });
      if (!this.dispatchEvent(event)) return;
      window.open(`${this.#server()}?${new URLSearchParams({ q: this.input.value.trim(), id: hit.id })}`, "_blank", "noopener");
    }
  }

  if (!customElements.get("tiku-search")) customElements.define("tiku-search", TikuSearch);

  const target = script?.dataset.target;
  if (target) {
    const place = () => document.querySelector(target)?.appendChild(document.createElement("tiku-search"));
    // The script may stand above its target.
    if (!place()) document.addEventListener("DOMContentLoaded", place);
  }
})();

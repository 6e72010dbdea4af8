// <offprint-search>: a form with a box becomes a search that answers while one types. With `results` it is the page of
// search as well. Without a script the form leads to that page.

import { Engine } from "./engine.js";
import { segments } from "./snippet.js";
import { fold, words } from "./tokens.js";
import { HERE, addressFor, addressOf, learn, make, marked, say } from "./say.js";
import { showResults, submitted, typed } from "./results.js";

// Letters that come faster than this are one.
const PAUSE = 80;

let engine;
let boxes = 0;

class OffprintSearch extends HTMLElement {
  async connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.input) return;
    this.input = input;
    this.options = [];
    const id = `_suggestions${(boxes += 1)}`;
    this.list = make("div", { class: "suggestions", role: "listbox", id, hidden: "" });
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": id, autocomplete: "off", spellcheck: false };
    for (const name in attributes) input.setAttribute(name, attributes[name]);
    input.form.after(this.list);
    this.listen();
    if (input.value && document.activeElement === input) this.ask();
    if (!this.hasAttribute("results")) return;
    await learn();
    showResults(this, input);
    this.isPage = true;
    if (!input.value && document.activeElement === document.body) input.focus();
  }

  /** One engine for all boxes of a page, made when it is first needed. */
  get engine() {
    return (engine ??= new Engine(HERE.href));
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", (event) => event.isComposing || this.ask());
    input.addEventListener("compositionend", () => this.ask());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // What is chosen with a finger or a mouse leaves the focus where it is.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    input.form.addEventListener("submit", (event) => {
      this.close();
      if (!this.isPage) return;
      event.preventDefault();
      submitted(input.value);
    });
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.answer(), PAUSE);
  }

  async answer() {
    const text = this.input.value;
    const turn = (this.turn = {});
    if (this.isPage) typed(text);
    try {
      const [found] = await Promise.all([text.trim() ? this.engine.suggest(text) : { words: [], hits: [] }, learn()]);
      if (turn === this.turn) this.offer(text, found);
    } catch {
      // Without suggestions the box is still a box; the page of search says what is wrong.
      this.close();
    }
  }

  /** Shows how the query may go on, and papers, which the page of search shows anyway. */
  offer(text, found) {
    const terms = words(fold(text));
    terms.push(terms.pop() + "*");
    const option = (href, ...children) => make("a", { role: "option", tabindex: -1, href }, ...children);
    const completions = found.words.map((query) => option(addressFor({ text: query }), query));
    const papers = found.hits.map(({ path, title, authors, more, venue, date, status }) => {
      const by = authors.length > 1 || more ? authors[0] + say("et-al") : authors[0];
      const about = [say(`status-${status}`), by, venue || date.slice(0, 4)].filter(Boolean).join(" · ");
      return option(addressOf(path), make("span", { dir: "auto" }, marked(segments(title, terms))), make("small", {}, about));
    });
    const groups = [["search", completions], ["papers", this.isPage ? [] : papers]].filter(([, options]) => options.length);
    this.list.replaceChildren(...groups.map(([label, options]) => make("div", { role: "group", "aria-label": say(label) }, options)));
    this.list.ariaLabel = say("suggestions");
    this.options = [...this.list.querySelectorAll("a")];
    this.options.forEach((each, at) => (each.id = `${this.list.id}-${at}`));
    this.unfold(this.options.length > 0);
  }

  unfold(isOpen) {
    this.list.hidden = !isOpen;
    this.input.ariaExpanded = isOpen;
    this.choose(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.turn = null;
    this.unfold(false);
  }

  /** Chooses an option; -1 is the box itself. */
  choose(at) {
    this.chosen = at;
    this.options.forEach((option, nth) => (option.ariaSelected = nth === at));
    this.input.setAttribute("aria-activedescendant", this.options[at]?.id ?? "");
    this.options[at]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    // An input method has keys of its own.
    if (event.isComposing || event.keyCode === 229) return;
    const { key } = event;
    const count = this.options.length + 1;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (this.list.hidden) this.ask();
      else this.choose(((this.chosen + (key === "ArrowDown" ? 2 : count)) % count) - 1);
    } else if (key === "Enter" && this.chosen >= 0) this.options[this.chosen].click();
    else if (key === "Escape" && !this.list.hidden) this.close();
    else if (key === "Escape") this.input.blur();
    else return;
    event.preventDefault();
  }
}

customElements.define("offprint-search", OffprintSearch);

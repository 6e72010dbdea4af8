// What a box offers while somebody types in it: a list of options, chosen with the arrows.

import { addressFor, addressOf, make, marked, say } from "./say.js";
import { segments } from "./snippet.js";
import { wordsOf } from "./tokens.js";

let boxes = 0;

export class Suggestions {
  constructor(box) {
    const { input } = box;
    const id = `_suggestions${(boxes += 1)}`;
    Object.assign(this, { box, input, options: [] });
    this.list = make("div", { class: "suggestions", role: "listbox", id, hidden: "" });
    this.list.ariaLabel = say("suggestions");
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": id, autocomplete: "off", spellcheck: false };
    for (const name in attributes) input.setAttribute(name, attributes[name]);
    input.form.after(this.list);
    input.addEventListener("keydown", (event) => this.press(event));
    // What is chosen with a finger or a mouse leaves the focus where it is.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Shows how the query may go on, and papers. */
  offer(text, queries, hits) {
    this.list.replaceChildren(...optionsOf(text, queries, hits));
    this.options = [...this.list.querySelectorAll("a")];
    this.options.forEach((each, at) => (each.id = `${this.list.id}-${at}`));
    this.unfold(this.options.length > 0);
  }

  unfold(isOpen) {
    this.list.hidden = !isOpen;
    this.input.ariaExpanded = isOpen;
    this.choose(-1);
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
      if (this.list.hidden) this.box.ask();
      else this.choose(((this.chosen + (key === "ArrowDown" ? 2 : count)) % count) - 1);
    } else if (key === "Enter" && this.chosen >= 0) this.options[this.chosen].click();
    else if (key === "Escape" && !this.list.hidden) this.box.close();
    else if (key === "Escape") this.input.blur();
    else return;
    event.preventDefault();
  }
}

/** Queries and papers as options of a list. */
function optionsOf(text, queries, hits) {
  const terms = wordsOf(text);
  terms.push(terms.pop() + "*");
  const option = (href, ...children) => make("a", { role: "option", tabindex: -1, href }, ...children);
  const completions = queries.map((query) => option(addressFor({ text: query }), query));
  const papers = hits.map(({ path, title, authors, more, venue, date, status }) => {
    const by = authors.length > 1 || more ? authors[0] + say("et-al") : authors[0];
    const about = [say(`status-${status}`), by, venue || date.slice(0, 4)].filter(Boolean).join(" · ");
    return option(addressOf(path), make("span", { dir: "auto" }, marked(segments(title, terms))), make("small", {}, about));
  });
  const groups = [["search", completions], ["papers", papers]].filter(([, options]) => options.length);
  return groups.map(([label, options]) => make("div", { role: "group", "aria-label": say(label) }, options));
}

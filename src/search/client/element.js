// <offprint-search>: a form with a box becomes a search that answers while one types. With `results` it is the page of
// search as well. Without a script the form leads to that page.

import { Engine } from "./engine.js";
import { rest } from "./rest.js";
import { HERE, learn } from "./say.js";
import { showResults, submitted, typed } from "./results.js";

// Letters that come faster than this are one.
const PAUSE = 80;

let engine;

class OffprintSearch extends HTMLElement {
  async connectedCallback() {
    const input = this.querySelector("input");
    if (!input || this.input) return;
    this.input = input;
    this.listen();
    if (document.activeElement === input) {
      if (input.value) this.ask();
      this.wake();
    }
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
    const { input } = this;
    input.addEventListener("focus", () => this.wake());
    input.addEventListener("input", (event) => event.isComposing || this.ask());
    input.addEventListener("compositionend", () => this.ask());
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", (event) => {
      this.close();
      if (!this.isPage) return;
      event.preventDefault();
      submitted(input.value);
    });
  }

  /** Makes the list of suggestions, once somebody has turned to the box. */
  async wake() {
    try {
      const [{ Suggestions }] = await Promise.all([rest(), learn()]);
      this.suggestions ??= new Suggestions(this);
    } catch {
      // Without suggestions the box is still a box; the page of search says what is wrong.
    }
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
      // On the page, papers are shown anyway.
      const [found] = await Promise.all([text.trim() ? this.engine.suggest(text) : { words: [], hits: [] }, this.wake()]);
      if (turn === this.turn) this.suggestions?.offer(text, found.words, this.isPage ? [] : found.hits);
    } catch {
      this.close();
    }
  }

  close() {
    clearTimeout(this.timer);
    this.turn = null;
    this.suggestions?.unfold(false);
  }
}

customElements.define("offprint-search", OffprintSearch);

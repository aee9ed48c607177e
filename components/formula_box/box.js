/**
 * The field of a typed formula. While somebody types, the server reads along: one reading is under way, and of later
 * ones only the newest waits. The surface changes when it is asked for: by Enter, by the button, or by leaving the field.
 */

import { forget, recent, remember } from "./recent.js";

const PAUSE = 120; // milliseconds without a key before the server reads
const PATIENCE = 4000; // after which an unanswered reading no longer holds the next one back
const LONG = 350; // milliseconds of work before it is said that there is work

const HTML = `
  <div class="row">
    <label><math aria-hidden="true"><mi>f</mi><mo stretchy="false">(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo stretchy="false">)</mo><mo>=</mo></math>
      <span class="hidden">Formula f(x, y)</span>
      <span class="field"><span class="mirror" aria-hidden="true"></span>
      <input type="text" spellcheck="false" autocomplete="off" autocapitalize="none" autocorrect="off" enterkeyhint="go" aria-describedby="formula-said"></span>
    </label>
    <button type="button" name="draw">Draw</button>
    <select aria-label="Formulas used last in this browser" title="Formulas used last in this browser"></select>
  </div>
  <p id="formula-said" class="said" role="status"></p>
`;

export class Box {
  #leave = new AbortController();
  #data = { text: null, draft: null, told: 0, focus: 0 };
  #serial = 0;
  #flying = 0; // the serial of the reading under way
  #waiting = null;
  #work = null; // the formula that is being worked out: its text, its serial, its ticket, whether it takes long
  #again = false; // whether what stands in the field is asked for as soon as that work is given up
  #left = false; // whether the hand has gone somewhere else on the page
  #timers = {};

  /** @param {HTMLElement} element */
  constructor(element) {
    const { signal } = this.#leave;
    element.innerHTML = HTML;
    this.element = element;
    this.input = element.querySelector("input");
    this.mirror = element.querySelector(".mirror");
    this.said = element.querySelector(".said");
    this.draw = element.querySelector("[name=draw]");
    this.last = element.querySelector("select");
    const on = (target, name, listener, capture = false) => target.addEventListener(name, listener, { signal, capture });
    on(this.input, "input", () => this.#typed());
    on(this.input, "scroll", () => this.#mark());
    on(this.input, "keydown", (event) => {
      if (event.key === "Enter") this.#apply();
      if (event.key === "Escape" && this.#differs) this.#put(this.#data.text);
      event.stopPropagation(); // it is not for the player
    });
    on(this.input, "focus", () => {
      this.#left = false;
      this.#show();
    });
    on(this.input, "blur", (event) => {
      this.#left = !element.contains(event.relatedTarget);
      if (this.#differs && this.#data.draft !== this.input.value) this.#read();
      this.#drawIfLeft();
      this.#show();
    });
    on(this.draw, "click", (event) => {
      this.#apply();
      if (event.pointerType !== "touch") this.input.focus({ preventScroll: true }); // the button goes; no keyboard rises
    });
    on(this.last, "change", () => {
      if (this.last.selectedOptions[0] === this.last.lastChild) {
        forget();
        this.#list();
        return;
      }
      this.#put(this.last.value);
      this.#apply();
    });
    on(this.said, "click", (event) => {
      if (event.target.name === "fix") this.#fix(event.target.textContent);
      if (event.target.name === "stop") this.#stop();
    });
    // Whoever goes elsewhere does not wait for this formula, and the session must not, either
    on(window, "popstate", () => this.#stop());
    on(document, "click", (event) => this.#leaves(event.target.closest("a[href], [role=option]")), true);
    on(document, "keydown", (event) => this.#leaves(event.key === "Enter" && event.target.closest("[role=combobox]")), true);
  }

  /** @param {Element|null|false} chosen something that leads to another surface or page */
  #leaves(chosen) {
    if (chosen && !this.element.contains(chosen)) this.#stop();
  }

  /** @param {object} data see __init__.py */
  receive(data, send) {
    const before = this.#data;
    const kept = this.#differs && this.input.value;
    this.#data = data;
    this.send = send;
    this.input.maxLength = data.longest + 1; // one more, so that it is said what the limit is
    const asked = this.#work?.text;
    const answered = this.#work && data.told >= this.#work.serial;
    if (answered) this.#worked();
    if (data.told >= this.#flying) this.#landed();
    if (data.text !== before.text) {
      remember(data.text);
      const typing = answered && kept && kept !== asked && (this.#again || this.input.matches(":focus"));
      if (!typing) this.input.value = data.text; // by a link, by the browser's back, or as it was asked for
    }
    if (data.focus !== before.focus && data.focus) {
      this.input.focus({ preventScroll: true });
      this.input.select();
    }
    if (this.#again && !this.#work) this.#apply();
    this.#drawIfLeft();
    this.#list();
    this.#show();
  }

  /** Leaving the field is asking for its surface, as soon as the server has read it. */
  #drawIfLeft() {
    if (this.#left && this.#good) this.#apply();
  }

  get #differs() {
    return this.input.value !== this.#data.text;
  }

  /** Whether what stands in the field was read, and is another formula than that of the surface. */
  get #good() {
    return this.#differs && this.#data.draft === this.input.value && !this.#data.said;
  }

  #typed() {
    clearTimeout(this.#timers.pause);
    this.#timers.pause = setTimeout(() => this.#read(), PAUSE);
    this.#show();
  }

  #put(text) {
    this.input.value = text;
    this.input.focus({ preventScroll: true });
    this.#read();
    this.#show();
  }

  /** Have the server read what stands in the field. */
  #read() {
    clearTimeout(this.#timers.pause);
    this.#waiting = this.input.value;
    this.#next();
  }

  #next() {
    if (this.#flying || this.#work || this.#waiting === null) return;
    const text = this.#waiting;
    this.#waiting = null;
    this.#flying = this.#serial += 1;
    this.#timers.patience = setTimeout(() => this.#landed(), PATIENCE);
    this.send("draft", { text, serial: this.#serial });
  }

  #landed() {
    clearTimeout(this.#timers.patience);
    this.#flying = 0;
    this.#next();
  }

  /** Ask for the surface of what stands in the field. */
  #apply() {
    this.#again = Boolean(this.#work) && this.#work.text !== this.input.value; // the newest wins
    if (this.#again) this.#stop();
    if (!this.#differs || this.#work) return;
    clearTimeout(this.#timers.pause);
    this.#waiting = null;
    this.#serial += 1;
    this.#work = { text: this.input.value, serial: this.#serial, ticket: ticket(), long: false };
    this.#timers.long = setTimeout(() => {
      this.#work.long = true;
      this.#show();
    }, LONG);
    this.send("apply", { text: this.input.value, serial: this.#serial, ticket: this.#work.ticket });
    this.#show();
  }

  #worked() {
    clearTimeout(this.#timers.long);
    this.#work = null;
  }

  #stop() {
    if (!this.#work) return;
    fetch(new URL(this.#data.stop, document.baseURI), { method: "POST", body: this.#work.ticket, keepalive: true });
  }

  #fix(words) {
    this.input.value = words;
    this.input.focus({ preventScroll: true });
    this.#apply();
  }

  /** What is wrong with what stands in the field, if it is known. */
  get #wrong() {
    const { said, draft } = this.#data;
    return said && draft === this.input.value && !this.#work ? said : null;
  }

  /** The line under the field, the mark in it, and the button beside it. */
  #show() {
    const wrong = this.#wrong;
    this.input.setAttribute("aria-invalid", String(Boolean(wrong)));
    this.draw.hidden = !this.#differs || Boolean(wrong);
    this.draw.disabled = this.#work?.text === this.input.value;
    this.#mark();
    if (wrong) {
      const fixes = wrong.fixes.flatMap((fix) => [text(" "), button("fix", fix, `Write ${fix}`)]);
      this.#write([text(wrong.message), ...fixes], "wrong");
    } else if (this.#work?.long) {
      this.#write([text("Working out its derivatives … "), button("stop", "Stop")], "work");
    } else if (!this.#work) {
      const { notes, decisions } = this.#data;
      this.#write([text(this.input.matches(":focus") || !notes ? decisions : notes)], "notes");
    }
  }

  /** Put this into the line, unless it stands there: a screen reader tells of changes. */
  #write(nodes, kind) {
    const line = document.createElement("p");
    line.append(...nodes);
    this.said.dataset.kind = kind;
    if (this.said.innerHTML !== line.innerHTML) this.said.replaceChildren(...line.childNodes);
  }

  /** The characters in question are underlined, behind the field's own text. */
  #mark() {
    const wrong = this.#wrong;
    const value = this.input.value;
    if (wrong && wrong.end > wrong.start) {
      const letters = [...value]; // the server counts characters, not UTF-16 units
      const [before, marked, after] = [[0, wrong.start], [wrong.start, wrong.end], [wrong.end]].map((ends) => letters.slice(...ends).join(""));
      const mark = Object.assign(document.createElement("mark"), { textContent: marked });
      this.mirror.replaceChildren(text(before), mark, text(after));
    } else this.mirror.replaceChildren();
    this.mirror.scrollLeft = this.input.scrollLeft;
  }

  #list() {
    const others = recent().filter((one) => one !== this.#data.text);
    this.last.hidden = others.length === 0;
    this.last.replaceChildren(option("", "Recent"), ...others.map((one) => option(one, one)), option("", "Forget all"));
    this.last.firstChild.hidden = true;
    this.last.value = "";
  }

  leave() {
    this.#stop();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    this.#leave.abort();
  }
}

const text = (words) => document.createTextNode(words);

const option = (value, words) => Object.assign(document.createElement("option"), { value, textContent: words });

function button(name, words, label = words) {
  const one = Object.assign(document.createElement("button"), { type: "button", name, textContent: words });
  one.setAttribute("aria-label", label);
  return one;
}

/** A name for a piece of work that nobody can guess. */
function ticket() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

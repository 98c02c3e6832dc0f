// What is asked and told in between: before the first session, when it hurts, and about sound.

import { element, put } from "./dom.js";
import { keep, recall } from "./kept.js";

const UNDERSTOOD = "formcheck-understood";

/** The words about safety: before the first session, and one press away later. */
export class Safety {
  constructor(dialog, on) {
    this.dialog = dialog;
    this.then = null;
    on(dialog.querySelector("[data-testid=safety-accept]"), "click", () => this.understood());
  }

  words({ title, parts, agree }) {
    put(this.dialog.querySelector("h2"), title);
    put(this.dialog.querySelector("[data-testid=safety-accept]"), agree);
    this.dialog.querySelector(".fc-safety-words").replaceChildren(...parts.map(({ say, points }) =>
      element("div", "", [
        ...(say ? [element("p", say)] : []),
        element("ul", "", points.map((point) => element("li", point))),
      ])));
  }

  /** Go on once it has been read, now or before. */
  before(then) {
    if (recall(UNDERSTOOD, "local")) {
      then();
      return;
    }
    this.then = then;
    this.show();
  }

  show() {
    this.dialog.showModal();
  }

  understood() {
    keep(UNDERSTOOD, { atMs: Date.now() }, "local");
    this.dialog.close();
    const { then } = this;
    this.then = null;
    then?.();
  }
}

/** After "Stop, it hurts": what hurt, and any words. */
export class Pain {
  constructor(dialog, on, tell) {
    this.dialog = dialog;
    this.tell = tell;
    this.places = dialog.querySelector(".fc-places");
    on(dialog, "cancel", (event) => event.preventDefault());
    on(dialog.querySelector("[data-testid=hurt-save]"), "click", () => this.save());
    on(this.places, "click", ({ target }) => {
      if (target.tagName !== "BUTTON") return;
      const pressed = target.getAttribute("aria-pressed") === "true";
      target.setAttribute("aria-pressed", String(!pressed));
    });
  }

  words({ said, ask, places, advice }) {
    put(this.dialog.querySelector(".fc-said"), said);
    put(this.dialog.querySelector("h2"), ask);
    put(this.dialog.querySelector(".fc-advice"), advice);
    if (this.places.childElementCount) return;
    this.places.append(...places.map((place) => {
      const button = element("button", place);
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      return button;
    }));
  }

  show() {
    this.dialog.showModal();
  }

  save() {
    const pressed = [...this.places.querySelectorAll("[aria-pressed=true]")];
    this.tell({
      do: "hurt_where",
      places: pressed.map((button) => button.textContent),
      words: this.dialog.querySelector("textarea").value,
    });
    this.close();
  }

  close() {
    this.dialog.close();
    this.dialog.querySelector("textarea").value = "";
    for (const button of this.places.children) button.setAttribute("aria-pressed", "false");
  }
}

/** Voice, tones, breathing guide, volume. */
export class SoundSettings {
  constructor(dialog, on, sound) {
    this.dialog = dialog;
    this.sound = sound;
    on(dialog.querySelector(".fc-close"), "click", () => dialog.close());
    on(dialog.querySelector(".fc-try"), "click", () => {
      sound.unlock();
      sound.tone("hold_start");
      sound.say({ text: "Hold, and keep breathing.", interrupts: true });
    });
    on(dialog, "input", ({ target }) => {
      const value = target.type === "checkbox" ? target.checked
        : target.type === "range" ? Number(target.value) : target.value;
      sound.set(target.name, value);
    });
  }

  show() {
    const voices = this.dialog.querySelector("[name=voiceURI]");
    voices.replaceChildren(
      new Option("The browser's own", ""),
      ...this.sound.voices().map(({ name, lang, voiceURI }) => new Option(`${name} (${lang})`, voiceURI)),
    );
    for (const input of this.dialog.querySelectorAll("[name]")) {
      if (input.type === "checkbox") input.checked = this.sound.settings[input.name];
      else input.value = this.sound.settings[input.name];
    }
    this.dialog.showModal();
  }
}

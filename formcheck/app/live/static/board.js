// What is shown of the session: phase, side, score, set-up list, countdown, ring and the one cue.

import { element, put, putSentences } from "./dom.js";

const PRAISE_S = 2.5;
const PHASES = {
  opening: "One moment",
  set_up: "Get set up",
  countdown: "Get ready",
  warm_up: "Warm up",
  enter: "Go in slowly",
  hold: "Hold",
  rest: "Rest",
  paused: "Paused",
  lost: "No connection",
  done: "Done",
  stopped: "Stopped",
};
/** While the server doesn't answer. */
export const LOST = "The connection is lost. Rest a moment.";
const SETTING_UP = new Set(["set_up", "countdown"]);
/** Before the first answer. */
export const OPENING = {
  phase: "opening", pause: null, name: "", side: "", message: "Getting ready …", setup: [],
  countdown_s: null, rest_s: null, checks: [], tones: [], breath: null, warm_up: null, score: null,
  hold: { frozen: false, target_s: 0 }, repetition: { of: 0 },
};

export class Board {
  /** @param {HTMLElement} root the component */
  constructor(root) {
    const one = (selector) => root.querySelector(selector);
    this.part = {
      phase: one(".fc-phase"), which: one(".fc-which"), score: one("[data-testid=score]"),
      ring: one(".fc-ring"), fill: one(".fc-ring-fill"), seconds: one("[data-testid=hold-seconds]"),
      of: one(".fc-ring-words small"), setup: one(".fc-setup"), cue: one(".fc-cue"),
      countdown: one(".fc-countdown"), heard: one(".fc-heard"),
    };
  }

  /** Show how the session stands; only what has changed is touched. */
  render(face) {
    const { part } = this;
    const rest = face.rest_s == null ? "" : ` ${Math.ceil(face.rest_s)} s`;
    const moving = face.phase === "hold" && face.repetition.moving;
    put(part.phase, moving ? "Move" : PHASES[face.phase] + rest);
    part.phase.dataset.phase = face.phase;
    put(part.which, which(face));
    put(part.score, face.score == null ? "" : String(face.score));
    part.score.parentElement.classList.toggle("fc-known", face.score != null);
    this.cue(face);
    const left = face.countdown_s == null ? "" : String(Math.max(1, Math.ceil(face.countdown_s)));
    put(part.countdown, left);
    this.setup(SETTING_UP.has(face.phase) ? face.setup : []);
    this.ring(face);
  }

  /** Nothing is seen or counted until the server answers again. */
  lost() {
    put(this.part.phase, PHASES.lost);
    this.part.phase.dataset.phase = "lost";
    putSentences(this.part.cue, LOST);
    this.part.cue.dataset.kind = "info";
  }

  /** The one line to read from the mat; a praise stays on it for a moment. */
  cue({ phase, checks, message, t_s: tS }) {
    const fault = phase === "hold" && checks.some((check) => check.at_fault);
    const praised = !fault && this.newest && tS - this.newest.tS < PRAISE_S;
    putSentences(this.part.cue, praised ? this.newest.text : message);
    this.part.cue.dataset.kind = fault ? "fix" : praised ? "praise" : "info";
  }

  /**
   * Tell a screen reader. What is shown counts seconds and follows every doubt; to be heard are only
   * notices and what the voice says, which is said once.
   */
  announce(words) {
    this.part.heard.replaceChildren(element("span", words)); // a new one, also for the same words
  }

  /** A praise was said. */
  praise(text, tS) {
    this.newest = { text, tS };
  }

  setup(ticks) {
    const key = JSON.stringify(ticks);
    if (key === this.setupShown) return;
    this.setupShown = key;
    this.part.setup.replaceChildren(...ticks.map(({ id, label, ok }) => {
      const item = element("li", label);
      item.dataset.tick = id;
      item.dataset.verdict = ok == null ? "cant_tell" : ok ? "good" : "fix";
      item.setAttribute("aria-label", `${label}: ${ok == null ? "can't tell" : ok ? "done" : "to do"}`);
      return item;
    }));
  }

  ring(face) {
    const { ring, fill, seconds, of } = this.part;
    const [done, target, words] = ringOf(face);
    ring.hidden = target === null;
    if (target === null) {
      put(seconds, "");
      return;
    }
    fill.style.strokeDasharray = `${(100 * Math.min(1, done / target)).toFixed(1)} 100`;
    put(seconds, String(Math.floor(done)));
    put(of, words);
    ring.classList.toggle("fc-frozen", face.hold.frozen && face.phase === "hold");
    ring.setAttribute("aria-label", `${Math.floor(done)} ${words}`);
  }
}

/** Which stretch of a routine, which side, and which of how many, in words. */
function which({ name, side, side_means: means, repetition, step, steps }) {
  const parts = steps > 2 ? [name] : [];
  if (side === "left" || side === "right") parts.push(means ? `${side}: ${means}` : `${side} side`);
  if (repetition.of > 1) parts.push(`${Math.min(repetition.done + 1, repetition.of)} of ${repetition.of}`);
  if (steps > 2) parts.push(`part ${step} of ${steps}`);
  const words = parts.join(" · ");
  return words && words[0].toUpperCase() + words.slice(1);
}

/**
 * What the ring shows: done, out of how many, and what it is; nothing before there is a target. In
 * between two holds it is what this side has collected and should collect in all.
 */
function ringOf({ hold, repetition, warm_up: warmUp }) {
  if (warmUp) return [warmUp.marched_s, warmUp.of_s, `of ${Math.round(warmUp.of_s)} s`];
  if (repetition.moving) return [repetition.done, repetition.of, `of ${repetition.of}`];
  if (!hold.target_s) return [0, null, ""];
  if (!hold.holding && hold.side_credited_s) {
    return [hold.side_credited_s, hold.dose_s, `of ${Math.round(hold.dose_s)} s`];
  }
  return [hold.credited_s, hold.target_s, `of ${Math.round(hold.target_s)} s`];
}

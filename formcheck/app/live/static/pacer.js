// A calm breath to follow while holding; the server keeps its time, so that it goes on after a reload.

export class Pacer {
  /** @param {HTMLElement} element with a circle and a word in it */
  constructor(element, sound) {
    this.element = element;
    this.word = element.querySelector("span");
    this.sound = sound;
    this.now = "";
  }

  /** @param {{breathe: string, left_s: number}|null} breath as it is now; null outside a hold */
  follow(breath) {
    const wanted = breath && this.sound.settings.pacer ? breath.breathe : "";
    if (wanted === this.now) return;
    this.now = wanted;
    this.element.hidden = !wanted;
    if (!wanted) return;
    const inwards = wanted === "in";
    this.word.textContent = inwards ? "Breathe in" : "Breathe out";
    this.element.style.setProperty("--breath", `${breath.left_s}s`);
    this.element.classList.toggle("fc-in", inwards);
    this.sound.breathe(inwards, breath.left_s);
  }
}

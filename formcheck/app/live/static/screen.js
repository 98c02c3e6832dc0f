// The whole screen for the picture, and a screen that stays on.

export class FullScreen {
  /** @param {HTMLElement} root what fills the screen; @param {HTMLElement} button that says so */
  constructor(root, button, on) {
    this.root = root;
    this.button = button;
    on(button, "click", () => this.toggle());
    on(document, "fullscreenchange", () => this.changed());
    on(document, "keydown", ({ key }) => key === "Escape" && this.filled && this.fill(false));
  }

  get filled() {
    return this.root.classList.contains("fc-filled");
  }

  toggle() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (this.filled) this.fill(false);
    else if (this.root.requestFullscreen) this.root.requestFullscreen().catch(() => this.fill(true));
    else this.fill(true); // some phones have no full screen for a part of a page
  }

  fill(on) {
    this.root.classList.toggle("fc-filled", on);
    this.changed();
  }

  leave() {
    if (document.fullscreenElement === this.root) document.exitFullscreen().catch(() => {});
    if (this.filled) this.fill(false);
  }

  changed() {
    const full = document.fullscreenElement === this.root || this.filled;
    this.button.setAttribute("aria-pressed", String(full));
    this.button.textContent = full ? "Leave full screen" : "Full screen";
  }
}

/** Keeps the screen on while a session runs, where the browser can. */
export class WakeLock {
  constructor() {
    this.wanted = false;
    this.lock = null;
    this.again = () => this.wanted && document.visibilityState === "visible" && this.take();
    document.addEventListener("visibilitychange", this.again); // a hidden page loses its lock
  }

  async on() {
    this.wanted = true;
    await this.take();
  }

  async take() {
    try {
      this.lock = (await navigator.wakeLock?.request("screen")) || null;
    } catch {
      this.lock = null; // low battery, or not allowed: the session goes on without
    }
  }

  off() {
    this.wanted = false;
    this.lock?.release().catch(() => {});
    this.lock = null;
  }

  end() {
    this.off();
    document.removeEventListener("visibilitychange", this.again);
  }
}

/**
 * When its server doesn't answer, Streamlit opens a dialog that makes all else on the page inert,
 * the stop button too. During a session it is closed at once; the page says it in its own words.
 *
 * @param {Function} during whether a session is under way
 * @param {AbortSignal} signal that ends the watch
 */
export function closeDialogs(during, signal) {
  const watcher = new MutationObserver(() => {
    if (during()) document.querySelector('[data-testid="stDialog"] [aria-label="Close"]')?.click();
  });
  watcher.observe(document.body, { childList: true });
  signal.addEventListener("abort", () => watcher.disconnect());
}

// The live page's component: what the person sees and presses, around camera, line and sound.
// Streamlit calls `mount` anew whenever the page's script runs; what lives on is kept on the element.

import { Board, LOST, OPENING } from "./board.js";
import { Camera, trouble } from "./camera.js";
import { Pain, Safety, SoundSettings } from "./dialogs.js";
import { put } from "./dom.js";
import { forget, keep, recall } from "./kept.js";
import { Link } from "./link.js";
import { Overlay } from "./overlay.js";
import { Pacer } from "./pacer.js";
import { FullScreen, WakeLock, closeDialogs } from "./screen.js";
import { Sound } from "./sound.js";

const NEWEST = 1000;
const JUDGING = new Set(["enter", "hold"]); // on the way there nobody is at fault
const EARLIER = "formcheck-session";
const SLOW_PER_S = 10; // fewer pictures than this and fast bounces go unseen
const SLOW_AFTER_MS = 6000;
const AHEAD_MS = 4; // a picture may wait so long for the one before it
const ENCODE_AT_MOST_MS = 2500;

/** For a browser test to measure: newest latencies from capture to overlay, and what was said. */
const told = (window.formcheckLive = window.formcheckLive || {
  framesSent: 0, framesAnswered: 0, latencyMs: [], spoken: [], dropped: 0,
});

export function mount(component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".fc-live");
  const live = (root.formcheck ||= new Live(root));
  live.update(data, component.setTriggerValue);
  return () => {
    // a rerun calls this too where the element stays: only one that is gone is over
    setTimeout(() => {
      if (root.isConnected) return;
      live.end();
      delete root.formcheck;
    });
  };
}

class Live {
  constructor(root) {
    this.root = root;
    const one = (selector) => root.querySelector(selector);
    this.one = one;
    this.part = {
      notice: one(".fc-notice"), trouble: one(".fc-trouble"),
      go: one(".fc-go[data-testid=camera-start]"), cameras: one(".fc-cameras"),
      video: one("video"),
    };
    this.camera = new Camera(this.part.video, () => this.failed(trouble("gone")));
    this.overlay = new Overlay(one("canvas"), this.part.video);
    this.board = new Board(root);
    this.sound = new Sound();
    told.spoken = this.sound.log;
    this.pacer = new Pacer(one(".fc-pacer"), this.sound);
    this.wake = new WakeLock();
    this.link = null;
    this.shown = OPENING;
    this.watchAnew();
    this.encodeMs = 10; // what a picture takes; learnt
    this.encodingUntilMs = 0;
    this.listeners = new AbortController();
    this.wire();
  }

  /** Whether a session is under way, be it here or waiting on the server. */
  get begun() {
    return this.root.hasAttribute("data-begun");
  }

  set begun(yes) {
    this.root.toggleAttribute("data-begun", yes);
  }

  get stage() {
    return this.root.dataset.stage;
  }

  set stage(name) {
    this.root.dataset.stage = name;
  }

  // what the page says

  update(data, send) {
    const first = !this.data;
    this.data = data;
    this.send = send;
    this.sound.usual(data.sound);
    if (this.stage === "idle") this.invite();
    if (first) this.part.go.disabled = false; // a press before would have gone unheard
    if (first) this.lookForEarlier();
    if (data.resume && this.stage === "idle" && this.resumed !== data.token) {
      this.resumed = data.token;
      this.start();
    }
  }

  invite() {
    const { title, invite, poster, safety, hurt } = this.data;
    put(this.one(".fc-welcome h2"), title);
    put(this.one(".fc-invite"), invite);
    const picture = this.one(".fc-poster");
    picture.hidden = !poster;
    if (poster && picture.getAttribute("src") !== poster) picture.src = poster;
    put(this.one(".fc-hurt-words"), hurt.button);
    this.safety.words(safety);
    this.pain.words(hurt);
  }

  /** A session of this tab from before a reload. */
  lookForEarlier() {
    const earlier = recall(EARLIER, "session");
    if (earlier && earlier.token !== this.data.token) this.send("earlier", earlier.token);
  }

  // what the person does

  wire() {
    const on = (target, event, act) =>
      target.addEventListener(event, act, { signal: this.listeners.signal });
    const press = (selector, act) => on(this.one(selector), "click", act);
    this.safety = new Safety(this.one(".fc-safety"), on);
    this.pain = new Pain(this.one(".fc-pain"), on, (message) => this.tell(message));
    this.soundSettings = new SoundSettings(this.one(".fc-sounds"), on, this.sound);
    this.screen = new FullScreen(this.root, this.one(".fc-full"), on);
    closeDialogs(() => this.stage === "live", this.listeners.signal);
    press("[data-testid=camera-start]", () => {
      this.sound.unlock();
      this.safety.before(() => this.start());
    });
    press(".fc-stop", () => {
      if (!this.link) this.connect(); // it waits on the server
      this.tell({ do: "end" });
    });
    press(".fc-pause", () => this.tell({ do: this.shown.pause === "asked" ? "resume" : "pause" }));
    press(".fc-skip", () => this.tell({ do: "skip" }));
    press(".fc-hurt", () => this.hurt());
    press(".fc-read", () => this.safety.show());
    press(".fc-sound", () => this.soundSettings.show());
    on(this.part.cameras, "change", () => this.changeCamera());
    on(document, "visibilitychange", () => {
      this.watchAnew();
      if (!document.hidden) this.link?.hurry();
    });
    on(window, "online", () => this.link?.hurry());
    on(this.part.video, "resize", () => this.fit());
  }

  hurt() {
    this.sound.hush();
    this.tell({ do: "hurt" }); // at once; where and what follow
    this.camera.follow(null);
    this.camera.close();
    this.pacer.follow(null);
    this.sound.say({ text: `${this.data.hurt.said} ${this.data.hurt.advice}`, interrupts: true });
    this.here = setInterval(() => this.tell({ do: "here" }), 8000); // there are no pictures any more
    this.pain.show();
  }

  async start() {
    if (this.starting || this.stage === "live") return;
    this.starting = true;
    this.resumed = this.data.token;
    this.part.trouble.hidden = true;
    this.part.go.disabled = true;
    this.part.go.textContent = "Opening the camera …";
    try {
      await this.camera.open(recall("formcheck-camera", "local")?.id || this.data.camera);
    } catch (error) {
      this.failed(trouble(error.name));
      return;
    } finally {
      this.starting = false;
      this.part.go.disabled = false;
      this.part.go.textContent = this.begun ? "Go on" : "Start";
    }
    if (!this.root.isConnected) return;
    this.stage = "live";
    this.fit();
    this.render(OPENING);
    this.wake.on();
    this.offerCameras();
    if (!this.link) this.connect();
    keep(EARLIER, { token: this.data.token }, "session");
    this.camera.follow((takenMs, frame) => this.frame(takenMs, frame));
    this.root.scrollIntoView?.();
  }

  connect() {
    if (this.heard !== this.data.token) this.sound.forget();
    this.heard = this.data.token;
    const address = new URL(this.data.socket, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.link = new Link(address.href, this.data.token, {
      sent: () => { told.framesSent += 1; },
      answer: (said, flight) => this.answer(said, flight),
      state: (state, more) => this.line(state, more),
    });
  }

  tell(message) {
    this.link?.tell(message);
  }

  async changeCamera() {
    const id = this.part.cameras.value;
    try {
      await this.camera.open(id);
      keep("formcheck-camera", { id }, "local");
      this.watchAnew();
      this.fit();
    } catch (error) {
      this.failed(trouble(error.name));
    }
  }

  async offerCameras() {
    const choices = await this.camera.choices();
    const { cameras } = this.part;
    cameras.hidden = choices.length < 2;
    cameras.replaceChildren(...choices.map(({ id, name }) => new Option(name, id)));
    cameras.value = this.camera.deviceId;
  }

  // what comes and goes

  async frame(takenMs, frame) {
    const { link } = this;
    if (!link?.open) return;
    // made ready while the last one is still away, so that it leaves when the answer comes, fresh
    const beganMs = performance.now();
    if (beganMs < this.encodingUntilMs || link.leftMs > this.encodeMs + AHEAD_MS) {
      told.dropped += 1;
      return;
    }
    this.encodingUntilMs = beganMs + ENCODE_AT_MOST_MS;
    const blob = await this.camera.jpeg(frame).catch(() => null);
    const jpeg = blob && (await blob.arrayBuffer());
    this.encodingUntilMs = 0;
    this.encodeMs += 0.2 * (performance.now() - beganMs - this.encodeMs);
    if (jpeg) link.offer(takenMs, jpeg);
  }

  answer(said, flight) {
    if (this.stage !== "live" || said.trouble) return;
    if (said.body) {
      const judging = JUDGING.has(said.face.phase);
      this.overlay.draw(said.body, judging ? said.face : { ...said.face, limbs: {} });
    }
    if (flight) {
      told.framesAnswered += 1;
      told.latencyMs.push(performance.now() - flight.takenMs);
      if (told.latencyMs.length > NEWEST) told.latencyMs.splice(0, told.latencyMs.length - NEWEST);
    }
    if (said.face) {
      this.render(said.face);
      for (const cue of said.say) this.hear(cue, said.face.t_s);
    }
    this.watchSpeed();
  }

  hear(cue, tS) {
    if (this.sound.heard.has(cue.serial)) return;
    if (cue.kind === "praise") this.board.praise(cue.text, tS);
    this.board.announce(cue.text);
    this.sound.say(cue);
  }

  line(state, more) {
    if (state === "open") {
      this.overlay.limbs = more.limbs;
      if (this.model && this.model !== more.model) this.sound.forget(); // it began anew
      this.held = more.done;
      this.model = told.model = more.model;
      this.begun = true;
      if (this.wasLost) this.notice("");
      if (this.toldLost) this.sound.say({ text: "Connected again." });
      this.wasLost = this.toldLost = false;
      this.watchAnew();
      if (more.face) this.render(more.face);
    } else if (state === "lost") {
      this.wasLost = true;
      this.pacer.follow(null);
      this.lost(more);
    } else if (state === "over") {
      this.over(more);
    } else if (state === "elsewhere") {
      this.failed({
        title: "Opened in another tab",
        say: "This session goes on in the tab you opened last. Press Go on to take it back here.",
      });
    } else if (state === "full") {
      this.failed({ title: "No room just now", say: more });
    } else {
      this.failed({
        title: "The server hung up",
        say: "It didn't accept what this page sent. Reload the page and start again.",
      });
    }
  }

  /** Find out whether the server is there at all, and whether it still knows the session. */
  async lost(tries) {
    if (tries < 2) {
      this.notice("The connection was lost. Trying again …", { why: "lost" });
      return;
    }
    if (!this.toldLost) {
      this.toldLost = true;
      this.overlay.clear();
      this.board.lost();
      this.sound.say({ text: LOST, interrupts: true });
    }
    let there = false;
    try {
      there = (await fetch(new URL(this.data.health, location.href), { cache: "no-store" })).ok;
    } catch { /* it isn't */ }
    if (!this.link || this.link.ready || this.link.closed) return;
    if (!there) {
      this.notice(
        "The formcheck server doesn't answer. Is it still running? "
          + "This page keeps trying; what you held is kept.", { why: "lost" },
      );
    } else if (tries > 3) {
      this.begun = false;
      this.halt();
      forget(EARLIER, "session");
      this.send("lost", this.data.token);
      this.failed({
        title: "That session has ended",
        say: "The server was started again or the session waited too long. What you held until then is in your history. Press Start for a new one.",
      });
    }
  }

  /** The session has come to its end; the page shows its summary. */
  over(reason) {
    this.begun = false;
    this.halt();
    forget(EARLIER, "session");
    if (reason && reason !== "over") {
      this.failed({ title: "That didn't work", say: reason });
    }
    this.send("over", this.data.token);
  }

  /** Let go of camera, line and screen. */
  halt() {
    clearInterval(this.here);
    this.camera.follow(null);
    this.camera.close();
    this.link?.close();
    this.link = null;
    this.wake.off();
    this.pacer.follow(null);
    this.notice("");
    this.overlay.clear();
    this.screen.leave();
    this.pain.close();
    this.stage = "idle";
  }

  failed({ name, title, say }) {
    this.halt();
    const { trouble: box } = this.part;
    box.hidden = false;
    box.dataset.why = name || "";
    box.querySelector("strong").textContent = title;
    box.querySelector("span").textContent = say;
    this.part.go.textContent = this.begun ? "Go on" : "Start";
  }

  /** Pictures begin to come, or come again after a gap that says nothing of the computer. */
  watchAnew() {
    this.answered = [];
    this.watchedFromMs = performance.now();
  }

  watchSpeed() {
    const now = performance.now();
    this.answered.push(now);
    while (this.answered[0] < now - SLOW_AFTER_MS) this.answered.shift();
    if (this.wasLost || now - this.watchedFromMs < 2 * SLOW_AFTER_MS || document.hidden) return;
    const perS = this.answered.length / (SLOW_AFTER_MS / 1000);
    if (perS < SLOW_PER_S) {
      const offer = this.model !== "lite" && !this.held;
      this.notice(
        "This computer is slow just now: quick movements may be missed."
          + (this.held && this.model !== "lite" ? " Next time, choose the faster model." : ""),
        {
          why: "slow",
          button: offer ? "Use the faster model" : "",
          act: () => this.tell({ do: "model", name: "lite" }),
        },
      );
    } else if (this.part.notice.dataset.why === "slow" && perS > 1.3 * SLOW_PER_S) {
      this.notice("");
    }
  }

  // what is shown

  notice(words, { why = "", button = "", act = null } = {}) {
    const { notice } = this.part;
    notice.hidden = !words;
    notice.dataset.why = why;
    const [text, press] = notice.children;
    if (text.textContent !== words) {
      text.textContent = words;
      if (words) this.board.announce(words);
    }
    press.hidden = !button;
    press.textContent = button;
    press.onclick = () => {
      act?.();
      this.notice("");
    };
  }

  render(face) {
    this.shown = face;
    this.held ||= face.phase === "hold";
    this.board.render(face);
    this.pacer.follow(face.breath);
    put(this.one(".fc-pause"), face.pause === "asked" ? "Go on" : "Pause");
    for (const tone of face.tones) this.sound.tone(tone);
  }

  fit() {
    const { videoWidth, videoHeight } = this.part.video;
    if (videoWidth) this.root.style.setProperty("--aspect", (videoWidth / videoHeight).toFixed(4));
  }

  end() {
    this.halt();
    this.sound.end();
    this.wake.end();
    this.listeners.abort();
  }
}

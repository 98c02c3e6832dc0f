// Voice and tones. One thing is said at a time; each thing once, told by its serial number.

import { keep, recall } from "./kept.js";

const KEPT = "formcheck-sound";
const STALE_MS = 4000; // a cue that couldn't be said by then is no longer true
const DEFAULTS = {
  voice: true, tones: true, pacer: true, breath: false, volume: 0.8, voiceURI: "", language: "en",
};

// [hertz, seconds from now, seconds long]
const TONES = {
  hold_start: [[523, 0.0, 0.18], [784, 0.16, 0.26]],
  half_way: [[659, 0.0, 0.2]],
  last_three: [[440, 0.0, 0.12]],
  done: [[523, 0.0, 0.16], [659, 0.14, 0.16], [784, 0.28, 0.4]],
};

export class Sound {
  constructor() {
    this.own = recall(KEPT, "local") || {};
    this.settings = { ...DEFAULTS, ...this.own };
    this.heard = new Set();
    this.speaking = null;
    this.next = null;
    this.log = [];
  }

  /** What is set for everybody on this machine; this browser's own settings come before it. */
  usual(settings) {
    this.settings = { ...DEFAULTS, ...settings, ...this.own };
  }

  set(name, value) {
    this.own[name] = this.settings[name] = value;
    keep(KEPT, this.own, "local");
    if (name === "voice" && !value) this.hush();
    if (this.master) this.master.gain.value = this.settings.volume;
  }

  /** Browsers let a page speak only after the person has pressed something on it. */
  unlock() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!this.audio && Context) {
      this.audio = new Context();
      this.master = this.audio.createGain();
      this.master.gain.value = this.settings.volume;
      this.master.connect(this.audio.destination);
    }
    this.audio?.resume().catch(() => {});
    if (window.speechSynthesis && this.settings.voice && !this.unlocked) {
      const silent = new SpeechSynthesisUtterance(" ");
      silent.volume = 0;
      speechSynthesis.speak(silent);
    }
    this.unlocked = true;
  }

  /** The voices for the page's language first. */
  voices() {
    const all = window.speechSynthesis?.getVoices() || [];
    const language = this.settings.language.slice(0, 2).toLowerCase();
    const own = (voice) => (voice.lang.toLowerCase().startsWith(language) ? 0 : 1);
    return [...all].sort((a, b) => own(a) - own(b) || a.name.localeCompare(b.name));
  }

  /**
   * Say something, unless it was said before. While another thing is being said the most important
   * one waits; one that interrupts doesn't.
   */
  say({ serial, text, priority = 0, interrupts = false }) {
    if (serial != null) {
      if (this.heard.has(serial)) return;
      this.heard.add(serial);
    }
    if (!this.settings.voice || !window.speechSynthesis) return;
    const one = { serial, text, priority, atMs: performance.now() };
    if (this.speaking && !interrupts) {
      if (!this.next || priority >= this.next.priority) this.next = one;
      return;
    }
    if (this.speaking) this.hush();
    this.speak(one);
  }

  speak(one) {
    const utterance = new SpeechSynthesisUtterance(one.text);
    const { voiceURI, voice_name: name, language } = this.settings;
    const voice = this.voices().find((each) =>
      voiceURI ? each.voiceURI === voiceURI : name && each.name === name);
    utterance.lang = voice?.lang || language;
    if (voice) utterance.voice = voice;
    utterance.volume = this.settings.volume;
    utterance.rate = 0.98;
    this.speaking = utterance; // kept, or some browsers forget to tell its end
    this.log.push({ serial: one.serial, text: one.text, atMs: performance.now() });
    this.log.splice(0, this.log.length - 500);
    const ended = () => {
      if (this.speaking !== utterance) return;
      clearTimeout(this.longest);
      this.speaking = null;
      const next = this.next;
      this.next = null;
      if (next && performance.now() - next.atMs < STALE_MS) this.speak(next);
    };
    utterance.onend = ended;
    utterance.onerror = ended;
    // a voice that is missing never ends by itself
    this.longest = setTimeout(ended, 1500 + 450 * one.text.split(/\s+/).length);
    speechSynthesis.speak(utterance);
  }

  hush() {
    clearTimeout(this.longest);
    this.speaking = null;
    this.next = null;
    window.speechSynthesis?.cancel();
  }

  tone(name) {
    if (!this.settings.tones || !this.audio || this.audio.state !== "running") return;
    for (const [hz, after, lasts] of TONES[name] || []) this.note(hz, after, lasts);
  }

  /** The breath as a soft swell that rises or falls. */
  breathe(inwards, seconds) {
    if (!this.settings.breath || !this.audio || this.audio.state !== "running") return;
    const now = this.audio.currentTime;
    const [from, to] = inwards ? [150, 210] : [210, 150];
    const oscillator = this.audio.createOscillator();
    const gain = this.audio.createGain();
    oscillator.frequency.setValueAtTime(from, now);
    oscillator.frequency.linearRampToValueAtTime(to, now + seconds);
    gain.gain.setValueAtTime(0.0001, now);
    gain.gain.linearRampToValueAtTime(0.06, now + seconds / 2);
    gain.gain.linearRampToValueAtTime(0.0001, now + seconds);
    oscillator.connect(gain).connect(this.master);
    oscillator.start(now);
    oscillator.stop(now + seconds);
  }

  note(hz, after, lasts) {
    const from = this.audio.currentTime + after;
    const oscillator = this.audio.createOscillator();
    const gain = this.audio.createGain();
    oscillator.frequency.value = hz;
    gain.gain.setValueAtTime(0.0001, from);
    gain.gain.exponentialRampToValueAtTime(0.25, from + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, from + lasts);
    oscillator.connect(gain).connect(this.master);
    oscillator.start(from);
    oscillator.stop(from + lasts + 0.05);
  }

  /** A new session's serial numbers begin anew. */
  forget() {
    this.heard.clear();
    this.hush();
  }

  end() {
    this.hush();
    this.audio?.close().catch(() => {});
    this.audio = null;
  }
}

// The line to the server: pictures out, answers back, one picture in flight. It mends itself.

const LOST_AFTER_MS = 2500; // an answer that isn't here by then won't come
const TRIP_LEARNT = 0.2; // how much of a new trip's time goes into what is expected of the next
const WAITS_MS = [250, 500, 1000, 2000, 4000];

/** Why the server closed the line for good; anything else is tried again. */
const FINAL = {
  4409: "elsewhere", // the session goes on in another tab
  4410: "over",
  4503: "full",
  4429: "refused",
  1009: "refused",
};

export class Link {
  /**
   * @param {string} address of the socket
   * @param {string} token of the session
   * @param {{sent: Function, answer: Function, state: Function}} on a picture has left; what came
   *   back; and "open", "lost", "elsewhere", "over", "full", "refused", with how often it was tried
   */
  constructor(address, token, on) {
    this.address = address;
    this.token = token;
    this.on = on;
    this.tries = 0;
    this.number = 0;
    this.flight = null;
    this.next = null;
    this.tripMs = 0;
    this.ready = false;
    this.closed = false;
    this.waiting = [];
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.address, ["formcheck-live", this.token]);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      const said = JSON.parse(event.data);
      if (said.ready) {
        this.tries = 0;
        this.ready = true;
        this.flight = null;
        for (const message of this.waiting.splice(0)) this.tell(message);
        this.on.state("open", said);
        return;
      }
      const flight = this.flight?.number === said.number ? this.flight : null;
      if (flight) this.landed(flight);
      this.on.answer(said, flight);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket || this.closed) return;
      this.ready = false;
      this.flight = null;
      this.next = null;
      const why = FINAL[event.code];
      if (why) {
        this.closed = true;
        this.on.state(why, event.reason);
        return;
      }
      const wait = WAITS_MS[Math.min(this.tries, WAITS_MS.length - 1)];
      this.tries += 1;
      this.on.state("lost", this.tries);
      this.timer = setTimeout(() => !this.closed && this.connect(), wait);
    };
  }

  /** Try at once: the page is back in view, or the network is. */
  hurry() {
    if (!this.closed && !this.ready && this.socket.readyState === WebSocket.CLOSED) this.connect();
  }

  /** Whether pictures can be sent at all. */
  get open() {
    return this.ready && this.socket.readyState === WebSocket.OPEN;
  }

  /** How long the picture in flight will probably still take, by those before it; 0 without one. */
  get leftMs() {
    return this.awayMs == null ? 0 : Math.max(0, this.tripMs - this.awayMs);
  }

  /** How long a picture has been in flight; null without one, or where its answer won't come. */
  get awayMs() {
    const awayMs = this.flight && performance.now() - this.flight.sentMs;
    return awayMs > LOST_AFTER_MS ? null : awayMs;
  }

  /** Send a picture; while another is in flight it waits for that one's answer, a newer takes its place. */
  offer(takenMs, jpeg) {
    if (!this.open) return;
    if (this.awayMs == null) this.send(takenMs, jpeg);
    else this.next = { takenMs, jpeg };
  }

  landed(flight) {
    const tripMs = performance.now() - flight.sentMs;
    this.tripMs += (this.tripMs ? TRIP_LEARNT : 1) * (tripMs - this.tripMs);
    this.flight = null;
    const { next } = this;
    this.next = null;
    if (next && this.open) this.send(next.takenMs, next.jpeg);
  }

  send(takenMs, jpeg) {
    this.number = (this.number + 1) >>> 0;
    const flight = { number: this.number, takenMs, sentMs: performance.now() };
    this.flight = flight;
    const message = new Uint8Array(12 + jpeg.byteLength);
    const head = new DataView(message.buffer);
    head.setUint32(0, flight.number, true);
    head.setFloat64(4, flight.takenMs, true);
    message.set(new Uint8Array(jpeg), 12);
    this.socket.send(message);
    this.on.sent();
  }

  /** Say something else; kept until the line is there. */
  tell(message) {
    if (this.open) {
      this.socket.send(JSON.stringify(message));
    } else {
      this.waiting.push(message);
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket.onclose = null;
    this.socket.close(1000);
  }
}

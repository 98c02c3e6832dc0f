// The camera: choosing and opening it, what went wrong in words, its frames, and those as JPEGs.

import { eachFrame } from "./frames.js";

const LONGEST_SIDE = 640;
const JPEG_QUALITY = 0.8;

const TROUBLE = {
  insecure: {
    title: "This address isn't secure",
    say: "Browsers lend the camera only to secure pages. Open this page by https, or on this computer as http://localhost.",
  },
  NotAllowedError: {
    title: "The camera is blocked",
    say: "Allow the camera for this page (the icon beside the address), then try again.",
  },
  NotFoundError: {
    title: "No camera found",
    say: "Plug in a camera, or open this page on a phone or laptop that has one. Then try again.",
  },
  NotReadableError: {
    title: "The camera is busy",
    say: "Another program seems to be using it. Close that program, then try again.",
  },
  gone: {
    title: "The camera stopped",
    say: "Is it still plugged in and switched on? Press Go on when it is; nothing you held is lost.",
  },
};
const ALIASES = {
  SecurityError: "NotAllowedError",
  PermissionDeniedError: "NotAllowedError",
  OverconstrainedError: "NotFoundError",
  DevicesNotFoundError: "NotFoundError",
  AbortError: "NotReadableError",
  TrackStartError: "NotReadableError",
};

export function trouble(name) {
  const known = TROUBLE[ALIASES[name] || name];
  return { name, ...(known || {
    title: "The camera didn't start",
    say: "Please try again, or try another browser.",
  }) };
}

export class Camera {
  /** @param {HTMLVideoElement} video where it is shown; @param {Function} onGone it stopped by itself */
  constructor(video, onGone) {
    this.video = video;
    this.onGone = onGone;
    this.stream = null;
  }

  /** Open it; throws what `trouble` puts into words. */
  async open(deviceId) {
    this.close();
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) throw { name: "insecure" };
    // A body lies across the picture: a wide camera's own shape, since its 4:3 mode cuts off both
    // ends; other shapes come as they are rather than cut.
    const size = {
      width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30 }, resizeMode: "none",
    };
    const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "user" };
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { ...size, ...which }, audio: false });
    } catch (error) {
      if (!deviceId || error.name !== "OverconstrainedError") throw error;
      stream = await navigator.mediaDevices.getUserMedia({ video: size, audio: false });
    }
    this.stream = stream;
    for (const track of stream.getVideoTracks()) {
      track.addEventListener("ended", () => this.stream === stream && this.onGone());
    }
    this.video.srcObject = stream;
    await this.video.play().catch(() => {});
    this.follow(this.take);
  }

  close() {
    this.unfollow?.();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  get deviceId() {
    return this.stream?.getVideoTracks()[0]?.getSettings?.().deviceId || "";
  }

  /** The cameras there are; their names are known only once one was allowed. */
  async choices() {
    const devices = (await navigator.mediaDevices?.enumerateDevices?.()) || [];
    return devices
      .filter((device) => device.kind === "videoinput")
      .map((device, n) => ({ id: device.deviceId, name: device.label || `Camera ${n + 1}` }));
  }

  /**
   * Call `take(takenMs, frame)` for each new frame, see `eachFrame`, also of a camera that is opened
   * later; with null no more.
   */
  follow(take) {
    this.take = take;
    this.unfollow?.();
    const [track] = this.stream?.getVideoTracks() || [];
    this.unfollow = track && take ? eachFrame(this.video, track, take) : null;
  }

  /** A frame as a picture, not mirrored, at most 640 pixels a side. */
  async jpeg(frame) {
    const wide = frame.displayWidth ?? frame.videoWidth;
    const high = frame.displayHeight ?? frame.videoHeight;
    if (!wide) return null;
    const shrink = Math.min(1, LONGEST_SIDE / Math.max(wide, high));
    const width = Math.round(wide * shrink);
    const height = Math.round(high * shrink);
    if (!this.canvas || this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas = newCanvas(width, height);
      // read back for every frame: kept in memory, where that is quick
      this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    }
    this.context.drawImage(frame, 0, 0, width, height);
    const options = { type: "image/jpeg", quality: JPEG_QUALITY };
    if (this.canvas.convertToBlob) return this.canvas.convertToBlob(options);
    return new Promise((done) => this.canvas.toBlob(done, options.type, options.quality));
  }
}

function newCanvas(width, height) {
  if (typeof OffscreenCanvas !== "undefined" && OffscreenCanvas.prototype.convertToBlob) {
    return new OffscreenCanvas(width, height);
  }
  return Object.assign(document.createElement("canvas"), { width, height });
}

// Each new frame of the camera, as soon as the browser has it, and when it was taken.

const SAME_MS = 8; // a quarter of a frame's time at 30 a second
const SEEN_BOTH_WAYS = 9; // frames that are enough to know the clocks' difference

/**
 * Call `take(takenMs, frame)` for each new frame, until the returned function is called. The frame
 * can be drawn until the promise that `take` returned is settled. A hidden page has no frames.
 *
 * @param {HTMLVideoElement} video that shows the track
 * @param {MediaStreamTrack} track of the camera
 */
export function eachFrame(video, track, take) {
  const early = "MediaStreamTrackProcessor" in window && video.requestVideoFrameCallback;
  return early ? fromTrack(video, track, take) : fromVideo(video, take);
}

/** From the track itself: there a frame needn't wait until the page is drawn. */
function fromTrack(video, track, take) {
  const clock = new CaptureClock();
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  let going = true;
  const shown = (_now, { captureTime, presentationTime }) => {
    if (!going || !captureTime || clock.shown(captureTime, presentationTime)) return;
    video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
  const read = async () => {
    while (going) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      const takenMs = clock.arrived(frame.timestamp / 1000, performance.now());
      if (!going || document.hidden) frame.close();
      else Promise.resolve(take(takenMs, frame)).finally(() => frame.close());
    }
  };
  read().catch(() => {}); // the camera is gone, which its track tells
  return () => {
    going = false;
    reader.cancel().catch(() => {});
  };
}

/** From the element that shows them. */
function fromVideo(video, take) {
  let going = true;
  if (video.requestVideoFrameCallback) {
    const next = (now, about) => {
      if (!going) return;
      video.requestVideoFrameCallback(next);
      take(about.captureTime || now, video);
    };
    video.requestVideoFrameCallback(next);
  } else {
    let last = -1;
    const next = (now) => {
      if (!going) return;
      requestAnimationFrame(next);
      if (video.currentTime !== last && video.readyState >= 2) {
        last = video.currentTime;
        take(now, video);
      }
    };
    requestAnimationFrame(next);
  }
  return () => { going = false; };
}

/**
 * When a frame of the track was taken, by the page's clock. Its own stamp is by another clock; those
 * that are also seen being shown, which tells both, give the difference.
 */
export class CaptureClock {
  constructor() {
    this.newest = [];
    this.aheads = [];
    this.aheadMs = null;
  }

  /** @returns {number} when it was taken; until that can be known, when it arrived */
  arrived(stampMs, nowMs) {
    this.newest.push({ stampMs, nowMs });
    if (this.newest.length > 4) this.newest.shift();
    return this.aheadMs == null ? nowMs : stampMs - this.aheadMs;
  }

  /** A frame was shown, which happens when it arrives. Whether enough is known. */
  shown(captureMs, presentedMs) {
    const same = this.newest.find(({ nowMs }) => Math.abs(nowMs - presentedMs) < SAME_MS);
    if (same) this.aheads.push(same.stampMs - captureMs);
    this.aheadMs = middle(this.aheads);
    return this.aheads.length >= SEEN_BOTH_WAYS;
  }
}

function middle(numbers) {
  return numbers.length ? [...numbers].sort((a, b) => a - b)[numbers.length >> 1] : null;
}

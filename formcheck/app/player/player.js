// The recording with its timeline. Streamlit calls this again for every run of the page, on the
// same element: what is already there stays, so that the video plays on.

const BEFORE_S = 1.0; // a jump lands so long before the moment, that the eye is there in time

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".player") ?? parentElement.appendChild(element("div", "player"));
  const told = JSON.stringify({ ...data, jump: null });
  if (root.told !== told) {
    root.told = told;
    build(root, data);
    root.jumped = data.jump.times;
    if (data.jump.times) root.jump(data.jump.t_s, false);
  } else if (data.jump.times !== root.jumped) {
    root.jumped = data.jump.times;
    root.jump(data.jump.t_s, true);
  }
}

function build(root, data) {
  const video = element("video");
  Object.assign(video, { src: data.video, controls: true, muted: true, playsInline: true, preload: "metadata" });
  video.setAttribute("aria-label", "Your recording with what was measured drawn on it");
  const duration_s = () => (Number.isFinite(video.duration) ? Math.max(video.duration, 0.1) : data.duration_s);

  root.jump = (t_s, watched) => {
    video.currentTime = Math.max(0, t_s - BEFORE_S);
    if (watched) video.play().catch(() => {});
    // On a phone the video is far above what moves it.
    video.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };

  const timeline = element("div", "timeline");
  timeline.setAttribute("role", "group");
  timeline.setAttribute("aria-label", "What happened when. A click moves the video there.");
  const scale_s = data.duration_s;
  const heads = data.lanes.map((lane) => addLane(timeline, lane, scale_s, root.jump, video));
  addAxis(timeline, scale_s);

  const follow = () => {
    const share = Math.min(1, video.currentTime / Math.max(scale_s, duration_s()));
    for (const head of heads) head.style.left = `${100 * share}%`;
  };
  let frame = 0;
  const animate = () => {
    follow();
    frame = video.paused || !root.isConnected ? 0 : requestAnimationFrame(animate);
  };
  video.addEventListener("play", () => { if (!frame) animate(); });
  for (const name of ["timeupdate", "seeked", "loadedmetadata"]) video.addEventListener(name, follow);

  root.replaceChildren(video, timeline, legend(data.legend), moments(data.moments, root.jump));
  follow();
}

function addLane(timeline, lane, scale_s, jump, video) {
  timeline.append(element("span", "name", lane.name));
  const track = element("div", "track");
  for (const span of lane.spans) {
    const pressed = span.kind !== "good" && span.kind !== "cant_tell";
    const bar = element(pressed ? "button" : "div", `span ${span.kind}`);
    bar.style.left = `${(100 * span.start_s) / scale_s}%`;
    bar.style.width = `${(100 * (span.end_s - span.start_s)) / scale_s}%`;
    bar.title = `${lane.name}: ${span.words}`;
    if (pressed) {
      bar.type = "button";
      bar.setAttribute("aria-label", `${lane.name}: ${span.words}. Show it.`);
      bar.addEventListener("click", (event) => {
        event.stopPropagation();
        jump(span.start_s, true);
      });
    }
    track.append(bar);
  }
  track.addEventListener("click", (event) => {
    const box = track.getBoundingClientRect();
    video.currentTime = ((event.clientX - box.left) / box.width) * scale_s;
  });
  const head = element("div", "head");
  track.append(head);
  timeline.append(track);
  return head;
}

function addAxis(timeline, scale_s) {
  const axis = element("div", "axis");
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200];
  const step = steps.find((one) => scale_s / one <= 7) ?? 3600;
  for (let t_s = 0; t_s <= scale_s; t_s += step) {
    const tick = element("span", "tick", clock(t_s));
    tick.style.left = `${(100 * t_s) / scale_s}%`;
    axis.append(tick);
  }
  timeline.append(element("span"), axis);
}

function legend(kinds) {
  const list = element("ul", "legend");
  for (const { kind, words } of kinds) {
    const item = element("li");
    item.append(element("i", `span ${kind}`), words);
    list.append(item);
  }
  return list;
}

function moments(all, jump) {
  const row = element("div", "moments");
  row.hidden = all.length === 0;
  for (const moment of all) {
    const button = element("button");
    button.type = "button";
    const image = element("img");
    Object.assign(image, { src: moment.image, alt: "", loading: "lazy" });
    button.append(image, element("strong", "", clock(moment.t_s)), ` ${moment.name}`);
    button.addEventListener("click", () => jump(moment.t_s, true));
    row.append(button);
  }
  return row;
}

function element(tag, name = "", text = "") {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

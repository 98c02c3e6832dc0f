// What is drawn over the live picture: the body in the colours and strokes of its verdicts, and the
// angles that matter at their joints. The picture is shown as a mirror, words stay readable.

const INK = "#14181d";
const PAPER = "#f6f8fa";
const DRIVER = "#86cdff"; // the stretch's own angle is no verdict, so it has a colour of its own
const STYLE = {
  good: { colour: "#56d394", width: 1.0, dash: [] },
  fix: { colour: "#ffb238", width: 1.9, dash: [] },
  cant_tell: { colour: "#bcc2ca", width: 0.8, dash: [1.6, 1.6] },
};
const SHOW_ERROR_FROM_DEG = 6; // as the annotated video has it
const WORST_FIRST = ["fix", "cant_tell", "good"];

export class Overlay {
  /** @param {HTMLCanvasElement} canvas over @param {HTMLVideoElement} video, of the same size */
  constructor(canvas, video) {
    this.canvas = canvas;
    this.video = video;
    this.limbs = [];
  }

  clear() {
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /**
   * @param {{size: number[], points: number[][]|null}} body in pixels of the picture as it was sent
   * @param {{limbs: Object, angle: Object|null}} face colours by joint, the angle that matters
   */
  draw(body, face) {
    const { place, unit } = this.fitted(body.size);
    this.clear();
    if (!body.points) return;
    const points = body.points.map(place);
    const context = this.canvas.getContext("2d");
    context.lineCap = "round";
    context.lineJoin = "round";
    const judged = [];
    for (const [a, b] of this.limbs) {
      const colours = [face.limbs[a], face.limbs[b]];
      const verdict = WORST_FIRST.find((name) => colours.includes(name));
      if (verdict && !colours.some((name) => !STYLE[name])) {
        judged.push([points[a], points[b], STYLE[verdict]]);
      } else {
        stroke(context, points[a], points[b], PAPER, 0.5 * unit, 0.95 * unit, []);
      }
    }
    for (const [from, to, style] of judged) {
      const dash = style.dash.map((length) => length * unit);
      stroke(context, from, to, style.colour, style.width * unit, (style.width + 0.55) * unit, dash);
    }
    for (const joint of new Set(this.limbs.flat())) disc(context, points[joint], unit);
    if (face.angle?.landmark != null) this.angle(context, points, face, unit);
  }

  /** How the sent picture lies on the canvas: shown whole, mirrored. */
  fitted([width, height]) {
    const { clientWidth, clientHeight } = this.canvas;
    const fine = Math.min(2, window.devicePixelRatio || 1);
    const wide = Math.round(clientWidth * fine);
    const high = Math.round(clientHeight * fine);
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    }
    const scale = Math.min(wide / width, high / height);
    const left = (wide - width * scale) / 2;
    const top = (high - height * scale) / 2;
    return {
      place: ([x, y]) => [wide - (left + x * scale), top + y * scale],
      unit: Math.max(3, (Math.min(width, height) * scale) / 100),
    };
  }

  /** The angle at the joint that matters: a number on a dark ground, with a sign if it is a fault. */
  angle(context, points, { angle, limbs }, unit) {
    const fault = limbs[angle.landmark] === "fix";
    const error = angle.error_deg >= SHOW_ERROR_FROM_DEG ? ` ±${Math.round(angle.error_deg)}` : "";
    const words = angle.deg == null ? "?"
      : `${fault ? "! " : ""}${Math.round(angle.deg)}°${error}`.replace("-", "−");
    const [x, y] = awayFromBody(points, angle.landmark, unit);
    context.font = `700 ${5.6 * unit}px system-ui, sans-serif`;
    const half = context.measureText(words).width / 2 + 1.4 * unit;
    const left = Math.max(half, Math.min(this.canvas.width - half, x));
    const top = Math.max(4 * unit, Math.min(this.canvas.height - 4 * unit, y));
    context.fillStyle = "rgba(20, 24, 29, 0.8)";
    rounded(context, left - half, top - 3.8 * unit, 2 * half, 7.6 * unit, 2 * unit);
    context.fillStyle = angle.deg == null ? STYLE.cant_tell.colour
      : fault ? STYLE.fix.colour : DRIVER;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(words, left, top + 0.3 * unit);
  }
}

function stroke(context, from, to, colour, width, border, dash) {
  for (const [paint, wide] of [[INK, border], [colour, width]]) {
    context.beginPath();
    context.setLineDash(dash);
    context.strokeStyle = paint;
    context.lineWidth = wide;
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
  context.setLineDash([]);
}

function disc(context, [x, y], unit) {
  for (const [paint, radius] of [[INK, 0.95], [PAPER, 0.55]]) {
    context.beginPath();
    context.fillStyle = paint;
    context.arc(x, y, radius * unit, 0, 2 * Math.PI);
    context.fill();
  }
}

/** A place beside a joint, on the side where there is less body. */
function awayFromBody(points, joint, unit) {
  const [x, y] = points[joint];
  const limbs = points.slice(11);
  const middle = [0, 1].map((axis) => limbs.reduce((sum, p) => sum + p[axis], 0) / limbs.length);
  const [dx, dy] = [x - middle[0], y - middle[1]];
  const far = Math.hypot(dx, dy) || 1;
  return [x + (dx / far) * 11 * unit, y + (dy / far) * 8 * unit];
}

function rounded(context, x, y, width, height, radius) {
  context.beginPath();
  if (context.roundRect) context.roundRect(x, y, width, height, radius);
  else context.rect(x, y, width, height);
  context.fill();
}

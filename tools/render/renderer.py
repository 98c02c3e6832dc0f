"""Draws a dressed body in a room, off screen (moderngl on EGL).

Light: one soft-shadowed sun or lamp, a sky-and-floor ambient term, and a
blurred contact shadow under the body, 4x multisampled. What doesn't change
from frame to frame (textures, room, indices) is uploaded once; what doesn't
change from scene to scene (shaders, maps) once for all scenes of a `Stage`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from tools.render.camera import Camera, orthographic, view
from tools.render.geometry import Array, unit
from tools.render.room import Room, prop_surfaces, surfaces, textures
from tools.render.skeleton import Body
from tools.render.wardrobe import Patch, VertexNormals

Picture = NDArray[np.uint8]

SHADOW_PX, CONTACT_PX = 1024, 256
SHADOW_HALF_M = 1.6
CONTACT_REACH_M = 0.5
ROOMS_KEPT = 8
SHINE = {"skin": 0.07, "hair": 0.10, "eye": 0.4, "cloth": 0.02}

_VERTEX = """#version 330
in vec3 in_position; in vec3 in_normal; in vec3 in_colour; in vec2 in_uv;
uniform mat4 to_clip;
out vec3 position; out vec3 normal; out vec3 colour; out vec2 uv;
void main() {
    position = in_position; normal = in_normal; colour = in_colour; uv = in_uv;
    gl_Position = to_clip * vec4(in_position, 1);
}"""

_FRAGMENT = """#version 330
in vec3 position; in vec3 normal; in vec3 colour; in vec2 uv;
uniform mat4 to_light; uniform vec3 towards_light; uniform vec3 eye;
uniform vec3 key; uniform vec3 sky; uniform vec3 bounce; uniform float shine;
uniform bool is_body; uniform float exposure;
uniform sampler2D shadow_map; uniform sampler2D surface; uniform sampler2D contact;
uniform vec4 contact_box;
out vec4 result;

float noise(vec2 s) { return fract(sin(dot(s, vec2(12.9898, 78.233))) * 43758.5453); }

float lit(vec3 n) {
    vec4 q = to_light * vec4(position + n * 0.012, 1);
    vec3 s = q.xyz / q.w * 0.5 + 0.5;
    if (any(lessThan(s.xy, vec2(0))) || any(greaterThan(s.xy, vec2(1)))) return 1.0;
    float a0 = noise(gl_FragCoord.xy) * 6.283, sum = 0.0;
    for (int i = 0; i < 8; i++) {
        float a = a0 + float(i) * 2.399;
        float r = sqrt((float(i) + 0.5) / 8.0) * 0.014;
        vec2 at = s.xy + r * vec2(cos(a), sin(a));
        sum += texture(shadow_map, at).r < s.z - 0.0012 ? 0.0 : 1.0;
    }
    return sum / 8.0;
}

void main() {
    if (is_body && uv.x < 0.0) discard;
    vec3 n = normalize(normal), v = normalize(eye - position);
    if (dot(n, v) < 0.0) n = -n;
    vec3 albedo = is_body ? colour : texture(surface, uv).rgb;
    float facing = dot(n, towards_light), light = facing > -0.15 ? lit(n) : 0.0;
    float diffuse = is_body ? max(0.0, (facing + 0.15) / 1.15) : max(0.0, facing);
    vec3 ambient = mix(bounce, sky, n.z * 0.5 + 0.5);
    float fill = max(0.0, dot(n, v)) * 0.12;
    float open = 1.0;
    if (is_body) {
        open = mix(0.55, 1.0, clamp(position.z / 0.25 + max(n.z, 0.0) * 0.8, 0.0, 1.0));
    } else if (position.z < 0.02) {
        vec2 u = (position.xy - contact_box.xy) / (contact_box.zw - contact_box.xy);
        if (all(greaterThan(u, vec2(0))) && all(lessThan(u, vec2(1))))
            open = 1.0 - 0.75 * texture(contact, u).r;
    }
    vec3 h = normalize(towards_light + v);
    float glint = shine * pow(max(dot(n, h), 0.0), 24.0) * light;
    float rim = is_body ? 0.10 * pow(1.0 - max(dot(n, v), 0.0), 3.0) : 0.0;
    vec3 c = albedo * (ambient * 0.62 * open + key * diffuse * mix(0.12, 1.0, light) + fill);
    c = (c + glint + rim * sky) * exposure;
    c = c / (1.0 + 0.18 * c);
    result = vec4(pow(clamp(c, 0.0, 1.0), vec3(1.0 / 2.2)), 1);
}"""

_DEPTH_VERTEX = """#version 330
in vec3 in_position; uniform mat4 to_clip;
void main() { gl_Position = to_clip * vec4(in_position, 1); }"""
_DEPTH_FRAGMENT = "#version 330\nvoid main() {}"

_ROW = "3f 3f 3f 2f"
_NAMES = ("in_position", "in_normal", "in_colour", "in_uv")


class _Drawable:
    """One patch of the body on the graphics side."""

    def __init__(self, context: Any, shaded: Any, depth: Any, patch: Patch) -> None:
        self.patch = patch
        self._rows = np.zeros((len(patch.vertices), 11), np.float32)
        self._rows[:, 6:9] = patch.colour
        self._rows[:, 9] = patch.inside
        self._buffer = context.buffer(self._rows.tobytes(), dynamic=True)
        self._indices = context.buffer(patch.triangles.tobytes())
        self.shaded = context.vertex_array(shaded, [(self._buffer, _ROW, *_NAMES)], self._indices)
        self.depth = context.vertex_array(
            depth, [(self._buffer, "3f 32x", _NAMES[0])], self._indices
        )

    def place(self, positions: Array, normals: Array) -> None:
        n = normals[self.patch.vertices]
        moved = positions[self.patch.vertices] + n * self.patch.offset_m[:, None]
        self._rows[:, :3], self._rows[:, 3:6] = moved, n
        self._buffer.write(self._rows.tobytes())

    def release(self) -> None:
        for thing in (self.shaded, self.depth, self._indices, self._buffer):
            thing.release()


def _off_screen() -> Any:
    """A graphics context without a window."""
    create: Any = moderngl.create_context
    return create(standalone=True, backend="egl")


class Stage:
    """A graphics context, and what in it serves one scene after the other."""

    def __init__(self) -> None:
        self.context: Any = _off_screen()
        self.context.enable(moderngl.DEPTH_TEST)
        self.shaded: Any = self.context.program(_VERTEX, _FRAGMENT)
        self.depth: Any = self.context.program(_DEPTH_VERTEX, _DEPTH_FRAGMENT)
        self.shadow, self.shadow_buffer = self._depth_map(SHADOW_PX)
        self.under, self.under_buffer = self._depth_map(CONTACT_PX)
        self.contact = self.context.texture((CONTACT_PX, CONTACT_PX), 1, dtype="f4")
        self.contact.repeat_x = self.contact.repeat_y = False
        self._canvases: dict[tuple[int, int], tuple[Any, Any]] = {}
        self._textures: dict[Any, dict[str, Any]] = {}

    def canvas(self, size_px: tuple[int, int]) -> tuple[Any, Any]:
        """To draw on, and to read the picture from."""
        if size_px not in self._canvases:
            c = self.context
            self._canvases[size_px] = (
                c.framebuffer(
                    [c.renderbuffer(size_px, 4, samples=4)],
                    c.depth_renderbuffer(size_px, samples=4),
                ),
                c.framebuffer([c.renderbuffer(size_px, 3)]),
            )
        return self._canvases[size_px]

    def textures(self, room: Room) -> dict[str, Any]:
        """The textures of a room; those of the last few rooms are kept."""
        key = (room.floor, room.floor_colour, room.wall_colour, room.mat_colour, room.seed)
        if key not in self._textures:
            if len(self._textures) >= ROOMS_KEPT:
                for texture in self._textures.pop(next(iter(self._textures))).values():
                    texture.release()
            self._textures[key] = {n: self._texture(im) for n, im in textures(room).items()}
        return self._textures[key]

    def close(self) -> None:
        """Free the graphics context."""
        self.context.release()

    def _depth_map(self, side: int) -> tuple[Any, Any]:
        texture = self.context.depth_texture((side, side))
        texture.compare_func = ""
        texture.repeat_x = texture.repeat_y = False
        return texture, self.context.framebuffer(depth_attachment=texture)

    def _texture(self, image: NDArray[np.float32]) -> Any:
        h, w = image.shape[:2]
        texture = self.context.texture((w, h), 3, (image * 255).astype(np.uint8).tobytes())
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        return texture


@lru_cache(maxsize=2)
def _normals_of(body: Body) -> VertexNormals:
    return VertexNormals(np.concatenate([body.faces, *body.eyes]), len(body.vertices))


class Renderer:
    """Draws one dressed body in one room, frame after frame; on a stage of its own by default."""

    def __init__(
        self,
        body: Body,
        patches: list[Patch],
        room: Room,
        size_px: tuple[int, int],
        stage: Stage | None = None,
    ) -> None:
        self._size = size_px
        self._room = room
        self._own_stage = stage is None
        self._stage = stage = stage or Stage()
        c = self._context = stage.context
        self._shaded, self._depth = stage.shaded, stage.depth
        self._canvas, self._resolved = stage.canvas(size_px)
        self._textures = stage.textures(room)
        fixed = [(c.buffer(s.rows.tobytes()), s.texture) for s in surfaces(room)]
        props = [c.buffer(s.rows.tobytes()) for s in prop_surfaces(room)]
        self._fixed = [
            (c.vertex_array(self._shaded, [(b, _ROW, *_NAMES)]), texture) for b, texture in fixed
        ]
        self._props = [c.vertex_array(self._depth, [(b, "3f 32x", _NAMES[0])]) for b in props]
        self._buffers = [b for b, _ in fixed] + props
        self._body = [_Drawable(c, self._shaded, self._depth, p) for p in patches]
        self._normals = _normals_of(body)
        self._set_light()

    def close(self) -> None:
        """Free the graphics context, or what this scene has put into the stage's."""
        if self._own_stage:
            self._stage.close()
            return
        for thing in (*self._body, *(a for a, _ in self._fixed), *self._props, *self._buffers):
            thing.release()

    def _set_light(self) -> None:
        warm = np.array([1 + 0.12 * self._room.warmth, 1.0, 1 - 0.16 * self._room.warmth])
        self._towards_light = unit(self._room.sun)
        p = self._shaded
        p["towards_light"] = tuple(self._towards_light)
        p["key"] = tuple(np.array([0.78, 0.74, 0.68]) * warm)
        p["sky"] = tuple(np.array([0.62, 0.66, 0.72]) * warm)
        p["bounce"] = tuple(np.array([0.36, 0.30, 0.25]) * warm)
        p["exposure"] = self._room.brightness
        p["shadow_map"], p["surface"], p["contact"] = 0, 1, 2

    def draw(self, positions: Array, camera: Camera) -> Picture:
        """The picture of a posed body, (H, W, 3) RGB."""
        normals = self._normals.of(positions)
        for part in self._body:
            part.place(positions, normals)
        self._cast_shadow(positions)
        self._touch_floor(positions)
        self._canvas.use()
        self._canvas.clear(0.7, 0.7, 0.7, 1)
        self._shaded["to_clip"].write(_bytes(camera.matrix()))
        self._shaded["eye"] = camera.eye
        self._stage.shadow.use(0)
        self._stage.contact.use(2)
        # The body first: what it covers of the room is then never shaded. Its far
        # side is left out: most of the cost is in its many small triangles.
        self._context.enable(moderngl.CULL_FACE)
        self._shaded["is_body"] = True
        for part in self._body:
            self._shaded["shine"] = SHINE[part.patch.material]
            part.shaded.render()
        self._context.disable(moderngl.CULL_FACE)
        self._shaded["is_body"], self._shaded["shine"] = False, 0.03
        for array, texture in self._fixed:
            self._textures[texture].use(1)
            array.render()
        self._context.copy_framebuffer(self._resolved, self._canvas)
        w, h = self._size
        flat = np.frombuffer(self._resolved.read(components=3, alignment=1), np.uint8)
        return np.ascontiguousarray(flat.reshape(h, w, 3)[::-1])

    def _draw_depth(self, target: Any, matrix: Array) -> None:
        target.use()
        target.clear(depth=1.0)
        self._depth["to_clip"].write(_bytes(matrix))
        for part in self._body:
            part.depth.render()
        for prop in self._props:
            prop.render()

    def _cast_shadow(self, positions: Array) -> None:
        centre = (positions.min(axis=0) + positions.max(axis=0)) / 2
        h = SHADOW_HALF_M
        box = orthographic(np.array([-h, -h, 1.0]), np.array([h, h, 8.0]))
        matrix = box @ view(centre + self._towards_light * 4, centre)
        self._draw_depth(self._stage.shadow_buffer, matrix)
        self._shaded["to_light"].write(_bytes(matrix))

    def _touch_floor(self, positions: Array) -> None:
        """Darken the floor where the body is close above it."""
        low, high = positions[:, :2].min(axis=0) - 0.3, positions[:, :2].max(axis=0) + 0.3
        m = orthographic(np.array([*low, 0.0]), np.array([*high, CONTACT_REACH_M]))
        m[2, 2], m[2, 3] = 2 / CONTACT_REACH_M, -1.0  # depth grows with height
        self._draw_depth(self._stage.under_buffer, m)
        depth = np.frombuffer(self._stage.under.read(), np.float32).reshape(CONTACT_PX, CONTACT_PX)
        height, covered = depth * CONTACT_REACH_M, (depth < 1).astype(np.float32)
        per_m = CONTACT_PX / float(np.mean(high - low))
        tight = cv2.GaussianBlur(np.exp(-height / 0.03) * covered, (0, 0), 0.03 * per_m)
        wide = cv2.GaussianBlur(np.exp(-height / 0.15) * covered, (0, 0), 0.11 * per_m)
        shade = np.clip(0.55 * tight + 0.75 * wide, 0, 1).astype(np.float32)
        self._stage.contact.write(np.ascontiguousarray(shade).tobytes())
        self._shaded["contact_box"] = (*low, *high)


def _bytes(matrix: Array) -> bytes:
    return bytes(np.ascontiguousarray(matrix.T.astype(np.float32)).tobytes())


def sensor(
    picture: Picture, rng: np.random.Generator, noise: float = 2.0, blur_px: float = 0.5
) -> Picture:
    """What a webcam makes of a picture: a little blur, a little noise (grey levels)."""
    soft = cv2.GaussianBlur(picture, (0, 0), blur_px) if blur_px > 0.2 else picture
    if noise <= 0:
        return np.asarray(soft)
    h, w = picture.shape[:2]
    grain = rng.standard_normal((h, w, 1), dtype=np.float32) * noise
    noisy = soft.astype(np.float32) + grain
    return np.clip(noisy, 0, 255).astype(np.uint8)

// The screen while a session plays: the stroke that goes on now, moving; the next one; and what a thumb may do.
import {get} from "./asking.js";
import {at, made, onTap, screen} from "./elements.js";
import {named} from "./sessions.js";
import {clock, say} from "./words.js";

const DIM_SECONDS = 20;
const JUST_BEGUN = 3;   // seconds: back goes to the stroke before, not to the beginning of this one
const SEEK_SECONDS = 15;   // how far a headset or a lock screen jumps that does not say how far
const ICONS = {
  paused: '<path d="M6 4v16l14-8z"/>', playing: '<path d="M5 4h5v16H5zM14 4h5v16h-5z"/>'};
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const lock = navigator.mediaSession;

let player = null, session = null, strokes = [], leave = () => {};
let shown = {}, touched = 0, frame = 0, dragging = false;

const chapterAt = seconds => session.chapters.findLastIndex(one => one.startTime <= seconds + 0.01);
// A stroke is announced before its first repetition: it is the one now from the end of the one before.
const strokeAt = seconds => strokes.findIndex(one => seconds < one.end);
const beginning = index => index > 0 ? strokes[index - 1].end : 0;

export async function openPlayer(opened, on, {onLeave}) {
  [session, player, strokes, shown, leave, touched] = [opened, on, [], {}, onLeave, performance.now()];
  at("what").textContent = named(session);
  at("position").max = Math.floor(session.seconds);
  at("chapters").replaceChildren(...session.chapters.map(({title, startTime}) => {
    const button = made("button", {}, title, made("small", {textContent: clock(startTime)}));
    button.addEventListener("click", () => { player.seek(startTime); listing(false); });
    return made("li", {}, button);
  }));
  listing(false);
  at("volume").hidden = !player.louder;
  at("card").replaceChildren();
  screen("playing");
  dim(false);
  at("toggle").focus({preventScroll: true});
  cancelAnimationFrame(frame);
  draw();
  const mine = session;
  const found = await get(`${session.key}/strokes.json`).catch(() => []);
  if (mine === session) [strokes, shown] = [found, {}];
}

export function closePlayer() {
  cancelAnimationFrame(frame);
  dim(false);
  [player, session] = [null, null];
  if (lock) lock.playbackState = "none";
}

function draw() {
  if (!player) return;
  frame = requestAnimationFrame(draw);
  const seconds = Math.min(player.seconds, session.seconds), index = strokeAt(seconds);
  put("state", player.state, drawState);
  put("stroke", index, drawStroke);
  put("chapter", chapterAt(seconds), drawChapter);
  put("second", Math.floor(seconds), drawTime);
  put("problem", player.problem || "", drawProblem);
  put("place", [player.name, player.volume].join(), drawPlace);
  move(strokes[index], seconds);
  const calmly = player.state === "playing" && !player.problem;
  if (at("dim").hidden && calmly && performance.now() - touched > 1000 * DIM_SECONDS) darken();
}

function put(name, value, drawn) {
  if (shown[name] === value) return;
  shown[name] = value;
  drawn(value);
}

function drawState(state) {
  const playing = state === "playing";
  at("toggle").innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[playing ? "playing" : "paused"]}</svg>`;
  at("toggle").append(made("span", {textContent: say(playing ? "pause" : "play")}));
  at("toggle").disabled = ["starting", "idle", "failed"].includes(state);   // there is nothing to play or to pause
  shown.stroke = undefined;   // what is said in its place while it connects depends on the state
  if (lock) lock.playbackState = playing ? "playing" : "paused";
}

function drawProblem(text) {
  at("problem").textContent = text;
  if (text && !at("dim").hidden) wake();
}

function drawPlace() {
  at("chapter").dataset.on = player.name ? "yes" : "";
  const {name, volume} = player;
  const place = !name ? "" : volume === null ? say("plays_on", {name}) : say("plays_volume", {name, volume});
  at("what").textContent = [named(session), place].filter(Boolean).join(" · ");
}

async function drawStroke(index) {
  const now = strokes[index], next = strokes[index + 1];
  at("stroke").textContent = player.state === "starting" ? say("starting", {name: player.name})
    : now?.name || session.chapters[Math.max(0, shown.chapter ?? 0)]?.title || "";
  at("next").textContent = next ? say("next", {name: next.name}) : "";
  at("coming").hidden = !next?.pictured;
  if (next?.pictured) at("coming").src = `${session.key}/${next.id}.${next.side}.svg`;
  at("card").dataset.stroke = now?.id ?? "";
  if (!now?.pictured) return at("card").replaceChildren(made("img", {src: session.picture, alt: ""}));
  const kind = calm.matches ? "svg" : "moving.svg";
  const answer = await fetch(`${session.key}/${now.id}.${now.side}.${kind}`).catch(() => null);
  if (!answer?.ok || shown.stroke !== index) return;
  const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  svg.pauseAnimations?.();
  at("card").replaceChildren(svg);
}

// The hand is where the tone is: a picture's second is one repetition.
function move(stroke, seconds) {
  const svg = at("card").firstElementChild;
  if (!stroke || calm.matches || !svg?.setCurrentTime) return;
  const beat = stroke.starts.findLastIndex(one => one <= seconds);
  const end = stroke.starts[beat + 1] ?? stroke.end;
  svg.pauseAnimations();
  svg.setCurrentTime(beat < 0 ? 0 : Math.min(0.999, (seconds - stroke.starts[beat]) / (end - stroke.starts[beat])));
}

function drawChapter(index) {
  const chapter = session.chapters[index];
  at("chapter").textContent = chapter?.title ?? "";
  at("chapters").querySelectorAll("button").forEach((button, place) =>
    place === index ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current"));
  shown.stroke = undefined;
  if (lock) lock.metadata = new MediaMetadata({title: chapter?.title ?? session.title, artist: named(session),
    album: "audioguide", artwork: [{src: session.picture, sizes: "1400x1400", type: "image/png"}]});
}

function drawTime(second) {
  at("remaining").textContent = say("left", {time: clock(Math.max(0, session.seconds - second))});
  if (!dragging) at("position").value = second;
  at("position").setAttribute("aria-valuetext", clock(second));
  at("position").style.setProperty("--gone", `${100 * second / session.seconds}%`);
  if (lock?.setPositionState) lock.setPositionState(
    {duration: session.seconds, position: Math.min(second, session.seconds), playbackRate: 1});
}

function strokeBack() {
  const seconds = player.seconds, index = strokeAt(seconds);
  const last = index < 0 ? strokes.length : index;
  player.seek(beginning(seconds - beginning(last) > JUST_BEGUN ? last : last - 1));
}
function chapterNext() {
  const next = session.chapters[chapterAt(player.seconds) + 1];
  if (next) player.seek(next.startTime);
}
function jump(by) { player.seek(Math.min(session.seconds, Math.max(0, player.seconds + by))); }

function listing(yes) {
  at("chapters").hidden = !yes;
  at("list").setAttribute("aria-expanded", yes);
  if (yes) at("chapters").querySelector("[aria-current]")?.focus();
}

// Behind the dark nothing takes the focus.
function dim(yes) {
  at("dim").hidden = !yes;
  for (const one of at("playing").children) one.inert = yes && one.id !== "dim";
}
function darken() {
  dim(true);
  at("dim").focus({preventScroll: true});
}
function wake() {
  touched = performance.now();
  dim(false);
  at("toggle").focus({preventScroll: true});
}

onTap("toggle", () => player.toggle());
onTap("stroke_back", strokeBack);
onTap("chapter_next", chapterNext);
onTap("louder", () => player.louder());
onTap("quieter", () => player.quieter());
onTap("enough", () => { player.seek(session.goodbye); player.play(); });
onTap("stop", () => player.stop());
onTap("list", () => listing(at("chapters").hidden));
onTap("leave", () => leave());
onTap("dim", () => { player.pause(); wake(); });
at("position").addEventListener("input", () => { dragging = true; });
at("position").addEventListener("change", event => { dragging = false; player.seek(Number(event.target.value)); });
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, event => {
  if (event.target.id !== "dim") touched = performance.now();
});
addEventListener("keydown", event => {
  if (!player || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("button, input, a, summary") && event.key !== "Escape") return;
  const action = {" ": () => player.toggle(), ArrowLeft: strokeBack, ArrowRight: chapterNext}[event.key];
  if (action) { event.preventDefault(); action(); }
});

// Headsets, keyboards with media keys, lock screens, car radios.
const asked = {
  play: () => player?.play(), pause: () => player?.pause(), stop: () => player?.stop ? player.stop() : player?.pause(),
  previoustrack: () => player && strokeBack(), nexttrack: () => player && chapterNext(),
  seekto: details => player?.seek(details.seekTime),
  seekbackward: details => player && jump(-(details.seekOffset ?? SEEK_SECONDS)),
  seekforward: details => player && jump(details.seekOffset ?? SEEK_SECONDS)};
for (const [name, action] of Object.entries(asked)) {
  try { lock?.setActionHandler(name, action); } catch { /* this browser does not know it */ }
}

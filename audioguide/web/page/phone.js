// A session on this device: the browser's own player, the place where it was, and how much of it was heard.
import {postLate} from "./asking.js";
import {at} from "./elements.js";
import {keep, recall} from "./store.js";
import {say} from "./words.js";

const audio = at("sound");
const KEEP_SECONDS = 5;
const END_SECONDS = 3;
const JUMP_SECONDS = 10;   // between two looks; what goes on further than that has jumped
let current = null;

// A browser plays only what a tap has asked for: the tap on Begin asks for silence, before the session is there.
export function unlock() {
  audio.src = "page/silence.wav";
  audio.play().catch(() => {});
}

const place = key => `place ${key}`;
export class Phone {
  name = null;
  volume = null;
  problem = "";

  constructor(session, onEnd) {
    [this.session, this.onEnd, this.kept, this.found] = [session, onEnd, 0, false];
    [this.heard, this.last, this.leftAt] = [0, 0, null];
    this.goodbye = session.goodbye;
    current = this;
    audio.src = session.sound;
    audio.play().catch(() => {});
  }
  get seconds() { return this.found ? audio.currentTime : this.last; }
  get state() { return audio.paused || this.problem ? "paused" : "playing"; }
  toggle() { this.state === "paused" ? this.play() : this.pause(); }
  pause() { audio.pause(); }
  play() {
    if (this.problem) this.reload();
    audio.play().catch(() => {});
  }
  // After an error a browser fetches nothing by itself, however often it is asked to play.
  reload() {
    this.look();
    this.found = false;
    audio.load();
  }
  seek(seconds) {
    if (this.found) audio.currentTime = seconds;
    else this.last = seconds;   // where it begins once it is there
  }
  leave() {
    this.keep();
    this.look();
    this.note();
    current = null;
    audio.pause();
    audio.removeAttribute("src");
  }
  keep() {
    if (!this.found) return;
    this.kept = audio.currentTime;
    const over = this.kept > this.session.seconds - END_SECONDS || this.kept < END_SECONDS;
    keep("localStorage", place(this.session.key), over ? null : this.kept);
  }
  begin() {
    this.found = true;
    audio.currentTime = this.last ||= Number(recall("localStorage", place(this.session.key)) ?? 0);
  }
  // As the computer counts what a speaker plays; a jump to the goodbye says that it was enough for today.
  look() {
    if (!this.found) return;
    const now = audio.currentTime, step = now - this.last;
    if (step > 0 && step <= JUMP_SECONDS) this.heard += step;
    if (now < this.goodbye) this.leftAt = null;
    else if (step > JUMP_SECONDS && this.last < this.goodbye) this.leftAt = this.last;
    this.last = now;
  }
  note() {
    const stopped_at = this.last < this.goodbye ? this.last : this.leftAt;
    if (this.heard) postLate("diary", {session: this.session.key, heard: this.heard, stopped_at});
    this.heard = 0;
  }
}

audio.addEventListener("loadedmetadata", () => { if (current && !current.found) current.begin(); });
audio.addEventListener("timeupdate", () => {
  current?.look();
  if (current && Math.abs(audio.currentTime - current.kept) > KEEP_SECONDS) current.keep();
});
audio.addEventListener("playing", () => { if (current) current.problem = ""; });
audio.addEventListener("error", () => { if (current) current.problem = say("sound_lost"); });
audio.addEventListener("ended", () => { const one = current; if (one) { one.leave(); one.onEnd(); } });
addEventListener("online", () => { if (current?.problem && !audio.paused) current.play(); });
addEventListener("pagehide", () => { current?.keep(); current?.note(); });

// A session on a speaker of the house: one state for all phones, which each of them steers.
import {post} from "./asking.js";
import {watch} from "./stream.js";
import {say} from "./words.js";

let state = {state: "idle"}, received = 0, lost = false;
const watchers = [];

export const playing = () => state;
export function onHouse(watcher) { watchers.push(watcher); }

export function watchHouse() {
  watch("playing", {
    news(news) {
      const before = state;
      [state, received, lost] = [news, performance.now(), false];
      for (const watcher of watchers) watcher(state, before);
    },
    lost() { lost = true; },
  });
}

const send = document => post("playing/command", document).catch(() => {});
export class House {
  constructor(session) { this.session = session; }
  get name() { return state.on || say("on_computer"); }
  get volume() { return state.volume; }
  get problem() { return lost ? say("making_lost") : state.state === "failed" ? state.note : ""; }
  get state() { return state.state; }
  get seconds() {
    const since = state.state === "playing" ? (performance.now() - received) / 1000 : 0;
    return (state.position ?? 0) + Math.min(since, 2);
  }
  toggle() { send({command: "toggle"}); }
  pause() { send({command: "pause"}); }
  play() { send({command: "resume"}); }
  seek(seconds) { send({seconds}); }
  louder() { send({command: "louder"}); }
  stop() { send({command: "stop"}); }
  quieter() { send({command: "quieter"}); }
}
export const playOn = (session, on) => post("playing", {session: session.key, on});

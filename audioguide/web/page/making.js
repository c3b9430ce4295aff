// The job that makes a session: how far it is, what hands do meanwhile, and what became of it.
import {Problem, post} from "./asking.js";
import {at, onTap, screen, tried} from "./elements.js";
import {keep} from "./store.js";
import {watch} from "./stream.js";
import {say} from "./words.js";

const TIP_SECONDS = 9, TIPS = 5;
const LONG = 100;   // seconds, from where on minutes are said
const LEAVING_MILLISECONDS = 1000;
let watching = null, job = null, again = () => {}, home = () => {};

function show({phase, percent, left, line, error}) {
  const over = phase === "failed";
  // Speaking is the first half of the ring, mixing the second: what is in the cache is spoken at once.
  const whole = phase === "speaking" ? percent / 2 : phase === "mixing" ? 50 + percent / 2 : 0;
  at("arc").style.strokeDashoffset = 100 - whole;
  at("arc").style.visibility = whole ? "visible" : "hidden";   // a round end would be a dot
  at("percent").textContent = over ? "" : `${Math.round(whole)} %`;
  at("left").textContent = left === null ? "" : left < 2 ? say("making_soon")
    : left < LONG ? say("making_left", {seconds: left}) : say("making_minutes_left", {minutes: Math.round(left / 60)});
  at("doing").textContent = say(over ? "making_failed" : phase !== "waiting" ? `making_${phase}` : error ? "making" : "making_waiting");
  at("spoken").textContent = line ? say("making_line", {line}) : "";
  at("trouble").textContent = error;
  at("again").hidden = !over;
  for (const id of ["ring", "hands", "spoken"]) at(id).hidden = over;
}

function tip() { at("hands").textContent = say(`hands_${1 + Math.floor(performance.now() / 1000 / TIP_SECONDS) % TIPS}`); }
setInterval(tip, 1000);

// Follow a job until it is over; what comes of it goes to `done` with the key of the session.
export function follow(id, done, {retry, leave}) {
  [job, again, home] = [id, retry, leave];
  keep("sessionStorage", "job", id);
  tip();
  show({phase: "waiting", percent: 0, left: null, line: "", error: ""});
  screen("making");
  at("doing").focus({preventScroll: true});
  watching?.close();
  const mine = watching = watch(`jobs/${id}`, {
    news(news) {
      if (news.phase === "cancelled") return stop(home);
      if (news.phase === "done") return stop(() => done(news.session));
      show(news);
      if (news.phase === "failed") stop(() => {});
    },
    lost,
    // The computer was started anew, and has no such job. A page that is being left is gone by then.
    gone() { lost(); setTimeout(() => { if (watching === mine) stop(home); }, LEAVING_MILLISECONDS); },
  });
}
function lost() { at("trouble").textContent = say("making_lost"); }

function stop(then) {
  watching?.close();
  watching = null;
  keep("sessionStorage", "job", null);
  tried(then());
}

onTap("cancel", async () => {
  if (!watching) return home();
  await post(`jobs/${job}/cancel`).catch(problem => { if (!(problem instanceof Problem)) throw problem; });
  stop(home);
});
onTap("again", () => again());

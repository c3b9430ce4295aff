// The page that makes and plays: where it begins, and which screen comes after which.
import {get, post, why} from "./asking.js";
import {drawBabies} from "./babies.js";
import {hush, openChoices, wished} from "./choices.js";
import {drawDiary, drawOffer} from "./diary.js";
import {at, onTap, screen, toast, tried} from "./elements.js";
import {House, onHouse, playing, watchHouse} from "./house.js";
import {follow} from "./making.js";
import {goodNight} from "./night.js";
import {Phone, unlock} from "./phone.js";
import {closePlayer, openPlayer} from "./playing.js";
import {drawSessions, find, loadSession, loadSessions, named} from "./sessions.js";
import {begin, chosenSpeaker, drawSpeakers, searched} from "./speakers.js";
import {keep, recall} from "./store.js";
import {say} from "./words.js";

let offers = {}, following = "";
const unfinished = recall("sessionStorage", "session");

async function home() {
  offers = await get("tonight.json");   // before anything is closed: where nobody answers, all stays as it is
  await loadSessions(unfinished, ...offers.favourites);
  closePlayer();
  following = "";
  keep("sessionStorage", "session", null);
  for (const id of ["bottom", "choices", "fold", "babies"]) at(id).hidden = !offers.makes;
  const hour = new Date().getHours();
  at("greeting").textContent = say(hour < 5 || hour >= 17 ? "evening" : hour < 11 ? "morning" : "day");
  drawSessions(offers.favourites, play);
  if (!offers.makes) at("cover").src = "covers/audioguide.png";
  if (offers.makes) {
    await openChoices(offers, () => {});
    drawBabies(offers.babies);
  }
  drawOffer(offers.makes ? offers.fewer : null);
  await drawDiary();
  drawSpeakers();
  drawElsewhere(playing());
  screen("tonight");
}

async function make() {
  hush();
  if (!chosenSpeaker()) unlock();
  at("begin").disabled = true;
  try {
    const made = await post("jobs", wished());
    made.session ? await playMade(made.session) : watch(made.id);
  } catch (problem) {
    toast(problem.message);
  } finally {
    at("begin").disabled = false;
  }
}

const watch = id => follow(id, playMade, {retry: make, leave: home});

async function playMade(key) {
  await loadSession(key);
  const session = find(key);
  session ? await play(session) : await home();
}

async function play(session) {
  hush();
  if (searched()) await searched();
  if (chosenSpeaker()) {
    try { await begin(session); } catch (problem) { toast(problem.message); return screen("tonight"); }
    following = session.key;
    return openPlayer(session, new House(session), {onLeave: home});
  }
  keep("sessionStorage", "session", session.key);
  const phone = new Phone(session, () => over(session));
  await openPlayer(session, phone, {onLeave: () => { phone.leave(); return home(); }});
}

function over(session) {
  closePlayer();
  keep("sessionStorage", "session", null);
  goodNight(session, home);
}

// What plays on a speaker is seen by every phone; one that has begun it, or looks at it, follows it to the end.
async function steer() {
  const session = find(playing().session);
  if (!session) return;
  following = session.key;
  await openPlayer(session, new House(session), {onLeave: home});
}

const runs = ({state}) => ["starting", "playing", "paused"].includes(state);

async function drawElsewhere(state) {
  if (state.session) await loadSession(state.session).catch(() => {});   // another phone has made it
  const session = find(state.session);
  at("elsewhere").hidden = !runs(state) || !session;
  if (session) at("elsewhere").textContent =
    say("elsewhere", {title: named(session), name: state.on || say("on_computer")});
}

onHouse((state, before) => {
  drawElsewhere(state);
  if (!following) return;
  if (!state.session) return tried(home());   // the computer was started anew
  if (following !== state.session) return runs(state) &&   // another phone has begun it
    tried(loadSession(state.session).then(() => following && steer()));
  if (state.refusals > before.refusals) toast(why(state.refusal));   // what somebody has tapped just now
  if (state.state === "ended") { over(find(following)); following = ""; }
  if (state.state === "idle") tried(home());
});

onTap("begin", make);
onTap("elsewhere", steer);
at("remind_at").addEventListener("change", ({target}) => {
  at("remind").hidden = !target.value;
  at("remind").href = `reminder.ics?at=${target.value}`;
});
at("wish").addEventListener("submit", event => event.preventDefault());

// Reloaded in the middle: the job goes on, and so does the session, from where it was.
async function start() {
  await home();
  watchHouse();
  const job = recall("sessionStorage", "job");
  if (job) return watch(job);
}
start().then(() => {
  const session = unfinished && find(unfinished);
  if (session && at("making").hidden) play(session);
}).catch(problem => { at("loading").querySelector("p").textContent = problem.message; });

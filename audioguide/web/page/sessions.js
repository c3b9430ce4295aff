// What was made, newest first: played again with one tap, kept as a favourite, handed on, deleted.
import {get, post} from "./asking.js";
import {at, made, toast, tried} from "./elements.js";
import {inSentence, lasting, say, spokenDay, worded} from "./words.js";

export const HEART = `<svg viewBox="0 0 24 24" role="img" aria-label="${say("favourite")}"><path d="M12 21C5 15.5 2.5 12 2.5 8.3A4.8 4.8 0 0 1 7.3 3.5c2 0 3.6 1 4.7 2.7 1.1-1.7 2.7-2.7 4.7-2.7a4.8 4.8 0 0 1 4.8 4.8C21.5 12 19 15.5 12 21z"/></svg>`;
const MORE = '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="5" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="12" cy="19" r="2"/></svg>';
const dialog = at("about");
const PAGE = 100;   // sessions that come at once; older ones when the last is scrolled to
let listed = [];   // the newest, without a gap
let others = [];   // older ones that were asked for by their keys
let goesOn = false, favourites = new Set(), play = () => {};

export const find = key => [...listed, ...others].find(one => one.key === key);
export const named = one => one.baby ? say("title_for", {title: one.title, name: one.baby}) : one.title;
export const isFavourite = key => favourites.has(key);
export const facts = one => [lasting(one.minutes), say(`guidance_${one.guidance}_fact`),
  one.bed && inSentence(worded(`bed_${one.bed}`, one.bed)), one.day && spokenDay(one.day)].filter(Boolean).join(" · ");

// The newest, and those with these keys, however old they are.
export async function loadSessions(...keys) {
  const newest = await get("shelf.json");
  const older = keys.filter(key => key && !newest.some(one => one.key === key));
  const asked = older.length ? await get(`shelf.json?keys=${older.join()}`) : [];
  [listed, others, goesOn] = [newest, asked, newest.length >= PAGE];
}

// One that another phone has made, or that has come back; all others stay.
export async function loadSession(key) {
  if (find(key)) return;
  const found = await get(`shelf.json?keys=${key}`);
  if (!find(key)) others.push(...found);
}

async function loadOlder() {
  const before = listed;
  const older = before.length && await get(`shelf.json?before=${before.at(-1).key}`)
    .catch(() => null);   // it is gone, or so is the network, which is told when the newest are asked for
  if (before !== listed) return;   // all were loaded anew meanwhile, or one was deleted
  if (!older) {
    await loadSessions(...favourites);
    return redraw();
  }
  const more = older.filter(one => !listed.some(known => known.key === one.key));
  goesOn = older.length >= PAGE && more.length > 0;
  listed.push(...more);
  others = others.filter(one => !listed.some(known => known.key === one.key));
  redraw();
}

const end = new IntersectionObserver(seen => { if (seen.some(one => one.isIntersecting)) { end.disconnect(); tried(loadOlder()); } });

export function drawSessions(kept, onPlay) {
  favourites = new Set(kept);
  play = onPlay;
  redraw();
}

function redraw() {
  const order = [...listed, ...others].sort((one, other) =>
    favourites.has(other.key) - favourites.has(one.key) || other.made - one.made);
  at("none").hidden = order.length > 0;
  const list = at("sessions").querySelector("ul");
  list.replaceChildren(...order.map(row));
  end.disconnect();
  if (goesOn && order.length) end.observe(list.lastElementChild);
}

function row(one) {
  const picture = made("img", {src: one.picture, alt: "", width: 64, height: 64, loading: "lazy"});
  const button = made("button", {className: "session"}, picture,
    made("span", {}, made("b", {textContent: named(one)}), made("small", {textContent: facts(one)})));
  button.addEventListener("click", () => play(one));
  if (favourites.has(one.key)) button.querySelector("b").insertAdjacentHTML("beforeend", HEART);
  const more = made("button", {className: "icon", innerHTML: MORE});
  more.setAttribute("aria-label", say("options", {title: named(one)}));
  more.addEventListener("click", () => about(one));
  return made("li", {}, button, more);
}

export async function favour(key, favourite) {
  await post(`sessions/${key}/favourite`, {favourite});
  favourite ? favourites.add(key) : favourites.delete(key);
}

function about(one) {
  at("about_title").textContent = named(one);
  at("about_facts").textContent = facts(one);
  const heart = made("button", {type: "button", className: "toggle", textContent: say("favourite")});
  heart.setAttribute("aria-pressed", favourites.has(one.key));
  heart.addEventListener("click", () => tried(favour(one.key, !favourites.has(one.key)).then(() => {
    heart.setAttribute("aria-pressed", favourites.has(one.key));
    redraw();
  })));
  at("about_links").replaceChildren(heart, ...one.more.map(({kind, address, name}) =>
    made("a", {className: "wide", href: address,
      textContent: kind === "download" ? `${say(kind)} (${name.split(".").pop().toUpperCase()})` : say(kind), ...(name ? {download: name} : {target: "_blank"})})));
  dialog.onclose = () => { if (dialog.returnValue === "delete") tried(remove(one)); };
  dialog.returnValue = "";
  dialog.showModal();
}

async function remove(one) {
  await post(`sessions/${one.key}/delete`);
  [listed, others] = [listed, others].map(some => some.filter(other => other !== one));
  redraw();
  toast(say("deleted", {title: named(one)}), say("undo"), async () => {
    await post(`sessions/${one.key}/restore`);
    await loadSession(one.key);
    redraw();
  });
}

// Small helpers for the elements of the page.
import {Problem} from "./asking.js";

export const at = id => document.getElementById(id);

export function made(kind, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(kind), properties);
  element.append(...inside);
  return element;
}

const SCREENS = ["loading", "tonight", "making", "playing", "night"];
export function screen(name) {
  for (const one of SCREENS) at(one).hidden = one !== name;
  const main = document.querySelector("main");
  if (main.dataset.screen !== name) scrollTo(0, 0);
  main.dataset.screen = name;
}

const SLIP = 350;   // milliseconds: a thumb that slips on oil taps twice and means it once
export function onTap(id, action) {
  let touched = -SLIP;
  at(id).addEventListener("click", event => {
    if (event.timeStamp - touched < SLIP) return;
    touched = event.timeStamp;
    tried(action(event));
  });
}

// What cannot be done is told in passing, wherever it was tapped.
export async function tried(work) {
  try { await work; } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    toast(problem.message);
  }
}

// A sentence that passes by. With something that can be done about it, it stays until something else is tapped.
let passing = 0;
export function toast(text, label = "", action = () => {}) {
  const box = at("toast"), button = box.querySelector("button");
  box.querySelector("span").textContent = text;
  button.textContent = label;
  button.hidden = !label;
  button.onclick = () => { box.hidden = true; tried(action()); };
  box.hidden = false;
  clearTimeout(passing);
  if (!label) passing = setTimeout(() => { box.hidden = true; }, 8000);
}
addEventListener("click", ({target}) => {
  const box = at("toast");
  if (!box.querySelector("button").hidden && !box.contains(target)) box.hidden = true;
}, true);   // before what is tapped, which may have something to say itself

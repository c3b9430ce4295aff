// Where it plays: on this device, on the computer, or on a speaker of the house.
import {get} from "./asking.js";
import {at, made} from "./elements.js";
import {playOn} from "./house.js";
import {keep, recall} from "./store.js";
import {say} from "./words.js";

const KEPT = "speaker";
let speakers = [], chosen = recall("localStorage", KEPT) ?? "", searching = false, search = null;

export const chosenSpeaker = () => speakers.find(one => one.key === chosen);
export const searched = () => searching ? search : null;   // what was chosen last time may still be looked for
export const begin = session => playOn(session, chosen);

const named = ({name, volume}) => say("on_speaker", {name: name || say("on_computer"), volume});

export function drawSpeakers() {
  const row = made("div", {className: "chips"});
  for (const [key, text] of [["", say("on_phone")], ...speakers.map(one => [one.key, named(one)])]) {
    const input = made("input", {type: "radio", name: "on", value: key});
    input.checked = key === (chosenSpeaker()?.key ?? "");
    input.addEventListener("change", () => {
      chosen = key;
      keep("localStorage", KEPT, key);
    });
    row.append(made("label", {className: "chip"}, input, made("span", {textContent: text})));
  }
  const button = made("button", {type: "button", className: "chip add",
    textContent: say(searching ? "on_searching" : "on_search")});
  button.addEventListener("click", () => look(true));
  row.append(button);
  at("on").replaceChildren(made("fieldset", {}, made("legend", {textContent: say("on")}), row,
    made("p", {className: "soft why", textContent: say("volume_first")})));
  if (chosen && !chosenSpeaker() && !searching) look(false);
}

function look(tapped) {
  if (!searching) search = lookAround(tapped);
}

// What to do where none is found stays on the page: it is typed on another device.
async function lookAround(tapped) {
  let unfound;
  searching = true;
  at("unfound").hidden = true;
  drawSpeakers();
  try {
    const found = await get("speakers.json");
    speakers = found.speakers;
    unfound = found.add ? say("on_add", {command: found.add}) : say("on_none");
  } catch (problem) { [speakers, unfound] = [[], problem.message]; }
  if (!chosenSpeaker()) chosen = "";
  searching = false;
  drawSpeakers();
  at("unfound").textContent = unfound;
  at("unfound").hidden = speakers.some(one => one.name) || (chosen !== "" && !tapped);
}

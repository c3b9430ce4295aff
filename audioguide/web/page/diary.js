// The quiet diary: which evenings there were; and, after some that were alike, whether fewer words would do.
import {arrived, get, post} from "./asking.js";
import {guidance, withWords} from "./choices.js";
import {at, made, onTap, toast} from "./elements.js";
import {HEART, named} from "./sessions.js";
import {counted, lasting, say, spokenDay} from "./words.js";

let fewer = null, sure = false;

export async function drawDiary() {
  await arrived();   // of this evening
  const {evenings, entries} = await get("diary.json");
  at("diary").hidden = !evenings;
  at("evenings").textContent = counted(evenings, "evenings");
  at("entries").replaceChildren(...entries.map(row));
  ask(false);
}

function row(one) {
  const day = made("b", {textContent: spokenDay(one.day)});
  if (one.liked) day.insertAdjacentHTML("beforeend", HEART);
  const facts = [named(one), lasting(Math.round(one.seconds / 60)),
    one.stopped_at && say("diary_stopped", {part: one.stopped_at})].filter(Boolean);
  return made("li", {}, day, made("small", {textContent: facts.join(" · ")}));
}

// Deleting takes two taps: it cannot be undone.
function ask(yes) {
  sure = yes;
  at("forget").textContent = say(yes ? "diary_delete_sure" : "diary_delete");
}
onTap("forget", async () => {
  if (!sure) return ask(true);
  try { await post("diary/delete"); } catch (problem) { toast(problem.message); }
  await drawDiary();
});

export function drawOffer(offered) {
  fewer = offered;
  at("offer").hidden = !fewer || fewer.now !== guidance();
  if (fewer) at("offer_yes").textContent = say("offer_yes", {words: say(`guidance_${fewer.next}_fact`)});
}
async function answered(words) {
  at("offer").hidden = true;
  await post("words/keep", {guidance: fewer.now}).catch(problem => toast(problem.message));   // it is asked once
  if (words) await withWords(words);
}
onTap("offer_yes", () => answered(fewer.next));
onTap("offer_no", () => answered(null));

// The end: a quiet screen, what to hear again, and then darkness.
import {fewerWords, withWords} from "./choices.js";
import {at, onTap, screen} from "./elements.js";
import {favour, isFavourite} from "./sessions.js";
import {say} from "./words.js";

let session = null, home = () => {};

export function goodNight(ended, leave) {
  [session, home] = [ended, leave];
  const hour = new Date().getHours();
  at("goodbye").textContent = say(hour >= 17 || hour < 5 ? "night" : "night_day");
  at("listened").textContent = say("listened", {name: ended.baby || say("baby_nobody")});
  at("moon").src = ended.picture;
  drawFavourite();
  const fewer = fewerWords();
  at("fewer").hidden = !fewer;
  at("fewer").disabled = false;
  at("fewer").textContent = say("fewer");
  screen("night");
  at("goodbye").focus({preventScroll: true});
}

function drawFavourite() {
  const favoured = isFavourite(session.key);
  at("favour").setAttribute("aria-pressed", favoured);
  at("favour").textContent = say(favoured ? "favoured" : "favour");
}

onTap("favour", () => favour(session.key, !isFavourite(session.key)).then(drawFavourite));
onTap("fewer", async () => {
  const words = fewerWords();
  await withWords(words);
  at("fewer").textContent = say("fewer_done", {words: say(`guidance_${words}_fact`)});
  at("fewer").disabled = true;
});
onTap("done", () => home());

// What is wished: chips for every choice, made from what the server offers, and the sentence that it proposes.
import {get, post} from "./asking.js";
import {at, made, toast} from "./elements.js";
import {counted, has, inSentence, language, lasting, listed, say, worded} from "./words.js";

const GUIDANCE = ["learn", "practised", "names", "tones"];
// Behind the fold: each choice with its values; null is left to the routine.
const FOLDED = {
  oil: [null, true, false], preparation: [null, "full", "short", "none"], tones: ["soft", "clear", "off"],
  direction: ["traditional", "towards-heart"], first_side: ["right", "left"], one_hand: [false, true], rhymes: [false, true],
  loudness: [-18, -22]};

const ROUTINES = ["occasion", "routine"];
const OF_ROUTINE = ["parts", "from_part", "afterwards", "minutes"];   // what is left to the next routine
const OFFERED = ["", "tight"];   // lengths: those with all in them, and those with less
const AFTERWARDS = [null, 10, 20, 30];   // minutes that the bed goes on alone, after a massage for sleep

const LONG = 20, MINUTES = 100;   // seconds: from where on the time is told beforehand, and in minutes
const PATIENCE = 400;   // milliseconds without another tap, before it is asked for

let offers = {}, wish = {}, proposal = null, asked = 0, changed = () => {};
const preview = at("preview");

export const wished = () => ({...wish, minutes: proposal?.minutes ?? wish.minutes ?? null});
export const proposed = () => proposal;
export const baby = () => offers.babies.find(one => one.id === wish.baby);
export const guidance = () => wish.guidance ?? "practised";

export function listen(path) {
  preview.src = path;
  preview.play().catch(() => {});
}
export const hush = () => preview.pause();

// A row of chips, of which one is chosen; or several, with `many`.
function chips(name, values, {label, chosen, many = false, onTap = () => {}, note = ""}) {
  const row = made("div", {className: "chips"});
  for (const [value, text] of values) {
    const input = made("input", {type: many ? "checkbox" : "radio", name, value: JSON.stringify(value)});
    input.checked = many ? chosen.includes(value) : JSON.stringify(chosen) === input.value;
    input.addEventListener("change", () => { choose(name, value, input.checked, many); onTap(value); });
    row.append(made("label", {className: "chip"}, input, made("span", {textContent: text})));
  }
  const field = made("fieldset", {id: `field_${name}`}, made("legend", {textContent: label}), row);
  field.append(made("p", {className: "soft why", textContent: note, hidden: !note}));
  return field;
}

function choose(name, value, yes, many) {
  if (many) {
    const others = (wish[name] ?? []).filter(one => one !== value);
    wish[name] = yes ? [...others, value] : others;
    if (!wish[name].length) delete wish[name];
  } else wish[name] = value;
  if (name === "occasion") delete wish.routine;
  if (ROUTINES.includes(name)) for (const one of OF_ROUTINE) delete wish[one];
  if (name === "language") { delete wish.voice; draw(); }
  propose();
}

function draw() {
  const bed = [[null, say("bed_own")], ...offers.beds.map(one => [one.id, worded(`bed_${one.id}`, one.title || one.id)])];
  const spoken = wish.language ?? "en";
  const voices = offers.voices.filter(one => !one.languages.length || one.languages.includes(spoken))
    .map(({id}) => [id, worded(`voice_${id}`, id.replace(/^own:/, ""))]);
  at("choices").replaceChildren(
    chips("minutes", [], {label: say("minutes")}),
    chips("occasion", ["first", "moment", "sleep", "tummy", "play", "change"].map(one => [one, say(`occasion_${one}`)]),
      {label: say("occasion"), chosen: wish.occasion ?? "moment"}),
    chips("guidance", GUIDANCE.map(one => [one, say(`guidance_${one}`)]), {label: say("guidance"), chosen: guidance()}),
    chips("bed", bed, {label: say("bed"), chosen: wish.bed ?? null,
      onTap: one => (one ?? proposal.bed) && listen(`beds/${one ?? proposal.bed}.wav`)}),
    chips("voice", voices, {label: say("voice"), chosen: wish.voice ?? "auto",
      onTap: one => listen(`voices/${spoken}/${encodeURIComponent(one)}.wav`)}));
  const fold = Object.entries(FOLDED).map(([name, values]) => chips(name,
    values.map(one => [one, say(`${name}_${one}`)]), {label: say(name), chosen: wish[name] ?? values[0]}));
  fold.push(chips("format", offers.formats.map(one => [one, worded(`format_${one}`, one)]),
    {label: say("format"), chosen: wish.format ?? "mp3"}));
  if (offers.languages.length > 1) fold.push(chips("language",
    offers.languages.map(one => [one, worded(`language_${one}`, one)]), {label: say("language"), chosen: wish.language ?? "en"}));
  fold.push(chips("routine", [[null, say("routine_null")], ...offers.routines.map(one => [one.id, one.title])],
    {label: say("routine"), chosen: wish.routine ?? null}));
  at("more").replaceChildren(made("div", {id: "parts"}), ...fold);
}

// What cannot be, would be mostly repetition and pauses, or is long for the baby's age, is faded; below is said why.
// What is only tight can be chosen: the sentence says what there is no time for.
function drawMinutes() {
  const field = chips("minutes", proposal.chips.map(one => [one.minutes, String(one.minutes)]),
    {label: say("minutes"), chosen: proposal.minutes, note: whyNot()});
  field.querySelectorAll("input").forEach((input, index) => { input.disabled = !OFFERED.includes(proposal.chips[index].why); });
  const kept = document.activeElement?.name === "minutes";
  at("field_minutes").replaceWith(field);
  const chosen = field.querySelector(":checked");
  chosen?.parentElement.scrollIntoView({block: "nearest", inline: "nearest"});
  if (kept) chosen?.focus();
}

function whyNot() {
  const lengths = (...kinds) => proposal.chips.filter(one => kinds.includes(one.why)).map(one => one.minutes);
  const [good] = lengths(""), tight = lengths("tight").length, longest = lengths(...OFFERED).at(-1) ?? proposal.minutes;
  const {count, unit} = baby() ?? {};
  return [good ? (tight || lengths("short").length) && say("why_short", {minutes: good}) : tight && say("why_none"),
    lengths("age").length ? say("why_age", {minutes: longest, age: counted(count, unit)})
      : lengths("long").length ? say("why_long", {minutes: longest})
        : lengths("empty").length && say("why_empty", {minutes: longest})].filter(Boolean).join(" ");
}

function drawOccasions() {
  const older = [];
  for (const input of document.querySelectorAll("input[name=occasion]")) {
    const name = JSON.parse(input.value);
    input.disabled = proposal.occasions[name] === null;
    if (input.disabled) older.push(say(`occasion_${name}`));
  }
  const note = at("field_occasion").querySelector(".why");
  note.hidden = !older.length;
  note.textContent = older.length ? say("occasion_older", {names: listed(older)}) : "";
}

// Where no baby is known, none is taken for older than it is without a word.
function drawAge() {
  const {from_age: from} = proposal, unknown = !baby() && from;
  at("younger").hidden = !unknown;
  if (unknown) at("younger").textContent = say("age_unknown", {age: counted(from.count, from.unit)});
}

// What depends on the routine: its parts, where it begins, and whether a sound may go on after it.
function drawParts() {
  const parts = proposal.all_parts.filter(partName).map(one => [one, partName(one)]);
  at("parts").replaceChildren(
    chips("parts", parts, {label: say("parts"), chosen: wish.parts ?? [], many: true}),
    chips("from_part", [[null, say("from_part_null")], ...parts], {label: say("from_part"), chosen: wish.from_part ?? null}));
  if (proposal.goes_on) at("parts").append(chips("afterwards",
    AFTERWARDS.map(one => [one, one ? lasting(one) : say("afterwards_null")]),
    {label: say("afterwards"), chosen: wish.afterwards ?? null}));
}

const partName = part => has(`part_${part}`) ? say(`part_${part}`) : null;
const named = parts => listed(parts.map(({part, title}) => inSentence((part && partName(part)) || title)));
function sentence() {
  const said = [say("sentence", {minutes: proposal.minutes, parts: named(proposal.parts)})];
  if (proposal.without.length) said.push(say("sentence_without", {parts: named(proposal.without)}));
  if (proposal.more) said.push(say("sentence_more", {minutes: proposal.more.minutes,
    what: proposal.more.kind === "prompt" ? say("time_to_talk") : inSentence(listed(proposal.more.names))}));
  return said.join(" ");
}

async function propose() {
  const mine = ++asked;
  at("begin").disabled = false;
  try {
    const found = await post("plan", wish);
    if (mine !== asked) return;
    proposal = found;
    drawMinutes();
    drawOccasions();
    drawAge();
    drawParts();
    at("sentence").textContent = sentence();
    at("cover").src = `covers/${encodeURIComponent(found.routine)}.png`;
    const title = wish.occasion === "first" && !wish.routine ? say("occasion_first") : found.title;
    const facts = say("begin_facts", {title, minutes: found.minutes});
    at("begin").querySelector("small").textContent = facts;
    setTimeout(() => { if (mine === asked) drawTime(facts, mine); }, PATIENCE);
  } catch (problem) {
    if (mine !== asked) return;
    if (problem.refused && letGo(problem)) {
      draw();
      return propose();
    }
    at("sentence").textContent = problem.message;
    at("begin").disabled = true;
  }
  changed();
}

// Another baby may be too young for what was chosen for the first one; a voice or a routine may be gone by now. What is
// refused is let go: the choice that is named, else the routine with all that is its own. Everything else stays.
function letGo({message, choice, own}) {
  const named = choice in wish, routine = !named || ROUTINES.includes(choice);
  const gone = [...(named ? [choice] : ROUTINES), ...(routine ? OF_ROUTINE : [])].filter(name => name in wish);
  for (const name of gone) delete wish[name];
  if (gone.length) toast(named && !own ? say("choice_gone", {choice: say(choice)}) : message);
  return gone.length > 0;
}

async function drawTime(facts, mine) {
  const {seconds} = await post("time", wished()).catch(() => ({seconds: 0}));
  if (mine !== asked || seconds <= LONG) return;
  const time = seconds < MINUTES ? say("ready_in", {seconds}) : say("ready_in_minutes", {minutes: Math.round(seconds / 60)});
  at("begin").querySelector("small").textContent = `${facts} · ${time}`;
}

// What nobody has chosen yet: a session speaks as the page does; on the first evening it is short, and explains each stroke.
const unasked = () => ({...(offers.first ? {occasion: "first", guidance: "learn"} : {occasion: "moment"}),
  ...(offers.languages?.includes(language) && language !== "en" && {language})});

export function forBaby(id) {
  wish.baby = id;
  delete wish.minutes;
  return propose();
}
// Kept on the computer at once: the next evening begins with what is kept there.
export async function withWords(guidance) {
  await post("words/next", {guidance});
  wish.guidance = guidance;
  draw();
  return propose();
}
export const fewerWords = () => offers.makes ? GUIDANCE[GUIDANCE.indexOf(guidance()) + 1] : undefined;

export async function openChoices(found, onChange) {
  offers = found;
  changed = onChange;
  wish = {...found.last};
  // The first time is over; what was explained then goes on being explained until fewer words are asked for.
  if (wish.occasion === "first" && !offers.first) for (const one of ["occasion", ...OF_ROUTINE]) delete wish[one];
  wish = {...unasked(), ...wish};
  if (!offers.babies.some(one => one.id === wish.baby)) wish.baby = offers.babies[0]?.id ?? null;
  draw();
  await propose();
}
export async function reloadBabies() {
  offers.babies = (await get("tonight.json")).babies;
  return offers.babies;
}

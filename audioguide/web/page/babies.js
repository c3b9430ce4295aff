// The babies of the house: chosen with a tap, kept on the computer.
import {Problem, post} from "./asking.js";
import {baby, forBaby, reloadBabies} from "./choices.js";
import {at, made} from "./elements.js";
import {counted, say} from "./words.js";

const dialog = at("baby"), form = dialog.querySelector("form");
let edited = null;

export function drawBabies(babies) {
  const chosen = baby()?.id;
  const chips = babies.map(one => {
    const button = made("button", {type: "button", className: "chip"},
      made("b", {textContent: one.name}), made("span", {textContent: counted(one.count, one.unit)}));
    const here = one.id === chosen;
    button.setAttribute("aria-pressed", here);
    if (here) button.title = say("baby_edit", {name: one.name});
    button.addEventListener("click", async () => {
      if (here) return edit(one);
      await forBaby(one.id);
      drawBabies(babies);
    });
    return button;
  });
  const add = made("button", {type: "button", className: "chip add",
    textContent: babies.length ? "+" : say("baby_add")});
  if (babies.length) add.setAttribute("aria-label", say("baby_another"));
  add.addEventListener("click", () => edit(null));
  at("babies").replaceChildren(...chips, add);
}

function edit(one) {
  edited = one;
  form.name.value = one?.name ?? "";
  form.day.value = one?.day ?? "";
  at("wrong").textContent = "";
  form.querySelector("[value=remove]").hidden = !one;
  dialog.showModal();
}

async function save() {
  const {id} = await post("babies", {id: edited?.id ?? null, name: form.name.value, day: form.day.value});
  const babies = await reloadBabies();
  await forBaby(id);
  drawBabies(babies);
}

async function remove() {
  await post(`babies/${edited.id}/remove`);
  const babies = await reloadBabies();
  await forBaby(babies[0]?.id ?? null);
  drawBabies(babies);
}

form.addEventListener("submit", event => {
  const what = event.submitter?.value;
  if (what === "cancel") return;
  event.preventDefault();
  (what === "remove" ? remove() : save()).then(() => dialog.close(), problem => {
    if (!(problem instanceof Problem)) throw problem;
    at("wrong").textContent = problem.message;
  });
});

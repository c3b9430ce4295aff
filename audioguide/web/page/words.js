// The words of the page, in the language that the server has put into it.
const words = JSON.parse(document.getElementById("words").textContent);
export const language = document.documentElement.lang;

export const has = key => key in words;
export const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
// A word of the page; a plug-in of somebody else's has none, and is called by its own name.
export const worded = (key, name) => has(key) ? say(key) : name;
export const listed = names => new Intl.ListFormat(language, {type: "unit"}).format(names);
// A title in the middle of a sentence; German nouns keep their capitals.
export const inSentence = title => language === "de" ? title : title.toLowerCase();
export const counted = (count, unit) => count === 1 ? say(`${unit}_1`) : say(unit, {count});
export const lasting = minutes => minutes === 1 ? say("fact_minutes_1") : say("fact_minutes", {minutes});
export const clock = seconds =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// A day as a parent says it: today, yesterday, or Monday, 3 March.
export function spokenDay(day) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(`${day}T00:00`)) / 86400000);
  if (days === 0 || days === 1) return say(days ? "yesterday" : "today");
  return new Date(`${day}T00:00`).toLocaleDateString(language, {weekday: "short", day: "numeric", month: "short"});
}

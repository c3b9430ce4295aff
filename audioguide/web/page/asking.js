// Talking to the computer that serves this page.
import {say} from "./words.js";

export class Problem extends Error {}

async function answered(asked) {
  const answer = await asked.catch(() => { throw new Problem(say("offline")); });
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(document.error ?? say("offline"));
  return document;
}

export const get = path => answered(fetch(path));
const posted = (path, document, more) => fetch(path,
  {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(document), ...more});
export const post = (path, document = {}) => answered(posted(path, document));
// What may be the last word of a page that is closed: it arrives all the same.
let late = Promise.resolve();
export const postLate = (path, document) => { late = posted(path, document, {keepalive: true}).catch(() => {}); };
export const arrived = () => late;

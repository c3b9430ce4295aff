// Talking to the computer that serves this page.
import {say} from "./words.js";

export class Problem extends Error {
  constructor(message, refused = false) {
    super(message);
    this.refused = refused;   // it was understood, and is not possible; else nobody has answered
  }
}

async function answered(asked) {
  const answer = await asked.catch(() => { throw new Problem(say("offline")); });
  const document = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(document.error ?? say("offline"), answer.status === 400);
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

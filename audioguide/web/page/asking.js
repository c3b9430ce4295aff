// Talking to the computer that serves this page.
import {has, say} from "./words.js";

export class Problem extends Error {
  constructor(message, {refused = false, choice = "", own = false} = {}) {
    super(message);
    this.refused = refused;   // it was understood, and is not possible; else nobody has answered
    this.choice = choice;     // what of the wish is not possible, where that is known
    this.own = own;           // the page has words of its own for it
  }
}

async function answered(asked) {
  const answer = await asked.catch(() => { throw new Problem(say("offline")); });
  const document = await answer.json().catch(() => ({}));
  if (answer.ok) return document;
  const {error, word, choice} = document;
  throw new Problem(error ? why(document) : say(answer.status === 404 ? "gone" : "offline"),
    {refused: answer.status === 400, choice, own: has(word)});
}

// Why something is refused, in the words of the page where it has some.
export const why = ({error, word, values}) => has(word) ? say(word, values) : say("refused", {error});

export const get = path => answered(fetch(path));
const posted = (path, document, more) => fetch(path,
  {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(document), ...more});
export const post = (path, document = {}) => answered(posted(path, document));
// What may be the last word of a page that is closed: it arrives all the same.
let late = Promise.resolve();
export const postLate = (path, document) => { late = posted(path, document, {keepalive: true}).catch(() => {}); };
export const arrived = () => late;

// What this browser remembers: a private window may refuse, and then nothing is.
export function recall(store, key) {
  try { return window[store].getItem(key); } catch { return null; }
}
export function keep(store, key, value) {
  try { value === null ? window[store].removeItem(key) : window[store].setItem(key, value); } catch { /* refused */ }
}

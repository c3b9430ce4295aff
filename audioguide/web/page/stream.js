// What the computer tells as it changes: a stream of events, which is opened anew wherever it is lost.
const SILENCE = 15000;   // milliseconds: the computer says every 5 s that it is still there

// `lost` is called while nothing comes through, `gone` where the computer knows nothing of it any more.
export function watch(path, {news, lost, gone = () => {}}) {
  let source = null, heard = 0;
  const here = () => { heard = performance.now(); };
  const open = () => {
    source?.close();
    here();
    source = new EventSource(path);
    source.onmessage = event => { here(); news(JSON.parse(event.data)); };
    source.addEventListener("alive", here);
    source.onerror = () => source.readyState === EventSource.CLOSED ? gone() : lost();
  };
  const look = setInterval(() => { if (performance.now() - heard > SILENCE) { lost(); open(); } }, 1000);
  addEventListener("offline", lost);
  addEventListener("online", open);
  open();
  return {close() {
    source.close();
    clearInterval(look);
    removeEventListener("offline", lost);
    removeEventListener("online", open);
  }};
}

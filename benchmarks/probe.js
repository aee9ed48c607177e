/**
 * Runs in the page before the page's own scripts, and watches from inside: what the frames cost, when the first ball
 * moves, and how long a hand waits for the new paths.
 */
(() => {
  const nextFrame = window.requestAnimationFrame.bind(window);
  const frames = []; // [timestamp, milliseconds in callbacks] of every frame that had callbacks
  const edits = []; // of every answered start: milliseconds from the pointer until ...
  const swarms = []; // of every swarm: milliseconds from the last change by a hand until ...
  const counts = { ground: 0, race: 0 };
  performance.setResourceTimingBufferSize(5000);

  window.requestAnimationFrame = (callback) =>
    nextFrame((now) => {
      const begin = performance.now();
      try {
        callback(now);
      } finally {
        const spent = performance.now() - begin;
        const last = frames.at(-1);
        if (last?.[0] === now) last[1] += spent;
        else frames.push([now, spent]);
      }
    });

  const frame = () => new Promise((resolve) => nextFrame(resolve));
  const afterFrame = async () => {
    await frame();
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    return performance.now();
  };

  /** The hub of this page: modules are singletons, so importing it again gives the app's own. */
  async function findHub() {
    for (;;) {
      const entry = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/stage/hub.js"));
      if (entry) return (await import(entry.name)).hub;
      await frame();
    }
  }

  /** Wall-clock milliseconds at which each part of the first picture was there. */
  async function firstBall() {
    const marks = { page: performance.timeOrigin };
    const hub = await findHub();
    marks.modules = Date.now();
    const there = {
      ground: () => hub.ground,
      race: () => hub.race,
      clock: () => hub.race && hub.time > 0,
      map: () => document.querySelector(".steepest-stage .plot")?._fullLayout?.xaxis?._length > 0,
    };
    for (;;) {
      for (const [name, is] of Object.entries(there)) if (!(name in marks) && is()) marks[name] = Date.now();
      if ("clock" in marks && "map" in marks) break;
      await frame();
    }
    return { ...marks, moving: Math.max(marks.clock, marks.map), missed: hub.time };
  }

  /** From pointer to picture. A race carries the start that it was asked for, so both ends of an edit are known. */
  async function watchEdits() {
    const hub = await findHub();
    const asked = new Map();
    let pointer = 0;
    let changed = 0;
    for (const name of ["pointermove", "pointerup"]) {
      window.addEventListener(name, (event) => (pointer = event.timeStamp), { capture: true });
    }
    for (const name of ["change", "pointerup"]) {
      window.addEventListener(name, (event) => (changed = event.timeStamp), { capture: true });
    }
    hub.addEventListener("start", () => asked.set(String(hub.start), pointer));
    const put = hub.put;
    hub.put = function (name, value) {
      if (name in counts) counts[name] += 1;
      const begin = performance.now();
      put.call(hub, name, value);
      const drawn = performance.now();
      if (name === "swarm" && value) {
        const at = changed;
        afterFrame().then((end) => swarms.push({ answered: begin - at, drawing: drawn - begin, shown: end - at }));
      }
      if (name !== "race") return;
      const at = asked.get(String(value.start));
      if (at === undefined) return;
      asked.delete(String(value.start));
      afterFrame().then((end) => edits.push({ answered: begin - at, drawing: drawn - begin, shown: end - at }));
    };
    return hub;
  }

  window.probe = { frames, edits, swarms, counts, moving: firstBall(), hub: watchEdits() };
})();

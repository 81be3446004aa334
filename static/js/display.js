/* The lobby screen: fetched anew each minute. When the network is gone the last good page stays, and
   says how old it is. Nothing is kept beyond the page itself, so that it runs for weeks. */
(() => {
  "use strict";

  const MINUTE = 60000;
  const LATE = 2.5 * MINUTE; // two refreshes missed
  const inSeoul = new Intl.DateTimeFormat("ko-KR", {
    timeZone: "Asia/Seoul",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  let good = Date.now();

  const tell = () => {
    const now = Date.now();
    document.getElementById("clock").textContent = inSeoul.format(now);
    const stale = document.getElementById("stale");
    const age = now - good;
    stale.hidden = age < LATE;
    if (!stale.hidden) {
      stale.textContent = stale.dataset.words
        .replace("{time}", inSeoul.format(good))
        .replace("{minutes}", Math.round(age / MINUTE));
    }
  };

  const refresh = async () => {
    try {
      const answer = await fetch(location.href, {
        cache: "no-store",
        signal: AbortSignal.timeout(MINUTE / 2),
      });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("screen");
      if (!fresh) throw new Error("no screen");
      document.getElementById("screen").replaceWith(document.adoptNode(fresh));
      document.querySelector(".display-day").textContent =
        page.querySelector(".display-day").textContent;
      good = Date.now();
    } catch {
      // The page that is there stays; `tell` says how old it is.
    }
    tell();
  };

  setInterval(refresh, MINUTE);
  window.addEventListener("online", refresh);
})();

/* Small comforts on pages that work without them.
   Errors: the summary takes the focus, so that it is read first.
   Parts swapped in by htmx: their heading is said to people who do not see the page change, and
   the focus stays where it was, or goes to that heading where its place is gone.
   Drafts are saved as they are typed: what was typed last is sent when the page is left. */
(() => {
  "use strict";

  const focusSummary = () => document.querySelector("[data-error-summary]")?.focus();

  const announce = () => {
    const status = document.getElementById("status");
    const news = document.querySelector("[data-announce]");
    if (status && news) status.textContent = news.textContent;
  };

  let lastFocused = "";
  document.addEventListener("focusin", (event) => {
    lastFocused = event.target.id;
  });

  const keepFocus = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const same = lastFocused && document.getElementById(lastFocused);
    (same || document.querySelector("[data-announce]"))?.focus();
  };

  let unsent = null;
  document.addEventListener("input", (event) => {
    unsent = event.target.closest?.("form")?.querySelector("[data-leaving]") ?? unsent;
  });
  document.addEventListener("submit", () => {
    unsent = null;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !unsent) return;
    const typed = new FormData(unsent.closest("form"));
    [...typed].forEach(([name, value]) => value instanceof File && typed.delete(name));
    navigator.sendBeacon(unsent.dataset.leaving, typed);
    unsent = null;
  });

  document.addEventListener("DOMContentLoaded", focusSummary);
  document.addEventListener("htmx:after:swap", (event) => {
    // A part that says by itself what is new, while somebody types: nothing else moves.
    if (event.target.closest?.("[data-quiet]")) return;
    announce();
    keepFocus();
    focusSummary();
  });
})();

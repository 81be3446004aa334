/* Small comforts on pages that work without them.
   Errors: the summary takes the focus, so that it is read first.
   Parts swapped in by htmx: their heading is said to people who do not see the page change, and
   the focus stays where it was, or goes to that heading where its place is gone. */
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

  document.addEventListener("DOMContentLoaded", focusSummary);
  document.addEventListener("htmx:after:swap", () => {
    announce();
    keepFocus();
    focusSummary();
  });
})();

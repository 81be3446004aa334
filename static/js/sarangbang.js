/* Small comforts on pages that work without them.
   Errors: the summary takes the focus, so that it is read first.
   Parts swapped in by htmx: their heading is said to people who do not see the page change. */
(() => {
  "use strict";

  const focusSummary = () => document.querySelector("[data-error-summary]")?.focus();

  const announce = () => {
    const status = document.getElementById("status");
    const news = document.querySelector("[data-announce]");
    if (status && news) status.textContent = news.textContent;
  };

  document.addEventListener("DOMContentLoaded", focusSummary);
  document.addEventListener("htmx:after:swap", () => {
    announce();
    focusSummary();
  });
})();

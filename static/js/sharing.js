/* Passing an event on: the buttons appear where the browser can do what they say. The address and
   the letter stand on the page in any case. */
(() => {
  "use strict";

  const begin = (bar) => {
    const { share: url, title, copied } = bar.dataset;
    const button = (name) => bar.querySelector(`[data-do='${name}']`);

    if (navigator.share) {
      button("share").hidden = false;
      button("share").addEventListener("click", () => {
        navigator.share({ title, url }).catch(() => {}); // closed again: nothing happened
      });
    }
    if (navigator.clipboard) {
      button("copy").hidden = false;
      button("copy").addEventListener("click", async () => {
        await navigator.clipboard.writeText(url);
        document.getElementById("status").textContent = copied;
        button("copy").textContent = copied;
      });
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-share]").forEach(begin);
  });
})();

/* The month by arrow keys. One day takes part in the order of Tab, as in a date picker; the links
   within the days stay in it. The table stays a table for who reads it with a screen reader. */
(() => {
  "use strict";

  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const TURNS = { PageUp: "prev", PageDown: "next" };
  const CARRIED = "month-by-keys"; // the month was turned by a key, so the keys go on there

  const begin = (table) => {
    const days = [...table.querySelectorAll("td")];
    const isShown = (day) => day.offsetParent !== null;

    const choose = (day) => {
      days.forEach((one) => one.removeAttribute("tabindex"));
      day.tabIndex = 0;
      return day;
    };

    const turn = (rel) => {
      const link = document.querySelector(`.week-nav a[rel='${rel}']`);
      if (!link) return;
      sessionStorage.setItem(CARRIED, rel);
      link.click();
    };

    const step = (day, by) => {
      let at = days.indexOf(day) + by;
      while (days[at] && !isShown(days[at])) at += Math.sign(by);
      if (days[at]) choose(days[at]).focus();
      else turn(by < 0 ? "prev" : "next");
    };

    const edge = (day, isFirst) => {
      const week = [...day.parentElement.cells].filter(isShown);
      choose(week.at(isFirst ? 0 : -1)).focus();
    };

    table.addEventListener("keydown", (event) => {
      const day = event.target;
      const { key } = event;
      if (!days.includes(day) || event.altKey || event.ctrlKey || event.metaKey) return;
      if (key in STEPS) step(day, STEPS[key]);
      else if (key in TURNS) turn(TURNS[key]);
      else if (key === "Home" || key === "End") edge(day, key === "Home");
      else if (key === "Enter") day.querySelector("a")?.focus();
      else return;
      event.preventDefault();
    });
    table.addEventListener("click", (event) => {
      const day = event.target.closest("td");
      if (day) choose(day);
    });

    const within = days.filter((day) => isShown(day) && !day.classList.contains("is-outside"));
    const first = table.querySelector("td.is-today:not(.is-outside)") ?? within[0];
    if (!first) return;
    document.getElementById("month-keys").hidden = false;
    const carried = sessionStorage.getItem(CARRIED);
    sessionStorage.removeItem(CARRIED);
    choose(carried === "prev" ? within.at(-1) : carried ? within[0] : first);
    if (carried) table.querySelector("td[tabindex]").focus();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("table.month").forEach(begin);
  });
})();

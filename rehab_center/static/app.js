// Comfort only: every page works without this file.
(() => {
  "use strict";

  // --- "/" goes to the page's own search box, or to the one in the bar ------------------------------------------------

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    // Where a form waits to be filled in, a "/" typed beside its fields ("8/1985") leads neither away nor to the browser's
    // own search, and the Enter after it does nothing; nor where the button itself is what waits.
    if (document.querySelector('main form[method="post"] :is(input:not([type=hidden]), select, textarea, [autofocus])')) {
      return event.preventDefault();
    }
    const box = document.querySelector('main [data-key="/"]') || document.querySelector('[data-key="/"]');
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // --- a field that was filled in beforehand: typing replaces it; in one of several lines it goes on behind it ------------

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches("[data-proposed]") || target.value !== target.defaultValue) return;
    if (target.matches("textarea")) target.setSelectionRange(target.value.length, target.value.length);
    else target.select();
  });

  // --- menus that open close again -------------------------------------------------------------------------------------

  const openMenus = () => document.querySelectorAll("details[data-closes][open]");

  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // --- what a choice of a row asks for is there at once ----------------------------------------------------------------

  document.addEventListener("change", ({ target }) => {
    const asks = target.matches("select") && target.closest("[data-asks-note]");
    const row = asks && target.closest("tr");
    if (!row) return;
    row.querySelectorAll("[data-asked]").forEach((part) => {
      const ways = asks.getAttribute(`data-asks-${part.dataset.asked}`).split(" ");
      part.hidden = !ways.includes(target.value) && !part.querySelector("input").value;
    });
  });

  // --- what is wrong gets the focus, else what is to be read first -----------------------------------------------------

  const wrong = document.querySelector("[role=alert][data-focus]") || document.querySelector("[data-focus]");
  // At the gate one types on: where one field alone is wrong, the next keys go into it.
  const named = wrong && wrong.closest(".gate-entry") ? wrong.querySelectorAll("li") : [];
  const link = named.length === 1 && named[0].querySelector('a[href^="#"]');
  const single = link && document.getElementById(link.hash.slice(1));
  if (single && single.matches("input:not([type=checkbox], [type=radio])")) single.select();
  if (wrong) (single || wrong).focus();

  // --- from a message to its field, leaving no mark in the address: the next page's would pull the focus there --------

  document.addEventListener("click", (event) => {
    const link = event.target.closest('.error-summary a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    field.focus();
    if (document.activeElement !== field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
  });

  // --- a day in words while it is typed --------------------------------------------------------------------------------

  const WEEKDAYS = {
    vi: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
    en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  };
  const SHAPES = [
    [/^(\d{4})-(\d{1,2})-(\d{1,2})$/, [1, 2, 3]],
    [/^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})$/, [3, 2, 1]],
    [/^(\d{2})(\d{2})(\d{4}|\d{2})$/, [3, 2, 1]],
  ];

  // The same reading as rehab_center/dates.py; the server decides.
  const readDay = (text, pivot) => {
    for (const [shape, [y, m, d]] of SHAPES) {
      const found = shape.exec(text.trim());
      if (!found) continue;
      let year = Number(found[y]);
      if (found[y].length === 2) {
        const century = Math.floor(pivot / 100) * 100;
        year += year <= pivot % 100 ? century : century - 100;
      }
      const day = new Date(Date.UTC(year, found[m] - 1, found[d]));
      return day.getUTCMonth() === found[m] - 1 && day.getUTCDate() === Number(found[d]) ? day : null;
    }
    return null;
  };

  const two = (number) => String(number).padStart(2, "0");

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (!box.dataset || !box.dataset.day) return;
    const echo = document.getElementById(`${box.id}-echo`);
    const day = readDay(box.value, Number(box.dataset.day));
    const words = WEEKDAYS[box.dataset.language] || WEEKDAYS.vi;
    echo.value = day
      ? `${words[day.getUTCDay()]}, ${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`
      : "";
  });

  // --- communes: names while one types; one that is chosen fills in what it belongs to ------------------------------------

  const suggestFor = (box) => {
    const known = document.getElementById(box.getAttribute("list"));
    const before = [...known.children];
    let offered = [];
    let waiting = 0;
    let running = null;

    const offer = async () => {
      if (running) running.abort();
      running = new AbortController();
      try {
        const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, {
          signal: running.signal,
          credentials: "same-origin",
        });
        if (!answer.ok) return;
        offered = await answer.json();
        known.replaceChildren(...offered.map((unit) => new Option("", unit.text)), ...before);
      } catch (problem) {
        if (problem.name !== "AbortError") offered = [];
      }
    };

    const fillIn = (unit) => {
      for (const name of ["commune", "district", "province"]) {
        const field = box.form.elements[name];
        if (field) field.value = unit[name];
      }
    };

    box.addEventListener("input", () => {
      clearTimeout(waiting);
      const chosen = offered.find((unit) => unit.text === box.value);
      if (chosen) return fillIn(chosen);
      if (box.value.trim().length > 1) waiting = setTimeout(offer, 180);
    });
  };

  document.querySelectorAll("input[data-suggest]").forEach(suggestFor);

  // --- lists: the table follows while one types ------------------------------------------------------------------------

  const addressOf = (form) => {
    const given = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) given.append(name, value);
    const query = given.toString();
    return form.getAttribute("action") + (query ? `?${query}` : "");
  };

  const follow = (form) => {
    const key = form.dataset.listing;
    const region = () => document.querySelector(`[data-region="${key}"]`);
    let waiting = 0;
    let running = null;

    const show = async () => {
      if (running) running.abort();
      const present = (running = new AbortController());
      const address = addressOf(form);
      region().setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address, { signal: present.signal, credentials: "same-origin" });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector(`[data-region="${key}"]`);
        if (!answer.ok || !fresh) return window.location.assign(address);
        region().replaceWith(fresh);
        form.querySelector("[data-announce]").textContent = fresh.querySelector(".list-count").textContent.trim();
        window.history.replaceState(null, "", address);
      } catch (problem) {
        if (problem.name !== "AbortError") form.submit();
      }
    };

    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      const range = event.target.closest(".filter-days");
      if (!range) waiting = setTimeout(show, event.target.tagName === "SELECT" ? 0 : 220);
    });
    form.addEventListener("change", (event) => {
      if (event.target.closest(".filter-days")) show();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      show();
    });
  };

  document.querySelectorAll("form[data-listing]").forEach(follow);

  // --- Enter sends a form from its lists too, as from its text fields; one that is open takes Enter for itself ------------

  const choosing = (list) => {
    let open = false;
    list.addEventListener("mousedown", () => { open = !open; });
    for (const over of ["change", "blur"]) list.addEventListener(over, () => { open = false; });
    list.addEventListener("keydown", (event) => {
      if (event.key === " " || event.key === "F4" || (event.altKey && event.key.startsWith("Arrow"))) open = !open;
      if (event.key === "Escape") open = false;
      if (event.key !== "Enter") return;
      if (!open) {
        event.preventDefault();
        list.form.requestSubmit(list.form.querySelector("[data-enter]"));
      }
      open = false;
    });
  };

  document.querySelectorAll("form").forEach((form) => {
    if (form.querySelector("[data-enter]")) form.querySelectorAll("select").forEach(choosing);
  });

  // --- one press is enough ---------------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
})();

// What is typed into a form goes to the server while one types, so that a power cut or a closed window loses nothing.
// Comfort only: without this file every answer that refuses a form keeps its draft all the same.
(() => {
  "use strict";

  const SOON = 1200; // after the last key
  const AT_MOST = 6000; // while somebody types without a pause

  // --- putting texts into fields ---------------------------------------------------------------------------------------

  const controlsOf = (form, name) => [...form.elements].filter((one) => one.name === name && one.type !== "file");

  const put = (form, name, texts) => {
    for (const control of controlsOf(form, name)) {
      if (control.type === "checkbox" || control.type === "radio") control.checked = texts.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = texts.includes(option.value);
      else control.value = texts.length ? texts[0] : "";
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  // --- keeping ---------------------------------------------------------------------------------------------------------

  // What was sent first may arrive last: the server goes by the number.
  const count = (form) => {
    const number = form.elements["draft-number"];
    number.value = Number(number.value) + 1;
  };

  const bodyOf = (form) => {
    count(form);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body;
  };

  const keepUp = (form) => {
    const place = form.dataset.draft;
    let changed = false;
    let waiting = 0;
    let since = 0;
    let running = false;
    let said = null;

    const tell = (words) => {
      if (!said) {
        said = document.createElement("p");
        said.className = "draft-said";
        said.setAttribute("role", "status");
        form.append(said);
      }
      said.textContent = words;
    };

    const send = async () => {
      clearTimeout(waiting);
      waiting = since = 0;
      if (!changed || running) return;
      changed = false;
      running = true;
      try {
        const answer = await fetch(place, { method: "POST", body: bodyOf(form), credentials: "same-origin" });
        const known = answer.ok || answer.status === 422;
        if (known) tell((await answer.json()).said);
        else tell(answer.status === 400 || answer.status === 401 ? form.dataset.draftOut : form.dataset.draftFailed);
      } catch {
        changed = true;
        tell(form.dataset.draftFailed);
        return;
      } finally {
        running = false;
      }
      if (changed) send();
    };

    const sendLast = () => {
      if (changed && navigator.sendBeacon(place, bodyOf(form))) changed = false;
    };

    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return; // a file is never part of a draft
      changed = true;
      since = since || Date.now();
      clearTimeout(waiting);
      waiting = setTimeout(send, Math.max(0, Math.min(SOON, since + AT_MOST - Date.now())));
    });
    form.addEventListener("change", (event) => { if (event.target.type !== "file") send(); });
    form.addEventListener("submit", () => { clearTimeout(waiting); count(form); });
    window.addEventListener("pagehide", sendLast);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") sendLast(); });
  };

  // --- coming back -----------------------------------------------------------------------------------------------------

  // A form that the server does not fill by itself.
  const fill = (form) => {
    const texts = new Map();
    for (const [name, text] of JSON.parse(form.dataset.typed)) texts.set(name, [...(texts.get(name) || []), text]);
    for (const [name, some] of texts) if (!name.startsWith("draft-")) put(form, name, some);
  };

  document.querySelectorAll("[data-draft-go-on]").forEach((link) => {
    link.addEventListener("click", (event) => {
      const form = document.getElementById(link.getAttribute("href").slice(1));
      const first = form && form.querySelector("input:not([type=hidden]):not([type=radio]), select, textarea");
      if (!first) return;
      event.preventDefault();
      link.closest("[data-draft-band]").hidden = true;
      first.focus();
    });
  });

  // --- two savers: the fields below show what is chosen above ----------------------------------------------------------

  const choose = (choice) => put(choice.form, choice.dataset.field, JSON.parse(choice.dataset.puts).map((pair) => pair[1]));

  const chooseBetween = (form) => {
    const choices = [...form.querySelectorAll("[data-puts]")];
    choices.forEach((choice) => choice.addEventListener("change", () => choose(choice)));
    form.addEventListener("input", (event) => {
      const yours = choices.find((one) => one.value === "yours" && one.dataset.field === event.target.name);
      if (yours && event.isTrusted) yours.checked = true;
    });
    choices.filter((choice) => choice.checked && choice.value !== "yours").forEach(choose);
  };

  document.querySelectorAll("form[data-typed]").forEach(fill);
  document.querySelectorAll("form").forEach((form) => { if (form.querySelector("[data-puts]")) chooseBetween(form); });
  document.querySelectorAll("form[data-draft]").forEach((form) => { if (form.dataset.draft) keepUp(form); });
})();

// Keeps an answer on the device while the line is down, and sends it as soon as it is back. Without scripts the page
// itself keeps what was typed: the browser offers to send the form again.
//
// A form opts in with data-keep-unsent="<its own name>" and data-unsent-fields="<the answer's fields>". Only those
// fields are kept, with the form's key, so that no free text about a person rests on the device; what is kept is
// removed once the server has it. The key makes one answer of a form that arrives twice.

const PAUSE_MS = 5_000;
const ALWAYS = ["item", "key", "seen"];

const place = (form) => `onroll-unsent-${form.dataset.keepUnsent}`;
const kept = (form) => JSON.parse(localStorage.getItem(place(form)) ?? "[]");

function keep(form, entries) {
  if (entries.length) localStorage.setItem(place(form), JSON.stringify(entries));
  else localStorage.removeItem(place(form));
}

function say(form, words) {
  let line = form.querySelector("[data-unsent-words]");
  if (!line) {
    line = document.createElement("p");
    line.className = "govuk-inset-text";
    line.dataset.unsentWords = "";
    line.setAttribute("role", "status");
    form.querySelector(".govuk-button-group").before(line);
  }
  line.textContent = words;
}

const isLineDown = (fault) => fault instanceof TypeError;

function send(form, address, pairs) {
  const body = new URLSearchParams(pairs);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  return fetch(address, { method: "POST", body, credentials: "same-origin" });
}

// An answer is taken where the server leads on within the interview: a sign-in page, say, has taken nothing.
const isTaken = (form, answer) => answer.redirected && new URL(answer.url).pathname.startsWith(form.dataset.goesOnAt);

// What an earlier page could not send. Returns whether the line is up and all was taken; what is refused, because the
// question was answered meanwhile, is named and dropped.
async function sendKept(form) {
  let entries = kept(form);
  const refused = [];
  while (entries.length) {
    try {
      const answer = await send(form, entries[0].address, entries[0].pairs);
      if (answer.redirected && !isTaken(form, answer)) return false;
      if (!answer.redirected) refused.push(Object.fromEntries(entries[0].pairs).item);
    } catch (fault) {
      if (isLineDown(fault)) return false;
      throw fault;
    }
    entries = entries.slice(1);
    keep(form, entries);
  }
  if (refused.length) say(form, `Not taken, since it was answered meanwhile: ${refused.join(", ")}. See all answers so far.`);
  return refused.length === 0;
}

function watch(form) {
  const names = new Set([...ALWAYS, ...form.dataset.unsentFields.split(" ").filter(Boolean)]);
  let timer;
  const hold = (pairs, address) => {
    const lasting = pairs.filter(([name]) => names.has(name) || name === "leave_open");
    const entry = { key: form.elements.key.value, address, pairs: lasting };
    keep(form, [...kept(form).filter((each) => each.key !== entry.key), entry]);
  };
  const go = async (pairs, address) => {
    clearTimeout(timer);
    try {
      const answer = await send(form, address, pairs);
      if (answer.redirected && !isTaken(form, answer)) {
        hold(pairs, address);
        location.assign(answer.url);
        return;
      }
      keep(form, kept(form).filter((entry) => entry.key !== form.elements.key.value));
      if (answer.redirected) {
        location.assign(answer.url);
      } else {
        // Refused: the server's page says why, and the browser shows it best by sending the form itself.
        form.submit();
      }
    } catch (fault) {
      if (!isLineDown(fault)) throw fault;
      hold(pairs, address);
      say(form, "There is no connection. The answer is kept on this device and is sent when the connection is back.");
      timer = setTimeout(() => go(pairs, address), PAUSE_MS);
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pairs = [...new FormData(form, event.submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
    go(pairs, form.getAttribute("action") || location.pathname);
  });
  if (kept(form).length) {
    say(form, "An answer was kept on this device while there was no connection. It is being sent.");
    sendKept(form).then((isSent) => {
      if (isSent) location.replace(form.dataset.goesOnAt);
    });
  }
}

for (const form of document.querySelectorAll("form[data-keep-unsent]")) watch(form);

// Starts GOV.UK Frontend's components, and shows the progress of a large upload. Every page works without it.

const LARGE_BYTES = 1_000_000;

function sizeWords(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

const PAUSE_MS = 350;
const SHORTEST = 2;

// A search box that answers when the typing pauses. It sends the form as its button would, so that nothing typed is
// ever part of an address; an answer that was overtaken by more typing is dropped.
function answerAsOneTypes(form) {
  const place = document.getElementById(form.dataset.answerIn);
  const status = form.querySelector("[data-says-what-was-found]");
  const input = form.querySelector("input[type=text]");
  let timer, asked;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    if (input.value.trim().length < SHORTEST) {
      place.replaceChildren();
      status.textContent = "";
      return;
    }
    try {
      const body = new FormData(form);
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" }, signal });
      const text = await answer.text();
      if (signal.aborted) return;
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      place.innerHTML = text;
      status.textContent = place.querySelector("[data-summary]")?.textContent ?? "";
    } catch {
      if (signal.aborted) return;
      place.textContent = "The search did not answer. Press Find to search.";
      status.textContent = place.textContent;
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
  });
}

function start(frontend) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  frontend.initAll();
  for (const form of document.querySelectorAll("form[data-answer-in]")) answerAsOneTypes(form);
  for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
    form.addEventListener("submit", (event) => {
      const input = form.querySelector("input[type=file]");
      const file = input?.files[0];
      if (!file || file.size < LARGE_BYTES || event.defaultPrevented) return;
      event.preventDefault();
      if (file.size > Number(input.dataset.limitBytes || Infinity)) {
        const words = `${input.dataset.limitWords}. ${file.name} is ${sizeWords(file.size)} and was not sent.`;
        place(form, event.submitter, words, "alert");
      } else {
        sendWithProgress(form, event.submitter, file, frontend);
      }
    });
  }
}

// The answer is a page, just as it would be without scripts: an error page under the same address, or the page that
// a redirect led to. It is shown as it came, since asking for it again would lose the message of what was done.
function showAnswer(request, frontend) {
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.responseURL !== location.href) {
    history.pushState({}, "", request.responseURL);
    addEventListener("popstate", () => location.reload(), { once: true });
  }
  document.title = answer.title;
  document.body.replaceWith(answer.body);
  scrollTo(0, 0);
  start(frontend);
  if (!document.querySelector(".govuk-error-summary, [role=alert]")) {
    const main = document.getElementById("main-content");
    main.tabIndex = -1;
    main.focus();
  }
}

// A line above the button that is read out as it changes; an earlier one makes way for it.
function place(form, button, words, role) {
  form.querySelector(".onroll-upload")?.remove();
  const box = document.createElement("div");
  box.className = "onroll-upload";
  const line = document.createElement("p");
  line.setAttribute("role", role);
  if (role === "alert") line.className = "govuk-error-message";
  box.append(line);
  button.before(box);
  line.textContent = words;
  return line;
}

function sendWithProgress(form, button, file, frontend) {
  const body = new FormData(form, button);
  const status = place(form, button, `Sending ${file.name}, ${sizeWords(file.size)}.`, "status");
  const bar = document.createElement("progress");
  bar.className = "onroll-upload__bar";
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", "Progress of the upload");
  status.after(bar);
  button.disabled = true;

  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.upload.addEventListener("load", () => {
    status.textContent = "Sent. It is being checked now.";
  });
  request.addEventListener("load", () => showAnswer(request, frontend));
  request.addEventListener("error", () => {
    bar.remove();
    button.disabled = false;
    status.textContent = "The connection broke and nothing was saved. Try again.";
  });
  request.open("POST", form.action);
  request.send(body);
}

const own = document.querySelector("script[data-frontend]");
start(await import(own.dataset.frontend));

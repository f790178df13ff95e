// Retries: the shop's server fails, and the callback comes again, and again.

import { bringIntoView, find, findAll, h, say } from "../lib/dom.js";
import { duration } from "../lib/duration.js";
import { statusLine } from "../lib/status.js";
import { Walk } from "../model/walk.js";
import { exchangeView, toEnd } from "../views/exchange.js";
import { timeline } from "../views/timeline.js";

const DAY_MS = 86_400_000;

/** Why there is nothing yet to deliver again. */
const ONCE_FIRST = "To deliver it again, let it be delivered first.";

/** @param {HTMLElement} section */
export function mount(section) {
  const part = (name) => find(`[data-${name}]`, section);
  /**
   * An order of this step's own: hours go by here, and the server fails, and neither is to be felt in other steps.
   *
   * @type {Walk}
   */
  let scene;
  let paidAt = 0;
  /** What was asked for so far. @type {Promise<void>} */
  let acted = Promise.resolve();
  /** @type {Promise<void> | undefined} */
  let started;

  async function start() {
    scene = new Walk();
    scene.shop.isFailing = true;
    await scene.reach("decision");
    paidAt = scene.now();
    part("session").replaceChildren();
    part("reconciled").hidden = true;
    draw();
  }

  /** What happened so far, in milliseconds since the payment. */
  function story() {
    const { attempts, nextAttemptAt, state } = scene.delivery();
    const made = attempts.map(({ at, status }) => ({
      after: Date.parse(at) - paidAt,
      status,
      isDelivered: status === 200,
    }));
    const next = nextAttemptAt ? Date.parse(nextAttemptAt) - paidAt : undefined;
    const again = scene.shop.arrivals.slice(made.length).at(-1)?.answer;
    return { attempts: made, next, state, now: scene.now() - paidAt, again };
  }

  const actions = {
    async next() {
      const { next, now } = story();
      if (next === undefined) return "Nothing is due.";
      await scene.advance(Math.max(next - now, 0));
      return summary(story()).title;
    },
    async day() {
      const { now } = story();
      if (now >= DAY_MS) return "24 hours have already passed.";
      await scene.advance(DAY_MS - now);
      return `24 hours have passed. ${summary(story()).title}`;
    },
    async switch() {
      scene.shop.isFailing = !scene.shop.isFailing;
      return scene.shop.isFailing ? "The server fails from now on." : "The server works again.";
    },
    async twice() {
      if (story().state !== "delivered") return ONCE_FIRST;
      const { url, ...request } = scene.delivery().request;
      await scene.shop.receive(new Request(url, request));
      return `${summary(story()).title}. The payment was handled ${times(scene.shop.paid.length)}.`;
    },
    async restart() {
      await start();
      return "A new order is paid, and your server fails.";
    },
    async read() {
      // The token of the payment's hour has expired long since.
      await scene.reach("token");
      const exchange = await scene.readSession();
      const view = exchangeView(exchange, { label: "Fetch the session" });
      part("session").replaceChildren(view);
      part("reconciled").hidden = false;
      toEnd(view);
      bringIntoView(view);
      return `The session's status is ${JSON.parse(exchange.response.body).status}.`;
    },
  };

  for (const button of findAll("button[data-do]", section)) {
    // One after another: a second click must not reckon from a clock that is still moving.
    button.addEventListener("click", () => {
      acted = acted.then(() => act(button.dataset.do)).catch(reportError);
    });
  }

  async function act(name) {
    await started;
    const outcome = await actions[name]();
    draw();
    if (name !== "read") bringIntoView(part("verdict"));
    say(outcome);
  }

  function draw() {
    const now = story();
    const { isFailing, paid, arrivals } = scene.shop;
    part("server").textContent = isFailing ? "fails" : "works";
    part("server").dataset.tone = isFailing ? "bad" : "good";
    part("clock").textContent = duration(now.now);
    part("handled").textContent = times(paid.length);
    find('[data-do="switch"]', section).textContent = isFailing ? "Repair the server" : "Break the server";
    off("next", now.next === undefined);
    off("day", now.now >= DAY_MS);
    off("twice", now.state !== "delivered");
    find("#twice-reason", section).textContent = now.state === "delivered" ? "" : ONCE_FIRST;
    const { tone, title, text } = summary(now);
    part("verdict").dataset.tone = tone;
    part("verdict").replaceChildren(h("b", {}, title), h("p", {}, text));
    drawPicture(now);
    part("rows").replaceChildren(...rows(now, arrivals));
  }

  /** How wide the picture is, in pixels; nothing while the step is not shown. */
  let width = 0;
  // Asking for the width would lay the page out once more in the task that fills it.
  new ResizeObserver(([{ contentRect }]) => {
    width = Math.floor(contentRect.width);
    if (scene?.delivery()) drawPicture(story());
  }).observe(part("picture"));

  function drawPicture(now) {
    if (width > 0)
      part("picture").replaceChildren(timeline(width, { ...now, isGivenUp: now.state === "given-up" }));
  }

  // Focus stays where it is: a button that has nothing to do says so, instead of vanishing from the order of focus.
  const off = (name, isOff) =>
    find(`[data-do="${name}"]`, section).setAttribute("aria-disabled", String(isOff));

  return {
    async show() {
      started ??= start();
      await started;
    },
  };
}

/** Where the delivery stands, in a sentence and what follows from it. */
function summary({ attempts, next, now, state, again }) {
  const last = attempts.at(-1);
  const count = `Attempt ${attempts.length}`;
  if (again) {
    const text = "The handler knows this payment, so it answers 200 and doesn't run your function again.";
    return { tone: "good", title: `Delivered again: ${again.status} ${again.code}`, text };
  }
  if (!last) {
    const text = "The API is about to post the callback to your server.";
    return { tone: "mind", title: "Paid, and the first attempt is due", text };
  }
  if (state === "delivered") {
    const text =
      "200 ends it: the API won't send this callback again. It was handled once, however often it was tried.";
    return { tone: "good", title: `${count} was answered ${statusLine(200)}`, text };
  }
  if (state === "given-up") {
    const text =
      "The next attempt would fall after 24 hours, so no more callbacks will come, even if you repair the server. " +
      "The customer has still paid: fetch the session.";
    return { tone: "bad", title: `${count} failed too: the API has given up`, text };
  }
  const text =
    "Your function threw, so the handler released the payment and answered 500. " +
    `The API tries again in ${duration(next - now)}.`;
  return { tone: "bad", title: `${count} was answered ${statusLine(last.status)}`, text };
}

const times = (count) => (count === 1 ? "once" : count === 0 ? "not yet" : `${count} times`);

/** Each attempt with what the server answered; then the one that is due, and what was sent again by hand. */
function rows({ attempts, next }, arrivals) {
  const waited = (after, before) => (before ? duration(after - before.after) : "–");
  const made = attempts.map(({ after, status, isDelivered }, at) => {
    const { code } = arrivals[at].answer;
    return row(
      isDelivered ? "good" : "bad",
      at + 1,
      [duration(after), waited(after, attempts[at - 1])],
      statusLine(status),
      code,
    );
  });
  if (next !== undefined)
    made.push(row("due", attempts.length + 1, [duration(next), waited(next, attempts.at(-1))], "due", ""));
  const again = arrivals.slice(attempts.length).map(({ answer: { status, code } }, at) => {
    return row("good", attempts.length + at + 1, ["again", "–"], statusLine(status), code);
  });
  return [...made, ...again];
}

/** The words of a status give way on a narrow screen. */
function row(tone, number, [after, wait], answer, code) {
  const [status, ...reason] = answer.split(" ");
  return h(
    "tr",
    { "data-tone": tone },
    h("th.number", { scope: "row" }, number),
    h("td", {}, after),
    h("td", {}, wait),
    h("td.answer", {}, status, reason.length > 0 && h("span.reason", {}, ` ${reason.join(" ")}`)),
    h("td.mono", {}, code),
  );
}

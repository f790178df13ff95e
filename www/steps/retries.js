// Retries: the shop's server fails, and the callback comes again, and again.

import { h, say } from "../lib/dom.js";
import { duration } from "../lib/duration.js";
import { Walk } from "../model/walk.js";
import { exchangeView, statusLine, toEnd } from "../views/exchange.js";
import { timeline } from "../views/timeline.js";

const DAY = 86_400_000;

export function mount(section) {
  const part = (name) => section.querySelector(`[data-${name}]`);
  /** An order of this step's own: hours go by here, and the server fails, and neither is to be felt in other steps. */
  let scene;
  let paidAt = 0;
  let isBusy = false;
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
      if (now >= DAY) return "24 hours have passed already.";
      await scene.advance(DAY - now);
      return `24 hours have passed. ${summary(story()).title}`;
    },
    async switch() {
      scene.shop.isFailing = !scene.shop.isFailing;
      return scene.shop.isFailing ? "The server fails from now on." : "The server works again.";
    },
    async twice() {
      if (story().state !== "delivered") return "The callback has to be delivered once, first.";
      const { url, ...request } = scene.delivery().request;
      await scene.shop.receive(new Request(url, request));
      return `${summary(story()).title}. The payment was handled ${times(scene.shop.paid.length)}.`;
    },
    async restart() {
      await start();
      return "A new order was paid, and your server fails.";
    },
    async read() {
      // The token of the payment's hour has expired long since.
      await scene.reach("token");
      const exchange = await scene.readSession();
      const view = exchangeView(exchange, { label: "Read the session" });
      part("session").replaceChildren(view);
      toEnd(view);
      part("reconciled").hidden = false;
      return `The session's status is ${JSON.parse(exchange.response.body).status}.`;
    },
  };

  for (const button of section.querySelectorAll("button[data-do]")) {
    button.addEventListener("click", async () => {
      // A second click must not reckon from a clock that is still moving.
      if (isBusy) return;
      isBusy = true;
      try {
        await started;
        const heard = await actions[button.dataset.do]();
        draw();
        say(heard);
      } finally {
        isBusy = false;
      }
    });
  }

  function draw() {
    const now = story();
    const { isFailing, paid, arrivals } = scene.shop;
    part("server").textContent = isFailing ? "fails" : "works";
    part("server").dataset.tone = isFailing ? "bad" : "good";
    part("clock").textContent = duration(now.now);
    part("handled").textContent = times(paid.length);
    section.querySelector('[data-do="switch"]').textContent = isFailing
      ? "Repair the server"
      : "Break the server";
    off("next", now.next === undefined);
    off("day", now.now >= DAY);
    off("twice", now.state !== "delivered");
    const { tone, title, text } = summary(now);
    part("verdict").dataset.tone = tone;
    part("verdict").replaceChildren(h("b", {}, title), h("p", {}, text));
    drawPicture(now);
    part("rows").replaceChildren(...rows(now, arrivals));
  }

  function drawPicture(now) {
    const width = Math.floor(part("picture").clientWidth);
    if (width > 0)
      part("picture").replaceChildren(timeline(width, { ...now, isGivenUp: now.state === "given-up" }));
  }

  // Focus stays where it is: a button that has nothing to do says so, instead of vanishing from the order of focus.
  const off = (name, isOff) =>
    section.querySelector(`[data-do="${name}"]`).setAttribute("aria-disabled", String(isOff));

  new ResizeObserver(() => scene?.delivery() && drawPicture(story())).observe(part("picture"));

  return {
    async show() {
      await (started ??= start());
    },
  };
}

/** Where the delivery stands, in a sentence and what follows from it. */
function summary({ attempts, next, now, state, again }) {
  const last = attempts.at(-1);
  const count = `Attempt ${attempts.length}`;
  if (again) {
    const text =
      "The handler has noted this payment, so it answers 200, and your function does not run again.";
    return { tone: "good", title: `The same callback once more: ${again.status} ${again.code}`, text };
  }
  if (!last) {
    const text = "The customer has paid. The API is about to post the callback to your server.";
    return { tone: "mind", title: "Paid, and the first attempt is due", text };
  }
  if (state === "delivered") {
    const text =
      "200 ends it: the API sends this callback no more. It was handled once, however often it had been tried before.";
    return { tone: "good", title: `${count} was answered ${statusLine(200)}`, text };
  }
  if (state === "given-up") {
    const text =
      "The next wait would end after 24 hours, so no callback comes any more, even if your server is repaired. " +
      "The customer has paid all the same: read the session.";
    return { tone: "bad", title: `${count} failed too: the API has given up`, text };
  }
  const text =
    "Your function threw, so the handler gave the payment free again and answered 500. " +
    `Nothing is lost: the API tries again in ${duration(next - now)}.`;
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

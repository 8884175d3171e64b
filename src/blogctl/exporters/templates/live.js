// Keeps the page up to date, words its times for the reader, and offers to share an update.
(() => {
"use strict";
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const { documentElement: root, body } = document;
let { title } = document;
const words = JSON.parse($("#_words").textContent);
const [list, said, shout, order] = ["_list", "_said", "_new", "_order"].map((id) => $("#" + id));
const lang = root.lang;
const say = (text) => { said.textContent = text; };
const articles = (within = list) => [...within.children].filter((node) => node.id);
const published = (article) => $(".dt-published", article).dateTime;

// Times: the reader's own clock where it differs from the story's, and how long ago it was.

const clock = new Intl.DateTimeFormat(lang, { timeStyle: "short", hourCycle: "h23" });
const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });

const wordTime = (article) => {
  const here = $(".here", article);
  const instant = new Date(published(article));
  const [, sign, hours, minutes] = /(.)(\d\d):(\d\d)$/.exec(published(article)) || [0, 1, 0, 0];
  const age = Math.floor((Date.now() - instant) / 60000);
  const parts = [];
  if (instant.getTimezoneOffset() !== -(sign + 1) * (hours * 60 + +minutes)) {
    parts.push(`${clock.format(instant)} ${words.your_time}`);
  }
  if (age >= 0 && age < 1440) {
    parts.push(age < 60 ? ago.format(-age, "minute") : ago.format(-Math.floor(age / 60), "hour"));
  }
  here.textContent = parts.join(" · ");
};

const make = (tag, className, textContent) => (
  Object.assign(document.createElement(tag), { className, textContent })
);

const furnish = (article) => {
  const share = make("button", "share", navigator.share ? words.share : words.copy_link);
  $(".when", article).append(make("span", "here", ""), share);
  wordTime(article);
};

document.onclick = async ({ target: button }) => {
  if (button.className !== "share") return;
  const link = $(".u-url", button.parentElement);
  try {
    if (navigator.share) await navigator.share({ title, url: link.href });
    else {
      await navigator.clipboard.writeText(link.href);
      say(words.link_copied);
      button.textContent = words.link_copied;
      setTimeout(() => { button.textContent = words.copy_link; }, 3000);
    }
  } catch (error) {
    if (error.name !== "AbortError") location.hash = link.hash;
  }
};

// The reader's place: nothing that is done here moves the line that they are reading.

const keepPlace = (change) => {
  const lines = "p, li, h3, figure, pre, tr";
  const top = (element) => element.getBoundingClientRect().top;
  const isBelow = (element) => element.getBoundingClientRect().bottom > 0;
  const { activeElement: focused } = document;
  const article = scrollY > 40 && [...articles(), $("[data-live=background]")].find(isBelow);
  const line = article && (all(lines, article).find(isBelow) || article);
  const before = article && [top(line), top(article)];
  root.style.overflowAnchor = "none";
  change();
  const same = article && (article.isConnected ? article : document.getElementById(article.id));
  const twin = line.isConnected ? line
    : same && all(lines, same).find((element) => element.textContent === line.textContent);
  const shift = twin ? top(twin) - before[0] : same ? top(same) - before[1] : 0;
  if (shift) scrollBy({ top: shift, behavior: "instant" });
  if (!focused.isConnected && focused.href) {
    all("a").find((link) => link.href === focused.href)?.focus({ preventScroll: true });
  }
  requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
};

// Taking over what is new. ``sent`` is what the server sent for each update.

const sent = new Map();
const note = (article) => sent.set(article.id, article.outerHTML);
let waiting = 0;
let reversed = false;

// Put these articles in the list, each day's heading before its first; move what must move.
const arrange = (shown, ...lists) => {
  const days = new Map();
  for (const day of lists.flatMap((each) => all(".day", each))) {
    if (!days.has(day.dataset.day)) days.set(day.dataset.day, day);
  }
  const wanted = new Set(shown.flatMap((article) => [days.get(article.dataset.day), article]));
  for (const node of [...list.children]) if (!wanted.has(node)) node.remove();
  let cursor = list.firstElementChild;
  for (const node of wanted) {
    if (node === cursor) cursor = cursor.nextElementSibling;
    else list.insertBefore(node, cursor);
  }
};

const mark = (article, name, text) => {
  article.classList.add(name);
  $(".when > a", article).after(make("span", "mark fresh", text));
};

// The ways to both ends of the list, and to the other order, where there is something to order.
const furnishTools = () => {
  const isOldest = reversed !== (list.dataset.order === "oldest");
  const shown = articles();
  order.textContent = isOldest ? words.newest_first : words.oldest_first;
  order.hidden = !shown[1];
  for (const link of all("[data-to]")) {
    link.hash = shown.at((link.dataset.to === "oldest") === isOldest ? 0 : -1)?.id || "";
  }
};

// Bring the page up to what another holds; without ``insert``, new updates wait.
const merge = (page, insert) => {
  const from = $("#_list", page);
  const coming = articles(from);
  const current = new Map(articles().map((article) => [article.id, article]));
  const shown = [];
  const added = [];
  waiting = 0;
  for (const article of coming) {
    const old = current.get(article.id);
    current.delete(article.id);
    if (!old && !insert) waiting += 1;
    else if (old && sent.get(article.id) === article.outerHTML) shown.push(old);
    else {
      note(article);
      const node = document.importNode(article, true);
      furnish(node);
      mark(node, ...(old ? ["is-changed", words.changed_mark] : ["is-new", words.new_mark]));
      shown.push(node);
      if (!old) added.push(node);
    }
  }
  // A part of the story says nothing of what lies beyond it.
  const oldest = Math.min(...coming.map((article) => Date.parse(published(article))));
  const beyond = [...current.values()].filter((article) => (
    "part" in from.dataset && Date.parse(published(article)) < oldest
  ));
  if (from.dataset.order === "oldest") shown.unshift(...beyond);
  else shown.push(...beyond);
  if (reversed) shown.reverse();
  keepPlace(() => {
    if (shown.length) arrange(shown, list, from);
    else if (!waiting) list.replaceChildren(...from.cloneNode(true).children);
    for (const part of all("[data-live]", page)) {
      const old = $(`[data-live="${part.dataset.live}"]`);
      if (old.innerHTML === part.innerHTML) continue;
      const isOpen = $("details", old)?.open;
      old.innerHTML = part.innerHTML;
      if (isOpen && $("details", old)) $("details", old).open = true;
    }
    body.className = page.body.className;
    furnishTools();
  });
  title = page.title;
  const rule = new Intl.PluralRules(lang).select(waiting);
  const text = (words.new_updates[rule] || words.new_updates.other).replace("{n}", waiting);
  if (waiting && shout.textContent !== text) say(text);
  shout.textContent = text;
  shout.hidden = !waiting;
  document.title = waiting ? `(${waiting}) ${title}` : title;
  return added;
};

// Asking: a page that has not changed costs one conditional request.

const address = location.href.split("#")[0];
const made = (page) => $("#_words", page).textContent;
let poll = location.protocol.startsWith("http") ? +body.dataset.poll : 0;
let failures = 0;
let last = Date.now();
let latest, marker, timer;

const get = async (url) => {
  const answer = await fetch(url, { cache: "no-cache", signal: AbortSignal.timeout(20000) });
  if (!answer.ok) throw answer;
  return answer.text();
};

const look = async () => {
  const now = await get(body.dataset.marker || address);
  if (now === marker) return;
  const text = body.dataset.marker ? await get(address) : now;
  const page = new DOMParser().parseFromString(text, "text/html");
  if ($("main", page).dataset.story !== $("main").dataset.story) throw page;
  marker = now;
  if (made(page) !== made(document)) {
    // It is made in another way by now: it must be loaded anew.
    poll = 0;
    shout.onclick = () => location.reload();
    shout.textContent = words.reload;
    shout.hidden = false;
    say(words.reload);
    return;
  }
  latest = page;
  merge(page, false);
  poll = +page.body.dataset.poll;
  if (!poll) say(words.has_ended);
};

const plan = () => {
  clearTimeout(timer);
  const wait = Math.max(poll * 2 ** failures * (document.hidden ? 4 : 1), document.hidden * 60);
  if (poll) timer = setTimeout(run, Math.min(wait, Math.max(300, poll)) * (900 + Math.random() * 200));
};

const run = async () => {
  last = Date.now();
  try {
    await look();
    failures = 0;
  } catch {
    failures += 1;
  }
  $("#_offline").hidden = failures < 2;
  plan();
};

document.onvisibilitychange = () => (
  !document.hidden && poll && Date.now() - last > poll * 1000 ? run() : plan()
);
shout.onclick = () => {
  const [first] = merge(latest, true);
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView();
};
order.onclick = () => {
  reversed = !reversed;
  arrange(articles().reverse(), list);
  furnishTools();
};
articles().forEach(note);
articles().forEach(furnish);
furnishTools();
setInterval(() => articles().forEach(wordTime), 30000);
plan();
})();

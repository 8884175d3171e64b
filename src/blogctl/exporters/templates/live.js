// Keeps the page up to date, words its times for the reader, and offers to share an update.
// Pages carry what ``make assets`` makes of it: live.min.js.
(() => {
"use strict";
const $ = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const { documentElement: root, body } = document;
let { title } = document;
const words = JSON.parse($("#_words").textContent);
const [list, said, shout, order] = ["_list", "_said", "_new", "_order"].map((id) => $("#" + id));
const main = $("main");
const { lang } = root;
const say = (text) => { said.textContent = text; };
const articles = (within = list) => [...within.children].filter((node) => node.id);
const published = (article) => $(".dt-published", article).dateTime;

// Times: the reader's own clock where it differs from the story's, and how long ago it was.

const clock = new Intl.DateTimeFormat(lang, { timeStyle: "short", hourCycle: "h23" });
// English puts the day first here unless it is of a region that does not, as the page's own dates do.
const dated = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
const ago = new Intl.RelativeTimeFormat(lang, { numeric: "auto", style: "short" });

const wordTime = (article) => {
  const here = $(".here", article);
  const instant = new Date(published(article));
  const [, sign, hours, minutes] = /(.)(\d\d):(\d\d)$/.exec(published(article)) || [0, 1, 0, 0];
  const age = Math.floor((Date.now() - instant) / 60000);
  const parts = [];
  if (instant.getTimezoneOffset() !== -(sign + 1) * (hours * 60 + +minutes)) {
    // Swedish dates are those of data-day.
    const isSameDay = instant.toLocaleDateString("sv") === article.dataset.day;
    parts.push(`${(isSameDay ? clock : dated).format(instant)} ${words.your_time}`);
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

const share = async (button) => {
  const { href: url } = $(".u-url", button.parentElement);
  try {
    if (navigator.share) await navigator.share({ title, url });
    else {
      await navigator.clipboard.writeText(url);
      say(words.link_copied);
      button.textContent = words.link_copied;
      setTimeout(() => { button.textContent = words.copy_link; }, 3000);
    }
  } catch (error) {
    if (error.name !== "AbortError") location.href = url;
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

// Taking over what is new. ``sent`` is what the server sent for each update and each part.

const sent = new Map();
const key = (node) => node.id || "/" + node.dataset.live;
const note = (node) => sent.set(key(node), node.outerHTML);
const isSame = (node) => sent.get(key(node)) === node.outerHTML;
let isOldestFirst = list.dataset.order === "oldest";
let waiting = 0;
let latest;

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

const mark = (article, name, textContent) => {
  article.classList.add(name);
  const fresh = make("span", "mark fresh", textContent);
  fresh.since = Date.now();
  $(".when > a", article).after(fresh);
};

// What is new does not stay so.
const tick = () => {
  articles().forEach(wordTime);
  const stale = all(".fresh").filter(({ since }) => Date.now() - since > 300000);
  if (stale[0]) keepPlace(() => stale.forEach((each) => {
    each.closest("article").classList.remove("is-new", "is-changed");
    each.remove();
  }));
};

// The ways to both ends of the list, and to the other order, where there is something to order:
// of several pages each holds but a part, whose oldest is not the story's.
const furnishTools = () => {
  const shown = articles();
  order.textContent = isOldestFirst ? words.newest_first : words.oldest_first;
  const isTurned = isOldestFirst !== (list.dataset.order === "oldest");
  order.hidden = !shown[1] || (!!$(".pages a") && !isTurned);
  for (const link of all('[data-to][href^="#"]')) {
    link.href = "#" + (shown.at((link.dataset.to === "oldest") === isOldestFirst ? 0 : -1)?.id || "");
  }
};

// A player that is still the same goes on playing.
const keepPlayers = (old, fresh) => {
  for (const player of all("video, audio", fresh)) {
    const same = all("video, audio", old).find((each) => each.outerHTML === player.outerHTML);
    if (same) player.replaceWith(same);
  }
};

const takeOver = (part) => {
  const old = $(`[data-live="${part.dataset.live}"]`);
  if (!old || isSame(part)) return;
  note(part);
  const fresh = document.importNode(part, true);
  const ids = articles().map(({ id }) => id);
  // A pinned update that a limit has left out is still in the list here.
  for (const node of all("[id]", fresh)) if (ids.includes(node.id)) node.removeAttribute("id");
  if ($("details[open]", old)) for (const each of all("details", fresh)) each.open = true;
  keepPlayers(old, fresh);
  old.className = fresh.className;
  old.replaceChildren(...fresh.childNodes);
};

// Bring the page up to what another holds; without ``insert``, new updates wait.
const merge = (page, insert) => {
  const from = $("#_list", page);
  const newestFirst = (nodes, isOldest) => (isOldest ? nodes.reverse() : nodes);
  const time = (article) => (article ? Date.parse(published(article)) : Infinity);
  const held = newestFirst(articles(), isOldestFirst);
  const coming = newestFirst(articles(from), from.dataset.order === "oldest");
  const here = new Map(held.map((article) => [article.id, article]));
  const there = new Set(coming.map(({ id }) => id));
  // A part of the story says nothing of what lies beyond it, and to who reads a part, what lies
  // beyond that is no news. Times alone do not tell: several updates may have the same.
  const last = coming.findLastIndex(({ id }) => here.has(id));
  const beyond = "part" in from.dataset ? held.slice(held.indexOf(here.get(coming[last]?.id)) + 1)
    .filter((each) => !there.has(each.id) && time(each) <= time(coming.at(-1))) : [];
  const isNews = (article, index) => (
    !("part" in list.dataset && held[0]) || index < last || beyond[0]
    || time(article) > time(held.at(-1))
  );
  const shown = [];
  const replaced = [];
  const added = new Set();
  waiting = 0;
  coming.forEach((article, index) => {
    const old = here.get(article.id);
    const isNew = !old && isNews(article, index);
    if (isNew && !insert) waiting += 1;
    else if (old && isSame(article)) shown.push(old);
    else {
      note(article);
      const node = document.importNode(article, true);
      furnish(node);
      shown.push(node);
      if (isNew) {
        mark(node, "is-new", words.new_mark);
        added.add(node);
      }
      if (old) {
        mark(node, "is-changed", words.changed_mark);
        replaced.push([old, node]);
      }
    }
  });
  shown.push(...beyond);
  newestFirst(shown, isOldestFirst);
  keepPlace(() => {
    for (const pair of replaced) keepPlayers(...pair);
    if (shown.length) arrange(shown, list, from);
    else if (!waiting) list.replaceChildren(...from.cloneNode(true).children);
    all("[data-live]", page).forEach(takeOver);
    body.className = page.body.className;
    if (coming[0]) list.toggleAttribute("data-part", "part" in from.dataset);
    furnishTools();
  });
  title = page.title;
  const rule = new Intl.PluralRules(lang).select(waiting);
  const text = (words.new_updates[rule] || words.new_updates.other).replace("{n}", waiting);
  if (shout.textContent !== text) say(waiting ? text : "");
  shout.textContent = text;
  shout.hidden = !waiting;
  document.title = waiting ? `(${waiting}) ${title}` : title;
  return shown.find((node) => added.has(node));
};

// A link may lead to an update that waits.
document.onclick = ({ target }) => {
  if (target.className === "share") share(target);
  const id = target.closest('a[href^="#"]')?.hash.slice(1);
  if (!id || isStrange || document.getElementById(id)) return;
  if (latest?.getElementById(id)) merge(latest, true);
};

// Asking: a page that has not changed costs one conditional request.

const address = location.href.split(body.dataset.marker ? /[?#]/ : "#")[0];
const made = (page) => $("#_words", page)?.textContent;
let poll = location.protocol.startsWith("http") ? +body.dataset.poll : 0;
let { version } = body.dataset;
let [failures, unheard] = [0, 0];
let isStrange = false;
let last = Date.now();
let timer;

const get = async (url) => {
  const answer = await fetch(url, { cache: "no-cache", signal: AbortSignal.timeout(20000) });
  if (!answer.ok) throw answer;
  return answer.text();
};

// Says whether the answer is the one to go by.
const look = async () => {
  const { marker } = body.dataset;
  const now = marker ? JSON.parse(await get(marker)).index : await get(address);
  if (now === version) return true;
  const text = marker ? await get(address) : now;
  const page = new DOMParser().parseFromString(text, "text/html");
  const { story, status } = $("main", page).dataset;
  if (story !== main.dataset.story) throw page;
  // Somewhere on the way, an older page may have been kept than the marker speaks of.
  if (marker && (page.body.dataset.version || now) !== now) return false;
  version = now;
  poll = +page.body.dataset.poll;
  const wasStrange = isStrange;
  isStrange = made(page) !== made(document);
  if (isStrange) {
    // It is made in another way by now: it must be loaded anew.
    if ("preview" in body.dataset) location.reload();
    shout.textContent = words.reload;
    shout.hidden = false;
    if (!wasStrange) say(words.reload);
    return true;
  }
  latest = page;
  merge(page, false);
  if (status === "ended" && main.dataset.status !== status) say(words.has_ended);
  main.dataset.status = status || main.dataset.status;
  return true;
};

const plan = () => {
  clearTimeout(timer);
  const wait = Math.max(poll * 2 ** failures * (document.hidden ? 4 : 1), document.hidden * 60);
  if (poll) timer = setTimeout(run, Math.min(wait, Math.max(300, poll)) * (900 + Math.random() * 200));
};

const run = async () => {
  last = Date.now();
  let isCurrent = false;
  try {
    isCurrent = await look();
    unheard = 0;
  } catch {
    unheard += 1;
  }
  failures = isCurrent ? 0 : failures + 1;
  $("#_offline").hidden = unheard < 2;
  plan();
};

document.onvisibilitychange = () => (
  !document.hidden && poll && Date.now() - last > poll * 1000 ? run() : plan()
);
shout.onclick = () => {
  if (isStrange) return location.reload();
  const first = merge(latest, true);
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  first.scrollIntoView();
};
order.onclick = () => {
  isOldestFirst = !isOldestFirst;
  arrange(articles().reverse(), list);
  furnishTools();
};
[...articles(), ...all("[data-live]")].forEach(note);
articles().forEach(furnish);
furnishTools();
setInterval(tick, 30000);
plan();
})();

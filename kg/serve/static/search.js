// Search of the static site: names and articles out of search-data.js, all words, the last perhaps unfinished. A script,
// since a page that is opened as a file may fetch nothing, and a script may be loaded.
"use strict";

const found = document.getElementById("found");
const field = document.getElementById("q");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wanted = new URLSearchParams(location.search).get("q") || "";
const words = plain(wanted).match(/[\p{L}\p{N}]+/gu) || [];

function add(parent, name, text, href) {
  const made = document.createElement(name);
  made.textContent = text;
  made.dir = "auto";
  if (href) made.href = href;
  parent.append(made);
  return made;
}

function list(title, rows, show) {
  if (!rows.length) return;
  add(found, "h2", title);
  const items = add(found, "ul", "");
  items.className = "plain";
  for (const row of rows.slice(0, 50)) show(add(items, "li", ""), row);
}

function excerpt(text) {
  const at = Math.max(0, plain(text).indexOf(words[0]) - 120);
  return (at ? "…" : "") + text.slice(at, at + 300) + (at + 300 < text.length ? "…" : "");
}

function search({ names, articles }) {
  field.value = wanted;
  if (!words.length) return void add(found, "p", "Write a name or some words into the box above.");
  const parts = words.map((word) => new RegExp("(?<![\\p{L}\\p{N}])" + word, "u"));
  const fits = (text) => { const told = plain(text); return parts.every((part) => part.test(told)); };
  const things = names.filter((row) => fits(row[2]));
  const texts = articles.filter((row) => fits(row[0] + " " + row[2]));
  list("Names", things, (item, [label, kind, , events, href]) => {
    add(item, "a", label, href).className = "strong";
    add(item, "span", kind + " · " + events + (events === 1 ? " event" : " events")).className = "quiet";
  });
  list(texts.length + (texts.length === 1 ? " article" : " articles"), texts, (item, [title, day, text, href]) => {
    add(item, "a", title, href).className = "strong";
    add(item, "span", day).className = "quiet";
    add(item, "p", excerpt(text)).className = "excerpt";
  });
  if (!things.length && !texts.length) add(found, "p", "Nothing found: no name and no article has all of these words.");
}

search(SEARCHED);

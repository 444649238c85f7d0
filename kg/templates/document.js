
"use strict";
(() => {
  const root = document.documentElement;
  const text = document.getElementById("text");
  const reading = document.getElementById("reading");
  const panel = document.getElementById("claims");
  const picked = document.getElementById("picked");
  const cards = [...document.querySelectorAll(".card")];
  const marks = [...text.querySelectorAll(".m, .u")];
  const byPredicate = document.getElementById("by-predicate");
  const byGroup = document.getElementById("by-group");
  const byDoubt = document.getElementById("by-doubt");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const roles = ["o", "s", "q"];
  const spans = new Map(cards.map((card) => [card.dataset.number, { o: [], s: [], q: [] }]));
  const numbers = (span, role) => (span.dataset[role] || "").split(" ").filter(Boolean);
  for (const span of text.querySelectorAll("[data-o], [data-s], [data-q]")) {
    for (const role of roles) for (const number of numbers(span, role)) spans.get(number)[role].push(span);
  }
  let chosen = [];
  let waiting = 0;
  let starting = true;

  let lit = [];
  const light = (some) => {
    for (const span of lit) span.classList.remove(...roles.map((role) => "lit-" + role));
    lit = [];
    for (const card of some) {
      for (const role of roles) {
        for (const span of spans.get(card.dataset.number)[role]) {
          span.classList.add("lit-" + role);
          lit.push(span);
        }
      }
    }
  };
  const pace = () => (calm.matches || starting ? "instant" : "smooth");
  const show = (element, block) => element.scrollIntoView({ block, behavior: pace() });
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    const frame = reading.getBoundingClientRect();
    return box.top >= Math.max(0, frame.top) && box.bottom <= Math.min(innerHeight, frame.bottom);
  };
  const showWords = (card) => {
    const words = spans.get(card.dataset.number).o[0];
    if (words && !isSeen(words)) show(words, "center");
  };
  const showCard = (card) => {
    const box = card.getBoundingClientRect();
    const top = document.getElementById("bar").getBoundingClientRect().bottom;
    const frame = panel.getBoundingClientRect();
    if (box.top < top || box.bottom > Math.min(innerHeight, frame.bottom)) {
      panel.scrollTo({ top: panel.scrollTop + box.top - top - 8, behavior: pace() });
    }
    if (frame.top > innerHeight - 160) show(panel, "nearest");
  };
  const choose = (some) => {
    chosen = some;
    for (const card of cards) card.classList.toggle("chosen", some.includes(card));
    light(some);
  };
  const rove = (all, one) => {
    for (const element of all) element.tabIndex = element === one ? 0 : -1;
  };
  const say = (words) => {
    picked.textContent = words;
    picked.hidden = !words;
  };

  const near = (card) => {
    for (const other of cards) other.classList.toggle("near", other === card);
    light(card ? [card] : chosen);
  };
  for (const card of cards) {
    // A pointer that only passes over the list must not make the text jump.
    card.addEventListener("mouseenter", () => {
      near(card);
      clearTimeout(waiting);
      waiting = setTimeout(() => showWords(card), 350);
    });
    card.addEventListener("mouseleave", () => {
      clearTimeout(waiting);
      near(null);
    });
    card.addEventListener("focusin", (event) => {
      if (event.target === card) {
        near(card);
        showWords(card);
      }
    });
    card.addEventListener("focusout", () => near(null));
    card.addEventListener("click", (event) => {
      if (event.target.closest("details")) return;
      event.preventDefault();
      clearTimeout(waiting);
      rove(cards, card);
      card.focus({ preventScroll: true });
      choose(chosen.length === 1 && chosen[0] === card ? [] : [card]);
      say("");
      showWords(card);
    });
  }
  const move = (all, from, key, back, on) => {
    const open = all.filter((element) => !element.hidden && !element.classList.contains("off"));
    const at = open.indexOf(from);
    const to = { [back]: at - 1, [on]: at + 1, Home: 0, End: open.length - 1 }[key];
    if (to === undefined || !open[to]) return null;
    rove(all, open[to]);
    open[to].focus({ preventScroll: true });
    return open[to];
  };
  document.getElementById("cards").addEventListener("keydown", (event) => {
    if (!event.target.classList.contains("card")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      event.target.click();
      return;
    }
    const card = move(cards, event.target, event.key, "ArrowUp", "ArrowDown");
    if (card) {
      event.preventDefault();
      showCard(card);
    }
  });

  const pick = (span) => {
    const all = new Set(roles.flatMap((role) => numbers(span, role)));
    const own = new Set(numbers(span, "o"));
    // Words that are the object of claims select these; a product that is the subject of many selects all of them.
    const wanted = own.size ? own : all;
    const found = cards.filter((card) => wanted.has(card.dataset.number) && !card.hidden);
    choose(found);
    const subjectOf = numbers(span, "s").length;
    say(span.title + (found.length ? "" : subjectOf ? "" : "\nin no claim shown"));
    rove(marks, span);
    if (found.length) {
      rove(cards, found[0]);
      showCard(found[0]);
    }
  };
  text.addEventListener("click", (event) => {
    const span = event.target.closest(".m, .u, [data-o], [data-s], [data-q]");
    if (span && String(getSelection()) === "") pick(span);
  });
  text.addEventListener("keydown", (event) => {
    if (!marks.includes(event.target)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(event.target);
      return;
    }
    const span = move(marks, event.target, event.key, "ArrowLeft", "ArrowRight");
    if (span) {
      event.preventDefault();
      if (!isSeen(span)) show(span, "center");
    }
  });

  const filter = () => {
    const passing = new Set();
    for (const card of cards) {
      const data = card.dataset;
      card.hidden = Boolean(
        (byPredicate.value && data.predicate !== byPredicate.value) || (byGroup.value && data.group !== byGroup.value) || (byDoubt.checked && !data.doubtful),
      );
      if (!card.hidden) passing.add(data.number);
    }
    const isFiltered = Boolean(byPredicate.value || byGroup.value || byDoubt.checked);
    for (const span of marks) {
      span.classList.toggle("off", isFiltered && !roles.some((role) => numbers(span, role).some((number) => passing.has(number))));
    }
    document.getElementById("count").textContent = isFiltered ? passing.size + " of " + cards.length : String(cards.length);
    document.getElementById("nothing").hidden = passing.size > 0 || !cards.length;
    choose(chosen.filter((card) => !card.hidden));
    rove(cards, cards.find((card) => !card.hidden));
  };
  const clear = () => {
    byPredicate.value = byGroup.value = "";
    byDoubt.checked = false;
    choose([]);
    say("");
    filter();
  };
  for (const control of [byPredicate, byGroup, byDoubt]) {
    control.addEventListener("change", () => {
      filter();
      panel.scrollTop = 0;
    });
  }
  document.getElementById("clear").addEventListener("click", clear);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });

  root.classList.add("js");
  for (const span of marks) span.setAttribute("role", "button");
  document.getElementById("filters").hidden = document.getElementById("keys").hidden = !cards.length;
  rove(cards, cards[0]);
  rove(marks, marks[0]);
  filter();
  // A link to a claim (page.html#claim-7) opens with it lit, after the browser's own jump.
  addEventListener("load", () => {
    const linked = location.hash.startsWith("#claim-") && document.getElementById(location.hash.slice(1));
    if (linked) {
      choose([linked]);
      showWords(linked);
      showCard(linked);
    }
    starting = false;
  });
})();

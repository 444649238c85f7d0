
"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const [text, panel, bar, list, picked, said] = ["text", "claims", "bar", "cards", "picked", "said"].map(byId);
  const [byPredicate, byGroup, byDoubt, fold, sift] = ["by-predicate", "by-group", "by-doubt", "fold", "sift"].map(byId);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const roles = ["o", "s", "q"];
  const marked = ".m, .u";

  // Everything is looked up once: what is done at a key or a click depends on what it changes, not on the length of the text.
  const cards = [...list.querySelectorAll(".card")];
  const buttons = cards.map((card) => card.querySelector(".number"));
  const marks = [...text.querySelectorAll(marked)];
  const placeOf = new Map([...buttons, ...marks].map((element, i) => [element, i < buttons.length ? i : i - buttons.length]));
  const numbers = (span, role) => (span.dataset[role] || "").split(" ").filter(Boolean);
  const spans = cards.map(() => ({ o: [], s: [], q: [] }));
  for (const span of text.querySelectorAll("[data-o], [data-s], [data-q]")) {
    for (const role of roles) for (const number of numbers(span, role)) spans[number - 1][role].push(span);
  }
  const spansOf = (card) => spans[card.dataset.number - 1];
  const buttonOf = (card) => buttons[card.dataset.number - 1];

  let chosen = [];
  let hovered = null;
  let waiting = 0;
  let starting = true;

  // --- what is lit and where it is seen ---

  let lit = [];
  const light = (some) => {
    for (const span of lit) {
      span.classList.remove(...roles.map((role) => "lit-" + role));
      span.removeAttribute("aria-current");
    }
    lit = [];
    for (const card of some) {
      for (const role of roles) {
        for (const span of spansOf(card)[role]) {
          span.classList.add("lit-" + role);
          if (role === "o") span.setAttribute("aria-current", "true");
          lit.push(span);
        }
      }
    }
  };
  const isSheet = () => getComputedStyle(panel).position === "fixed";
  // Text and list are scrolled each by itself: of two elements that are scrolled into view at once a browser forgets the first.
  const showSpan = (span) => {
    const folded = span.closest("details");
    if (folded) folded.open = true;
    const box = span.getBoundingClientRect();
    const bottom = isSheet() ? panel.getBoundingClientRect().top : innerHeight;
    if (box.top >= 8 && box.bottom <= bottom - 8) return;
    const distance = box.top - Math.max(24, (bottom - box.height) / 2);
    const isFar = Math.abs(distance) > 3 * innerHeight;
    scrollBy({ top: distance, behavior: calm.matches || starting || isFar ? "instant" : "smooth" });
  };
  const showWords = (card) => {
    if (spansOf(card).o.length) showSpan(spansOf(card).o[0]);
  };
  const showCard = (card) => {
    // At the head of the page the list begins low: on a low screen it is pulled up until the card has room.
    const frame = panel.getBoundingClientRect();
    const lack = bar.getBoundingClientRect().bottom + card.offsetHeight + 16 - innerHeight;
    if (!isSheet() && frame.top > 0 && lack > 0) scrollBy({ top: Math.min(lack, frame.top), behavior: "instant" });
    bringUp(card, 6);
  };
  const bringUp = (card, frames) => {
    const box = card.getBoundingClientRect();
    const top = bar.getBoundingClientRect().bottom;
    const isSeen = box.top >= top && box.bottom <= Math.min(innerHeight, panel.getBoundingClientRect().bottom);
    if (!isSeen) panel.scrollBy({ top: box.top - top - 8, behavior: "instant" });
    // Cards out of sight have no more than a guessed height; those that come near get their own in the frames that follow.
    if (frames) requestAnimationFrame(() => bringUp(card, frames - 1));
  };

  // --- choosing ---

  const choose = (some) => {
    const old = new Set(chosen);
    const now = new Set(some);
    const turn = (card, isChosen) => {
      card.classList.toggle("chosen", isChosen);
      buttonOf(card).setAttribute("aria-pressed", String(isChosen));
    };
    for (const card of chosen) if (!now.has(card)) turn(card, false);
    for (const card of some) if (!old.has(card)) turn(card, true);
    chosen = some;
    light(some);
  };
  const note = (words) => {
    picked.textContent = words;
    picked.hidden = !words;
  };
  const say = (words) => {
    said.textContent = words;
  };
  const unfold = (isOpen) => {
    root.classList.toggle("folded", !isOpen);
    fold.setAttribute("aria-expanded", String(isOpen));
    fold.textContent = isOpen ? "Hide" : "Show";
  };
  // Of all marks, and of all cards, one is a stop of the Tab key; the arrows go on from there.
  const stops = new Map();
  const rove = (all, one) => {
    const before = stops.get(all);
    if (before === one) return;
    for (const [element, isStop] of [[before, false], [one, true]]) if (element) setStop(element, isStop);
    stops.set(all, one);
  };
  const setStop = (element, isStop) => {
    element.tabIndex = isStop ? 0 : -1;
    const summary = element.closest(".card")?.querySelector("summary");
    if (summary) summary.tabIndex = isStop ? 0 : -1;
  };
  const isOpen = (element) => !element.classList.contains("off") && !element.closest(".card")?.hidden;
  const move = (all, from, key, back, on) => {
    const step = { [back]: -1, [on]: 1, Home: 1, End: -1 }[key];
    if (!step) return null;
    let at = key === "Home" ? 0 : key === "End" ? all.length - 1 : placeOf.get(from) + step;
    while (all[at] && !isOpen(all[at])) at += step;
    if (!all[at]) return null;
    rove(all, all[at]);
    all[at].focus({ preventScroll: true });
    return all[at];
  };
  const quoted = (some) => "“" + some.map((span) => span.textContent).join("").replace(/\s+/g, " ").trim() + "”";
  const told = (card) => {
    const { o, s } = spansOf(card);
    const lies = [...(o.length ? [quoted(o)] : []), ...(s.length ? ["subject " + quoted(s)] : [])].join(", ");
    return "Claim " + card.dataset.number + (lies ? " lit in the text: " + lies : " has no words in the text");
  };

  const toggle = (card) => {
    clearTimeout(waiting);
    rove(buttons, buttonOf(card));
    buttonOf(card).focus({ preventScroll: true });
    const isOff = chosen.length === 1 && chosen[0] === card;
    choose(isOff ? [] : [card]);
    note("");
    say(isOff ? "Nothing is lit" : told(card));
    showCard(card);
    showWords(card);
  };
  const pick = (span) => {
    const own = numbers(span, "o");
    // Words that are the object of claims select these; a product that is the subject of many selects all of them.
    const wanted = own.length ? own : [...new Set(roles.flatMap((role) => numbers(span, role)))].sort((a, b) => a - b);
    const found = wanted.map((number) => cards[number - 1]).filter((card) => !card.hidden);
    choose(found);
    const ending = found.length ? "" : wanted.length ? "claims that the filters hide" : "in no claim";
    note([span.title, ending].filter(Boolean).join("\n"));
    say([quoted([span]), span.title, ending || found.length + (found.length === 1 ? " claim" : " claims") + " chosen"].join("; "));
    if (placeOf.has(span)) rove(marks, span);
    if (found.length) rove(buttons, buttonOf(found[0]));
    unfold(true);
    if (found.length) showCard(found[0]);
    showSpan(span);
  };

  // --- the list of claims ---

  const near = (card) => light(card ? [card] : chosen);
  // A pointer that only passes over the list must not make the text jump, and one that rests while the list moves chooses nothing.
  let pointer = "";
  list.addEventListener("mousemove", (event) => {
    const here = event.screenX + " " + event.screenY;
    const card = event.target.closest(".card");
    if (here === pointer || card === hovered) return;
    pointer = here;
    hovered = card;
    clearTimeout(waiting);
    near(card);
    if (card) waiting = setTimeout(() => showWords(card), 350);
  });
  list.addEventListener("mouseleave", () => {
    hovered = null;
    clearTimeout(waiting);
    near(null);
  });
  list.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (!card) return;
    rove(buttons, buttonOf(card));
    near(card);
    if (buttonOf(card).matches(":focus-visible")) showWords(card);
  });
  list.addEventListener("focusout", () => near(hovered));
  list.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    if (!card || event.target.closest("details") || !getSelection().isCollapsed) return;
    event.preventDefault();
    toggle(card);
  });
  const isPlain = (event) => !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
  list.addEventListener("keydown", (event) => {
    const card = event.target.closest(".card");
    if (!card || !isPlain(event)) return;
    if (event.target === buttonOf(card) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      toggle(card);
      return;
    }
    const button = move(buttons, buttonOf(card), event.key, "ArrowUp", "ArrowDown");
    if (button) {
      event.preventDefault();
      showCard(button.closest(".card"));
    }
  });

  // --- the text ---

  text.addEventListener("click", (event) => {
    const span = event.target.closest(marked + ", [data-o], [data-s], [data-q]");
    if (span && getSelection().isCollapsed) pick(span);
  });
  text.addEventListener("keydown", (event) => {
    if (!placeOf.has(event.target) || !isPlain(event)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pick(event.target);
      return;
    }
    const span = move(marks, event.target, event.key, "ArrowLeft", "ArrowRight");
    if (span) {
      event.preventDefault();
      showSpan(span);
    }
  });

  // --- filters ---

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
    byId("count").textContent = isFiltered ? passing.size + " of " + cards.length : String(cards.length);
    byId("nothing").hidden = passing.size > 0 || !cards.length;
    choose(chosen.filter((card) => !card.hidden));
    rove(buttons, buttons.find(isOpen));
    rove(marks, marks.find(isOpen));
  };
  const clear = () => {
    choose([]);
    note("");
    say("Nothing is lit");
    if (!byPredicate.value && !byGroup.value && !byDoubt.checked) return;
    byPredicate.value = byGroup.value = "";
    byDoubt.checked = false;
    filter();
  };
  for (const control of [byPredicate, byGroup, byDoubt]) {
    control.addEventListener("change", () => {
      filter();
      say(byId("count").textContent + " claims shown");
      panel.scrollTop = 0;
    });
  }
  byId("clear").addEventListener("click", clear);
  fold.addEventListener("click", () => unfold(root.classList.contains("folded")));
  sift.addEventListener("click", () => {
    const isSifting = root.classList.toggle("sifting");
    sift.setAttribute("aria-expanded", String(isSifting));
    if (isSifting) unfold(true);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });

  // --- at the start ---

  root.classList.add("js");
  for (const span of marks) span.setAttribute("role", "button");
  for (const button of buttons) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-pressed", "false");
    setStop(button, false);
  }
  for (const part of ["filters", "keys", "fold", "sift"]) byId(part).hidden = !cards.length;
  filter();
  // The sheet would cover half of what nobody has read yet.
  if (cards.length && isSheet()) unfold(false);
  // A link to a claim (page.html#claim-7) opens with it lit, after the browser's own jump.
  const openLinked = () => {
    const linked = location.hash.startsWith("#claim-") && byId(location.hash.slice(1));
    if (!linked) return;
    history.scrollRestoration = "manual";
    choose([linked]);
    rove(buttons, buttonOf(linked));
    unfold(true);
    showCard(linked);
    showWords(linked);
  };
  addEventListener("hashchange", openLinked);
  addEventListener("load", () => {
    openLinked();
    starting = false;
  });
})();

// The tabs that were open: what was asked, never what was answered. Kept by this browser, on this machine only.

const KEY = "igkg.workbench";
const MOST_TABS = 20;
const MOST_CHARACTERS = 200_000;

export function readTabs() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    const tabs = (Array.isArray(kept?.tabs) ? kept.tabs : []).filter(valid).slice(0, MOST_TABS);
    return { tabs, current: Math.min(Math.max(0, Number(kept?.current) || 0), Math.max(0, tabs.length - 1)) };
  } catch {
    return { tabs: [], current: 0 }; // storage is off, or holds what is not ours
  }
}

export function writeTabs(tabs, current) {
  const kept = tabs
    .slice(0, MOST_TABS)
    .map(({ title, text, name, values }) => (name ? { title, name, values } : { title, text: text.slice(0, MOST_CHARACTERS) }));
  try {
    localStorage.setItem(KEY, JSON.stringify({ tabs: kept, current }));
  } catch {
    // Private windows have no storage; the tabs then last as long as the page.
  }
}

const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");

const valid = (tab) =>
  typeof tab?.title === "string" &&
  (typeof tab.text === "string" || (typeof tab.name === "string" && Array.isArray(tab.values) && tab.values.every(isPair)));

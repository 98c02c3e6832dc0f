// What the browser remembers. Storage can be switched off: then it is asked again each time.

const store = (which) => (which === "local" ? window.localStorage : window.sessionStorage);

/** @param {"local"|"session"} which for this browser, or for this tab only */
export function recall(name, which) {
  try {
    return JSON.parse(store(which).getItem(name) || "null");
  } catch {
    return null;
  }
}

export function keep(name, value, which) {
  try {
    store(which).setItem(name, JSON.stringify(value));
  } catch { /* it is switched off */ }
}

export function forget(name, which) {
  try {
    store(which).removeItem(name);
  } catch { /* it is switched off */ }
}

// Streamlit keeps the theme that a person chose in the browser's storage, for each path of the page.
// A change in the settings is written there once, so that its own menu can still be used.

const APPLIED = "formcheckTheme";
const NAMES = { auto: "System", light: "Light", dark: "Dark" };

export default function ({ data, setStateValue }) {
  // Charts carry their colours from the server: draw them anew when the system's theme changes.
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const tell = () => setStateValue("dark", system.matches);
  system.addEventListener("change", tell);
  apply(data);
  return () => system.removeEventListener("change", tell);
}

function apply(data) {
  const before = localStorage.getItem(APPLIED) ?? "auto";
  if (before === data.theme) return;
  localStorage.setItem(APPLIED, data.theme);
  for (const page of data.pages) {
    localStorage.setItem(`stActiveTheme-${page}-v2`, JSON.stringify(NAMES[data.theme] ?? "System"));
  }
  // The page that is open follows at once only when it is loaded again; a toast may be read first.
  setTimeout(() => window.location.reload(), 600);
}

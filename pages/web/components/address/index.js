// The address bar says what a page shows, and says it in place: each page is one step of the browser's history.
//
// Streamlit adds a step whenever the server changes a parameter, also for a page that the reader has just left. So the
// query is written here alone, and only while its page is still the one in the address bar.

import { watchFiles } from "../../kit/late_file.js";

/**
 * What pages/ui/state/address.py sends.
 * @typedef {object} Data
 * @property {string} page that says it, as it stands at the end of its path
 * @property {string} query as Python wrote it
 * @property {string} session of the server's
 */

const replace = History.prototype.replaceState.bind(history); // of the browser itself, not what is put before it below
/** @type {{page: string, session: string} | null} */
let written = null;

guard("pushState");
guard("replaceState");
watchFiles();

/**
 * Let others change pages, but leave the query of the open page alone.
 * @param {"pushState" | "replaceState"} name
 */
function guard(name) {
  const change = history[name].bind(history);
  history[name] = (state, title, url) => {
    if (url && new URL(url, location.href).pathname === location.pathname) return;
    change(state, title, url);
  };
}

/**
 * Return `query` with what an embedding site has put into the address, also of the page before.
 * @param {string} query
 */
function withEmbedding(query) {
  const embedding = location.search.slice(1).split("&").filter((part) => /^embed(_options)?(=|$)/.test(part));
  if (!embedding.length && "embed" in document.documentElement.dataset) embedding.push("embed=1");
  const parts = [query, ...embedding].filter(Boolean);
  return parts.length ? `?${parts.join("&")}` : "";
}

/** @param {{data: Data}} shown */
export default function address({ data: { page, query, session } }) {
  if (!location.pathname.endsWith(`/${page}`)) return;
  document.documentElement.toggleAttribute("data-present", new URLSearchParams(query).get("present") === "1");
  const search = withEmbedding(query);
  if (written?.page === page && written.session !== session && location.search !== search) {
    // The server has begun anew, and Streamlit told it the address that the page was opened with: ask with the present.
    location.reload();
    return;
  }
  written = { page, session };
  if (location.search !== search) replace(history.state, "", location.pathname + search + location.hash);
}

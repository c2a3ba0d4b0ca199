// The address bar says what a page shows, and says it in place: each page is one step of the browser's history.
//
// Streamlit adds a step whenever the server changes a parameter, also for a page that the reader has just left. So the
// query is written here alone, and only while its page is still the one in the address bar.

const replaceState = history.replaceState.bind(history);
let written = null;

/** Let other scripts change pages, but leave the query of the page that is open alone. */
function onlyPagesAreSteps(name) {
  const change = history[name];
  if (change.leavesQueries) return;
  history[name] = function (state, title, url) {
    if (url === undefined || new URL(url, location.href).pathname !== location.pathname) {
      change.call(history, state, title, url);
    }
  };
  history[name].leavesQueries = true;
}

/** Return `query`, as Python wrote it, with what an embedding site has put into the address. */
function withEmbedding(query) {
  const embedding = location.search.slice(1).split("&").filter((part) => /^embed(_options)?(=|$)/.test(part));
  const parts = [query, ...embedding].filter(Boolean);
  return parts.length ? `?${parts.join("&")}` : "";
}

/**
 * @param {{data: {page: string, query: string, session: string}}} shown page and its query, and the session that shows
 *   it.
 */
export default function ({ data }) {
  onlyPagesAreSteps("pushState");
  onlyPagesAreSteps("replaceState");
  if (!location.pathname.endsWith(`/${data.page}`)) return;
  const search = withEmbedding(data.query);
  if (written?.page === data.page && written.session !== data.session && location.search !== search) {
    // The server has begun anew, and Streamlit told it the address that this page was opened with.
    location.reload();
    return;
  }
  written = { page: data.page, session: data.session };
  if (location.search !== search) replaceState(history.state, "", location.pathname + search + location.hash);
}

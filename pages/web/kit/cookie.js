// What a browser keeps for later visits.

const A_YEAR_S = 365 * 24 * 3600;

/** @param {string} name @param {string} value */
export function keepCookie(name, value) {
  const { pathname, protocol } = location;
  const folder = pathname.slice(0, pathname.lastIndexOf("/") + 1); // a page lies right under the app's own path
  document.cookie = [`${name}=${value}`, `Path=${folder}`, `Max-Age=${A_YEAR_S}`, "SameSite=Lax",
    ...(protocol === "https:" ? ["Secure"] : [])].join("; ");
}

// Particles of Korean, which depend on the final sound of the word before them: what `finished` of pages/ui/korean.py
// does, for values that are put into sentences here. A test holds both to one table.

/** @type {Record<string, [string, string]>} double form -> after a consonant, after a vowel */
const FORMS = {
  "이에요(예요)": ["이에요", "예요"], "을(를)": ["을", "를"], "이(가)": ["이", "가"], "은(는)": ["은", "는"], "과(와)": ["과", "와"],
  "(으)로": ["으로", "로"], "(이)나": ["이나", "나"], "(이)라": ["이라", "라"], "(이)며": ["이며", "며"],
};
const DOUBLE = new RegExp(Object.keys(FORMS).map((form) => form.replace(/[()]/g, "\\$&")).join("|"), "g");
const ASIDE = /\s*\\?\([^()]*\)$/;
const MARKS = /[ *_`~'"’”」』〉›»\]]+$/;
const [FIRST, LAST, FINALS, RIEUL] = [0xac00, 0xd7a3, 28, 8];
const DIGITS = [..."영일이삼사오육칠팔구"];
/** @type {Record<string, string>} as they are heard last */
const SIGNS = { "%": "트", "°": "도", "+": "스", "²": "곱", "³": "곱" };
/** @type {Record<string, string>} */
const UNITS = { px: "셀", ms: "초", s: "초", kb: "트", mb: "트", gb: "트", kib: "트", mib: "트", gib: "트" };
/** @type {Record<string, string>} letters whose names end in a consonant */
const LETTERS = { l: "엘", m: "엠", n: "엔", r: "알" };
/** @type {[string, string][]} */
const ENDINGS = [["ng", "응"], ["le", "을"], ["ne", "은"], ["me", "음"], ["l", "을"], ["m", "음"], ["n", "은"]];
const STOPPED = /[aeiou][bpkct]$|[aeiou]ck$|(?<![aeiou])[aeiou]g$/;

/** The text with the form of each particle that fits what stands before it. @param {string} text */
export function finished(text) {
  let [done, end] = ["", 0];
  for (const { 0: form, index } of text.matchAll(DOUBLE)) {
    done += text.slice(end, index);
    done += particle(done, form);
    end = index + form.length;
  }
  return done + text.slice(end);
}

/** @param {string} before @param {string} form */
function particle(before, form) {
  const [afterConsonant, afterVowel] = FORMS[form] ?? [form, form];
  const sound = final(before);
  return sound && !(sound === RIEUL && form === "(으)로") ? afterConsonant : afterVowel;
}

/** The number of the final consonant with which a text is read; 0: none. @param {string} before */
function final(before) {
  let word = before.replace(MARKS, "");
  while (word.endsWith(")")) {
    const shorter = word.replace(ASIDE, "");
    if (!shorter || shorter === word) break;
    word = shorter.replace(MARKS, "");
  }
  const code = heard(word).codePointAt(0) ?? 0;
  return FIRST <= code && code <= LAST ? (code - FIRST) % FINALS : 0;
}

/** The syllable that is heard last when a word is read. @param {string} word */
function heard(word) {
  const last = [...word].at(-1) ?? "";
  if (last in SIGNS) return SIGNS[last] ?? "";
  if (last === "0") return /[\d,]0$/.test(word) ? "십" : "영";
  if (/[1-9]/.test(last)) return DIGITS[Number(last)] ?? "";
  const latin = /[A-Za-z]+$/.exec(word);
  return latin ? heardLatin(latin[0]) : last;
}

/** @param {string} word */
function heardLatin(word) {
  const small = word.toLowerCase();
  if (small in UNITS) return UNITS[small] ?? "";
  if (word === word.toUpperCase() || word.length === 1) return LETTERS[small.slice(-1)] ?? "이";
  return ENDINGS.find(([end]) => small.endsWith(end))?.[1] ?? (STOPPED.test(small) ? "윽" : "이");
}

/* What a query finds: asks the pagefind index of this site, which knows words by the spaces around them,
   for words, and for Korean and Chinese as phrases of single characters. Loads nothing before the first query. */
(function () {
  "use strict";
  const form = document.getElementById("find");
  if (!form) return;

  /* These five are those of sphinxext/search/spacing.py: the index was written with them. */
  const CJK = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff";
  const JOIN = "^~";
  const PART = "^|";
  const MARK = "ꙮ";
  const LIMIT = "ꯀ";
  const IS_CJK = new RegExp(`[${CJK}]`);
  const RUNS = new RegExp(`[${CJK}]+|[^${CJK}]+`, "g");
  const WORD = /[\p{L}\p{N}]/u;
  /* Korean particles, the longest first; those in SURE may be taken from a word of one syllable too. */
  const PARTICLES = ["에서는", "으로는", "에게서", "이라고", "까지", "부터", "에게", "한테", "에서", "으로", "보다", "처럼", "라고", "이나", "마다", "조차",
    "은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만", "나"];
  const SURE = new Set(["은", "는", "을", "를", "에서", "에서는", "으로", "까지", "부터"]);
  /* Entries are short: a word that returns says less than where it stands, and a short entry that has it says more. */
  const RANKING = { termFrequency: 0.5, pageLength: 0.75 };

  /* The query */

  /** Simplified forms for traditional ones, composed Hangul for typed jamo: as the index has them. */
  function folded(text) {
    const pairs = [...form.dataset.fold];
    const fold = new Map(pairs.flatMap((each, place) => (place % 2 ? [] : [[each, pairs[place + 1]]])));
    return [...text.normalize("NFC")].map((each) => fold.get(each) ?? each).join("");
  }

  /** A run of characters without its particle: 화웨이 of 화웨이는, nothing of 은 in H20은; as it is where it has none, as 만 in 100만. */
  function bare(run, before) {
    const particle = /^[\uac00-\ud7a3]+$/.test(run) && PARTICLES.find((each) => run.endsWith(each));
    const left = particle ? run.length - particle.length : run.length;
    return (left > 1 || (left === 1 && SURE.has(particle)) || (left === 0 && /[\p{L}]/u.test(before))) ? run.slice(0, left) : run;
  }

  /** The words of a phrase as the index has them: each Korean or Chinese character is one. */
  const split = (runs) => runs.flatMap((run) => (IS_CJK.test(run) ? [...run] : run.split(/\s+/))).filter((each) => WORD.test(each));

  /** What a query asks for: plain words, and phrases: quoted words, and what has Korean or Chinese in it. */
  function parse(query) {
    const words = [];
    const phrases = [];
    for (const [, quoted, loose] of folded(query).matchAll(/"([^"]+)"|(\S+)/g)) {
      const runs = ((quoted ?? loose).replaceAll('"', "").match(RUNS) ?? []).filter((run) => WORD.test(run));
      if (!runs.length) continue;
      if (!quoted && !IS_CJK.test(loose)) { words.push(...runs); continue; }
      const stem = quoted ? [] : split([...runs.slice(0, -1), bare(runs.at(-1), runs.at(-2) ?? "")]);
      const whole = split(runs);
      phrases.push({ whole, stem: stem.length < whole.length ? stem : [], runs: quoted ? [] : runs });
    }
    return { words, phrases };
  }

  /** The word by which the index knows a kind, chapter, source or whole name. */
  const mark = (group, id) => `"${group === "chapter" || group === "source" ? LIMIT : MARK}${group}${id.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")}0"`;

  /* The index */

  let engine;
  function index() {
    engine ??= import(new URL(form.dataset.engine, document.baseURI).href)
      .then((found) => found.createInstance({ noWorker: true, language: "en", ranking: RANKING }))
      .catch((error) => { engine = undefined; throw error; }); // the next query tries again
    return engine;
  }

  const sets = new Map();
  /** The ids of all entries of a kind, chapter or source: asked once. */
  function members(group, id) {
    const key = mark(group, id);
    if (!sets.has(key)) sets.set(key, ask(key).then((found) => new Set(found.keys())));
    return sets.get(key);
  }

  /** What the index finds for one search, by id. */
  async function ask(text) {
    const answer = await (await index()).search(text);
    return new Map(answer.results.map((each) => [each.id, each]));
  }

  const known = new Map();
  /** Whether any entry has a word that begins so. Pagefind else takes the longest beginning that it knows, "non" for "nonsense". */
  function has(word) {
    if (!known.has(word)) known.set(word, begins(word));
    return known.get(word);
  }

  async function begins(word) {
    if ((await ask(`"${word}"`)).size) return true;
    const [best] = (await ask(word)).values();
    if (!best) return false;
    const { content } = await best.data();
    const words = content.split(/[\r\n\s]+/);
    const wanted = plain(word).join("");
    return best.words.some((place) => [plain(words[place]).join(""), ...plain(words[place])].some((each) => each.startsWith(wanted)));
  }

  /** The parts of a word without signs and accents, in lower case. */
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  /** The entries called exactly so: they come first. */
  async function named(query, phrases) {
    const forms = [folded(query), ...(phrases.length === 1 ? [phrases[0].stem.join("")] : [])].filter((form) => WORD.test(form));
    const found = await Promise.all(forms.map((form) => ask(mark("called", form))));
    return new Set(found.flatMap((each) => [...each.keys()]));
  }

  /** The entries that have a phrase, as asked for or without its particle; where none has "昇腾91", its runs are looked for one by one. */
  async function meet(phrase, words) {
    const { whole, stem, runs } = phrase;
    const found = await ask(`"${whole.join(" ")}"`);
    const loose = stem.length > 1 || (stem.length && !IS_CJK.test(stem[0])) || !found.size;
    const short = stem.length && loose ? await ask(`"${stem.join(" ")}"`) : new Map();
    if (found.size || short.size || runs.length < 2) return [{ whole, stem, found, short }];
    words.push(...runs.filter((run) => !IS_CJK.test(run)));
    const parts = runs.filter((run) => IS_CJK.test(run)).map((run) => ({ whole: [...run], stem: [], runs: [] }));
    return (await Promise.all(parts.map((part) => meet(part, words)))).flat();
  }

  /** Every entry that has all words and phrases, best first, and the words that no entry has. */
  async function find(query, { chapter: within, source }) {
    const asked = parse(query);
    const exact = (await Promise.all(asked.phrases.map((phrase) => meet(phrase, asked.words)))).flat();
    const known = await Promise.all(asked.words.map(has));
    const words = asked.words.filter((word, place) => known[place]);
    const missing = asked.words.filter((word, place) => !known[place]);
    if (!words.length && !exact.length) return { entries: [], missing };
    const all = await ask([...words, ...exact.flatMap((each) => (each.short.size ? each.stem : each.whole))].join(" "));
    const first = await named(query, asked.phrases);
    const limits = await Promise.all([within && members("chapter", within), source && members("source", source)].filter(Boolean));
    const phrases = exact.flatMap((each) => [each.whole, each.stem]).filter((each) => each.length).map((each) => each.map((part) => plain(part).join("")));
    const entries = [];
    for (const [id, result] of all) {
      if (exact.some((each) => !each.found.has(id) && !each.short.has(id)) || limits.some((each) => !each.has(id))) continue;
      // A phrase as asked for comes before one without its particle.
      const score = result.score * exact.reduce((product, each) => product * (each.found.has(id) ? 2 : 1), first.has(id) ? 1000 : 1);
      entries.push({ id, score, result, phrases });
    }
    return { entries: entries.sort((one, other) => other.score - one.score), missing };
  }

  /** The entries by kind. */
  async function byKind(entries, kinds) {
    const groups = new Map();
    for (const kind of kinds) {
      const of = await members("kind", kind);
      groups.set(kind, entries.filter((each) => of.has(each.id)));
    }
    return groups;
  }

  /* What was found */

  /** The words of an entry, each with whether it was asked for. */
  function words(content, { result, phrases }) {
    const words = content.split(/[\r\n\s]+/);
    const hits = new Set(result.words.filter((place) => !IS_CJK.test(words[place])));
    const plainly = words.map((word) => plain(word).join(""));
    // Single characters stand everywhere: they were asked for where they stand together.
    for (const phrase of phrases) {
      for (let place = plainly.indexOf(phrase[0]); place >= 0; place = plainly.indexOf(phrase[0], place + 1)) {
        if (phrase.every((part, step) => plainly[place + step] === part)) phrase.forEach((part, step) => hits.add(place + step));
      }
    }
    return words.map((word, place) => ({ word, hit: hits.has(place) }));
  }

  /** The parts of an entry: title, place, text, then what finds it without being shown. */
  function parts(words) {
    const found = [[]];
    for (const each of words) {
      if (each.word === PART) found.push([]); else found.at(-1).push(each);
    }
    return found.filter((each, place) => place < 3 || !each.some(({ word }) => word.startsWith(MARK)));
  }

  window.detourSearch = { find, byKind, words, parts, JOIN, IS_CJK };
})();

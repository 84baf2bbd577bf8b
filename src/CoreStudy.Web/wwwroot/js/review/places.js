// @ts-check
/**
 * @typedef {object} Place a stretch of the original; positions in UTF-16 code units, end exclusive
 * @property {string} id
 * @property {number} start
 * @property {number} end
 * @property {string} category
 * @property {'proposed' | 'accepted' | 'rejected'} status
 * @property {string | null} entry
 * @property {number} score
 * @property {string} reason
 * @property {string | null} replacement
 *
 * @typedef {{number: number, start: number, text: string, released: string, pieces: {start: number, end: number, place: string}[], speaker: string, isInterviewer: boolean}} Turn
 */

/** The form that words are grouped by: without a possessive ending. @param {string} words */
export function formOf(words) {
    const form = words.trim();
    if (form.length > 3 && /s['’]$/u.test(form)) return form.slice(0, -1);
    return form.length > 3 ? form.replace(/['’]s$/u, '') : form;
}

/** The turn that holds a position. @param {Turn[]} turns in order @param {number} at */
export function turnAt(turns, at) {
    let [low, high] = [0, turns.length - 1];
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (turns[middle].start <= at) low = middle;
        else high = middle - 1;
    }

    return turns[low];
}

/** @param {Turn[]} turns @param {{start: number, end: number}} place */
export function wordsAt(turns, place) {
    const turn = turnAt(turns, place.start);
    return turn.text.slice(place.start - turn.start, place.end - turn.start);
}

/** Words around a place within its turn. @param {Turn[]} turns @param {{start: number, end: number}} place @param {number} [around] characters */
export function contextOf(turns, place, around = 44) {
    const turn = turnAt(turns, place.start);
    const [start, end] = [place.start - turn.start, place.end - turn.start];
    const before = turn.text.slice(Math.max(0, start - around), start);
    const after = turn.text.slice(end, end + around);
    return {
        before: (start > around ? '…' + before.replace(/^\S*\s/u, '') : before),
        words: turn.text.slice(start, end),
        after: (end + around < turn.text.length ? after.replace(/\s\S*$/u, '') + '…' : after),
    };
}

/**
 * Places by what they say, the most frequent first.
 * @param {Turn[]} turns
 * @param {Place[]} places
 * @returns {{key: string, form: string, category: string, places: Place[]}[]}
 */
export function groupByForm(turns, places) {
    const groups = new Map();
    for (const place of places) {
        const form = formOf(wordsAt(turns, place));
        const key = `${place.category}|${form.toLowerCase()}`;
        const group = groups.get(key);
        if (group) group.places.push(place);
        else groups.set(key, { key, form, category: place.category, places: [place] });
    }

    return [...groups.values()].sort((a, b) => b.places.length - a.places.length || a.places[0].start - b.places[0].start);
}

/**
 * Moves a border by a word; never past the other border, nor out of the turn.
 * @param {Turn} turn @param {{start: number, end: number}} place @param {'start' | 'end'} border @param {-1 | 1} step
 * @returns {{start: number, end: number}}
 */
export function moveBorder(turn, place, border, step) {
    const [start, end] = [place.start - turn.start, place.end - turn.start];
    const edges = [...turn.text.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu)];
    if (border === 'start') {
        const starts = edges.map(e => e.index);
        const next = step < 0 ? starts.filter(s => s < start).at(-1) : starts.find(s => s > start);
        return next === undefined || next >= end ? place : { start: next + turn.start, end: place.end };
    }

    const ends = edges.map(e => e.index + e[0].length);
    const next = step < 0 ? ends.filter(e => e < end).at(-1) : ends.find(e => e > end);
    return next === undefined || next <= start ? place : { start: place.start, end: next + turn.start };
}

const numbers = 'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|double|treble';
const usual = new Set(['I', "I'm", 'I’m', "I'd", 'I’d', "I've", 'I’ve', "I'll", 'I’ll', 'OK', 'Ok', 'NHS', 'TV', 'UK', 'Mr', 'Mrs', 'PSW']);

/**
 * What is still readable and might identify: capitals within a sentence, figures, spelled numbers from ten on; nothing that was decided.
 * @param {Turn[]} turns @param {Place[]} places
 * @returns {{id: string, start: number, end: number}[]}
 */
export function sweep(turns, places) {
    const decided = places.filter(p => p.status !== 'proposed').sort((a, b) => a.start - b.start);
    const found = [];
    const word = new RegExp(`\\p{Lu}\\p{L}*(?:['’-]\\p{L}+)*|\\p{N}+(?:[.,/:-]?\\p{N}+)*|(?<![\\p{L}])(?:${numbers})(?![\\p{L}])`, 'gu');
    let next = 0;
    for (const turn of turns) {
        /** @type {{start: number, end: number, isName: boolean, isFirst: boolean}[]} */
        const here = [];
        for (const match of turn.text.matchAll(word)) {
            const start = turn.start + match.index;
            const end = start + match[0].length;
            while (next < decided.length && decided[next].end <= start) next++;
            if (next < decided.length && decided[next].start < end) continue;
            if (usual.has(match[0]) || /^(one|two|three|four|five|six|seven|eight|nine|ten)$/.test(match[0])) continue;
            const isName = /\p{Lu}/u.test(match[0][0]);
            const isFirst = isName && /(^|[.?!…:"“”]\s*|\n\s*)$/u.test(turn.text.slice(0, match.index));
            const last = here.at(-1);
            if (isName && last?.isName && start === last.end + 1 && turn.text[last.end - turn.start] === ' ') Object.assign(last, { end, isFirst: false });
            else here.push({ start, end, isName, isFirst });
        }

        found.push(...here.filter(h => !h.isFirst).map(({ start, end }) => ({ id: `sweep-${start}`, start, end })));
    }

    return found;
}

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
 * @typedef {{number: number, start: number, text: string, released: string, pieces: {start: number, end: number, place: string}[], speaker: string, isInterviewer: boolean, releasedStart: number}} Turn
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

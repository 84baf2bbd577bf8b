// @ts-check
/**
 * @typedef {{start: number, end: number}} Place in UTF-16 code units of the whole text, end exclusive
 * @typedef {{number: number, speaker: string, isInterviewer: boolean} & Place} Turn
 * @typedef {{id: string, lane: number, code: string} & Place} Coding
 * @typedef {{id: string, code: string, how: string, difference: string | null} & Place} Settled
 * @typedef {{id: string, number: number, kind: 'extent' | 'code' | 'presence', codings: string[], decision: string | null, lane: number | null, reason: string, by: string, at: string | null, revision: number, resolved: string}} Difference
 * @typedef {{id: string, difference: string, by: string, isMine: boolean, at: string, text: string}} Remark
 * @typedef {{id: string, parentId: string | null, name: string, definition: string, whenToUse: string, whenNotToUse: string, synonyms: string, shortcut: string, colour: string, state: string}} Code
 * @typedef {'open' | 'discuss' | 'settled'} State
 */

/** What a settling desk knows, and what follows from it. @param {any} desk as the server tells it */
export function modelOf(desk) {
    /** @type {Turn[]} */
    const turns = desk.turns;
    /** @type {string} */
    const words = desk.words;
    /** @type {Map<string, Code>} */
    const codes = new Map(desk.codes.map((/** @type {Code} */ c) => [c.id, c]));
    /** @type {Map<string, Coding>} */
    const codings = new Map(desk.codings.map((/** @type {Coding} */ c) => [c.id, c]));
    /** @type {Difference[]} */
    const differences = [];
    /** @type {Map<string, Difference>} */
    const byId = new Map();
    /** @type {Map<string, string>} */
    const ofCoding = new Map();
    /** @type {Map<string, Settled>} */
    const settled = new Map();
    /** @type {Map<string, Remark[]>} */
    const remarks = new Map();
    /** @type {Coding[][]} */
    const codingsIn = turns.map(() => []);
    /** @type {Settled[][]} */
    const settledIn = turns.map(() => []);
    for (const coding of codings.values()) for (const number of turnsOf(coding)) codingsIn[number].push(coding);

    const model = {
        turns, words, codes, codings, differences, byId, ofCoding, settled, codingsIn, settledIn,
        title: desk.title, contentNote: desk.contentNote, round: desk.round, maySettle: desk.maySettle, maySignOff: desk.maySignOff, lane: /** @type {number | null} */ (desk.lane),
        lanes: /** @type {{name: string, isMine: boolean}[]} */ ([]),
        revision: 0, textRevision: 0, state: 'open', signedOffBy: '', signedOffAt: /** @type {string | null} */ (null),
        turnAt, turnsOf, take, placeOf, stateOf, codesOf, inLane, talkOf, excerpt,
    };
    take(desk.changes);
    return model;

    /** @param {number} position */
    function turnAt(position) {
        let [low, high] = [0, turns.length - 1];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (turns[middle].start <= position) low = middle; else high = middle - 1;
        }

        return low;
    }

    /** The numbers of the turns that a place touches. @param {Place} place */
    function turnsOf(place) {
        const numbers = [];
        for (let n = turnAt(place.start); n < turns.length && turns[n].start < place.end; n++) numbers.push(n);
        return numbers;
    }

    /** Takes in what the server tells; says which differences and turns changed. @param {any} changes */
    function take(changes) {
        const changed = { differences: /** @type {Difference[]} */ ([]), turns: /** @type {Set<number>} */ (new Set()) };
        if (changes.revision < model.revision) return changed; // an older answer that came later
        Object.assign(model, {
            revision: changes.revision, textRevision: changes.textRevision, state: changes.state, signedOffBy: changes.signedOffBy, signedOffAt: changes.signedOffAt, lanes: changes.lanes,
        });
        for (const difference of /** @type {Difference[]} */ (changes.differences)) {
            const known = byId.get(difference.id);
            if (known) Object.assign(known, difference);
            else {
                differences.push(difference);
                byId.set(difference.id, difference);
                for (const id of difference.codings) ofCoding.set(id, difference.id);
            }

            changed.differences.push(known ?? difference);
            for (const number of turnsOf(placeOf(difference))) changed.turns.add(number);
        }

        for (const one of /** @type {(Settled & {isRemoved: boolean})[]} */ (changes.settled)) {
            const old = settled.get(one.id);
            if (old) forget(old);
            if (!one.isRemoved) {
                settled.set(one.id, one);
                for (const number of turnsOf(one)) { settledIn[number].push(one); changed.turns.add(number); }
            }
        }

        for (const remark of /** @type {Remark[]} */ (changes.remarks)) {
            const all = remarks.get(remark.difference) ?? [];
            if (!all.some(r => r.id === remark.id)) all.push(remark);
            remarks.set(remark.difference, all);
        }

        return changed;

        /** @param {Settled} old */
        function forget(old) {
            settled.delete(old.id);
            for (const number of turnsOf(old)) {
                settledIn[number] = settledIn[number].filter(s => s.id !== old.id);
                changed.turns.add(number);
            }
        }
    }

    /** From the first to the last character of its codings. @param {Difference} difference @returns {Place} */
    function placeOf(difference) {
        const places = difference.codings.map(id => codings.get(id)).filter(c => c !== undefined);
        return places.length === 0 ? { start: 0, end: 0 } : { start: Math.min(...places.map(p => p.start)), end: Math.max(...places.map(p => p.end)) };
    }

    /** @param {Difference} difference @returns {State} */
    function stateOf(difference) {
        return difference.decision === null ? 'open' : difference.decision === 'discuss' ? 'discuss' : 'settled';
    }

    /** The codes of a difference, each once, in the order of its codings. @param {Difference} difference @returns {Code[]} */
    function codesOf(difference) {
        const ids = new Set(difference.codings.map(id => codings.get(id)?.code ?? ''));
        return [...ids].map(id => codes.get(id)).filter(c => c !== undefined);
    }

    /** @param {Difference} difference @param {number} lane */
    function inLane(difference, lane) {
        return difference.codings.map(id => codings.get(id)).filter(c => c !== undefined).filter(c => c.lane === lane);
    }

    /** @param {Difference} difference @returns {Remark[]} */
    function talkOf(difference) {
        return remarks.get(difference.id) ?? [];
    }

    /** The words at a place, the middle left out where they are many. @param {Place} place @param {number} most */
    function excerpt(place, most) {
        return shortened(words.slice(place.start, place.end), most);
    }
}

/** @param {string} text @param {number} most */
export function shortened(text, most) {
    const line = text.replaceAll('\n', ' / ');
    if (line.length <= most) return line;
    const half = Math.floor((most - 3) / 2);
    return `${line.slice(0, half).trimEnd()} … ${line.slice(-half).trimStart()}`;
}

/**
 * The next difference that fits, in the order of the text; null where there is none that way.
 * @template {{number: number}} D @param {D[]} differences in order @param {number} from a number; -1 for before the first @param {1 | -1} by @param {(difference: D) => boolean} fits
 * @returns {D | null}
 */
export function step(differences, from, by, fits) {
    if (by > 0) return differences.find(d => d.number > from && fits(d)) ?? null;
    return differences.findLast(d => d.number < from && fits(d)) ?? null;
}

/**
 * A border moved to the next word that way, within the text; a passage never becomes empty.
 * @param {string} words @param {Place} place @param {'start' | 'end'} border @param {1 | -1} by @returns {Place}
 */
export function moveBorder(words, place, border, by) {
    const starts = [], ends = [];
    const from = Math.max(0, place.start - 400), to = Math.min(words.length, place.end + 400);
    for (const match of words.slice(from, to).matchAll(/\S+/gu)) {
        starts.push(from + match.index);
        ends.push(from + match.index + match[0].length);
    }

    const stops = border === 'start' ? starts : ends;
    const at = place[border];
    const next = by > 0 ? stops.find(s => s > at) : stops.findLast(s => s < at);
    if (next === undefined) return place;
    const moved = { ...place, [border]: next };
    return moved.start < moved.end ? moved : place;
}

/**
 * A text cut wherever one of the places begins or ends.
 * @template {Place} P @param {Place} whole @param {P[]} places @returns {{start: number, end: number, of: P[]}[]}
 */
export function pieces(whole, places) {
    const borders = new Set([whole.start, whole.end]);
    for (const p of places) for (const at of [p.start, p.end]) if (at > whole.start && at < whole.end) borders.add(at);
    const sorted = [...borders].sort((a, b) => a - b);
    return sorted.slice(1).map((end, i) => ({ start: sorted[i], end, of: places.filter(p => p.start < end && p.end > sorted[i]) }));
}

// @ts-check
/**
 * One turn as it is typed. A turn is never changed, but another put in its place.
 * @typedef {{readonly id: number, readonly speaker: number | null, readonly startMs: number | null, readonly text: string, readonly unheard: boolean}} Turn
 * @typedef {Turn & {after: number | null, gone: boolean}} Change as the server takes it: `after` the turn before it
 * @typedef {{made: Turn[], was: {turn: Turn, at: number}[]}} Step
 */

/**
 * The turns of a transcription, what can be done to them, and what of it the server does not have yet.
 * @param {Turn[]} turns
 */
export function sheetOf(turns) {
    let list = [...turns];
    let nextId = turns.reduce((most, turn) => Math.max(most, turn.id), 0) + 1;
    let changed = new Set();
    let gone = new Set();
    /** @type {Step[]} */
    const steps = [];

    return {
        get turns() { return list; },
        /** @param {number} id */
        at: id => list.findIndex(turn => turn.id === id),
        /** @param {number} id */
        find: id => list.find(turn => turn.id === id),
        say, give, startAt, hear, add, split, join, remove, undo, take, putBack,
        get canUndo() { return steps.length > 0; },
        get isDirty() { return changed.size > 0 || gone.size > 0; },
    };

    /** What is typed in a turn. @param {number} id @param {string} text */
    function say(id, text) {
        change(id, { text });
    }

    /** Who speaks. @param {number} id @param {number | null} speaker */
    function give(id, speaker) {
        change(id, { speaker });
    }

    /** When it starts. @param {number} id @param {number | null} startMs */
    function startAt(id, startMs) {
        change(id, { startMs: startMs === null ? null : Math.max(0, Math.round(startMs)) });
    }

    /** Somebody has compared it with the sound. @param {number} id */
    function hear(id) {
        change(id, { unheard: false });
    }

    /** An empty turn after another. @param {number} id @param {number | null} speaker @param {number | null} now where the sound is @returns {number} its id */
    function add(id, speaker, now) {
        const place = index(id);
        const turn = { id: nextId++, speaker, startMs: fitting(place, now), text: '', unheard: false };
        step([{ put: turn, at: place + 1 }], [], [turn]);
        return turn.id;
    }

    /**
     * Parts a turn in two.
     * @param {number} id @param {number} caret in UTF-16 code units @param {number | null} now where the sound is
     * @returns {number} the id of the second, which has the same speaker
     */
    function split(id, caret, now) {
        const place = index(id);
        const turn = list[place];
        const cut = isInside(turn.text, caret) ? caret - 1 : caret;
        const first = { ...turn, text: turn.text.slice(0, cut).trimEnd() };
        const second = { ...turn, id: nextId++, startMs: fitting(place, now), text: turn.text.slice(cut).trimStart() };
        step([{ put: first, at: place }, { put: second, at: place + 1 }], [turn], [first, second]);
        return second.id;
    }

    /** Joins a turn to the one before. @param {number} id @returns {{id: number, caret: number} | null} where they met; null where it is the first */
    function join(id) {
        const place = index(id);
        if (place <= 0) return null;
        const [first, second] = [list[place - 1], list[place]];
        const between = first.text !== '' && second.text !== '' && !/\s$/.test(first.text) ? ' ' : '';
        const one = {
            ...first,
            speaker: first.speaker ?? second.speaker,
            startMs: first.startMs ?? second.startMs,
            text: first.text + between + second.text,
            unheard: first.unheard || second.unheard,
        };
        step([{ put: one, at: place - 1 }], [first, second], [one]);
        return { id: one.id, caret: first.text.length + between.length };
    }

    /** Takes a turn out; the only one is emptied instead. @param {number} id @returns {number} the id of the turn to go on in */
    function remove(id) {
        const place = index(id);
        if (list.length === 1) {
            const empty = { ...list[0], text: '', unheard: false };
            step([{ put: empty, at: 0 }], [list[0]], [empty]);
            return id;
        }

        step([], [list[place]], []);
        return list[Math.max(0, place - 1)].id;
    }

    /** Takes the last parting, joining, adding or taking out back, unless its turns were changed since. @returns {number | null} the id of a turn that it concerned */
    function undo() {
        const last = steps.at(-1);
        if (!last || last.made.some(made => !list.includes(made))) return null;
        steps.pop();
        for (const made of last.made) drop(made.id);
        for (const { turn, at } of last.was) put(turn, at);
        return last.was[0]?.turn.id ?? list[0]?.id ?? null;
    }

    /** What the server does not have, in the order of the turns; from now on it counts as sent. @returns {Change[]} */
    function take() {
        const all = changesOf(list, changed, gone);
        changed = new Set();
        gone = new Set();
        return all;
    }

    /** What was taken did not arrive after all. @param {Change[]} all */
    function putBack(all) {
        const here = new Set(list.map(turn => turn.id));
        for (const { id } of all) (here.has(id) ? changed : gone).add(id);
    }

    /** @param {number} id @param {Partial<Turn>} now */
    function change(id, now) {
        const place = index(id);
        const before = list[place];
        const after = { ...before, ...now };
        if (Object.entries(now).every(([name, value]) => /** @type {any} */ (before)[name] === value)) return;
        list[place] = after;
        changed.add(id);
        if (!('text' in now)) rename(before, after); // who and when do not stand in the way of undoing
    }

    /** @param {Turn} before @param {Turn} after */
    function rename(before, after) {
        for (const { made } of steps) {
            const i = made.indexOf(before);
            if (i >= 0) made[i] = after;
        }
    }

    /** @param {{put: Turn, at: number}[]} puts @param {Turn[]} was @param {Turn[]} made */
    function step(puts, was, made) {
        const before = was.map(turn => ({ turn, at: list.indexOf(turn) }));
        for (const turn of was) drop(turn.id);
        for (const { put: turn, at } of puts) put(turn, at);
        steps.push({ made, was: before });
        if (steps.length > 100) steps.shift();
    }

    /** @param {number} id */
    function drop(id) {
        list = list.filter(turn => turn.id !== id);
        changed.delete(id);
        gone.add(id);
    }

    /** @param {Turn} turn @param {number} at */
    function put(turn, at) {
        list = [...list.slice(0, at), turn, ...list.slice(at)];
        changed.add(turn.id);
        gone.delete(turn.id);
    }

    /** @param {number} id */
    function index(id) {
        const place = list.findIndex(turn => turn.id === id);
        if (place < 0) throw new Error(`There is no turn ${id}.`);
        return place;
    }

    /** The time of the sound, where it fits between the turns before and after. @param {number} place of the turn before @param {number | null} now */
    function fitting(place, now) {
        if (now === null) return null;
        const before = list.slice(0, place + 1).findLast(turn => turn.startMs !== null)?.startMs ?? 0;
        const after = list.slice(place + 1).find(turn => turn.startMs !== null)?.startMs ?? Infinity;
        return now >= before && now <= after ? Math.round(now) : null;
    }
}

/** @param {Turn[]} list @param {Set<number>} changed @param {Set<number>} gone @returns {Change[]} */
function changesOf(list, changed, gone) {
    /** @type {Change[]} */
    const all = [];
    list.forEach((turn, i) => { if (changed.has(turn.id)) all.push({ ...turn, after: i === 0 ? null : list[i - 1].id, gone: false }); });
    for (const id of gone) all.push({ id, speaker: null, startMs: null, text: '', unheard: false, after: null, gone: true });
    return all;
}

/** Whether a place lies between the halves of one character. @param {string} text @param {number} at */
function isInside(text, at) {
    return at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]) && /[\uD800-\uDBFF]/.test(text[at - 1]);
}

/** Who is likely to speak after a turn: who spoke before it, where that was another. @param {Turn[]} turns @param {number} at */
export function likelyNext(turns, at) {
    const speaking = turns[at]?.speaker ?? null;
    for (let i = at - 1; i >= 0; i--) if (turns[i].speaker !== null && turns[i].speaker !== speaking) return turns[i].speaker;
    return speaking === 0 ? 1 : speaking === null ? null : 0;
}

/** @param {Turn[]} turns */
export function wordsOf(turns) {
    return turns.reduce((sum, turn) => sum + (turn.text.match(/\S+/g)?.length ?? 0), 0);
}

/**
 * What is to be done before it can be marked as checked, as the server will say; null where nothing is.
 * @param {Turn[]} turns @returns {{turn: number, why: string} | null}
 */
export function unfinished(turns) {
    const spoken = turns.filter(turn => turn.text.trim() !== '');
    if (spoken.length === 0) return { turn: turns[0]?.id ?? 0, why: 'Nothing has been typed yet.' };
    const unheard = turns.find(turn => turn.unheard);
    if (unheard) return { turn: unheard.id, why: 'This turn of the draft has not been compared with the sound yet. Listen to it, then say that it is right.' };
    const nobody = spoken.find(turn => turn.speaker === null);
    if (nobody) return { turn: nobody.id, why: 'Say who speaks in this turn.' };
    let before = 0;
    for (const turn of spoken) {
        if (turn.startMs === null) continue;
        if (turn.startMs < before) return { turn: turn.id, why: 'This turn starts before the one above it. Put its time right, or take it away.' };
        before = turn.startMs;
    }

    return null;
}

// @ts-check
/**
 * @typedef {import('./types.js').Act} Act
 * @typedef {import('./types.js').ActResult} ActResult
 * @typedef {import('./types.js').Changes} Changes
 * @typedef {{status: number, results?: ActResult[], changes?: Changes, revision?: number, why?: string}} Answer status 0: not reached
 * @typedef {{readonly length: number, key(i: number): string | null, getItem(key: string): string | null,
 *   setItem(key: string, value: string): void, removeItem(key: string): void}} Keep
 * @typedef {{waiting: number, sending: boolean, trouble: null | 'offline' | 'signedOut' | 'forbidden', why: string, unkept: boolean}} QueueState
 */

export const mostActs = 200;
const mostBytes = 900_000;

/**
 * A person's acts on their way to the server: kept in the browser until answered, sent in the order they were done, each once.
 * An act is written down before anything else happens to it, so that a closed lid, a crash or a sign-out loses none.
 * Tabs of one person share what is written down; the lock lets one of them send.
 * @param {{
 *   key: string,
 *   keep: Keep,
 *   send: (acts: Act[]) => Promise<Answer>,
 *   lock: (name: string, work: () => Promise<void>) => Promise<void>,
 *   wait: (ms: number) => {promise: Promise<void>, end: () => void},
 *   chance: () => number,
 *   share: (message: any) => void,
 *   onState: (state: QueueState) => void,
 *   onSettled: (acts: Act[], results: ActResult[], changes: Changes | null) => void,
 * }} by
 */
export function actQueue(by) {
    /** @type {Map<string, Act>} acts without an answer */
    const acts = new Map();
    /** @type {Set<string>} acts that the browser would not write down */
    const unkept = new Set();
    /** @type {null | 'offline' | 'signedOut' | 'forbidden'} */
    let trouble = null;
    let why = '';
    let failures = 0;
    let running = false;
    let sending = false;
    let stopped = false;
    /** @type {null | (() => void)} */
    let wake = null;

    return { load, add, retry, heard, stop, state, pending: () => inOrder() };

    /** @returns {QueueState} */
    function state() {
        return { waiting: acts.size, sending, trouble, why, unkept: unkept.size > 0 };
    }

    /** What an earlier page left unsent. @returns {Act[]} in order */
    function load() {
        readKept();
        if (acts.size > 0) void run();
        return inOrder();
    }

    /** @param {Act} act */
    function add(act) {
        acts.set(act.id, act);
        try {
            by.keep.setItem(`${by.key}:${act.id}`, JSON.stringify(act));
        } catch {
            unkept.add(act.id); // the browser's room is used up: it stays in memory, and leaving is warned about
        }

        by.share({ added: act });
        by.onState(state());
        void run();
    }

    /** Tries again now: the link is back, or the person asked for it. */
    function retry() {
        failures = 0;
        if (wake) wake();
        else void run();
    }

    /** News from another tab of the same person. @param {any} message @returns {boolean} whether an act is on its way that was not known here */
    function heard(message) {
        if (message.added) {
            const { id } = message.added;
            if (acts.has(id) || by.keep.getItem(`${by.key}:${id}`) === null) return false; // by now it may have been answered, to us even
            acts.set(id, message.added);
            by.onState(state());
            return true;
        }

        if (message.settled) {
            for (const act of message.settled) forget(act.id);
            by.onSettled(message.settled, message.results, message.changes);
            by.onState(state());
        }

        return false;
    }

    function stop() {
        stopped = true;
        wake?.();
    }

    async function run() {
        if (running || stopped) return;
        running = true;
        try {
            while (acts.size > 0 && !stopped) {
                await by.lock(by.key, sendAll);
                if (acts.size === 0 || stopped) break;
                const pause = by.wait(delay());
                wake = pause.end;
                await pause.promise;
                wake = null;
            }
        } finally {
            running = false;
            sending = false;
            by.onState(state());
        }
    }

    async function sendAll() {
        readKept();
        let most = mostActs;
        while (acts.size > 0 && !stopped) {
            const batch = nextBatch(most);
            sending = true;
            by.onState(state());
            const answer = await by.send(batch);
            sending = false;
            if (answer.status === 200 && answer.results) {
                [trouble, why, failures] = [null, '', 0];
                settle(batch, answer.results, answer.changes ?? null);
                continue;
            }

            if (unreadable(answer.status) && batch.length > 1) {
                most = Math.max(1, batch.length >> 1); // one of them cannot be read: find it, and let the others through
                continue;
            }

            if (unreadable(answer.status)) {
                settle(batch, [{ id: batch[0].id, kept: false, why: answer.why || 'The server could not read this.' }], null);
                continue;
            }

            failures++;
            trouble = answer.status === 401 ? 'signedOut' : answer.status === 403 || answer.status === 404 ? 'forbidden' : 'offline';
            why = answer.why ?? '';
            by.onState(state());
            return;
        }
    }

    /** @param {Act[]} batch @param {ActResult[]} results @param {Changes | null} changes */
    function settle(batch, results, changes) {
        const answered = new Map(results.map(result => [result.id, result]));
        const settled = batch.filter(act => answered.has(act.id));
        for (const act of settled) forget(act.id);
        by.share({ settled, results, changes });
        by.onSettled(settled, results, changes);
        by.onState(state());
        if (settled.length === 0) throw new Error('The server answered none of the acts it was sent.');
    }

    /** @param {number} most */
    function nextBatch(most) {
        const batch = [];
        let bytes = 0;
        for (const act of inOrder()) {
            bytes += JSON.stringify(act).length * 3;
            if (batch.length > 0 && (batch.length === most || bytes > mostBytes)) break;
            batch.push(act);
        }

        return batch;
    }

    /** Takes in what other tabs wrote down, and lets go of what they have sent. */
    function readKept() {
        const prefix = `${by.key}:`;
        const kept = new Set();
        for (let i = 0; i < by.keep.length; i++) {
            const key = by.keep.key(i);
            if (!key?.startsWith(prefix)) continue;
            const id = key.slice(prefix.length);
            kept.add(id);
            if (acts.has(id)) continue;
            try {
                acts.set(id, JSON.parse(by.keep.getItem(key) ?? ''));
            } catch {
                kept.delete(id); // not ours to read: left where it is
            }
        }

        for (const id of acts.keys()) if (!kept.has(id) && !unkept.has(id)) acts.delete(id);
    }

    /** @param {string} id */
    function forget(id) {
        acts.delete(id);
        unkept.delete(id);
        by.keep.removeItem(`${by.key}:${id}`);
    }

    function inOrder() {
        return [...acts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    }

    /** Twice as long after each failure, up to half a minute, spread so that a returning server is not stormed. */
    function delay() {
        const most = Math.min(30_000, 500 * 2 ** Math.min(failures, 6));
        return most / 2 + by.chance() * most / 2;
    }
}

/** The server understood that it cannot take this, whoever sends it and whenever. @param {number} status */
function unreadable(status) {
    return status === 400 || status === 413 || status === 422;
}

// @ts-check
/**
 * Where saving stands: all is saved; something is not yet; it is on its way; the site does not answer, and words wait in this window;
 * somebody else saved, or it is refused, and nothing goes on until the person has said what to do.
 * @typedef {'saved' | 'waiting' | 'saving' | 'away' | 'conflict' | 'refused'} SavingState
 * @typedef {{status: number, version?: number, why?: string}} SaveAnswer status 0 where the site does not answer
 * @template B
 * @typedef {{
 *   take: () => B | null,
 *   send: (bundle: B, save: string, version: number) => Promise<SaveAnswer>,
 *   putBack: (bundle: B) => void,
 *   onState: (state: SavingState, why: string) => void,
 *   makeId: () => string,
 *   timers?: {set: (then: () => void, ms: number) => any, clear: (timer: any) => void, now: () => number},
 * }} SavingParts
 */

/** After so long without a key what was typed is saved. */
export const pause = 1200;

/** While somebody types on and on, it is saved at least so often. */
export const patience = 5000;

/**
 * Saves what is typed, one saving after the other. A saving that gets no answer is sent again under its own name, so that it is done once.
 * @template B
 * @param {SavingParts<B>} parts @param {number} version of what is shown
 */
export function savingOf({ take, send, putBack, onState, makeId, timers = browser }, version) {
    /** @type {SavingState} */
    let state = 'saved';
    /** @type {{bundle: B, save: string} | null} */
    let pending = null;
    let sending = false;
    let meanwhile = false; // something was typed while a saving was on its way
    /** @type {any} */
    let timer = null;
    let since = 0;
    let tries = 0;

    return {
        touch, flush,
        /** The site may answer again. */
        awake() { if (state === 'away') { tries = 0; void flush(); } },
        /** What is shown is another version now, such as after the state was changed. @param {number} now */
        renew(now) { version = now; },
        get version() { return version; },
        get state() { return state; },
        get isUnsaved() { return state !== 'saved'; },
        get isSending() { return sending; },
        /** What was sent and not answered yet. */
        get pending() { return pending?.bundle ?? null; },
        stop() { timers.clear(timer); },
    };

    /** Something was typed. */
    function touch() {
        if (state === 'conflict' || state === 'refused') return;
        if (state === 'saved') {
            since = timers.now();
            tell('waiting');
        }

        meanwhile = true;
        if (sending || state === 'away') return; // what comes meanwhile goes next
        timers.clear(timer);
        timer = timers.set(() => void sendNext(), Math.max(0, Math.min(pause, since + patience - timers.now())));
    }

    /** Saves now what is not saved. @returns {Promise<boolean>} whether all is */
    function flush() {
        return sendNext(true);
    }

    /** @param {boolean} [all] whether what comes meanwhile is sent at once too, and not after the next pause */
    async function sendNext(all = false) {
        timers.clear(timer);
        if (sending || state === 'conflict' || state === 'refused') return false;
        if (!pending) {
            const bundle = take();
            if (bundle === null) {
                tell('saved');
                return true;
            }

            pending = { bundle, save: makeId() };
        }

        [sending, meanwhile] = [true, false];
        if (state !== 'away') tell('saving');
        const answer = await send(pending.bundle, pending.save, version);
        sending = false;
        if (answer.status === 200) {
            [pending, tries, since, version] = [null, 0, timers.now(), answer.version ?? version];
            if (all || !meanwhile) return await sendNext(all); // what came meanwhile, or the good news
            tell('waiting');
            timer = timers.set(() => void sendNext(), pause);
            return false;
        }

        if (answer.status === 0 || answer.status === 401 || answer.status === 429 || answer.status >= 500) {
            tell('away', answer.why);
            timer = timers.set(() => void sendNext(), Math.min(30_000, 1000 * 2 ** tries++));
            return false;
        }

        putBack(pending.bundle);
        pending = null;
        tell(answer.status === 409 ? 'conflict' : 'refused', answer.why);
        return false;
    }

    /** @param {SavingState} now @param {string} [why] */
    function tell(now, why = '') {
        state = now;
        onState(now, why);
    }
}

const browser = { set: (/** @type {() => void} */ then, /** @type {number} */ ms) => setTimeout(then, ms), clear: (/** @type {any} */ timer) => clearTimeout(timer), now: () => Date.now() };

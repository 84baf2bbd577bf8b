// @ts-check
/**
 * @typedef {import('./types.js').Changes} Changes
 * @typedef {{textRevision: number, steps: import('./edits.js').Step[], turns: [number, number][], words: Record<string, string>,
 *   contentNotes: import('./types.js').ContentNote[], flags: import('./types.js').Flag[]}} NewText
 */

/**
 * Follows the words when somebody changes them: fetches what is new, and the codings on it, and hands both over together.
 * @param {{
 *   server: ReturnType<typeof import('./server.js').serverOf>,
 *   revision: () => number,
 *   take: (text: NewText, codings: Changes) => void,
 *   pause: (ms: number) => Promise<void>,
 * }} by
 */
export function reviser({ server, revision, take, pause }) {
    let wanted = 0;
    let running = false;
    let stopped = false;
    /** @type {(() => void)[]} */
    let waiting = [];

    return { to, stop: () => { stopped = true; } };

    /**
     * Goes to a revision of the text, or a later one.
     * @param {number} number @param {() => void} [then] done once it is reached
     */
    function to(number, then) {
        wanted = Math.max(wanted, number);
        if (then) waiting.push(then);
        if (!running) void run();
    }

    async function run() {
        running = true;
        while (revision() < wanted && !stopped) {
            const [text, codings] = [await server.text(revision()), await server.codings()];
            if (stopped) break;
            // Revised once more between the two answers: both again.
            if (text && codings.changes && codings.changes.textRevision === text.textRevision) take(text, codings.changes);
            else await pause(text && codings.changes ? 50 : 3000);
        }

        running = false;
        const done = waiting;
        waiting = [];
        for (const then of done) then();
    }
}

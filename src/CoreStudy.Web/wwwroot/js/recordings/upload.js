// @ts-check

/** The first part is small, so that a file that is no recording is refused at once; all but the last end where a sealed chunk ends. */
export const FirstPart = 1 << 20;
export const Part = 8 << 20;

/** How many bytes at either end of a file tell it from others. */
export const MarkBytes = 64 * 1024;

const Waits = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** The connection broke, or was let go. */
export class Cut extends Error { }

/**
 * @typedef {{ status: number, received?: number, why?: string }} Answer
 * @typedef {{
 *   begin(marks: { bytes: number, head: string, tail: string }): Promise<Answer & { id?: string }>,
 *   ask(id: string): Promise<Answer>,
 *   send(id: string, at: number, part: Blob, sent: (bytes: number) => void, signal: AbortSignal): Promise<Answer>,
 *   finish(id: string): Promise<Answer>,
 *   stop(id: string): Promise<Answer>,
 * }} Server
 * @typedef {{ step: 'reading' | 'sending' | 'waiting' | 'paused' | 'finishing' | 'done' | 'failed' | 'cancelled', sent: number, bytes: number, why?: string, resumed?: boolean }} State
 */

/**
 * Brings one file in, part by part; goes on after a cut, after a pause, and, when the same file is chosen again, after a reload.
 * @param {{ file: Blob, server: Server, tell: (state: State) => void, wait?: (ms: number, signal: AbortSignal) => Promise<void> }} parts
 */
export function createUpload({ file, server, tell, wait = waitFor }) {
    /** @type {string | null} */
    let id = null;
    let received = 0;
    let resumed = false;
    let over = false;
    let wanted = false;
    let running = Promise.resolve();
    let letGo = new AbortController();

    /** @param {State['step']} step @param {string} [why] @param {number} [sent] */
    function say(step, why, sent = received) {
        if (step === 'done' || step === 'failed' || step === 'cancelled') over = true;
        tell({ step, sent, bytes: file.size, why, resumed });
    }

    /** Asks until there is an answer, for a connection comes back. @param {() => Promise<Answer>} ask @returns {Promise<Answer | null>} */
    async function untilAnswered(ask) {
        for (let tries = 0; ; tries++) {
            if (!wanted) return null;
            try {
                const answer = await ask();
                if (answer.status < 500 || answer.status === 507) return answer;
            } catch (fault) {
                if (!(fault instanceof Cut)) throw fault;
            }

            if (!wanted) return null;
            say('waiting', 'The connection is away. It goes on by itself.');
            await wait(Waits[Math.min(tries, Waits.length - 1)], letGo.signal);
        }
    }

    async function run() {
        if (id === null) {
            say('reading');
            const marks = await marksOf(file);
            const begun = await untilAnswered(() => server.begin(marks));
            if (!begun) return;
            if (begun.status !== 200) return say('failed', begun.why ?? Broken);
            id = /** @type {{ id: string }} */ (/** @type {unknown} */ (begun)).id;
            received = begun.received ?? 0;
            resumed = received > 0;
        }

        let stuck = 0;
        while (received < file.size) {
            if (!wanted) return;
            say('sending');
            const [at, known] = [received, id];
            const part = file.slice(at, Math.min(file.size, at + (at < FirstPart ? FirstPart : Part)));
            /** @type {Answer | null} */
            let answer;
            try {
                answer = await server.send(known, at, part, bytes => { if (wanted) say('sending', undefined, at + bytes); }, letGo.signal);
            } catch (fault) {
                if (!(fault instanceof Cut)) throw fault;
                if (!wanted) return;
                answer = null;
            }

            if (answer === null || answer.status === 423 || (answer.status >= 500 && answer.status !== 507)) {
                if (answer?.status === 423) {
                    say('waiting', answer.why);
                    await wait(2000, letGo.signal);
                }

                answer = await untilAnswered(() => server.ask(known)); // what had arrived is kept
                if (!answer) return;
            }

            if (answer.status === 507) {
                received = answer.received ?? received;
                wanted = false;
                return say('paused', answer.why);
            }

            if (answer.status !== 200 && answer.status !== 409) return say('failed', answer.why ?? Broken);
            stuck = (answer.received ?? at) > at ? 0 : stuck + 1;
            if (stuck > 5) return say('failed', Broken);
            received = answer.received ?? at;
        }

        if (!wanted) return;
        say('finishing');
        const known = /** @type {string} */ (id);
        const made = await untilAnswered(() => server.finish(known));
        if (!made) return;
        if (made.status === 200) say('done');
        else say('failed', made.why ?? Broken);
    }

    function start() {
        if (over || wanted) return;
        wanted = true;
        letGo = new AbortController();
        running = running.then(run).catch(() => say('failed', 'The file could not be read. Was it moved, or its stick taken out? Choose it again: what has arrived is kept for three days.'));
    }

    function hold() {
        wanted = false;
        letGo.abort();
    }

    return {
        start,

        async pause() {
            if (over || !wanted) return;
            hold();
            await running;
            if (over) return;
            if (id !== null) received = (await server.ask(id).catch(() => null))?.received ?? received;
            say('paused');
        },

        /** Gives it up: what has arrived is destroyed. */
        async cancel() {
            if (over) return;
            hold();
            await running;
            if (over) return;
            if (id !== null) await server.stop(id).catch(() => null);
            say('cancelled');
        },

        /** Lets go without a word: the page is left, and what has arrived stays for three days. */
        leave: hold,
    };
}

const Broken = 'The upload could not go on. Choose the same file again: what has arrived is kept for three days.';

/** By what the same file is known again. Its name is not among it. @param {Blob} file */
export async function marksOf(file) {
    const [head, tail] = await Promise.all([file.slice(0, MarkBytes), file.slice(Math.max(0, file.size - MarkBytes))].map(async part => hex(await crypto.subtle.digest('SHA-256', await part.arrayBuffer()))));
    return { bytes: file.size, head, tail };
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
    return Array.from(new Uint8Array(bytes), b => b.toString(16).padStart(2, '0')).join('');
}

/** @param {number} ms @param {AbortSignal} signal @returns {Promise<void>} */
function waitFor(ms, signal) {
    return new Promise(done => {
        const later = setTimeout(done, ms);
        const online = () => { clearTimeout(later); done(); };
        globalThis.addEventListener?.('online', online, { once: true });
        signal.addEventListener('abort', online, { once: true });
    });
}

// @ts-check
/**
 * @typedef {import('./types.js').Changes} Changes
 */

const lostAfter = 12_000;
const pollEvery = 5_000;

/**
 * What others do, as it comes: over the live link while that stands, by asking every five seconds when it does not.
 * @param {{
 *   desk: HTMLElement,
 *   address: string,
 *   store: ReturnType<typeof import('./store.js').codingStore>,
 *   onTouched: (touched: import('./store.js').Touched, changes: Changes) => void,
 *   onLink: (isLive: boolean) => void,
 *   onReached: () => void,
 *   textRevision: () => number,
 *   onRevised: (textRevision: number) => void,
 *   onSight: () => void,
 *   onShut: (status: number, why: string) => void,
 * }} by onReached: the server answered, so what waits may be sent
 */
export function liveLink({ desk, address, store, onTouched, onLink, onReached, onShut, textRevision, onRevised, onSight }) {
    let heard = performance.now();
    let isLive = true;
    let fetching = false;
    let again = false;
    let started = false;
    /** @type {Changes[]} */
    const early = [];

    const onChanges = (/** @type {Event} */ event) => {
        beat();
        take(/** @type {CustomEvent} */ (event).detail);
    };
    const onPulse = (/** @type {Event} */ event) => {
        beat();
        if (started && /** @type {CustomEvent} */ (event).detail?.revision > store.revision) setTimeout(() => {
            if (/** @type {CustomEvent} */ (event).detail.revision > store.revision) void catchUp(); // its news has been lost
        }, 400);
    };
    const onReturn = () => { if (document.visibilityState === 'visible') void catchUp(); };
    desk.addEventListener('desk:changes', onChanges);
    desk.addEventListener('desk:pulse', onPulse);
    document.addEventListener('visibilitychange', onReturn);
    window.addEventListener('online', onReturn);
    const watch = setInterval(() => {
        if (performance.now() - heard < lostAfter) return;
        if (isLive) {
            isLive = false;
            onLink(false);
        }

        if (started && document.visibilityState === 'visible') void catchUp();
    }, pollEvery);

    return { start, catchUp, detach };

    /** The first list is here: what came before it is put on top. */
    function start() {
        started = true;
        for (const changes of early.splice(0)) take(changes);
    }

    function beat() {
        heard = performance.now();
        if (!isLive) {
            isLive = true;
            onLink(true);
            onReached();
        }
    }

    /** @param {Changes} changes */
    function take(changes) {
        if (!started) return void early.push(changes);
        if (changes.textRevision > textRevision()) return onRevised(changes.textRevision); // its places mean nothing here: all is fetched with the words
        if (changes.sight !== store.sight) return onSight(); // a blind round began here, or opened: other people's work comes, or goes
        const touched = store.merge(changes);
        if (touched) onTouched(touched, changes);
        else void catchUp();
    }

    async function catchUp() {
        if (fetching) {
            again = true;
            return;
        }

        fetching = true;
        try {
            do {
                again = false;
                const response = await fetch(`${address}/changes?after=${store.revision}`, { headers: { accept: 'application/json' }, cache: 'no-store' });
                if (response.ok) {
                    onReached();
                    take(await response.json());
                } else if ([401, 403, 404].includes(response.status)) {
                    onShut(response.status, (await response.json().catch(() => ({}))).why ?? '');
                }
            } while (again);
        } catch {
            // not reached: asked again in five seconds
        } finally {
            fetching = false;
        }
    }

    function detach() {
        clearInterval(watch);
        desk.removeEventListener('desk:changes', onChanges);
        desk.removeEventListener('desk:pulse', onPulse);
        document.removeEventListener('visibilitychange', onReturn);
        window.removeEventListener('online', onReturn);
    }
}

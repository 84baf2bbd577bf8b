// @ts-check
/** The review desk's side of the wire; whatever comes back has either `value` or `why`. @param {string} transcript */
export function serverOf(transcript) {
    const headers = { 'content-type': 'application/json', 'x-corestudy': 'review', accept: 'application/json' };

    /** @param {string} path @param {RequestInit} [options] @returns {Promise<{value?: any, why?: string}>} */
    async function ask(path, options) {
        try {
            const response = await fetch(`/review/${transcript}${path}`, { headers, cache: 'no-store', redirect: 'manual', ...options });
            if (response.type === 'opaqueredirect' || response.status === 401) return { why: 'You are signed out. Sign in again, then go on where you were.' };
            const answer = await response.json().catch(() => null);
            return response.ok ? { value: answer } : { why: answer?.why ?? 'The site could not do this. Nothing was changed.' };
        } catch {
            return { why: 'The site does not answer. Nothing was changed; try again when you are connected.' };
        }
    }

    /** @param {string} path @param {any} [body] */
    const post = (path, body) => ask(path, { method: 'POST', body: body === undefined ? undefined : JSON.stringify(body) });

    return {
        open: () => ask(''),
        /** @param {any} deed */
        act: deed => post('/acts', { ids: [], ...deed }),
        readThrough: () => post('/read-through'),
        searchAgain: () => post('/search-again'),
        sweep: () => post('/sweep'),
        /** @param {any} find */
        late: find => post('/late', find),
        decided: () => post('/decided'),
        takeBack: () => post('/take-back'),
        scan: () => post('/scan'),
        /** @param {string} words @param {string} reason */
        explain: (words, reason) => post('/explain', { words, reason }),
        /** @param {boolean} open */
        release: open => post(`/release?open=${open}`),
    };
}

// @ts-check
/** The transcription desk's side of the wire. @param {string} address such as `/studies/…/recordings/…/transcription` */
export function serverOf(address) {
    const headers = { 'content-type': 'application/json', 'x-corestudy': 'typing', accept: 'application/json' };

    /** @param {string} path @param {RequestInit} [options] @returns {Promise<{status: number, value?: any, why?: string}>} */
    async function ask(path, options) {
        try {
            const response = await fetch(address + path, { headers, cache: 'no-store', redirect: 'manual', ...options });
            if (response.type === 'opaqueredirect' || response.status === 401) return { status: 401, why: 'You are signed out. Sign in again in another tab: what you typed waits here.' };
            const answer = await response.json().catch(() => null);
            return response.ok ? { status: 200, value: answer } : { status: response.status, why: answer?.why ?? 'The site could not do this. Nothing was changed.' };
        } catch {
            return { status: 0, why: 'The site does not answer. Try again when you are connected.' };
        }
    }

    /** @param {string} path @param {any} [body] @param {RequestInit} [options] */
    const post = (path, body, options) => ask(path, { method: 'POST', body: body === undefined ? undefined : JSON.stringify(body), ...options });

    return {
        open: () => ask(''),
        standing: () => ask('/standing'),
        begin: () => post('/begin'),
        /** @param {any} changes @param {boolean} [leaving] whether the page may be gone before the answer */
        save: (changes, leaving = false) => post('/save', changes, leaving ? { keepalive: true } : { signal: AbortSignal.timeout(20_000) }),
        /** @param {number} version */
        check: version => post(`/check?version=${version}`),
        takeBack: () => post('/take-back'),
        /** @param {number} version @param {boolean} identifiable @param {boolean} open */
        send: (version, identifiable, open) => post(`/send?version=${version}&identifiable=${identifiable}&open=${open}`),
        /** @param {number} version */
        remove: version => post(`/delete?version=${version}`),
        engine: () => ask('/draft'),
        startDraft: () => post('/draft'),
        stopDraft: () => ask('/draft', { method: 'DELETE' }),
    };
}

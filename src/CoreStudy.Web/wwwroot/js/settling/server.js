// @ts-check
/** The settling desk's side of the wire; whatever comes back has either `value` or `why`. @param {string} transcript */
export function serverOf(transcript) {
    const headers = { 'content-type': 'application/json', 'x-corestudy': 'settling', accept: 'application/json' };

    /** @param {string} path @param {any} [body] @returns {Promise<{value?: any, why?: string}>} */
    async function ask(path, body) {
        try {
            const response = await fetch(`/settling/${transcript}${path}`, {
                headers, cache: 'no-store', redirect: 'manual', ...body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
            });
            if (response.type === 'opaqueredirect' || response.status === 401) return { why: 'You are signed out. Sign in again, then go on where you were.' };
            const answer = await response.json().catch(() => null);
            return response.ok ? { value: answer } : { why: answer?.why ?? 'The site could not do this. Nothing was changed.' };
        } catch {
            return { why: 'The site does not answer. Nothing was changed; try again when you are connected.' };
        }
    }

    return {
        open: () => ask(''),
        /** @param {number} after */
        changes: after => ask(`/changes?after=${after}`),
        /** @param {string} deed @param {any} body */
        act: (deed, body) => ask(`/${deed}`, body),
    };
}

// @ts-check
/** @typedef {import('./types.js').Act} Act */

/** The desk's side of the wire. @param {string} address such as `/desk/{transcript}` */
export function serverOf(address) {
    const headers = { 'content-type': 'application/json', 'x-corestudy': 'desk', accept: 'application/json' };

    return { codings, acts, pins, contentNotes };

    /** @returns {Promise<{status: number, changes?: import('./types.js').Changes, why?: string}>} */
    async function codings() {
        try {
            const response = await fetch(`${address}/codings`, { headers: { accept: 'application/json' } });
            if (response.ok) return { status: 200, changes: await response.json() };
            return { status: response.status, why: await whyOf(response) };
        } catch {
            return { status: 0 };
        }
    }

    /** @param {Act[]} list @returns {Promise<import('./queue.js').Answer>} */
    async function acts(list) {
        try {
            const response = await fetch(`${address}/acts`, { method: 'POST', headers, body: JSON.stringify({ acts: list }), signal: AbortSignal.timeout(20_000), redirect: 'manual' });
            if (response.type === 'opaqueredirect') return { status: 401 };
            if (!response.ok) return { status: response.status, why: await whyOf(response) };
            const { revision, results, changes } = await response.json();
            return { status: 200, revision, results, changes };
        } catch {
            return { status: 0 };
        }
    }

    /** @param {string} studyId @param {import('./types.js').Pin[]} list */
    async function pins(studyId, list) {
        try {
            return (await fetch('/desk/pins', { method: 'PUT', headers, body: JSON.stringify({ studyId, pins: list }) })).ok;
        } catch {
            return false;
        }
    }

    /** @param {import('./types.js').ContentNote[]} notes */
    async function contentNotes(notes) {
        try {
            const response = await fetch(`${address}/content-notes`, { method: 'PUT', headers, body: JSON.stringify({ notes: notes.map(({ start, end, note }) => ({ start, end, note })) }) });
            return { isKept: response.ok, why: response.ok ? '' : await whyOf(response) };
        } catch {
            return { isKept: false, why: '' };
        }
    }

    /** @param {Response} response @returns {Promise<string>} */
    async function whyOf(response) {
        return (await response.json().catch(() => ({}))).why ?? '';
    }
}

// @ts-check
/** @typedef {import('./types.js').Act} Act */

/** The desk's side of the wire. @param {string} address such as `/desk/{transcript}` */
export function serverOf(address) {
    const headers = { 'content-type': 'application/json', 'x-corestudy': 'desk', accept: 'application/json' };

    return { codings, text, acts, pins, contentNotes, flag };

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

    /** What changed of the words after a revision. @param {number} after @returns {Promise<import('./revise.js').NewText | null>} */
    async function text(after) {
        try {
            const response = await fetch(`${address}/text?after=${after}`, { headers: { accept: 'application/json' }, cache: 'no-store' });
            return response.ok ? await response.json() : null;
        } catch {
            return null;
        }
    }

    /**
     * Says that a passage may identify somebody.
     * @param {import('./types.js').Segment} segment @param {string | null} category @param {number} textRevision
     * @returns {Promise<{ok: boolean, textRevision?: number, why?: string}>}
     */
    async function flag({ start, end }, category, textRevision) {
        try {
            const response = await fetch(`${address}/flags`, { method: 'POST', headers, body: JSON.stringify({ start, end, category, textRevision }) });
            return response.ok ? { ok: true, ...await response.json() } : { ok: false, why: await whyOf(response) };
        } catch {
            return { ok: false, why: 'There is no connection. The passage has not been flagged yet: try again when it returns.' };
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

    /** @param {import('./types.js').ContentNote[]} notes @param {number} textRevision */
    async function contentNotes(notes, textRevision) {
        try {
            return (await fetch(`${address}/content-notes`, { method: 'PUT', headers, body: JSON.stringify({ textRevision, notes: notes.map(({ start, end, note }) => ({ start, end, note })) }) })).ok;
        } catch {
            return false;
        }
    }

    /** @param {Response} response @returns {Promise<string>} */
    async function whyOf(response) {
        return (await response.json().catch(() => ({}))).why ?? '';
    }
}

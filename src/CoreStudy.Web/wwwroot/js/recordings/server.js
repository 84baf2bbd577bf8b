// @ts-check
import { Cut } from './upload.js';

/**
 * The uploads of a study over HTTP.
 * @param {string} study
 * @param {string} interview
 * @returns {import('./upload.js').Server}
 */
export function createServer(study, interview) {
    const base = `/studies/${study}/recordings/uploads`;

    /** @param {string} method @param {string} path @param {unknown} [body] */
    async function ask(method, path, body) {
        /** @type {Response} */
        let answer;
        try {
            answer = await fetch(base + path, {
                method, cache: 'no-store', headers: { 'X-CoreStudy': 'recordings', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
                body: body === undefined ? undefined : JSON.stringify(body),
            });
        } catch {
            throw new Cut();
        }

        return read(answer.status, await answer.text().catch(() => ''));
    }

    return {
        begin: marks => ask('POST', '', { interview, ...marks }),
        ask: id => ask('GET', `/${id}`),
        finish: id => ask('POST', `/${id}/finish`),
        stop: id => ask('DELETE', `/${id}`),

        // XMLHttpRequest, since fetch does not tell how much of a part has gone
        send: (id, at, part, sent, signal) => new Promise((done, fail) => {
            const request = new XMLHttpRequest();
            const stop = () => request.abort();
            const cut = () => fail(new Cut());
            request.open('PUT', `${base}/${id}?at=${at}`);
            request.setRequestHeader('X-CoreStudy', 'recordings');
            request.setRequestHeader('Content-Type', 'application/octet-stream');
            request.upload.onprogress = step => sent(step.loaded);
            request.onload = () => done(read(request.status, request.responseText));
            request.onerror = request.onabort = request.ontimeout = cut;
            request.onloadend = () => signal.removeEventListener('abort', stop);
            if (signal.aborted) return cut();
            signal.addEventListener('abort', stop);
            request.send(part);
        }),
    };
}

/** @param {number} status @param {string} text */
function read(status, text) {
    try {
        return { status, ...JSON.parse(text) };
    } catch {
        return { status, why: status === 401 ? 'You are signed out. Sign in again and choose the same file: what has arrived is kept for three days.' : undefined };
    }
}

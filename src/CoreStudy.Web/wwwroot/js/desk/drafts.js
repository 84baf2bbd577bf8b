// @ts-check
/** Where what an act says was typed: the name of its draft; null where nothing was. @param {import('./types.js').Act} act */
export function draftOf(act) {
    switch (act.kind) {
        case 'WriteMemo': return 'memo';
        case 'Comment': return `comment-${act.codingId}`;
        case 'Doubt': return act.question ? `doubting-${act.codingId}` : null;
        default: return null;
    }
}

/**
 * Words being typed and the reader's place, kept in the browser as they change, so that a reload costs nothing.
 * @param {string} prefix whose, and for which transcript
 * @param {Storage} [keep]
 */
export function draftsOf(prefix, keep = localStorage) {
    return {
        /** @param {string} name */
        get(name) {
            return keep.getItem(`${prefix}:draft:${name}`) ?? '';
        },
        /** @param {string} name @param {string} words */
        set(name, words) {
            try {
                if (words) keep.setItem(`${prefix}:draft:${name}`, words);
                else keep.removeItem(`${prefix}:draft:${name}`);
            } catch {
                // the browser's room is used up: the words stay in the page
            }
        },
        /** @template T @param {string} name @param {T} otherwise @returns {T} */
        read(name, otherwise) {
            try {
                return JSON.parse(keep.getItem(`${prefix}:${name}`) ?? '') ?? otherwise;
            } catch {
                return otherwise;
            }
        },
        /** @param {string} name @param {any} value */
        write(name, value) {
            try {
                keep.setItem(`${prefix}:${name}`, JSON.stringify(value));
            } catch {
                // holds for this page then
            }
        },
    };
}

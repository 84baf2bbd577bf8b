// @ts-check
/** @typedef {import('./types.js').Code} Code */

/**
 * The study's codes in tree order, with those on top that the person has proposed and the server has not yet answered.
 * @param {Code[]} first
 */
export function codeTree(first) {
    /** @type {Code[]} */ let held = first;
    /** @type {Code[]} */ let proposed = [];
    /** @type {Map<string, Code>} */ let byId = new Map();
    index();

    return {
        get all() { return [...held, ...proposed]; },
        get: (/** @type {string} */ id) => byId.get(id),
        nameOf: (/** @type {string} */ id) => byId.get(id)?.name ?? 'A new code',
        isWaiting: (/** @type {string} */ id) => proposed.some(code => code.id === id),
        replace, propose, takeBack, rows, named, withDescendants,
    };

    function index() {
        byId = new Map([...held, ...proposed].map(code => [code.id, code]));
    }

    /** @param {Code[]} codes */
    function replace(codes) {
        held = codes;
        const ids = new Set(codes.map(code => code.id));
        proposed = proposed.filter(code => !ids.has(code.id));
        index();
    }

    /** @param {Code} code */
    function propose(code) {
        if (!byId.has(code.id)) proposed.push(code);
        index();
    }

    /** @param {string} id */
    function takeBack(id) {
        proposed = proposed.filter(code => code.id !== id);
        index();
    }

    /** The code that goes by exactly this name. @param {string} name */
    function named(name) {
        const wanted = name.trim().toLocaleLowerCase();
        return [...byId.values()].find(code => code.state !== 'Retired' && code.name.trim().toLocaleLowerCase() === wanted);
    }

    /** @param {string} id @returns {Set<string>} the code and all below it */
    function withDescendants(id) {
        const found = new Set([id]);
        let size = 0;
        while (found.size > size) {
            size = found.size;
            for (const code of byId.values()) if (code.parentId && found.has(code.parentId)) found.add(code.id);
        }

        return found;
    }

    /**
     * The tree as rows, children below their parents.
     * @param {(code: Code) => boolean} [wanted] a row shows when it or one below it is wanted
     * @param {(id: string) => boolean} [closed]
     * @returns {{code: Code, level: number, hasChildren: boolean}[]}
     */
    function rows(wanted = () => true, closed = () => false) {
        const all = [...byId.values()];
        /** @type {Map<string | null, Code[]>} */
        const children = new Map();
        for (const code of all) {
            const parent = code.parentId && byId.has(code.parentId) && code.parentId !== code.id ? code.parentId : null;
            const siblings = children.get(parent);
            if (siblings) siblings.push(code);
            else children.set(parent, [code]);
        }

        /** @type {{code: Code, level: number, hasChildren: boolean}[]} */
        const found = [];
        visit(null, 1);
        return found;

        /** @param {string | null} parent @param {number} level @returns {boolean} */
        function visit(parent, level) {
            let any = false;
            for (const code of children.get(parent) ?? []) {
                const at = found.length;
                const below = children.get(code.id) ?? [];
                found.push({ code, level, hasChildren: below.some(child => child.state !== 'Retired') });
                const anyBelow = visit(code.id, level + 1);
                const here = code.state !== 'Retired' && wanted(code);
                if (!here && !anyBelow) found.length = at;
                else if (closed(code.id)) found.length = at + 1;
                any ||= here || anyBelow;
            }

            return any;
        }
    }
}

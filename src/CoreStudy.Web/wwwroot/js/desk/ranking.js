// @ts-check
/** @typedef {import('./types.js').Code} Code */

/**
 * Codes that answer to what was typed, best first: by shortcut, by name, then by its words, synonyms, the code above, the definition.
 * @param {Code[]} codes retired ones are left out
 * @param {string} typed
 * @param {string[]} recent ids, latest first; decides between equals
 * @returns {Code[]}
 */
export function rank(codes, typed, recent) {
    const wanted = plain(typed).split(/\s+/).filter(Boolean);
    if (wanted.length === 0) return [];
    const names = new Map(codes.map(code => [code.id, plain(code.name)]));
    const place = new Map(recent.map((id, i) => [id, i]));
    const scored = [];
    for (const code of codes) {
        if (code.state === 'Retired') continue;
        const scores = wanted.map(word => scoreOf(code, word, names));
        const whole = [code.name, code.shortcut ?? ''].some(words => plain(words) === wanted.join(' ')) ? 100 : 0;
        if (scores.every(score => score > 0)) scored.push({ code, score: whole + Math.min(...scores) });
    }

    return scored
        .sort((a, b) => b.score - a.score || (place.get(a.code.id) ?? 99) - (place.get(b.code.id) ?? 99) || a.code.name.localeCompare(b.code.name))
        .map(({ code }) => code);
}

/** @param {Code} code @param {string} word @param {Map<string, string>} names */
function scoreOf(code, word, names) {
    const name = names.get(code.id) ?? '';
    if (code.shortcut && plain(code.shortcut).startsWith(word)) return 70;
    if (name.startsWith(word)) return 60;
    if (name.split(/[\s\-/,(]+/).some(part => part.startsWith(word))) return 50;
    if (name.includes(word)) return 40;
    const synonyms = synonymsOf(code).map(plain);
    if (synonyms.some(synonym => synonym.startsWith(word))) return 35;
    if (synonyms.some(synonym => synonym.includes(word))) return 30;
    if (code.parentId && names.get(code.parentId)?.includes(word)) return 20;
    return plain(code.definition ?? '').includes(word) ? 10 : 0;
}

/** @param {Code} code @returns {string[]} */
export function synonymsOf(code) {
    if (Array.isArray(code.synonyms)) return code.synonyms;
    return (code.synonyms ?? '').split(/[,;\n]/).map(word => word.trim()).filter(Boolean);
}

/** Without case and accents. @param {string} words */
export function plain(words) {
    return words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

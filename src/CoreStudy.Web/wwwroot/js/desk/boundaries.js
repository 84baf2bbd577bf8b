// @ts-check
/** @typedef {import('./types.js').Segment} Segment */
/** @typedef {'grapheme' | 'word' | 'sentence'} Grain */

/**
 * Where characters, words and sentences begin and end in one turn's words. A character is what a reader calls one: an emoji of
 * several code points, a letter with its accents.
 * @param {string} words
 * @param {string} [language]
 */
export function boundariesOf(words, language = 'en') {
    /** @type {Partial<Record<Grain, Segment[]>>} */
    const units = {};
    const graphemes = new Intl.Segmenter(language, { granularity: 'grapheme' }).segment(words);
    const wordParts = new Intl.Segmenter(language, { granularity: 'word' }).segment(words);

    return { units: unitsOf, at, next, previous, snapToWords, snapToCharacters };

    /**
     * The units of a grain, without the white space around them. A word is a word or, standing alone, an emoji or other sign.
     * @param {Grain} grain
     * @returns {Segment[]}
     */
    function unitsOf(grain) {
        return units[grain] ??= readUnits(grain);
    }

    /** @param {Grain} grain */
    function readUnits(grain) {
        const found = [];
        for (const part of new Intl.Segmenter(language, { granularity: grain }).segment(words)) {
            const unit = trim(part.index, part.index + part.segment.length);
            if (unit && (grain !== 'word' || part.isWordLike || !/^[\p{P}\p{S}]+$/u.test(part.segment) || /\p{Extended_Pictographic}/u.test(part.segment))) {
                found.push(unit);
            }
        }

        return found;
    }

    /** @param {number} start @param {number} end @returns {Segment | null} */
    function trim(start, end) {
        while (start < end && /\s/.test(words[start])) start++;
        while (end > start && /\s/.test(words[end - 1])) end--;
        return start < end ? { start, end } : null;
    }

    /** The unit that holds the offset, or else the nearest before it, or the first. @param {Grain} grain @param {number} offset */
    function at(grain, offset) {
        const all = unitsOf(grain);
        let found = all[0] ?? null;
        for (const unit of all) {
            if (unit.start > offset) break;
            found = unit;
        }

        return found;
    }

    /** The first unit that begins at or after the offset. @param {Grain} grain @param {number} offset */
    function next(grain, offset) {
        return unitsOf(grain).find(unit => unit.start >= offset) ?? null;
    }

    /** The last unit that ends at or before the offset. @param {Grain} grain @param {number} offset */
    function previous(grain, offset) {
        return unitsOf(grain).findLast(unit => unit.end <= offset) ?? null;
    }

    /**
     * Moves both ends outwards to whole characters.
     * @param {number} start @param {number} end @returns {Segment | null} null when nothing is left
     */
    function snapToCharacters(start, end) {
        if (start >= end) return null;
        const from = start < words.length ? graphemes.containing(start)?.index ?? start : words.length;
        const last = end > 0 ? graphemes.containing(end - 1) : null;
        const to = last ? last.index + last.segment.length : 0;
        return from < to ? { start: from, end: to } : null;
    }

    /**
     * Moves both ends outwards to whole words and lets go of white space at the ends; chosen punctuation stays chosen.
     * @param {number} start @param {number} end @returns {Segment | null} null when there is no word to hold
     */
    function snapToWords(start, end) {
        const characters = snapToCharacters(start, end);
        if (!characters) return null;
        const tight = trim(characters.start, characters.end);
        if (!tight) return null;
        const first = wordParts.containing(tight.start);
        const last = wordParts.containing(tight.end - 1);
        return trim(
            first?.isWordLike ? first.index : tight.start,
            last?.isWordLike ? last.index + last.segment.length : tight.end);
    }
}

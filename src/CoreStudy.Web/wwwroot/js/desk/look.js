// @ts-check
import { coderColours, readableOn } from './colours.js';
/**
 * @typedef {import('./types.js').Coding} Coding
 * @typedef {import('./types.js').Code} Code
 * @typedef {import('./types.js').Member} Member
 */

/**
 * Which codings are shown and in which colour: that of the code when reading, that of the coder when comparing, never both.
 * @param {{members: Member[], me: string, light: string, dark: string}} by light, dark: the grounds that colours must stand out from
 */
export function lookOf(by) {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    /** @type {Map<string, string>} */
    const classes = new Map();
    const coders = new Map(by.members.map((member, i) => [member.id, `k-m${i}`]));
    const filter = { code: /** @type {Set<string> | null} */ (null), codeId: /** @type {string | null} */ (null), coder: '', unsure: false };
    /** @type {'code' | 'coder'} */
    let colouring = 'code';

    return {
        filter,
        get colouring() { return colouring; },
        colourBy: (/** @type {'code' | 'coder'} */ what) => { colouring = what; },
        setCodes, classOf, shows, initialsOf, nameOf,
        codeClass: (/** @type {string} */ id) => classes.get(id) ?? 'k-none',
        coderClass: (/** @type {string} */ id) => coders.get(id) ?? 'k-none',
    };

    /** @param {Code[]} codes */
    function setCodes(codes) {
        const rules = ['.k-none { --k: var(--ink-soft); }'];
        codes.forEach((code, i) => {
            classes.set(code.id, `k-c${i}`);
            rules.push(`.k-c${i} { --k: ${both(code.colour)}; }`);
        });
        by.members.forEach((_, i) => rules.push(`.k-m${i} { --k: ${both(coderColours[i % coderColours.length])}; }`));
        sheet.replaceSync(rules.join('\n'));
    }

    /** @param {string} colour */
    function both(colour) {
        return `light-dark(${readableOn(colour, by.light, 3.2)}, ${readableOn(colour, by.dark, 4)})`;
    }

    /** @param {Coding} coding */
    function classOf(coding) {
        return (colouring === 'code' ? classes.get(coding.codeId) : coders.get(coding.memberId)) ?? 'k-none';
    }

    /** @param {Coding} coding */
    function shows(coding) {
        return (!filter.code || filter.code.has(coding.codeId))
            && (!filter.coder || coding.memberId === filter.coder)
            && (!filter.unsure || coding.unsure);
    }

    /** @param {string} memberId */
    function initialsOf(memberId) {
        return by.members.find(member => member.id === memberId)?.initials ?? '?';
    }

    /** @param {string} memberId */
    function nameOf(memberId) {
        return memberId === by.me ? 'you' : by.members.find(member => member.id === memberId)?.name ?? 'A colleague';
    }
}

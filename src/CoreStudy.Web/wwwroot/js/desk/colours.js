// @ts-check
/** Colours that are told apart without being told apart by hue alone: one for each coder, in the order of the members. */
export const coderColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#7a5195', '#8c6d1f', '#56b4e9', '#b0413e'];

/** Colours offered for a new code, in turn. */
export const codeColours = ['#2f7ebc', '#c8553d', '#3a8f5c', '#8e5ea2', '#c08a1e', '#2a9d9d', '#b5487b', '#6b7a3a', '#5566c4', '#a0522d'];

/** Relative luminance (WCAG 2.2). @param {string} colour as #rrggbb */
export function luminance(colour) {
    const [r, g, b] = parts(colour).map(part => {
        const c = part / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio from 1 to 21 (WCAG 2.2). @param {string} a @param {string} b */
export function contrast(a, b) {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
}

/**
 * The same colour, darkened or lightened until it stands out.
 * @param {string} colour @param {string} ground @param {number} least contrast
 */
export function readableOn(colour, ground, least) {
    const target = luminance(ground) > 0.18 ? [0, 0, 0] : [255, 255, 255];
    const from = parts(colour);
    for (let step = 0; step <= 20; step++) {
        const mixed = hex(from.map((part, i) => part + (target[i] - part) * step / 20));
        if (contrast(mixed, ground) >= least) return mixed;
    }

    return hex(target);
}

/** @param {string} colour */
function parts(colour) {
    const digits = /^#?([0-9a-f]{6})$/i.exec(colour)?.[1] ?? '777777';
    return [0, 2, 4].map(at => parseInt(digits.slice(at, at + 2), 16));
}

/** @param {number[]} rgb */
function hex(rgb) {
    return '#' + rgb.map(part => Math.round(part).toString(16).padStart(2, '0')).join('');
}

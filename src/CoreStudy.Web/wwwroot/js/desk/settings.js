// @ts-check
import { el } from './dom.js';
/**
 * How a person likes to read: kept in their browser.
 * @typedef {{size: number, spacing: number, face: 'sans' | 'serif', measure: number, theme: 'system' | 'light' | 'dark',
 *   colouring: 'code' | 'coder', announce: boolean, singleKeys: boolean, tree: number, panel: number, treeShut: boolean, panelShut: boolean}} Settings
 * @type {Settings}
 */
const usual = {
    size: 17, spacing: 1.65, face: 'sans', measure: 68, theme: 'system', colouring: 'code', announce: true, singleKeys: true,
    tree: 270, panel: 320, treeShut: false, panelShut: false,
};

/**
 * @param {HTMLElement} desk
 * @param {(changed: Partial<Settings>) => void} onChange
 */
export function settingsOf(desk, onChange) {
    const key = 'corestudy:desk:settings';
    /** @type {Settings} */
    let now = { ...usual };
    try {
        now = { ...usual, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
    } catch {
        // what cannot be read is as good as not set
    }

    const theme = document.documentElement.dataset.theme;
    if (theme === 'light' || theme === 'dark') now.theme = theme;
    apply();

    return { get now() { return now; }, change, form };

    /** @param {Partial<Settings>} changed */
    function change(changed) {
        now = { ...now, ...changed };
        try {
            localStorage.setItem(key, JSON.stringify(now));
        } catch {
            // holds for this page then
        }

        apply();
        if (changed.theme) {
            document.documentElement.dataset.theme = changed.theme;
            const [prefix, secure] = location.protocol === 'https:' ? ['__Host-', '; secure'] : ['', '']; // as the server names its cookies
            document.cookie = `${prefix}corestudy-theme=${changed.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
        }

        onChange(changed);
    }

    function apply() {
        const style = desk.style;
        style.setProperty('--text-size', `${now.size / 16}rem`);
        style.setProperty('--text-spacing', String(now.spacing));
        style.setProperty('--text-measure', `${now.measure}ch`);
        style.setProperty('--tree-width', `${now.tree}px`);
        style.setProperty('--panel-width', `${now.panel}px`);
        desk.dataset.face = now.face;
        desk.toggleAttribute('data-tree-shut', now.treeShut);
        desk.toggleAttribute('data-panel-shut', now.panelShut);
    }

    function form() {
        return el('form', { class: 'settings', on: { submit: (/** @type {Event} */ event) => event.preventDefault() } },
            slider('Text size', 'size', 14, 28, 1, 'px'),
            slider('Line spacing', 'spacing', 1.3, 2.4, 0.05, ''),
            slider('Longest line', 'measure', 40, 72, 2, ' letters'),
            choice('Letters', 'face', [['sans', 'Plain'], ['serif', 'With serifs']]),
            choice('Theme', 'theme', [['system', 'Device'], ['light', 'Light'], ['dark', 'Dark']]),
            choice('Colour means', 'colouring', [['code', 'the code'], ['coder', 'the coder']]),
            tick('Say what colleagues do (screen readers)', 'announce'),
            tick('Single letters are shortcuts', 'singleKeys'));
    }

    /** @param {string} label @param {'size' | 'spacing' | 'measure'} name @param {number} min @param {number} max @param {number} step @param {string} unit */
    function slider(label, name, min, max, step, unit) {
        const output = el('output', { text: `${now[name]}${unit}` });
        const input = el('input', {
            type: 'range', min, max, step, value: String(now[name]), 'aria-label': label,
            on: { input: () => { output.textContent = `${input.value}${unit}`; change({ [name]: Number(input.value) }); } },
        });
        input.value = String(now[name]);
        return el('label', { class: 'setting' }, el('span', { text: label }), input, output);
    }

    /** @param {string} label @param {'face' | 'theme' | 'colouring'} name @param {[string, string][]} options */
    function choice(label, name, options) {
        return el('fieldset', { class: 'setting' }, el('legend', { text: label }), el('div', { class: 'segmented' },
            ...options.map(([value, words]) => {
                const input = el('input', { type: 'radio', name: `setting-${name}`, value, checked: now[name] === value, on: { change: () => change({ [name]: value }) } });
                return el('label', {}, input, el('span', { text: words }));
            })));
    }

    /** @param {string} label @param {'announce' | 'singleKeys'} name */
    function tick(label, name) {
        const input = el('input', { type: 'checkbox', checked: now[name], on: { change: () => change({ [name]: input.checked }) } });
        return el('label', { class: 'setting tick' }, input, el('span', { text: label }));
    }
}

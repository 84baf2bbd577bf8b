// @ts-check
import { el } from './dom.js';

/**
 * The panels beside the text: their widths, drawn with mouse or keys, shut and opened; sheets where the window is narrow.
 * @param {HTMLElement} desk
 * @param {ReturnType<typeof import('./settings.js').settingsOf>} settings
 * @param {() => void} onWidth
 */
export function frameOf(desk, settings, onWidth) {
    const narrow = matchMedia('(max-width: 1000px)');
    border('#desk-codes', 'tree', 1, 'Width of the codebook');
    border('#desk-passage', 'panel', -1, 'Width of the passage panel');

    return { isNarrow: () => narrow.matches, sheet, toggle };

    /** Opens one sheet, or none. @param {'tree' | 'panel' | ''} name */
    function sheet(name) {
        if (name && desk.dataset.sheet !== name) desk.dataset.sheet = name;
        else delete desk.dataset.sheet;
    }

    /** @param {'tree' | 'panel'} name */
    function toggle(name) {
        if (narrow.matches) return sheet(name);
        const key = name === 'tree' ? 'treeShut' : 'panelShut';
        settings.change({ [key]: !settings.now[key] });
        onWidth();
    }

    /** @param {string} selector @param {'tree' | 'panel'} name @param {1 | -1} way @param {string} label */
    function border(selector, name, way, label) {
        const panel = /** @type {HTMLElement} */ (desk.querySelector(selector));
        const handle = el('div', {
            class: 'side-border', role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': label,
            'aria-valuemin': 200, 'aria-valuemax': 520, 'aria-valuenow': settings.now[name],
        });
        const set = (/** @type {number} */ width) => {
            const whole = Math.round(Math.max(200, Math.min(520, width)));
            settings.change({ [name]: whole });
            handle.setAttribute('aria-valuenow', String(whole));
            onWidth();
        };
        handle.addEventListener('keydown', event => {
            if (event.key === 'ArrowLeft') set(settings.now[name] - 20 * way);
            else if (event.key === 'ArrowRight') set(settings.now[name] + 20 * way);
            else return;
            event.preventDefault();
            event.stopPropagation();
        });
        handle.addEventListener('pointerdown', press => {
            const from = settings.now[name];
            handle.setPointerCapture(press.pointerId);
            const move = (/** @type {PointerEvent} */ event) => set(from + (event.clientX - press.clientX) * way);
            handle.addEventListener('pointermove', move);
            handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), { once: true });
            press.preventDefault();
        });
        panel.append(handle);
    }
}

// @ts-check
/**
 * Builds an element. Words go in as text, never as markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [props] attributes; `on` holds listeners, `text` the words
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, props = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
        if (value === null || value === undefined || value === false) continue;
        if (name === 'on') {
            for (const [event, listener] of Object.entries(value)) element.addEventListener(event, /** @type {any} */ (listener));
        } else if (name === 'text') element.textContent = value;
        else if (name === 'value') /** @type {any} */ (element).value = value;
        else element.setAttribute(name, value === true ? '' : String(value));
    }

    element.append(.../** @type {(Node | string)[]} */ (children.filter(child => child !== null && child !== undefined && child !== false)));
    return element;
}

/** A button that submits nothing. @param {string} label @param {(event: MouseEvent) => void} onClick @param {Record<string, any>} [props] */
export function button(label, onClick, props = {}) {
    return el('button', { type: 'button', text: label, ...props, on: { click: onClick, ...props.on } });
}

/** @param {Element | null} target whether keys typed there are words */
export function takesWords(target) {
    return target instanceof HTMLElement
        && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
            || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type)));
}

/** Just after the frame that follows has been painted. @param {() => void} then */
export function afterPaint(then) {
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { channel.port1.close(); then(); };
        channel.port2.postMessage(null);
    });
}

/** News from one part of the desk to the others. */
export function signals() {
    /** @type {Map<string, Set<(detail: any) => void>>} */
    const listeners = new Map();
    return {
        /** @param {string} name @param {(detail: any) => void} listener */
        on(name, listener) {
            let all = listeners.get(name);
            if (!all) listeners.set(name, all = new Set());
            all.add(listener);
        },
        /** @param {string} name @param {any} [detail] */
        tell(name, detail) {
            for (const listener of listeners.get(name) ?? []) listener(detail);
        },
    };
}

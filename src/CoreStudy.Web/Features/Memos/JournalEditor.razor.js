// @ts-check
/** How long after the last key the words are sent, in milliseconds. */
const pause = 1500;
/** How long until it is tried again where the connection is away, in milliseconds. */
const again = 5000;

/** The entries that the browser keeps words of which the server does not have. @param {string} prefix @param {Storage} [keep] @returns {string[]} */
export function waiting(prefix, keep = localStorage) {
    return Object.keys(keep).filter(k => k.startsWith(prefix)).map(k => k.slice(prefix.length));
}

/**
 * Keeps an entry while it is written: in the browser with every key, on the server a moment after the last. What the server has, the browser forgets.
 * @param {HTMLElement} section @param {{invokeMethodAsync(name: string, ...args: any[]): Promise<any>}} component @param {string} key
 * @param {Storage} [keep]
 */
export function attach(section, component, key, keep = localStorage) {
    const area = /** @type {HTMLTextAreaElement} */ (section.querySelector('textarea'));
    const offline = /** @type {HTMLElement} */ (section.querySelector('[data-offline]'));
    /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
    let isDetached = false;
    /** @type {Promise<boolean> | undefined} */ let sending;

    const kept = keep.getItem(key);
    if (kept !== null && kept !== area.value) {
        area.value = kept;
        later(0);
    } else if (kept !== null) {
        keep.removeItem(key);
    }

    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
    section.scrollIntoView({ block: 'nearest' });

    const onInput = () => {
        try {
            keep.setItem(key, area.value);
        } catch {
            // the browser's room is used up: the words stay on the page until they are sent
        }

        later(pause);
    };
    const onLeave = () => { if (timer !== undefined) void flush(); };
    area.addEventListener('input', onInput);
    area.addEventListener('blur', onLeave);
    document.addEventListener('visibilitychange', onLeave);

    /** @param {number} wait */
    function later(wait) {
        clearTimeout(timer);
        timer = setTimeout(() => void flush(), wait);
    }

    /** Sends the words as they are now, after any that are on their way. @returns {Promise<boolean>} whether the server has them */
    async function flush() {
        clearTimeout(timer);
        timer = undefined;
        while (sending) await sending;
        sending = send();
        try {
            return await sending;
        } finally {
            sending = undefined;
        }
    }

    async function send() {
        const words = area.value;
        try {
            const isKept = await component.invokeMethodAsync('SaveAsync', words);
            offline.hidden = true;
            if (isKept && area.value === words) keep.removeItem(key);
            return isKept;
        } catch {
            if (isDetached) return false;
            offline.hidden = false;
            later(again);
            return false;
        }
    }

    return {
        flush,
        detach() {
            isDetached = true;
            clearTimeout(timer);
            area.removeEventListener('input', onInput);
            area.removeEventListener('blur', onLeave);
            document.removeEventListener('visibilitychange', onLeave);
        },
    };
}

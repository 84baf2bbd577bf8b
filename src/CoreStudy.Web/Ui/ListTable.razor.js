// @ts-check
/** Saves a text as a file. @param {string} name @param {string} text */
export function download(name, text) {
    const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url));
}

/** Brings the head of a list back into sight where it was left above. @param {HTMLElement} list */
export function toTop(list) {
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: 'start' });
}

// @ts-check
/** Saves a text as a file. @param {string} name @param {string} text */
export function download(name, text) {
    save(name, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
}

/** Saves a file that the server wrote. @param {string} name @param {{ arrayBuffer(): Promise<ArrayBuffer> }} written */
export async function downloadFile(name, written) {
    save(name, new Blob([await written.arrayBuffer()]));
}

/** @param {string} name @param {Blob} file */
function save(name, file) {
    const url = URL.createObjectURL(file);
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url));
}

/** Brings the head of a list back into sight where it was left above. @param {HTMLElement} list */
export function toTop(list) {
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView({ block: 'start' });
}

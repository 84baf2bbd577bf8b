// @ts-check
const mostPixels = 8000;

/** Saves a picture as a file. @param {string} name @param {string} svg @param {boolean} asPng drawn by the browser, twice as large */
export async function save(name, svg, asPng) {
    const file = asPng ? await drawn(svg) : new Blob([svg], { type: 'image/svg+xml;charset=utf-8' });
    const url = URL.createObjectURL(file);
    const link = Object.assign(document.createElement('a'), { href: url, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url));
}

/** @param {string} svg @returns {Promise<Blob>} */
async function drawn(svg) {
    const picture = new Image();
    picture.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
    await picture.decode();
    const scale = Math.min(2, mostPixels / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.naturalWidth * scale), height: Math.round(picture.naturalHeight * scale) });
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => canvas.toBlob(blob => blob ? resolve(blob) : reject(new Error('The picture could not be drawn.')), 'image/png'));
}

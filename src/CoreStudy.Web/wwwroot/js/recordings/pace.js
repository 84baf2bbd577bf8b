// @ts-check

/** How fast an upload has been of late, and how long it will take. Times are in milliseconds, as the caller's clock tells them. */
export function createPace(span = 20_000) {
    /** @type {{ at: number, bytes: number }[]} */
    let seen = [];

    return {
        /** So many bytes are there in all. @param {number} bytes @param {number} at */
        add(bytes, at) {
            if (seen.length > 0 && bytes < seen[seen.length - 1].bytes) seen = []; // a part did not arrive: what it had counted for is gone
            seen.push({ at, bytes });
            while (seen.length > 2 && at - seen[0].at > span) seen.shift();
        },

        /** Forgets what was before a pause. */
        rest() { seen = []; },

        /** Milliseconds for so many bytes more; null while it is too early to say. @param {number} bytes @returns {number | null} */
        left(bytes) {
            const [first, last] = [seen[0], seen[seen.length - 1]];
            if (!first || last.at - first.at < 1000 || last.bytes <= first.bytes) return null;
            return bytes * (last.at - first.at) / (last.bytes - first.bytes);
        },
    };
}

/** @param {number | null} ms */
export function leftInWords(ms) {
    if (ms === null) return '';
    const seconds = ms / 1000;
    if (seconds < 10) return 'a few seconds left';
    if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
    if (seconds < 90) return 'about a minute left';
    if (seconds < 3570) return `about ${Math.round(seconds / 60)} minutes left`;
    const hours = Math.floor(seconds / 3600 + 1 / 120);
    const minutes = Math.max(0, Math.round(seconds / 60) - hours * 60);
    return `about ${hours} h ${minutes} min left`;
}

/** In units of 1,024 bytes, as the server says it. @param {number} bytes */
export function sizeInWords(bytes) {
    if (bytes < 1 << 20) return `${Math.max(1, Math.floor(bytes / 1024))} KB`;
    const [size, unit] = bytes < 1 << 30 ? [bytes / (1 << 20), 'MB'] : [bytes / (1 << 30), 'GB'];
    return `${size.toFixed(1)} ${unit}`;
}

// @ts-check
/** The speeds that are offered, slowest first; 1 is as spoken. */
export const speeds = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** The next speed that is offered; the same at either end. @param {number} speed @param {number} by -1 slower, 1 faster */
export function nextSpeed(speed, by) {
    const next = by > 0 ? speeds.find(s => s > speed + 0.001) : speeds.findLast(s => s < speed - 0.001);
    return next ?? speed;
}

/**
 * Turns in order of when they start, for finding the one that is spoken. Turns without a time are left out.
 * @param {(number | null | undefined)[]} starts milliseconds, by turn
 * @returns {{at: number, turn: number}[]}
 */
export function timeline(starts) {
    return starts.flatMap((at, turn) => (typeof at === 'number' && Number.isFinite(at) ? [{ at, turn }] : [])).sort((a, b) => a.at - b.at || a.turn - b.turn);
}

/** The turn that is spoken at a time: the last to have started; -1 before the first. @param {{at: number, turn: number}[]} line @param {number} ms */
export function turnAt(line, ms) {
    let [low, high] = [0, line.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (line[middle].at <= ms) low = middle + 1;
        else high = middle;
    }

    return low === 0 ? -1 : line[low - 1].turn;
}

/** As a clock shows it, such as 2:05 or 1:02:05. @param {number} ms */
export function clock(ms) {
    const all = Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 1000)) : 0;
    const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** As somebody would say it, such as “1 hour 2 minutes 5 seconds”. @param {number} ms */
export function spokenTime(ms) {
    const all = Number.isFinite(ms) ? Math.max(0, Math.floor(ms / 1000)) : 0;
    const parts = [[Math.floor(all / 3600), 'hour'], [Math.floor(all / 60) % 60, 'minute'], [all % 60, 'second']];
    return parts.filter(([count, what]) => count !== 0 || (what === 'second' && all === 0)).map(([count, what]) => `${count} ${what}${count === 1 ? '' : 's'}`).join(' ');
}

/** Milliseconds of what somebody typed as a time, such as 2:05, 1:02:05 or 2:05.5; null where it is none. @param {string} typed */
export function readClock(typed) {
    const match = /^\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?\s*$/.exec(typed);
    if (!match) return null;
    const [, hours = '0', minutes, seconds, rest = ''] = match;
    if (Number(seconds) > 59 || (match[1] !== undefined && Number(minutes) > 59)) return null;
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(rest.padEnd(3, '0'));
}

/** @param {number} number */
function two(number) {
    return String(number).padStart(2, '0');
}

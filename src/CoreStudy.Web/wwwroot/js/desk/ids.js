// @ts-check
/**
 * Ids that sort by when they were made (UUID version 7, RFC 9562 5.7): acts made in one millisecond keep their order through a counter.
 * @param {() => number} [clock] milliseconds since 1970
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>} [fill] fills with random bytes
 * @returns {() => string}
 */
export function idMaker(clock = Date.now, fill = bytes => crypto.getRandomValues(bytes)) {
    let last = 0;
    let counter = 0;

    return () => {
        const now = clock();
        if (now > last) [last, counter] = [now, fill(new Uint8Array(1))[0]];
        else if (++counter > 0xfff) [last, counter] = [last + 1, 0];

        const bytes = fill(new Uint8Array(16));
        for (let i = 0; i < 6; i++) bytes[i] = Math.floor(last / 2 ** (8 * (5 - i))) & 0xff;
        bytes[6] = 0x70 | (counter >> 8);
        bytes[7] = counter & 0xff;
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    };
}

// @ts-check
import assert from 'node:assert/strict';
import test from 'node:test';
import { attach, waiting } from '../../../src/CoreStudy.Web/Features/Memos/JournalEditor.razor.js';

/** @param {string} [text] */
function page(text = '') {
    /** @type {Map<string, () => void>} */ const heard = new Map();
    const area = { value: text, addEventListener: (/** @type {string} */ name, /** @type {() => void} */ f) => heard.set(name, f), removeEventListener: () => {}, focus() {}, setSelectionRange() {} };
    const offline = { hidden: true };
    const section = { querySelector: (/** @type {string} */ what) => what === 'textarea' ? area : offline, scrollIntoView() {} };
    globalThis.document = /** @type {any} */ ({ addEventListener() {}, removeEventListener() {} });
    return { area, offline, section: /** @type {any} */ (section), type(/** @type {string} */ words) { area.value = words; heard.get('input')?.(); } };
}

function storage() {
    /** @type {Record<string, string>} */ const kept = {};
    Object.defineProperties(kept, {
        getItem: { value: (/** @type {string} */ k) => Object.hasOwn(kept, k) ? kept[k] : null },
        setItem: { value: (/** @type {string} */ k, /** @type {string} */ v) => { kept[k] = v; } },
        removeItem: { value: (/** @type {string} */ k) => { delete kept[k]; } },
    });
    return /** @type {any} */ (kept);
}

test('words are in the browser with each key, and gone from it once the server has them', async () => {
    const [it, keep, sent] = [page(), storage(), /** @type {string[]} */ ([])];
    const keeper = attach(it.section, { invokeMethodAsync: async (_, words) => { sent.push(words); return true; } }, 'journal:me:1', keep);
    it.type('I had to');
    assert.deepEqual(waiting('journal:me:', keep), ['1']);
    assert.equal(await keeper.flush(), true);
    assert.deepEqual([sent, waiting('journal:me:', keep)], [['I had to'], []]);
    keeper.detach();
});

test('what the server refused or never got stays in the browser, and comes back', async () => {
    const keep = storage();
    const it = page();
    const keeper = attach(it.section, { invokeMethodAsync: () => Promise.reject(new Error('away')) }, 'journal:me:1', keep);
    it.type('still here');
    assert.equal(await keeper.flush(), false);
    assert.equal(it.offline.hidden, false);
    keeper.detach();

    const again = page('older words');
    attach(again.section, { invokeMethodAsync: async () => false }, 'journal:me:1', keep).detach();
    assert.equal(again.area.value, 'still here');
});

test('words typed while others are on their way are not forgotten', async () => {
    const [it, keep] = [page(), storage()];
    /** @type {(kept: boolean) => void} */ let answer = () => {};
    const keeper = attach(it.section, { invokeMethodAsync: () => new Promise(done => { answer = done; }) }, 'journal:me:1', keep);
    it.type('one');
    const first = keeper.flush();
    it.type('one two');
    answer(true);
    await first;
    assert.deepEqual(waiting('journal:me:', keep), ['1']);
    keeper.detach();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundariesOf } from '../../../src/CoreStudy.Web/wwwroot/js/desk/boundaries.js';
import { caretOf } from '../../../src/CoreStudy.Web/wwwroot/js/desk/caret.js';
import { chance } from './random.mjs';

/** A transcript as the desk reads it, from the words of its turns. */
function reading(...words) {
    let at = 0;
    const turns = words.map(part => { const turn = { start: at, end: at + part.length }; at += part.length + 1; return turn; });
    const boundaries = words.map(part => boundariesOf(part));
    return { words: words.join('\n'), turns, boundaries: i => boundaries[i], turnAt: offset => turns.findLastIndex(t => t.start <= offset) };
}

test('Growing goes from word to sentence to turn, and stays there', () => {
    const text = reading('I waited. Nobody came.', 'Why?');
    const caret = caretOf(text);
    const steps = [{ start: 10, end: 12 }];
    for (let i = 0; i < 4; i++) steps.push(caret.grow(steps.at(-1)));
    assert.deepEqual(steps.map(s => text.words.slice(s.start, s.end)), ['No', 'Nobody', 'Nobody came.', 'I waited. Nobody came.', 'I waited. Nobody came.']);
});

test('The next sentence may be in the next turn, past an empty one', () => {
    const text = reading('I waited.', '', 'Why?');
    const caret = caretOf(text);
    const next = caret.next('sentence', 9);
    assert.equal(text.words.slice(next.start, next.end), 'Why?');
    const previous = caret.previous('sentence', next.start);
    assert.equal(text.words.slice(previous.start, previous.end), 'I waited.');
    assert.equal(caret.next('word', next.end), null);
});

test('Walking by any step from the start reaches the end, always forward', () => {
    const parts = ['Yes.', 'I said no! ', '👩‍👧', '…', ' well ', 'e\u0301t\u00e9', '', '“Go,” she said.'];
    for (let seed = 0; seed < 150; seed++) {
        const { below, pick } = chance(seed);
        const text = reading(...Array.from({ length: 1 + below(5) }, () => Array.from({ length: below(5) }, () => pick(parts)).join(' ')));
        const caret = caretOf(text);
        for (const step of ['word', 'sentence', 'turn']) {
            let at = caret.next(step, 0);
            for (let steps = 0; at; steps++) {
                assert.ok(at.start < at.end && steps < 500, `seed ${seed}`);
                const next = caret.next(step, at.end);
                if (next) {
                    assert.ok(next.start >= at.end, `seed ${seed} ${step}`);
                    assert.deepEqual(caret.previous(step, next.start), at, `seed ${seed} ${step}: back again`);
                }
                at = next;
            }
        }
    }
});

test('A selection over several turns keeps their words and no more', () => {
    const text = reading('I waited ', ' for him.');
    assert.deepEqual(caretOf(text).snap({ start: 4, end: 16 }), { start: 2, end: 18 - 0 });
});

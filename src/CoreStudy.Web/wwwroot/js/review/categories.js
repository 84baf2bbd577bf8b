// @ts-check
/** The kinds of identifiers, by the digit that sets them. */
export const categories = [
    { id: 'person', name: 'person', key: '1', hasEntries: true },
    { id: 'place', name: 'place', key: '2', hasEntries: true },
    { id: 'organisation', name: 'organisation', key: '3', hasEntries: true },
    { id: 'trust', name: 'trust or hospital', key: '4', hasEntries: true },
    { id: 'date', name: 'date', key: '5' },
    { id: 'age', name: 'age', key: '6' },
    { id: 'telephone', name: 'telephone number', key: '7' },
    { id: 'address', name: 'address or postcode', key: '8' },
    { id: 'otherNumber', name: 'other number', key: '9' },
    { id: 'indirect', name: 'indirect identifier', key: '0' },
    { id: 'email', name: 'e-mail address' },
    { id: 'nhsNumber', name: 'NHS number' },
    { id: 'insuranceNumber', name: 'National Insurance number' },
    { id: 'webAddress', name: 'web address' },
];

const byId = new Map(categories.map(c => [c.id, c]));

/** @param {string} id */
export const nameOf = id => byId.get(id)?.name ?? id;

/** @param {string} id */
export const hasEntries = id => byId.get(id)?.hasEntries === true;

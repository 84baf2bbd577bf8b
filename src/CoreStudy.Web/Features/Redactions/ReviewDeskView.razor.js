// @ts-check
import { openDesk } from '../../js/review/desk.js';

/** @param {HTMLElement} root */
export function attach(root) {
    return openDesk(root);
}

// @ts-check
import { openDesk } from './desk.js';

const desk = document.getElementById('typing');
if (desk) openDesk(desk);

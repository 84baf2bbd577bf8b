// @ts-check
import { attach } from './desk.js';

const desk = document.getElementById('desk');
if (desk) attach(desk);

import { runAction } from '@data-profiler-actions/action-kit';
import { main } from './main.ts';

void runAction(main);

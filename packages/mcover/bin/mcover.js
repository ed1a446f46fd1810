#!/usr/bin/env node
import { main } from '@mcover/harness';

await main(process.argv.slice(2));

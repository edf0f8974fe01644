import { workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import { decodeBenchApi } from './decode-bench-api';

expose(decodeBenchApi, workerData as MessagePort);

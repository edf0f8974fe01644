import { expose } from 'comlink';
import { decodeBenchApi } from './decode-bench-api';

expose(decodeBenchApi);

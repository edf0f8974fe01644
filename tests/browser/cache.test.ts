import { testLastingCache } from '../unit/cache/lasting-cache';

testLastingCache();

import { createMemoryCache } from '$lib/cache/memory-cache';
import { testKeptAndPinned } from './kept-and-pinned';

// In memory files and products do not share: files have three quarters.
testKeptAndPinned((bytes) => createMemoryCache({ budgetBytes: bytes / 0.75 }));

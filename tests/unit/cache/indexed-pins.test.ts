import 'fake-indexeddb/auto';
import { testLastingPins } from './lasting-pins';

testLastingPins();

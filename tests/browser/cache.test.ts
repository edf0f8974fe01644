import { testLastingContents } from '../unit/cache/lasting-contents';
import { testLastingDatabase } from '../unit/cache/lasting-database';
import { testLastingPins } from '../unit/cache/lasting-pins';

testLastingContents();
testLastingDatabase();
testLastingPins();
